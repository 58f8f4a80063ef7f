// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/instance/instancetables.h"

#include "ui/models/words.h"
#include "ui/pages/compare/selectedmodel.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QTableWidget>

#include <algorithm>
#include <cmath>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(InstanceTables)
};

constexpr int kRow = 28;
constexpr int kMostRows = 8; // of a table before it scrolls

/// As high as its rows, up to some.
void fit(QTableWidget& table)
{
    table.setFixedHeight(
        table.horizontalHeader()->sizeHint().height() + 8 + kRow * std::min(table.rowCount(), kMostRows));
}

QTableWidgetItem* itemOf(const QString& text, Qt::Alignment side = Qt::AlignLeft)
{
    auto* item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    item->setTextAlignment(side | Qt::AlignVCenter);
    item->setToolTip(text);
    return item;
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
    const QString said = saidOf(facts, prediction);
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
    auto* table = new QTableWidget(0, static_cast<int>(heads.size()));
    table->setHorizontalHeaderLabels(heads);
    for (int column = 0; column < table->columnCount(); ++column)
        table->horizontalHeaderItem(column)->setTextAlignment(
            (column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    table->setAccessibleName(name);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(kRow);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    return table;
}

void fillModalities(QTableWidget& table, const InstanceShown& shown)
{
    const auto& facts = shown.facts;
    const QSignalBlocker quiet(&table);
    table.setRowCount(static_cast<int>(facts.modalities.size()));
    table.horizontalHeaderItem(ModalityWeight)
        ->setText(facts.isPool ? Words::tr("believed") : Words::tr("weight"));
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
