// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/formrows.h"

#include "ui/widgets/theme.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

namespace btw::pages {

FormRows::FormRows(QFrame* card, const QString& heading)
    : m_heading(new QLabel(heading, card))
    , m_rows(new QFormLayout)
{
    using widgets::Theme;
    card->setProperty("card", true);
    m_heading->setProperty("role", QStringLiteral("heading"));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kCardInside, 10, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(8);
    column->addWidget(m_heading);
    m_rows->setHorizontalSpacing(10);
    m_rows->setVerticalSpacing(6);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows->setLabelAlignment(Qt::AlignLeft);
    column->addLayout(m_rows);
}

void FormRows::add(const QString& name, QWidget* field)
{
    auto* label = new QLabel(name);
    label->setProperty("role", QStringLiteral("caption"));
    label->setBuddy(field);
    field->setAccessibleName(name);
    field->setMinimumWidth(60); // long choices are cut, the card stays narrow
    m_rows->addRow(label, field);
}

void FormRows::setShown(QWidget* field, bool shown)
{
    field->setVisible(shown);
    if (auto* label = m_rows->labelForField(field))
        label->setVisible(shown);
}

} // namespace btw::pages
