// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/queuecard.h"

#include "ui/models/words.h"
#include "ui/pages/actions.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using models::QueueTreeModel;
using widgets::Theme;

QueueCard::QueueCard(jobs::Queue& queue, const Actions& actions, QWidget* parent)
    : QFrame(parent)
    , m_queue(queue)
    , m_view(new QTreeView(this))
    , m_hint(new QLabel(this))
    , m_cancelAll(new QPushButton(tr("&Cancel all that waits"), this))
    , m_up(makeAction(QT_TR_NOOP("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up)))
    , m_down(makeAction(QT_TR_NOOP("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down)))
    , m_cancel(makeAction(QT_TR_NOOP("Cancel its waiting trainings"), QKeySequence(QKeySequence::Delete)))
{
    setProperty("card", true);
    m_view->setModel(&m_model);
    m_view->setAccessibleName(tr("Queue"));
    m_view->setHeaderHidden(true);
    m_view->setProperty("nav", true); // no frame within the card
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setDragDropMode(QAbstractItemView::InternalMove);
    m_view->setDropIndicatorShown(true);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QueueTreeModel::NameColumn, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(QueueTreeModel::StateColumn, QHeaderView::ResizeToContents);
    m_view->setMinimumHeight(120);
    auto* pause = new QPushButton(tr("Pause"), this);
    pause->setProperty("small", true);
    pause->setToolTip(actions.pause->toolTip());
    connect(pause, &QPushButton::clicked, actions.pause, &QAction::trigger);
    const auto follow = [pause, action = actions.pause] {
        pause->setEnabled(action->isEnabled());
        pause->setText(action->isChecked() ? tr("Resume") : tr("Pause"));
    };
    connect(actions.pause, &QAction::changed, pause, follow);
    follow();
    buildLayout(pause);

    connect(m_up, &QAction::triggered, this, [this] { move(-1); });
    connect(m_down, &QAction::triggered, this, [this] { move(1); });
    connect(m_cancel, &QAction::triggered, this, &QueueCard::cancel);
    connect(m_cancelAll, &QPushButton::clicked, this, [this] { m_queue.cancelAll(); });
    connect(m_view, &QTreeView::customContextMenuRequested, this, &QueueCard::askAt);
    connect(m_view, &QTreeView::expanded, this, [this](const QModelIndex& index) {
        if (const auto* group = m_model.groupAt(index))
            m_expanded.insert(group->experimentId);
    });
    connect(m_view, &QTreeView::collapsed, this, [this](const QModelIndex& index) {
        if (const auto* group = m_model.groupAt(index))
            m_expanded.erase(group->experimentId);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &QueueCard::updateActions);
    connect(&m_model, &QueueTreeModel::orderWanted, this, [this](const std::vector<std::uint64_t>& tickets) {
        // Once the view has ended its drag: the model is about to change under it.
        QMetaObject::invokeMethod(
            this, [this, tickets] { m_queue.setOrder(tickets); }, Qt::QueuedConnection);
    });
    connect(&queue, &jobs::Queue::entriesChanged, this, &QueueCard::refresh);
    refresh();
}

void QueueCard::buildLayout(QPushButton* pause)
{
    auto* heading = new QLabel(tr("Queue"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_hint->setProperty("role", QStringLiteral("caption"));
    m_hint->setWordWrap(true);
    m_cancelAll->setProperty("small", true);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(heading);
    top->addStretch(1);
    top->addWidget(pause);
    top->addWidget(m_cancelAll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(6);
    column->addLayout(top);
    column->addWidget(m_hint);
    column->addWidget(m_view, 1);
}

QAction* QueueCard::makeAction(const char* text, const QKeySequence& shortcut)
{
    auto* action = new QAction(tr(text), m_view);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(action);
    return action;
}

void QueueCard::refresh()
{
    const auto* entry = m_model.entryAt(m_view->currentIndex());
    const auto ticket = entry ? entry->ticket : 0;
    const auto* group
        = m_model.isGroup(m_view->currentIndex()) ? m_model.groupAt(m_view->currentIndex()) : nullptr;
    const auto experiment = group ? group->experimentId : 0;
    const auto current = m_view->currentIndex();
    const int place = current.isValid() ? current.row() : -1;
    const int groupPlace = current.parent().isValid() ? current.parent().row() : -1;
    const auto expanded = m_expanded; // a reset collapses all
    m_model.setEntries(m_queue.entries());
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (const auto at = m_model.index(row, 0);
            m_model.isGroup(at) && expanded.count(m_model.groupAt(at)->experimentId) != 0)
            m_view->expand(at);
    m_expanded = expanded;
    if (const auto at = ticket != 0 ? m_model.indexOf(ticket) : m_model.indexOfExperiment(experiment);
        at.isValid())
        m_view->setCurrentIndex(at);
    else if (place >= 0)
        m_view->setCurrentIndex(nearest(place, groupPlace));
    const bool isEmpty = m_queue.entries().empty();
    showHint();
    m_cancelAll->setVisible(!isEmpty);
    updateActions();
}

void QueueCard::setLeft(const experiments::Forecast& left)
{
    const auto steps = left.steps - left.held;
    const QString time = models::timeLeft(left.seconds);
    m_left = steps == 0         ? QString()
        : left.untimed == steps ? tr("time left not known yet")
        : left.untimed == 0     ? time
                                : tr("%1, and %n models unlike any trained here before", "time left",
                                    models::plural(static_cast<std::int64_t>(left.untimed)))
                                  .arg(time);
    showHint();
}

QString QueueCard::hint() const { return m_hint->text(); }

void QueueCard::showHint()
{
    if (m_queue.entries().empty()) {
        m_hint->setText(tr("nothing is training, and nothing is waiting"));
        return;
    }
    QStringList parts { m_left, tr("drag, or Alt with an arrow key, to reorder") };
    parts.removeAll(QString());
    m_hint->setText(parts.join(QStringLiteral(" · ")));
}

QModelIndex QueueCard::nearest(int row, int groupRow) const
{
    // What was there has gone: the keyboard goes on with what has come into its place.
    const auto parent = groupRow < 0 ? QModelIndex() : m_model.index(groupRow, 0);
    if (groupRow >= 0 && m_model.rowCount(parent) == 0)
        return nearest(groupRow, -1);
    const int last = m_model.rowCount(parent) - 1;
    return last < 0 ? QModelIndex() : m_model.index(std::min(row, last), 0, parent);
}

void QueueCard::move(int by)
{
    const auto at = m_view->currentIndex();
    if (m_model.isGroup(at)) {
        const auto order = models::orderAfterMove(m_model.groups(), static_cast<std::size_t>(at.row()), by);
        if (!order.empty())
            m_queue.setOrder(order);
    } else if (const auto* entry = m_model.entryAt(at)) {
        m_queue.move(entry->ticket, by);
    }
}

void QueueCard::cancel()
{
    const auto at = m_view->currentIndex();
    if (m_model.isGroup(at))
        m_queue.cancelExperiment(m_model.groupAt(at)->experimentId);
    else if (const auto* entry = m_model.entryAt(at))
        m_queue.cancel(entry->ticket);
}

void QueueCard::updateActions()
{
    const bool waits = !m_model.ticketsAt(m_view->currentIndex()).empty();
    for (auto* action : { m_up, m_down, m_cancel })
        action->setEnabled(waits);
}

void QueueCard::askAt(const QPoint& at)
{
    // The menu key asks at no particular row: it means the current one.
    const auto asked = m_view->indexAt(at).isValid() ? m_view->indexAt(at) : m_view->currentIndex();
    if (!asked.isValid())
        return;
    m_view->setCurrentIndex(asked);
    QMenu menu(this);
    menu.addActions({ m_up, m_down, m_cancel });
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

} // namespace btw::pages
