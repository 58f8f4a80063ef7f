// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/instance/instancetables.h"

#include "ui/models/words.h"
#include "ui/pages/compare/selectedmodel.h"
#include "ui/widgets/names.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QTableWidget>

#include <algorithm>
#include <cmath>
#include <vector>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(InstanceTables)
};

constexpr int kRow = 28;
constexpr int kWhole = Qt::UserRole; // of an item: its text, however much of it is shown
constexpr int kAround = 12; // of a cell's text
constexpr int kTick = 24;
constexpr int kMostRows = 8; // of a table before it scrolls

/// Its columns share the width of the panel: each has what it asks for, or, where that is too much, the long
/// ones share what the short ones leave. Names that are cut stay different from each other.
class InstanceTable : public QTableWidget
{
public:
    explicit InstanceTable(int columns)
        : QTableWidget(0, columns)
    {
    }

    /// As high as its rows, up to some; to be called once it is filled.
    void fit()
    {
        setFixedHeight(horizontalHeader()->sizeHint().height() + 8 + kRow * std::min(rowCount(), kMostRows));
        shareWidth();
    }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QTableWidget::resizeEvent(event);
        shareWidth();
    }

private:
    void shareWidth();
    int aroundName(int row) const; ///< what of a cell is no text
    int widestName() const;
    void cutNames(); ///< of the first column, where they are too long
};

void InstanceTable::shareWidth()
{
    std::vector<int> order, asked;
    for (int column = 0; column < columnCount(); ++column) {
        const int cells = column == 0 ? widestName() : sizeHintForColumn(column);
        order.push_back(column);
        asked.push_back(std::max(cells, horizontalHeader()->sectionSizeHint(column)));
    }
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return asked[static_cast<std::size_t>(a)] < asked[static_cast<std::size_t>(b)];
    });
    int left = viewport()->width();
    auto waiting = static_cast<int>(order.size());
    for (const int column : order) {
        const int width = std::min(asked[static_cast<std::size_t>(column)], left / waiting);
        setColumnWidth(column, width);
        left -= width;
        --waiting;
    }
    setColumnWidth(0, columnWidth(0) + std::max(0, left));
    cutNames();
}

int InstanceTable::aroundName(int row) const
{
    return item(row, 0)->flags().testFlag(Qt::ItemIsUserCheckable) ? kAround + kTick : kAround;
}

int InstanceTable::widestName() const
{
    int widest = 0;
    for (int row = 0; row < rowCount(); ++row)
        if (const auto* cell = item(row, 0))
            widest = std::max(
                widest, fontMetrics().horizontalAdvance(cell->data(kWhole).toString()) + aroundName(row));
    return widest;
}

void InstanceTable::cutNames()
{
    const QSignalBlocker quiet(this); // a name is no change of what is ticked
    QStringList names;
    std::vector<double> rooms;
    for (int row = 0; row < rowCount() && item(row, 0) != nullptr; ++row) {
        names << item(row, 0)->data(kWhole).toString();
        rooms.push_back(columnWidth(0) - aroundName(row));
    }
    names = widgets::shortened(
        names, rooms, [this](const QString& text) { return fontMetrics().horizontalAdvance(text); });
    for (qsizetype row = 0; row < names.size(); ++row)
        item(static_cast<int>(row), 0)->setText(names[row]);
}

void fit(QTableWidget& table) { static_cast<InstanceTable&>(table).fit(); }

QTableWidgetItem* itemOf(const QString& text, Qt::Alignment side = Qt::AlignLeft)
{
    auto* item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    item->setTextAlignment(side | Qt::AlignVCenter);
    item->setToolTip(text);
    item->setData(kWhole, text);
    item->setData(Qt::AccessibleTextRole, text);
    return item;
}

/// What stands beside each modality: how much it counts, by the weighting or by the model's own account.
QString weightHead(const experiments::InstanceFacts& facts)
{
    if (facts.isPool)
        return Words::tr("believed");
    if (facts.weightName == "certainty")
        return Words::tr("certainty");
    if (facts.weightName == "confidence")
        return Words::tr("confidence");
    if (facts.weightName == "attention")
        return Words::tr("attention");
    return facts.weightName.empty() ? Words::tr("weight") : QString::fromStdString(facts.weightName);
}

/// What the column's head means, where the model has a word of its own for it.
QString weightHint(const experiments::InstanceFacts& facts)
{
    if (facts.weightName == "certainty")
        return Words::tr(
            "The share of the modality's opinion of this person that is not “I do not know”: at 0 it "
            "knows nothing, at 1 it is sure. Sure is not the same as right.");
    if (facts.weightName == "confidence")
        return Words::tr("How loud the modality's opinion is among the others for this person. It is not a "
                         "share: it may be larger than 1, and the modalities do not add up to 1.");
    if (facts.weightName == "attention")
        return Words::tr("The share of its attention that the model gives the modality in this person. The "
                         "modalities that the person has add up to 1. It shows what the model looked at, not "
                         "what helped.");
    return {};
}

QString shareText(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 3) : QStringLiteral("–");
}

} // namespace

QString saidOf(const experiments::InstanceFacts& facts, const std::vector<float>& prediction)
{
    if (prediction.empty() || !std::isfinite(prediction.front()))
        return QStringLiteral("–");
    const auto& cohort = facts.cohort;
    if (cohort.task == Task::Regression)
        return models::number(static_cast<double>(prediction.front()));
    const auto most = prediction.size() == 2 ? prediction.begin() + 1
                                             : std::max_element(prediction.begin(), prediction.end());
    return Words::tr("%1 %2", "a class and its probability")
        .arg(QString::fromStdString(cohort.classes[static_cast<std::size_t>(most - prediction.begin())]),
            shareText(static_cast<double>(*most)));
}

QString predictionText(const experiments::InstanceFacts& facts, const std::vector<float>& prediction)
{
    QString said = saidOf(facts, prediction);
    const bool isClass = facts.cohort.task == Task::Classification && !prediction.empty()
        && std::isfinite(prediction.front());
    if (!isClass)
        return said;
    const auto most = std::max_element(prediction.begin(), prediction.end());
    const auto predicted = static_cast<std::size_t>(most - prediction.begin());
    const auto& classes = facts.cohort.classes;
    const bool isOfFirst = prediction.size() == 2 && predicted == 0;
    return Words::tr("%1 (%2)", "the predicted class, and a probability")
        .arg(QString::fromStdString(classes[predicted]),
            isOfFirst ? said : shareText(static_cast<double>(*most)));
}

QTableWidget* instanceTable(const QStringList& heads, const QString& name)
{
    auto* table = new InstanceTable(static_cast<int>(heads.size()));
    table->setHorizontalHeaderLabels(heads);
    for (int column = 0; column < table->columnCount(); ++column)
        table->horizontalHeaderItem(column)->setTextAlignment(
            (column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    table->setAccessibleName(name);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTextElideMode(Qt::ElideMiddle);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(kRow);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    return table;
}

void fillModalities(QTableWidget& table, const InstanceShown& shown)
{
    const auto& facts = shown.facts;
    const QSignalBlocker quiet(&table);
    table.setRowCount(static_cast<int>(facts.modalities.size()));
    table.horizontalHeaderItem(ModalityWeight)->setText(weightHead(facts));
    table.horizontalHeaderItem(ModalityWeight)->setToolTip(weightHint(facts));
    for (int row = 0; row < table.rowCount(); ++row) {
        const auto& one = facts.modalities[static_cast<std::size_t>(row)];
        auto* name = itemOf(QString::fromStdString(one.name));
        if (one.isPresent && shown.isOpen) {
            name->setFlags(name->flags() | Qt::ItemIsUserCheckable);
            name->setCheckState(Qt::Checked);
        }
        table.setItem(row, ModalityName, name);
        table.setItem(row, ModalityAlone,
            itemOf(one.isPresent ? saidOf(facts, one.own) : Words::tr("absent"), Qt::AlignRight));
        table.setItem(row, ModalityWeight,
            itemOf(one.isPresent ? shareText(one.weight) : QStringLiteral("–"), Qt::AlignRight));
    }
    fit(table);
}

void fillNeighbours(QTableWidget& table, const InstanceShown& shown)
{
    const auto& facts = shown.facts;
    table.setRowCount(static_cast<int>(facts.neighbours.size()));
    for (int row = 0; row < table.rowCount(); ++row) {
        const auto& one = facts.neighbours[static_cast<std::size_t>(row)];
        table.setItem(row, 0, itemOf(QString::fromStdString(one.id)));
        table.setItem(
            row, 1, itemOf(labelText(facts.cohort.task, facts.cohort.classes, one.label), Qt::AlignRight));
        table.setItem(row, 2, itemOf(predictionText(facts, one.prediction), Qt::AlignRight));
        table.setItem(row, 3, itemOf(models::number(one.distance), Qt::AlignRight));
    }
    fit(table);
}

void fillValues(QTableWidget& table, const InstanceShown& shown)
{
    table.setRowCount(static_cast<int>(shown.values.size()));
    for (int row = 0; row < table.rowCount(); ++row) {
        const auto& one = shown.values[static_cast<std::size_t>(row)];
        table.setItem(row, 0, itemOf(one.column));
        table.setItem(row, 1, itemOf(one.modality, Qt::AlignRight));
        table.setItem(row, 2, itemOf(one.text, Qt::AlignRight));
    }
    fit(table);
}

} // namespace btw::pages
