// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QString>
#include <Qt>

#include <functional>

class QRegularExpression;
class QWidget;
class QWindow;

namespace btw::test {

/// Someone before a window, who finds things by the words that a screen reader says of them, and moves a
/// mouse or types: the events go to the window, and reach whatever is really there.
class Person
{
public:
    explicit Person(QWidget& window);

    /// What is on show, can be used, and goes by this name or begins with it; in a menu or dialog while one
    /// is open. Null where there is nothing.
    QWidget* find(const QString& name) const;
    /// Whether words are on show in a label, as an own sentence or within one.
    bool reads(const QString& words) const;
    bool readsLike(const QRegularExpression& words) const;
    /// Waits until there is such a thing.
    bool sees(const QString& name, int ms) const;

    /// With the mouse; false where it is not there, or cannot be scrolled to.
    bool click(const QString& name);
    /// A row of a list or table.
    bool clickRow(const QString& list, const QString& words);
    bool clickTab(const QString& words);
    /// An item of a box of choices: the box, then the item in the list that opens.
    bool choose(const QString& box, const QString& item);
    /// Chooses an item of the menu that comes up next, and goes on then.
    void clickMenuNext(const QString& words);

    /// With the keyboard, whatever has it.
    void press(int key, Qt::KeyboardModifiers with = Qt::NoModifier);
    void type(const QString& text);
    /// Tab until something of this name has the keyboard; false after a whole round.
    bool tabTo(const QString& name);

    /// As soon as it is so, also while a menu or dialog has the program's attention.
    static void whenever(const std::function<bool()>& isSo, const std::function<void()>& act);

private:
    /// What takes mouse and keys now.
    QWidget* front() const;
    QWindow* keyboardWindow() const;
    void clickAt(QWidget* widget, const QPoint& at);
    static bool scrollTo(QWidget* widget, const QPoint& at);

    QWidget& m_window;
};

} // namespace btw::test
