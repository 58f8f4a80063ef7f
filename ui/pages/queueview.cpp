// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/queueview.h"

#include "ui/widgets/navdelegate.h"

#include <QAction>
#include <QListView>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

namespace {

constexpr int kRow = 28;
constexpr int kRowsShown = 7; ///< the heading and six trainings; further ones are scrolled to
constexpr int kFrame = 8;

} // namespace

QueueView::QueueView(jobs::Queue& queue, QWidget* parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_rows(new widgets::NavDelegate(this))
    , m_list(new QListView(this))
    , m_up(makeAction(QT_TR_NOOP("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up)))
    , m_down(makeAction(QT_TR_NOOP("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down)))
    , m_cancel(makeAction(QT_TR_NOOP("Cancel its waiting trainings"), QKeySequence(QKeySequence::Delete)))
{
    m_rows->setRowHeight(kRow);
    m_list->setProperty("nav", true);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(m_rows);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(false);
    m_list->setAccessibleName(tr("Queue"));
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list);

    connect(m_up, &QAction::triggered, this, [this] { move(-1); });
    connect(m_down, &QAction::triggered, this, [this] { move(1); });
    connect(m_cancel, &QAction::triggered, this, [this] {
        const auto* group = m_model.groupAt(m_list->currentIndex());
        if (group == nullptr)
            return;
        if (group->experimentId != 0)
            m_queue.cancelExperiment(group->experimentId);
        else
            m_queue.cancel(group->entries.front().ticket);
    });
    connect(m_list, &QListView::customContextMenuRequested, this, &QueueView::askAt);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &QueueView::updateActions);
    connect(&queue, &jobs::Queue::entriesChanged, this, &QueueView::showEntries);
    showEntries(queue.entries());
}

QAction* QueueView::makeAction(const char* text, const QKeySequence& shortcut)
{
    auto* action = new QAction(tr(text), m_list);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(action);
    return action;
}

void QueueView::setTheme(const widgets::Theme& theme)
{
    m_rows->setTheme(theme);
    m_list->viewport()->update();
}

void QueueView::move(int by)
{
    const auto* group = m_model.groupAt(m_list->currentIndex());
    const auto order = m_model.orderAfter(m_list->currentIndex(), by);
    if (order.empty())
        return;
    const auto ticket = group->entries.back().ticket;
    m_queue.setOrder(order);
    m_list->setCurrentIndex(m_model.indexOf(ticket)); // the person goes on with the same training
}

void QueueView::showEntries(const std::vector<jobs::QueueEntry>& entries)
{
    const auto* current = m_model.groupAt(m_list->currentIndex());
    const std::uint64_t ticket = current ? current->entries.back().ticket : 0;
    const int row = m_list->currentIndex().row();
    m_model.setEntries(entries);
    // Where it has gone, the keyboard goes on with what has come into its place.
    if (const auto at = m_model.indexOf(ticket); ticket != 0 && at.isValid())
        m_list->setCurrentIndex(at);
    else if (ticket != 0)
        m_list->setCurrentIndex(m_model.index(std::min(row, m_model.rowCount() - 1), 0));
    m_list->setVisible(!entries.empty());
    m_list->setFixedHeight(kRow * std::min(m_model.rowCount(), kRowsShown) + kFrame);
    setVisible(!entries.empty());
    updateActions();
}

void QueueView::updateActions()
{
    const auto current = m_list->currentIndex();
    // Also at the first and the last place, or the keys would go to the list and choose another training.
    for (auto* action : { m_up, m_down, m_cancel })
        action->setEnabled(m_model.canCancel(current));
}

void QueueView::askAt(const QPoint& at)
{
    // The menu key asks at no particular row: it means the current one.
    const auto asked = m_model.groupAt(m_list->indexAt(at)) ? m_list->indexAt(at) : m_list->currentIndex();
    if (!m_model.groupAt(asked))
        return;
    m_list->setCurrentIndex(asked);
    QMenu menu(this);
    menu.addActions({ m_up, m_down, m_cancel });
    m_up->setEnabled(!m_model.orderAfter(asked, -1).empty());
    m_down->setEnabled(!m_model.orderAfter(asked, 1).empty());
    menu.exec(m_list->viewport()->mapToGlobal(at));
    updateActions();
}

} // namespace btw::pages
