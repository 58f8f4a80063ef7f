// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

class QAbstractItemView;

namespace btw::widgets {

/// Over a list or table that a search has left empty: "Nothing matches “agee”."
class NoMatch : public QLabel
{
    Q_OBJECT

public:
    explicit NoMatch(QAbstractItemView& view); ///< which owns it

    /// \param words that nothing matches; empty: something does, or nothing is searched for
    void setWords(const QString& words);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget& m_rows; ///< where the view shows them
};

} // namespace btw::widgets
