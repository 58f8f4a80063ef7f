// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pagecommands.h"

#include <QAbstractButton>
#include <QAction>
#include <QCheckBox>
#include <QCoreApplication>
#include <QPointer>
#include <QRadioButton>
#include <QSet>

#include <algorithm>
#include <utility>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(PageCommands)
};

QString plain(QString text) { return text.remove(QLatin1Char('&')).trimmed(); }

/// "Copy table"; of a button without words what screen readers say.
QString nameOf(const QAbstractButton& button)
{
    const QString text = plain(button.text());
    const bool isWord = std::any_of(text.begin(), text.end(), [](QChar letter) { return letter.isLetter(); });
    return isWord ? text : button.accessibleName();
}

/// The nearest named part of the page around it: "Modalities".
QString placeOf(const QWidget& widget)
{
    for (const auto* around = widget.parentWidget(); around != nullptr; around = around->parentWidget())
        if (!around->accessibleName().isEmpty())
            return around->accessibleName();
    return {};
}

class Commands
{
public:
    Commands(const QList<QAction*>& known, QObject& owner)
        : m_owner(owner)
    {
        for (const auto* action : known)
            m_names.insert(keyOf(plain(action->text())));
    }

    template <typename Do>
    void add(const QString& name, const QWidget& place, const QString& help, bool isEnabled,
        const QKeySequence& shortcut, Do&& run)
    {
        if (name.isEmpty())
            return;
        // Two cards may each have a button of this name; a button of an action does what that does.
        QString text = name;
        if (m_names.contains(keyOf(name))) {
            if (!m_added.contains(keyOf(name)))
                return;
            text = Words::tr("%1: %2", "a part of a page, and what is done there").arg(placeOf(place), name);
            if (m_names.contains(keyOf(text)))
                return;
        }
        m_names.insert(keyOf(text));
        m_added.insert(keyOf(text));
        auto* action = new QAction(text, &m_owner);
        action->setToolTip(help.isEmpty() ? placeOf(place) : help);
        action->setShortcut(shortcut);
        action->setEnabled(isEnabled);
        QObject::connect(action, &QAction::triggered, &m_owner, std::forward<Do>(run));
        m_all << action;
    }

    const QList<QAction*>& all() const { return m_all; }

private:
    static QString keyOf(QString text) { return text.remove(QStringLiteral("…")).toCaseFolded(); }

    QObject& m_owner;
    QSet<QString> m_names;
    QSet<QString> m_added; ///< of m_names, by add()
    QList<QAction*> m_all;
};

} // namespace

QList<QAction*> commandsOn(const QWidget& shown, const QList<QAction*>& known, QObject& owner)
{
    Commands commands(known, owner);
    for (auto* button : shown.findChildren<QAbstractButton*>()) {
        const bool isChoice = qobject_cast<QCheckBox*>(button) || qobject_cast<QRadioButton*>(button);
        if (isChoice || !button->isVisible() || button->property("kind") == QLatin1String("command"))
            continue;
        const QPointer<QAbstractButton> target(button);
        commands.add(
            nameOf(*button), *button, button->toolTip(), button->isEnabled(), button->shortcut(), [target] {
                if (target)
                    target->click();
            });
    }
    for (auto* widget : shown.findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        for (auto* original : widget->actions()) {
            if (known.contains(original) || original->isSeparator())
                continue;
            const QPointer<QAction> target(original);
            commands.add(plain(original->text()), *widget, original->toolTip(), original->isEnabled(),
                original->shortcut(), [target] {
                    if (target)
                        target->trigger();
                });
        }
    }
    return commands.all();
}

} // namespace btw::pages
