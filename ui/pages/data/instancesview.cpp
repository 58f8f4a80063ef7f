// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/instancesview.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/data/presencedelegate.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/nomatch.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using models::count;
using widgets::Theme;

namespace {

constexpr int kRow = 28;
constexpr int kRowsMeasured = 100; // widths from so many rows, however many there are
constexpr int kWidestColumn = 260;

} // namespace

InstancesView::InstancesView(QWidget* parent)
    : QWidget(parent)
    , m_model(new models::InstancesModel(this))
    , m_filter(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_orderLabel(new QLabel(this))
    , m_order(new widgets::ChoiceBox(this))
    , m_descending(new QCheckBox(this))
    , m_table(new QTableView(this))
    , m_noMatch(new widgets::NoMatch(*m_table))
    , m_delegate(new PresenceDelegate(this))
{
    m_filter->setClearButtonEnabled(true);
    m_count->setProperty("role", QStringLiteral("caption"));
    m_orderLabel->setProperty("role", QStringLiteral("caption"));
    m_orderLabel->setBuddy(m_order);
    m_order->setSizeAdjustPolicy(QComboBox::AdjustToContents);

    m_table->setModel(m_model);
    m_table->setItemDelegate(m_delegate);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false); // Tab goes on to the next control
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(kRow);
    auto* head = m_table->horizontalHeader();
    head->setHighlightSections(false);
    head->setResizeContentsPrecision(kRowsMeasured);
    head->setSortIndicatorClearable(true);
    head->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);

    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    row->addSpacing(8);
    row->addWidget(m_orderLabel);
    row->addWidget(m_order);
    row->addWidget(m_descending);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kPage, Theme::kCardGap, Theme::kPage, Theme::kPage);
    column->setSpacing(10);
    column->addLayout(row);
    column->addWidget(m_table, 1);

    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_filter, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    connect(m_filter, &QLineEdit::textChanged, m_model, &models::InstancesModel::setFilter);
    connect(m_model, &models::InstancesModel::arranged, this, [this] {
        showCount();
        m_noMatch->setWords(m_model->rowCount() > 0 ? QString() : m_filter->text().trimmed());
        selectIds(m_selected); // the rows are others now
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &InstancesView::tellSelection);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int at) {
        orderBy(at - 1, m_descending->isChecked() ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
    connect(m_descending, &QCheckBox::toggled, this, [this](bool down) {
        orderBy(m_order->currentIndex() - 1, down ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
    // A click on a head says the same as the controls do.
    connect(head, &QHeaderView::sortIndicatorChanged, this, [this](int section, Qt::SortOrder order) {
        const QSignalBlocker quiet(m_order);
        const QSignalBlocker alsoQuiet(m_descending);
        m_order->setCurrentIndex(section + 1);
        m_descending->setChecked(section >= 0 && order == Qt::DescendingOrder);
        m_descending->setEnabled(section >= 0);
    });
    retranslate();
}

void InstancesView::retranslate()
{
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter: part of an id, a split, a class, has:modality, no:modality"));
    m_filter->setToolTip(tr("Words separated by blanks; all of them must hold. %1 moves here.")
                             .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    m_orderLabel->setText(tr("Sort b&y"));
    m_order->setAccessibleName(tr("Sort by"));
    m_descending->setText(tr("descending"));
    m_table->setAccessibleName(tr("Instances"));
    fillOrders();
    showCount();
}

void InstancesView::setTheme(const Theme& theme)
{
    m_delegate->setTheme(theme);
    m_table->viewport()->update();
}

void InstancesView::setCohort(std::shared_ptr<const data::Cohort> cohort)
{
    {
        const QSignalBlocker quiet(m_filter);
        m_filter->clear();
    }
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setCohort(std::move(cohort));
    fillOrders();
    fitColumns();
    showCount();
}

void InstancesView::selectIds(const std::unordered_set<std::string>& ids)
{
    m_selected = ids;
    auto* chosen = m_table->selectionModel();
    if (ids.empty() && !chosen->hasSelection())
        return;
    QItemSelection rows;
    const auto* cohort = m_model->cohort();
    for (int row = 0; cohort != nullptr && !ids.empty() && row < m_model->rowCount(); ++row) {
        int last = row;
        while (last < m_model->rowCount() && ids.count(cohort->ids[m_model->instanceAt(last)]) != 0)
            ++last;
        if (last > row)
            rows.select(m_model->index(row, 0), m_model->index(last - 1, 0));
        row = std::max(row, last);
    }
    m_isSelecting = true;
    chosen->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_isSelecting = false;
}

void InstancesView::tellSelection()
{
    if (m_isSelecting || m_model->cohort() == nullptr)
        return;
    std::vector<std::string> ids;
    for (const auto& range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            ids.push_back(m_model->cohort()->ids[m_model->instanceAt(row)]);
    m_selected = { ids.begin(), ids.end() };
    Q_EMIT selectionChosen(ids);
}

void InstancesView::setFilter(const QString& filter) { m_filter->setText(filter); }

void InstancesView::fillOrders()
{
    const QSignalBlocker quiet(m_order);
    const int before = m_order->currentIndex();
    m_order->clear();
    m_order->addItem(tr("place in the file"));
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_order->addItem(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    const int section = m_table->horizontalHeader()->sortIndicatorSection();
    m_order->setCurrentIndex(before < 0 ? 0 : section + 1);
    m_descending->setEnabled(section >= 0);
}

void InstancesView::fitColumns()
{
    m_table->resizeColumnsToContents();
    auto* head = m_table->horizontalHeader();
    for (int column = 0; column < m_model->columnCount(); ++column)
        head->resizeSection(column, std::min(kWidestColumn, head->sectionSize(column) + 12));
    head->setStretchLastSection(true);
}

void InstancesView::orderBy(int column, Qt::SortOrder order)
{
    if (column < 0)
        order = Qt::AscendingOrder;
    m_table->sortByColumn(column, order);
}

void InstancesView::showCount()
{
    const auto all = m_model->cohort() ? static_cast<std::int64_t>(m_model->cohort()->size()) : 0;
    const auto shown = static_cast<std::int64_t>(m_model->rowCount());
    m_count->setText(
        shown == all ? tr("%1 rows").arg(count(all)) : tr("%1 of %2 rows").arg(count(shown), count(all)));
}

QString InstancesView::countText() const { return m_count->text(); }

} // namespace btw::pages
