// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace btw::widgets {

/// A page that fills its place and scrolls only when its least height does not fit. (A plain scroll area
/// with wrapped text in it takes the preferred height, and so scrolls where charts could simply be lower.)
class ScrolledPage : public QScrollArea
{
    Q_OBJECT

public:
    explicit ScrolledPage(QWidget* parent = nullptr);

    /// Where the page's layout goes.
    QWidget* content() const { return m_content; }

private:
    QWidget* m_content;
};

} // namespace btw::widgets
