// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/trainingform.h"

#include "engine/spec/parameter.h"
#include "engine/spec/presets.h"
#include "engine/spec/spec.h"
#include "engine/weighting/names.h"
#include "ui/help/wordbutton.h"
#include "ui/models/words.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/systemnames.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace btw::pages {

namespace {

using weighting::Variance;

struct VarianceChoice
{
    Variance variance;
    const char* name;
    const char* sentence;
};

constexpr std::array kVariances {
    VarianceChoice { Variance::Neighbours, QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "neighbours"),
        QT_TRANSLATE_NOOP("btw::pages::TrainingForm",
            "From the nearest validation predictions. Reads no label of the instance itself.") },
    VarianceChoice { Variance::Global, QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "global"),
        QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "One figure per model, from the validation split.") },
    VarianceChoice { Variance::ResidualLabels,
        QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "residual-labels (as published)"),
        QT_TRANSLATE_NOOP("btw::pages::TrainingForm",
            "From each instance's own error, on every split, as in the paper's code.") },
};

struct PresetChoice
{
    const char* name;
    const char* words; ///< plain ones, the name in brackets
    const char* sentence;
};

using weighting::Variant;

/// Controls, and what is made of several trainings, are asked for on the page Experiment.
bool isOffered(Variant variant)
{
    const auto& facts = weighting::factsOf(variant);
    return variant == Variant::None || (!facts.fixed && facts.madeOf == weighting::MadeOf::Nothing);
}

/// Plain words, the name in brackets.
QString variantWords(Variant variant)
{
    const QString name = models::variantName(variant);
    return TrainingForm::tr("%1 (%2)", "a weighting and its name").arg(jobs::weightingTitle(name), name);
}

constexpr std::array kPresets {
    PresetChoice { "auto", QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "chosen by the number of rows (%1)"),
        QT_TRANSLATE_NOOP(
            "btw::pages::TrainingForm", "paper from %L1 training rows on, else small-cohort.") },
    PresetChoice { "paper", QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "large data, as published (%1)"),
        QT_TRANSLATE_NOOP(
            "btw::pages::TrainingForm", "The paper's model: %L2 layers, %L3 experts, width %L4.") },
    PresetChoice { "small-cohort", QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "small data (%1)"),
        QT_TRANSLATE_NOOP(
            "btw::pages::TrainingForm", "A small, strongly regularised model; up to %L5 epochs.") },
    PresetChoice { "demo", QT_TRANSLATE_NOOP("btw::pages::TrainingForm", "a quick look (%1)"),
        QT_TRANSLATE_NOOP("btw::pages::TrainingForm",
            "The same small model, trained for at most %L5 epochs: done in about a minute.") },
};

/// With the preset's own numbers. Not by arg(), which warns of places that a sentence lacks.
QString presetSentence(const PresetChoice& preset)
{
    const auto spec = training::presetSpec(preset.name, 0);
    QString sentence = TrainingForm::tr(preset.sentence);
    const std::array<qint64, 5> numbers { static_cast<qint64>(training::kPaperInstances), spec.layers,
        spec.experts, spec.width, spec.epochs };
    for (std::size_t i = 0; i < numbers.size(); ++i)
        sentence.replace(QStringLiteral("%L%1").arg(i + 1), models::count(numbers.at(i)));
    return sentence;
}

constexpr int kSeedsAtMost = 10;

QLabel* captionLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("caption"));
    label->setWordWrap(true);
    // Two lines are kept free, so that another choice does not move the rest of the form.
    label->setMinimumHeight(2 * QFontMetrics(widgets::Theme::captionFont()).lineSpacing());
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

} // namespace

TrainingForm::TrainingForm(QWidget* parent)
    : QFrame(parent)
    , m_variant(new widgets::ChoiceBox(this))
    , m_variantWords(captionLabel(this))
    , m_varianceLabel(new QLabel(tr("&Variance policy"), this))
    , m_variance(new widgets::ChoiceBox(this))
    , m_varianceWords(captionLabel(this))
    , m_varianceHelp(new help::WordButton(QStringLiteral("variance policy"), this))
    , m_leak(new QFrame(this))
    , m_preset(new widgets::ChoiceBox(this))
    , m_presetWords(captionLabel(this))
    , m_seeds(new widgets::ChoiceBox(this))
    , m_seedsWords(captionLabel(this))
    , m_train(new QPushButton(tr("&Train"), this))
{
    setProperty("card", true);
    for (const auto& entry : kVariances)
        m_variance->addItem(tr(entry.name), static_cast<int>(entry.variance));
    for (const auto& entry : kPresets)
        m_preset->addItem(
            tr(entry.words).arg(QString::fromLatin1(entry.name)), QString::fromLatin1(entry.name));
    for (int seeds = 1; seeds <= kSeedsAtMost; ++seeds)
        m_seeds->addItem(QString::number(seeds));
    m_train->setProperty("kind", QStringLiteral("primary"));
    m_train->setMinimumHeight(40);
    m_train->setDefault(true);

    m_leak->setProperty("warning", true);
    auto* leakWords = new QLabel(
        tr("Uses evaluation labels: the label of a row decides its own weight, in validation and test "
           "too. For replication only; every figure made with it says so."),
        m_leak);
    leakWords->setWordWrap(true);
    auto* leakRow = new QVBoxLayout(m_leak);
    leakRow->setContentsMargins(10, 8, 10, 8);
    leakRow->addWidget(leakWords);
    m_leak->hide();

    auto* heading = new QLabel(tr("What to train"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(4);
    column->addWidget(heading);
    column->addSpacing(4);
    const auto field = [&](QLabel* label, QWidget* control, QLabel* words, help::WordButton* help) {
        label->setBuddy(control);
        control->setAccessibleName(QString(label->text()).remove(QLatin1Char('&')));
        auto* head = new QHBoxLayout;
        head->setSpacing(2);
        head->addWidget(label);
        head->addWidget(help);
        head->addStretch(1);
        column->addLayout(head);
        column->addWidget(control);
        column->addWidget(words);
        column->addSpacing(4);
    };
    field(new QLabel(tr("&Weighting"), this), m_variant, m_variantWords,
        new help::WordButton(QStringLiteral("BTW"), this));
    field(m_varianceLabel, m_variance, m_varianceWords, m_varianceHelp);
    column->addWidget(m_leak);
    field(new QLabel(tr("&Preset"), this), m_preset, m_presetWords,
        new help::WordButton(QStringLiteral("preset"), this));
    field(new QLabel(tr("&Seeds"), this), m_seeds, m_seedsWords,
        new help::WordButton(QStringLiteral("seed"), this));
    column->addWidget(m_train);
    column->addStretch(1);

    connect(m_variant, &QComboBox::currentIndexChanged, this, &TrainingForm::explain);
    connect(m_variance, &QComboBox::currentIndexChanged, this, &TrainingForm::explain);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &TrainingForm::explain);
    connect(m_seeds, &QComboBox::currentIndexChanged, this, &TrainingForm::explain);
    connect(m_train, &QPushButton::clicked, this, [this] { Q_EMIT trainRequested(choice()); });
}

void TrainingForm::setCohort(const data::Cohort& cohort)
{
    m_task = cohort.task;
    m_trainRows = trainingInstances(cohort);
    m_variant->clear();
    for (const auto variant : models::variantsFor(cohort.task))
        if (isOffered(variant))
            m_variant->addItem(variantWords(variant), static_cast<int>(variant));
    for (auto* widget :
        std::initializer_list<QWidget*> { m_varianceLabel, m_variance, m_varianceWords, m_varianceHelp })
        widget->setVisible(
            training::findParameter(training::commonParameters(), "variance")->isReadFor(m_task));
    setChoice({});
}

void TrainingForm::setChoice(const TrainingChoice& choice)
{
    m_variant->setCurrentIndex(std::max(0, m_variant->findData(static_cast<int>(choice.variant))));
    m_variance->setCurrentIndex(std::max(0, m_variance->findData(static_cast<int>(choice.variance))));
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(choice.preset)));
    m_seeds->setCurrentIndex(std::clamp(choice.seeds, 1, kSeedsAtMost) - 1);
    explain();
}

TrainingChoice TrainingForm::choice() const
{
    TrainingChoice choice;
    choice.variant = static_cast<weighting::Variant>(m_variant->currentData().toInt());
    if (m_task == Task::Regression)
        choice.variance = static_cast<Variance>(m_variance->currentData().toInt());
    choice.preset = m_preset->currentData().toString();
    choice.seeds = m_seeds->currentIndex() + 1;
    return choice;
}

bool TrainingForm::warnsOfLeak() const { return !m_leak->isHidden(); }

void TrainingForm::explain()
{
    const auto asked = choice();
    m_variantWords->setText(models::variantSentence(asked.variant));
    const auto variance = static_cast<std::size_t>(std::max(0, m_variance->currentIndex()));
    m_varianceWords->setText(tr(kVariances.at(variance).sentence));
    const bool usesVariance = weighting::factsOf(asked.variant).divergence;
    m_variance->setEnabled(usesVariance);
    m_leak->setVisible(
        m_task == Task::Regression && usesVariance && asked.variance == Variance::ResidualLabels);
    const auto preset = static_cast<std::size_t>(std::max(0, m_preset->currentIndex()));
    const auto rows = static_cast<std::int64_t>(m_trainRows);
    m_presetWords->setText(presetSentence(kPresets.at(preset)) + QLatin1Char(' ')
        + (rows == 1 ? tr("This cohort has 1 training row.")
                     : tr("This cohort has %1 training rows.", nullptr, models::plural(rows))
                           .arg(models::count(rows))));
    m_seedsWords->setText(asked.seeds == 1
            ? tr("One training. Several seeds show how much of a result is luck.")
            : tr("%1 trainings, one after the other, with seeds 1 to %2.", nullptr, asked.seeds)
                  .arg(models::capitalised(models::numberWord(asked.seeds)))
                  .arg(asked.seeds));
    m_train->setText(asked.seeds == 1 ? tr("&Train") : tr("&Train %n times", nullptr, asked.seeds));
}

} // namespace btw::pages
