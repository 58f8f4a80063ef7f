// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/presetdialog.h"

#include "ui/models/samplewords.h"
#include "ui/models/words.h"
#include "ui/pages/experiment/durationwords.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/names.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/keptsample.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

namespace {

QString sizeWords(const jobs::NamedSample& sample)
{
    return QLocale().formattedDataSize(static_cast<qint64>(sample.bytes()), 1, QLocale::DataSizeSIFormat);
}

QString instancesOf(const jobs::NamedSample& sample)
{
    return models::count(static_cast<std::int64_t>(sample.kind->instances));
}

QString titleOf(const QString& name)
{
    const auto sample = jobs::namedSample(name);
    const QString shape = models::shapeOf(models::sampleIn(name));
    if (shape.isEmpty())
        return PresetDialog::tr("Small made-up data (%1 instances)").arg(instancesOf(sample));
    return PresetDialog::tr("Made-up data of the shape of %1 (%2 instances, %3)", "data, how many, bytes")
        .arg(shape, instancesOf(sample), sizeWords(sample));
}

} // namespace

PresetDialog::PresetDialog(const QString& openData, QWidget* parent)
    : QDialog(parent)
    , m_openData(openData)
    , m_presets(experiments::presets())
    , m_list(new QListWidget(this))
    , m_about(new QLabel(this))
    , m_data(new widgets::ChoiceBox(this))
    , m_dataWords(new QLabel(this))
{
    constexpr QSize kUsual(620, 620);
    setWindowTitle(tr("A table of the paper"));
    resize(kUsual);
    std::sort(m_presets.begin(), m_presets.end(),
        [](const auto& one, const auto& other) { return widgets::comesBefore(one.id, other.id); });
    for (const auto& preset : m_presets)
        m_list->addItem(preset.name);
    m_list->setAccessibleName(tr("Tables of the paper"));
    m_list->setCurrentRow(0);
    m_data->setAccessibleName(tr("What it is trained on"));
    auto* words = new QLabel(tr("The form is filled in with the table's systems and settings."), this);
    for (auto* label : { words, m_about, m_dataWords }) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    for (auto* label : { m_about, m_dataWords })
        label->setProperty("role", QStringLiteral("caption"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_accept = buttons->button(QDialogButtonBox::Ok);
    m_accept->setText(tr("Fill in the form"));
    auto* dataLabel = new QLabel(tr("Train it &on"), this);
    dataLabel->setBuddy(m_data);
    auto* dataRow = new QHBoxLayout;
    dataRow->addWidget(dataLabel);
    dataRow->addWidget(m_data, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage);
    column->setSpacing(12);
    column->addWidget(words);
    column->addWidget(m_list, 1);
    column->addWidget(m_about);
    column->addLayout(dataRow);
    column->addWidget(m_dataWords);
    column->addWidget(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &PresetDialog::describe);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(m_data, &QComboBox::currentIndexChanged, this, &PresetDialog::describeData);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    describe();
}

const experiments::Preset& PresetDialog::chosen() const
{
    return m_presets.at(static_cast<std::size_t>(std::max(0, m_list->currentRow())));
}

QString PresetDialog::sample() const { return m_data->currentData().toString(); }

QString PresetDialog::words() const { return m_dataWords->text(); }

void PresetDialog::describe()
{
    if (m_presets.empty()) // a program without its resources
        return;
    const auto& preset = chosen();
    m_about->setText(preset.about);
    m_data->clear();
    if (!m_openData.isEmpty())
        m_data->addItem(tr("The data that is open (%1)").arg(m_openData), QString());
    for (const auto& sample : preset.samples())
        m_data->addItem(titleOf(sample), sample);
    describeData();
}

void PresetDialog::describeData()
{
    const auto name = sample();
    m_accept->setEnabled(m_data->count() > 0);
    if (name.isEmpty()) {
        m_dataWords->setText(tr("It is trained on the data that is open, not on the paper's."));
        return;
    }
    const auto sample = jobs::namedSample(name);
    m_dataWords->setText(
        tr("Where this project does not have it yet, it is made first, in about %1, and kept: %2 in memory, "
           "about "
           "as much on the disk, and up to five times as much memory while it trains. How long the training "
           "takes is said in the form, "
           "before anything is trained. What is found on made-up data says nothing about the data that it is "
           "shaped after.",
            "a time, bytes")
            .arg(durationWords(sample.seconds()), sizeWords(sample)));
}

} // namespace btw::pages
