// SPDX-License-Identifier: GPL-3.0-or-later
#include "person.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <QWindow>

#include <memory>

namespace btw::test {

namespace {

constexpr int kStepMs = 20000; // on a busy machine
constexpr int kMostTabs = 400;
constexpr int kNotch = 120;

QString withoutMnemonics(QString text) { return text.remove(QLatin1Char('&')); }

QString spoken(QWidget* widget)
{
    // Of a box of choices Qt says on Linux what is chosen, and leaves its name to its label.
    if (qobject_cast<QComboBox*>(widget) && !widget->accessibleName().isEmpty())
        return withoutMnemonics(widget->accessibleName());
    auto* one = QAccessible::queryAccessibleInterface(widget);
    return one ? withoutMnemonics(one->text(QAccessible::Name)) : QString();
}

bool isAt(QWidget* widget, const QPoint& at)
{
    return widget->isVisible() && widget->visibleRegion().contains(at);
}

} // namespace

Person::Person(QWidget& window)
    : m_window(window)
{
}

QWidget* Person::front() const
{
    if (auto* popup = QApplication::activePopupWidget())
        return popup;
    if (auto* dialog = QApplication::activeModalWidget())
        return dialog;
    return &m_window;
}

QWidget* Person::find(const QString& name) const
{
    QWidget* beginning = nullptr;
    const auto all = front()->findChildren<QWidget*>();
    for (auto* widget : all) {
        if (!widget->isVisible() || !widget->isEnabled() || qobject_cast<QLabel*>(widget))
            continue;
        const QString words = spoken(widget);
        if (words == name)
            return widget;
        if (beginning == nullptr && words.startsWith(name))
            beginning = widget;
    }
    return beginning;
}

bool Person::reads(const QString& words) const
{
    const auto labels = front()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
        [&](const QLabel* label) { return label->isVisible() && label->text().contains(words); });
}

bool Person::readsLike(const QRegularExpression& words) const
{
    const auto labels = front()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
        [&](const QLabel* label) { return label->isVisible() && words.match(label->text()).hasMatch(); });
}

bool Person::sees(const QString& name, int ms) const
{
    return QTest::qWaitFor([&] { return find(name) != nullptr; }, ms);
}

bool Person::scrollTo(QWidget* widget, const QPoint& at)
{
    constexpr int kMostNotches = 60;
    for (int turn = 0; turn < kMostNotches && !isAt(widget, at); ++turn) {
        QAbstractScrollArea* area = nullptr;
        for (auto* parent = widget->parentWidget(); parent && !area; parent = parent->parentWidget())
            area = qobject_cast<QAbstractScrollArea*>(parent);
        if (area == nullptr)
            return false;
        auto* inside = area->viewport();
        const int place = widget->mapTo(inside, at).y();
        const QPointF middle = inside->rect().center();
        QWheelEvent wheel(middle, inside->mapToGlobal(middle), {}, QPoint(0, place < 0 ? kNotch : -kNotch),
            Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(inside, &wheel);
        QTest::qWait(1);
    }
    return isAt(widget, at);
}

void Person::clickAt(QWidget* widget, const QPoint& at)
{
    auto* top = widget->window();
    QTest::mouseClick(top->windowHandle(), Qt::LeftButton, Qt::NoModifier, widget->mapTo(top, at));
}

bool Person::click(const QString& name)
{
    if (!sees(name, kStepMs))
        return false;
    auto* widget = find(name);
    const QPoint at = widget->rect().center();
    if (!scrollTo(widget, at))
        return false;
    clickAt(widget, at);
    return true;
}

bool Person::clickRow(const QString& list, const QString& words)
{
    QModelIndex found;
    const auto look = [&] {
        auto* view = qobject_cast<QAbstractItemView*>(find(list));
        if (view == nullptr)
            return false;
        for (int row = 0; row < view->model()->rowCount(); ++row)
            if (const auto index = view->model()->index(row, 0);
                index.data().toString().contains(words) && !view->visualRect(index).isEmpty())
                found = index;
        return found.isValid();
    };
    if (!QTest::qWaitFor(look, kStepMs))
        return false;
    auto* view = qobject_cast<QAbstractItemView*>(find(list));
    const QPoint at = view->visualRect(found).center();
    if (!scrollTo(view->viewport(), at))
        return false;
    clickAt(view->viewport(), at);
    return true;
}

bool Person::clickTab(const QString& words)
{
    for (auto* tabs : front()->findChildren<QTabBar*>()) {
        for (int i = 0; i < tabs->count(); ++i) {
            if (withoutMnemonics(tabs->tabText(i)) != words || !isAt(tabs, tabs->tabRect(i).center()))
                continue;
            clickAt(tabs, tabs->tabRect(i).center());
            return true;
        }
    }
    return false;
}

bool Person::choose(const QString& box, const QString& item)
{
    if (!click(box))
        return false;
    QAbstractItemView* list = nullptr;
    const auto isOpen = [&] {
        auto* popup = QApplication::activePopupWidget();
        list = popup ? popup->findChild<QAbstractItemView*>() : nullptr;
        return list != nullptr && list->isVisible();
    };
    if (!QTest::qWaitFor(isOpen, kStepMs))
        return false;
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const auto index = list->model()->index(row, 0);
        if (index.data().toString() != item || !isAt(list->viewport(), list->visualRect(index).center()))
            continue;
        clickAt(list->viewport(), list->visualRect(index).center());
        return true;
    }
    list->window()->close(); // what follows fails
    return false;
}

void Person::clickMenuNext(const QString& words)
{
    whenever([] { return qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr; },
        [this, words] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            for (auto* action : menu->actions()) {
                if (action->isEnabled() && withoutMnemonics(action->text()).startsWith(words)) {
                    clickAt(menu, menu->actionGeometry(action).center());
                    return;
                }
            }
            menu->close(); // what was to be chosen is not there: what follows fails
        });
}

QWindow* Person::keyboardWindow() const
{
    auto* top = front()->window();
    // Where there is a desktop, it gives the keyboard back to the window when a dialog closes.
    if (QApplication::activePopupWidget() == nullptr && !top->isActiveWindow()) {
        top->activateWindow();
        (void)QTest::qWaitForWindowActive(top);
    }
    return top->windowHandle();
}

void Person::press(int key, Qt::KeyboardModifiers with)
{
    QTest::keyClick(keyboardWindow(), static_cast<Qt::Key>(key), with);
}

void Person::type(const QString& text)
{
    for (const QChar letter : text)
        QTest::keyClick(keyboardWindow(), letter.toLatin1());
}

bool Person::tabTo(const QString& name)
{
    for (int turn = 0; turn < kMostTabs; ++turn) {
        auto* now = QApplication::focusWidget();
        if (now && spoken(now).startsWith(name))
            return true;
        press(Qt::Key_Tab);
    }
    return false;
}

void Person::whenever(const std::function<bool()>& isSo, const std::function<void()>& act)
{
    auto* timer = new QTimer(qApp);
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    QObject::connect(timer, &QTimer::timeout, qApp, [timer, clock, isSo, act] {
        const bool isNow = isSo();
        if (!isNow && clock->elapsed() < kStepMs)
            return;
        timer->stop();
        timer->deleteLater();
        if (isNow)
            act();
    });
    timer->start(10);
}

} // namespace btw::test
