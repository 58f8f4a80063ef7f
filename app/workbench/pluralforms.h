// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QTranslator>

#include <utility>

namespace btw::app {

/// English as the sources have it, in the singular where the number is one: "1 model", where the source says
/// "%n models". Read from the .ts file itself, so that it needs neither Qt's tools nor an English locale.
class PluralForms : public QTranslator
{
    Q_OBJECT

public:
    /// \param path of a .ts file with both forms of each count
    explicit PluralForms(const QString& path, QObject* parent = nullptr);

    bool isEmpty() const override { return m_forms.isEmpty(); }
    QString translate(
        const char* context, const char* source, const char* disambiguation, int n) const override;

private:
    using Key = std::pair<QString, QString>; ///< context and source
    QHash<Key, std::pair<QString, QString>> m_forms; ///< of one, of several
};

} // namespace btw::app
