// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sidebar.h"

#include "ui/pages/actions.h"
#include "ui/pages/queueview.h"
#include "ui/pages/studieslist.h"
#include "ui/widgets/navdelegate.h"

#include <QAction>
#include <QListView>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::NavDelegate;

namespace {

constexpr int kWidth = 216;
constexpr int kPageRow = 36;

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

Sidebar::Sidebar(jobs::Queue& queue, const Actions& actions, QWidget* parent)
    : QFrame(parent)
    , m_pagesModel(new QStandardItemModel(this))
    , m_pageRows(new NavDelegate(this))
{
    setProperty("side", true);
    setFixedWidth(kWidth);
    m_pageRows->setRowHeight(kPageRow);

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
    m_studies = new StudiesList(this);

    auto* rule = new QFrame(this);
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 12, 8, 8);
    column->setSpacing(12);
    column->addWidget(m_pages);
    column->addWidget(rule);
    column->addWidget(m_queue);
    column->addWidget(m_studies, 1);

    connect(m_pages->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& current) {
            if (!m_quiet)
                Q_EMIT pageChosen(current.row());
        });
}

void Sidebar::setTheme(const widgets::Theme& theme)
{
    m_pageRows->setTheme(theme);
    m_studies->setTheme(theme);
    m_queue->setTheme(theme);
    m_pages->viewport()->update();
}

void Sidebar::setPage(int page)
{
    m_quiet = true;
    m_pages->setCurrentIndex(m_pagesModel->index(page, 0));
    m_quiet = false;
}

} // namespace btw::pages
