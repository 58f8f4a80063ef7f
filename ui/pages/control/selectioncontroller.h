// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/annotations.h"

#include <QObject>
#include <QString>

#include <string>
#include <unordered_set>
#include <vector>

namespace btw::pages {

/// The people who are selected: the same in every table and chart of the window. And the one person who is
/// to be looked at closely.
class SelectionController : public QObject
{
    Q_OBJECT

public:
    /// The name of the data whose people these are: elsewhere the same ids are others.
    const QString& data() const { return m_data; }
    const std::vector<std::string>& ids() const { return m_ids; } ///< as they were selected, each once
    const std::unordered_set<std::string>& known() const { return m_known; } ///< the same
    bool contains(const std::string& id) const { return m_known.count(id) != 0; }
    /// Those of this data, of all people or none.
    bool isOf(const QString& data) const { return !m_ids.empty() && data == m_data; }

    /// \param in where they were selected. Who is picked from people that were selected among errors stays
    /// so.
    void select(const QString& data, const std::vector<std::string>& ids,
        store::SelectedIn in = store::SelectedIn::Unknown);
    store::SelectedIn selectedIn() const { return m_in; }
    void clear() { select(m_data, {}); }
    /// Shows everything that is known of a person. \param run whose figures; not 0
    void inspect(const std::string& id, qint64 run);

Q_SIGNALS:
    void changed();
    void inspected(const QString& id, qint64 run);

private:
    QString m_data;
    store::SelectedIn m_in = store::SelectedIn::Unknown;
    std::vector<std::string> m_ids;
    std::unordered_set<std::string> m_known;
};

} // namespace btw::pages
