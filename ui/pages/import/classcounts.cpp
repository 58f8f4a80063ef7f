// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/classcounts.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/widgets/plaintable.h"

#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using models::count;
using models::number;

namespace {
constexpr std::size_t kClassesShown = 12;
}

ClassCounts::ClassCounts(QWidget* parent)
    : QWidget(parent)
    , m_counts(new QStandardItemModel(this))
    , m_table(new widgets::PlainTable(this))
    , m_range(new QLabel(this))
{
    m_range->setProperty("role", QStringLiteral("caption"));
    m_range->setWordWrap(true);
    m_table->setModel(m_counts);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_range);
    column->addWidget(m_table);
    hide();
    retranslate();
}

void ClassCounts::retranslate() { m_table->setAccessibleName(tr("Class sizes by split")); }

void ClassCounts::setSummary(const jobs::CohortSummary* summary)
{
    m_counts->clear();
    setVisible(summary);
    if (summary)
        fill(*summary);
}

void ClassCounts::fill(const jobs::CohortSummary& summary)
{
    const auto& cohort = *summary.cohort;
    const bool isNumber = cohort.task == Task::Regression;
    m_table->setVisible(!isNumber);
    if (isNumber) {
        const auto& labels = summary.labels;
        m_range->setText(tr("from %1 to %2, median of the training rows %3")
                             .arg(number(labels.least), number(labels.most), number(labels.median[0])));
        m_range->show();
        return;
    }
    const std::size_t classes = cohort.classCount();
    m_range->setVisible(classes > kClassesShown);
    m_range->setText(
        tr("%1 classes; the first %2:").arg(count(static_cast<std::int64_t>(classes))).arg(kClassesShown));
    m_counts->setHorizontalHeaderLabels({ tr("Class"), models::capitalised(models::splitWord(Split::Train)),
        tr("Val.", "short for validation"), models::capitalised(models::splitWord(Split::Test)) });
    m_counts->setHeaderData(
        0, Qt::Horizontal, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), Qt::TextAlignmentRole);
    for (int column = 1; column < 4; ++column)
        m_counts->setHeaderData(column, Qt::Horizontal, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
            Qt::TextAlignmentRole);
    for (std::size_t c = 0; c < std::min({ classes, kClassesShown, summary.labels.counts.size() }); ++c) {
        QList<QStandardItem*> row { new QStandardItem(QString::fromStdString(cohort.classes[c])) };
        for (std::size_t split = 0; split < 3; ++split) {
            row << new QStandardItem(count(summary.labels.counts[c].at(split)));
            row.last()->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
        m_counts->appendRow(row);
    }
    m_table->setModel(m_counts); // once more: its columns are there now
}

QString ClassCounts::text() const
{
    QStringList lines;
    for (int row = 0; row < m_counts->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_counts->columnCount(); ++column)
            cells << m_counts->item(row, column)->text();
        lines << cells.join(QLatin1Char(' '));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace btw::pages
