// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMargins>
#include <QScrollArea>

namespace btw::widgets {

/// A page that fills its place and scrolls only when its least height does not fit. (A plain scroll area
/// with wrapped text in it takes the preferred height, and so scrolls where charts could simply be lower.)
/// While it can scroll, Tab stops at it, and arrows, page keys, Space, Home and End move it.
class ScrolledPage : public QScrollArea
{
    Q_OBJECT

public:
    explicit ScrolledPage(QWidget* parent = nullptr);

    /// Where the page's layout goes.
    QWidget* content() const { return m_content; }
    /// Space around the content's layout, the scroll bar included: the content keeps its width whether the
    /// bar is shown or not, and its edge stays in line with what stands above the page.
    void setPageMargins(const QMargins& margins);

protected:
    /// What the keyboard goes to is shown whole where it fits: of a table the base class shows one cell.
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void followRange();
    void showRing(bool shown);
    void placeContent();

    QWidget* m_content;
    QWidget* m_ring; ///< around the page while the keyboard is at it
    bool m_isByKeyboard = false; ///< a key led the focus here, or was pressed here
    QMargins m_margins;
};

} // namespace btw::widgets
