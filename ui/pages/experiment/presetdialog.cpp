// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/presetdialog.h"

#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

PresetDialog::PresetDialog(QWidget* parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_about(new QLabel(this))
{
    constexpr QSize kUsual(620, 520);
    setWindowTitle(tr("A table of the paper"));
    resize(kUsual);
    for (const auto& preset : m_presets)
        m_list->addItem(preset.name);
    m_list->setAccessibleName(tr("Tables of the paper"));
    m_list->setCurrentRow(0);
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setProperty("role", QStringLiteral("caption"));
    auto* words = new QLabel(
        tr("The form is filled in with the table's systems and settings. They are trained on the data "
           "that is open, not on the paper's."),
        this);
    words->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Fill in the form"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage);
    column->setSpacing(12);
    column->addWidget(words);
    column->addWidget(m_list, 1);
    column->addWidget(m_about);
    column->addWidget(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &PresetDialog::describe);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    describe();
}

const Preset& PresetDialog::chosen() const
{
    return m_presets.at(static_cast<std::size_t>(std::max(0, m_list->currentRow())));
}

void PresetDialog::describe() { m_about->setText(m_presets.empty() ? QString() : chosen().about); }

} // namespace btw::pages
