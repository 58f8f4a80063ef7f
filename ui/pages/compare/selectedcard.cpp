// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/selectedcard.h"

#include "ui/models/words.h"
#include "ui/pages/compare/selectedmodel.h"
#include "ui/pages/compare/selectedtable.h"
#include "ui/pages/control/selectioncontroller.h"
#include "ui/widgets/tablelook.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/subgroups.h"

#include <QInputDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using models::count;
using widgets::Theme;

namespace {

constexpr int kListHeight = 76;

QLabel* labelOf(const char* role, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QString::fromLatin1(role));
    return label;
}

QPushButton* smallButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("small", true);
    return button;
}

} // namespace

SelectedCard::SelectedCard(SelectionController& selection, QWidget* parent)
    : QFrame(parent)
    , m_selection(selection)
    , m_model(new SelectedModel(this))
    , m_order(new QSortFilterProxyModel(this))
    , m_count(labelOf("caption", this))
    , m_name(smallButton(tr("&Name as subgroup…"), this))
    , m_table(new SelectedTable(*m_order, this))
    , m_words(labelOf("caption", this))
    , m_heading(labelOf("section", this))
    , m_list(new QListWidget(this))
    , m_select(smallButton(tr("Select &them"), this))
    , m_only(smallButton(tr("Compare onl&y these"), this))
{
    setProperty("card", true);
    setAccessibleName(tr("Selected people"));
    m_order->setSourceModel(m_model);
    m_order->setSortRole(SelectedModel::SortRole);
    m_table->sortByColumn(SelectedModel::Change, Qt::DescendingOrder);
    m_words->setWordWrap(true);
    m_list->setAccessibleName(tr("Subgroups"));
    m_list->setProperty("nav", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMaximumHeight(kListHeight);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_heading->setText(tr("Subgroups"));
    m_only->setCheckable(true);
    m_only->setToolTip(
        tr("Repeats the comparison above in these people alone. Exploratory: whoever chose them "
           "may have seen the figures."));

    auto* title = labelOf("heading", this);
    title->setText(tr("Selected people"));
    auto* head = new QHBoxLayout;
    head->addWidget(title);
    head->addWidget(m_count, 1);
    head->addWidget(m_name);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_heading, 1);
    foot->addWidget(m_select);
    foot->addWidget(m_only);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    column->addWidget(m_words);
    column->addLayout(foot);
    column->addWidget(m_list);

    connect(&selection, &SelectionController::changed, this, &SelectedCard::showSelection);
    connect(m_name, &QPushButton::clicked, this, &SelectedCard::nameSelection);
    connect(m_table, &SelectedTable::openWanted, this, &SelectedCard::openCurrent);
    connect(m_list, &QListWidget::itemActivated, this, &SelectedCard::selectSubgroup);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        const auto* one = currentSubgroup();
        m_only->setChecked(one != nullptr && one->id == m_shown);
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, &SelectedCard::showSubgroupMenu);
    connect(m_select, &QPushButton::clicked, this, &SelectedCard::selectSubgroup);
    connect(m_only, &QPushButton::clicked, this, [this](bool on) {
        if (const auto* one = currentSubgroup())
            Q_EMIT subgroupWanted(on ? one->id : 0);
    });
    setSubgroups({}, 0);
    showSelection();
}

void SelectedCard::setTheme(const Theme& theme) { m_table->setStyleSheet(widgets::tableInCard(theme)); }

void SelectedCard::setChange(
    const std::shared_ptr<const experiments::PeopleChange>& change, const QString& dataName)
{
    m_change = change;
    m_data = dataName;
    showSelection();
}

void SelectedCard::showSelection()
{
    std::vector<std::size_t> rows;
    if (m_change && m_selection.isOf(m_data))
        for (std::size_t i = 0; i < m_change->people.size(); ++i)
            if (m_selection.contains(m_change->people[i].id))
                rows.push_back(i);
    const auto selected = static_cast<std::int64_t>(rows.size());
    const auto all = m_change ? static_cast<std::int64_t>(m_change->people.size()) : 0;
    m_count->setText(m_change ? tr("%1 of %2").arg(count(selected), count(all)) : QString());
    m_name->setEnabled(!rows.empty());
    QString words;
    if (rows.empty()) {
        words = m_change ? tr("Nobody is selected. Drag over the chart, or select rows on the Data page.")
                         : tr("Choose a system above: its people are compared with the baseline's here.");
    } else if (rows.size() < jobs::kSmallestSubgroup) {
        words = tr("Fewer than 10 people: too few to compare. The same people are marked in every view.");
    } else {
        const auto better = std::count_if(
            rows.begin(), rows.end(), [&](std::size_t row) { return m_change->people[row].change > 0; });
        words = tr("The loss of %1 is lower than that of %2 for %3 of these %4; that is not tested. The same "
                   "people are marked in every view.")
                    .arg(m_change->model, m_change->baseline, count(better), count(selected));
    }
    m_words->setText(words);
    m_model->setPeople(m_change, std::move(rows));
    const bool hasWeights = m_change
        && std::any_of(m_change->people.begin(), m_change->people.end(),
            [](const auto& person) { return !person.weights.empty(); });
    m_table->setColumnHidden(SelectedModel::Weights, !hasWeights);
    m_table->shareWidth();
}

QString SelectedCard::summary() const { return m_words->text(); }

void SelectedCard::nameSelection()
{
    std::vector<std::string> ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ids.push_back(m_model->personAt(row).id);
    bool isGiven = false;
    const QString name = QInputDialog::getText(this, tr("Name as subgroup"),
        tr("What are these %1 people called?").arg(count(static_cast<std::int64_t>(ids.size()))),
        QLineEdit::Normal, {}, &isGiven)
                             .trimmed();
    if (isGiven && !name.isEmpty())
        Q_EMIT subgroupNamed(name, ids, m_selection.selectedIn());
}

void SelectedCard::rename()
{
    const auto* one = currentSubgroup();
    if (one == nullptr)
        return;
    const auto id = one->id; // the list may be read again while the dialog is open
    bool isGiven = false;
    const QString name = QInputDialog::getText(this, tr("Rename subgroup"),
        tr("What are these people called?"), QLineEdit::Normal, one->name, &isGiven)
                             .trimmed();
    if (isGiven && !name.isEmpty())
        Q_EMIT renamingWanted(id, name);
}

void SelectedCard::openCurrent()
{
    const auto index = m_order->mapToSource(m_table->currentIndex());
    if (!index.isValid())
        return;
    const auto& person = m_model->personAt(index.row());
    if (person.run > 0)
        m_selection.inspect(person.id, person.run);
}

bool SelectedCard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (watched == m_list && key == Qt::Key_Delete && currentSubgroup() != nullptr) {
        Q_EMIT removalWanted(currentSubgroup()->id);
        return true;
    }
    if (watched == m_list && key == Qt::Key_F2) {
        rename();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void SelectedCard::setSubgroups(const std::vector<store::SubgroupRecord>& subgroups, std::int64_t shown)
{
    m_subgroups = subgroups;
    m_shown = shown;
    m_list->clear();
    for (const auto& one : m_subgroups) {
        const auto people = static_cast<std::int64_t>(one.ids.size());
        const QString size = people == 1 ? tr("1 person") : tr("%1 people").arg(count(people));
        QString words = one.id == shown ? tr("%1: %2, compared above").arg(one.name, size)
                                        : tr("%1: %2").arg(one.name, size);
        if (one.selectedIn == store::SelectedIn::Errors)
            words = tr("%1, chosen by errors", "a subgroup").arg(words);
        m_list->addItem(words);
        if (one.id == shown)
            m_list->setCurrentRow(m_list->count() - 1);
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0)
        m_list->setCurrentRow(m_list->count() - 1);
    for (QWidget* part : { static_cast<QWidget*>(m_heading), static_cast<QWidget*>(m_list),
             static_cast<QWidget*>(m_select), static_cast<QWidget*>(m_only) })
        part->setVisible(!m_subgroups.empty());
    m_only->setChecked(currentSubgroup() != nullptr && currentSubgroup()->id == shown);
}

const store::SubgroupRecord* SelectedCard::currentSubgroup() const
{
    const int row = m_list->currentRow();
    return row < 0 || row >= static_cast<int>(m_subgroups.size())
        ? nullptr
        : &m_subgroups[static_cast<std::size_t>(row)];
}

void SelectedCard::selectSubgroup()
{
    if (const auto* one = currentSubgroup())
        m_selection.select(m_data, one->ids, one->selectedIn);
}

void SelectedCard::showSubgroupMenu(const QPoint& at)
{
    const auto* one = currentSubgroup();
    if (one == nullptr)
        return;
    QMenu menu;
    menu.addAction(tr("&Select them"), this, &SelectedCard::selectSubgroup);
    const auto id = one->id;
    menu.addAction(id == m_shown ? tr("Compare &everybody") : tr("Compare &only these"), this,
        [this, id] { Q_EMIT subgroupWanted(id == m_shown ? 0 : id); });
    menu.addSeparator();
    menu.addAction(tr("&Rename…\tF2"), this, &SelectedCard::rename);
    menu.addAction(tr("&Forget this subgroup"), this, [this, id] { Q_EMIT removalWanted(id); });
    menu.exec(m_list->mapToGlobal(at));
}

} // namespace btw::pages
