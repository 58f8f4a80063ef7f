// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sidebar.h"

#include "ui/models/runsmodel.h"
#include "ui/pages/actions.h"
#include "ui/pages/queueview.h"
#include "ui/widgets/navdelegate.h"

#include <QAction>
#include <QListView>
#include <QMenu>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace btw::pages {

using models::RunsModel;
using widgets::NavDelegate;

namespace {

constexpr int kWidth = 216;
constexpr int kPageRow = 36;
constexpr int kRunRow = 28;

QListView* makeList(QWidget* parent, QAbstractItemModel* model, NavDelegate* delegate, const QString& name)
{
    auto* list = new QListView(parent);
    list->setProperty("nav", true);
    list->setModel(model);
    list->setItemDelegate(delegate);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setMouseTracking(true);
    list->setUniformItemSizes(false);
    list->setAccessibleName(name);
    return list;
}

} // namespace

Sidebar::Sidebar(RunsModel& runs, jobs::Queue& queue, const Actions& actions, QWidget* parent)
    : QFrame(parent)
    , m_model(runs)
    , m_pagesModel(new QStandardItemModel(this))
    , m_pageRows(new NavDelegate(this))
    , m_runRows(new NavDelegate(this))
{
    setProperty("side", true);
    setFixedWidth(kWidth);
    m_pageRows->setRowHeight(kPageRow);
    m_runRows->setRowHeight(kRunRow);

    int number = 0;
    for (const auto* action : actions.goTo) {
        auto* item = new QStandardItem(QString(action->text()).remove(QLatin1Char('&')));
        item->setData(QString::number(++number), NavDelegate::LeadRole);
        item->setToolTip(action->shortcut().toString(QKeySequence::NativeText));
        item->setEditable(false);
        m_pagesModel->appendRow(item);
    }
    m_pages = makeList(this, m_pagesModel, m_pageRows, tr("Pages"));
    m_pages->setFixedHeight(kPageRow * m_pagesModel->rowCount() + 8);
    m_pages->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_queue = new QueueView(queue, this);
    m_runs = makeList(this, &m_model, m_runRows, tr("Runs"));
    m_runs->setContextMenuPolicy(Qt::CustomContextMenu);

    auto* rule = new QFrame(this);
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 12, 8, 8);
    column->setSpacing(12);
    column->addWidget(m_pages);
    column->addWidget(rule);
    column->addWidget(m_queue);
    column->addWidget(m_runs, 1);

    connect(m_pages->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& current) {
            if (!m_quiet)
                Q_EMIT pageChosen(current.row());
        });
    connect(m_runs->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& current) {
            const auto* run = m_model.runAt(current);
            if (!run || m_quiet)
                return;
            m_selected = run->id;
            Q_EMIT selectedRunChanged(m_selected);
        });
    const auto open = [this](const QModelIndex& index) {
        if (const auto* run = m_model.runAt(index))
            Q_EMIT runOpened(run->id);
    };
    connect(m_runs, &QListView::clicked, this, open);
    connect(m_runs, &QListView::activated, this, open);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &Sidebar::keepSelection);
    connect(m_runs, &QListView::customContextMenuRequested, this, [this, &actions](const QPoint& at) {
        // The menu key asks at no particular row: it means the current one.
        const auto asked = m_model.runAt(m_runs->indexAt(at)) ? m_runs->indexAt(at) : m_runs->currentIndex();
        if (!m_model.runAt(asked))
            return;
        m_runs->setCurrentIndex(asked);
        QMenu menu(this);
        menu.addActions({ actions.openRun, actions.resumeRun, actions.removeRun });
        menu.exec(m_runs->viewport()->mapToGlobal(at));
    });
}

void Sidebar::setTheme(const widgets::Theme& theme)
{
    m_pageRows->setTheme(theme);
    m_runRows->setTheme(theme);
    m_queue->setTheme(theme);
    m_pages->viewport()->update();
    m_runs->viewport()->update();
}

void Sidebar::setPage(int page)
{
    m_quiet = true;
    m_pages->setCurrentIndex(m_pagesModel->index(page, 0));
    m_quiet = false;
}

void Sidebar::showRun(qint64 runId)
{
    m_selected = runId;
    keepSelection();
    Q_EMIT selectedRunChanged(m_selected);
}

qint64 Sidebar::selectedRun() const { return m_model.run(m_selected) ? m_selected : 0; }

void Sidebar::focusRuns()
{
    m_runs->setFocus(Qt::ShortcutFocusReason);
    if (m_runs->currentIndex().isValid())
        return;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.runAt(m_model.index(row))) {
            m_runs->setCurrentIndex(m_model.index(row));
            return;
        }
    }
}

void Sidebar::keepSelection()
{
    const auto index = m_model.indexOf(m_selected);
    m_quiet = true;
    if (index.isValid())
        m_runs->setCurrentIndex(index);
    else
        m_runs->clearSelection();
    m_quiet = false;
}

} // namespace btw::pages
