// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/specdifference.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

namespace btw::pages {

SpecDifference::SpecDifference(
    const experiments::Model& first, const experiments::Model& second, QWidget* parent)
    : QDialog(parent)
    , m_table(new QTableWidget(this))
{
    setWindowTitle(tr("What two systems differ by"));
    const auto differences = experiments::differencesOf(first, second);
    m_table->setAccessibleName(windowTitle());
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({ tr("setting"), first.plainName(), second.plainName() });
    m_table->setRowCount(static_cast<int>(differences.size()));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const auto& one = differences[static_cast<std::size_t>(row)];
        const QString label = one.label.isEmpty() ? one.key : tr("%1 (%2)").arg(one.label, one.key);
        int column = 0;
        for (const QString& text : { label, one.first, one.second })
            m_table->setItem(row, column++, new QTableWidgetItem(text));
    }
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setStretchLastSection(true);
    auto* words = new QLabel(differences.empty() ? tr("They were trained with the same settings.")
                                                 : tr("Settings that are not listed are the same."),
        this);
    words->setProperty("role", QStringLiteral("caption"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addWidget(words);
    column->addWidget(buttons);
    constexpr QSize kSize(640, 380);
    resize(kSize);
}

} // namespace btw::pages
