// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/modalitycard.h"

#include "engine/data/samples.h"
#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/data/datapaint.h"
#include "ui/pages/data/featurehistogram.h"
#include "ui/pages/data/featurestrip.h"
#include "ui/widgets/choicebox.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QLabel>
#include <QStringListModel>
#include <QVBoxLayout>

namespace btw::pages {

using models::count;
using widgets::Theme;

namespace {

QString kindWords(const jobs::ModalitySummary& modality)
{
    QString kind = ModalityCard::tr("one row each");
    if (modality.kind == data::ModalityKind::Sequence)
        kind = ModalityCard::tr("sequence");
    else if (modality.kind == data::ModalityKind::Series)
        kind = ModalityCard::tr("series in time");
    const QString features = modality.dims == 1 ? ModalityCard::tr("1 feature")
                                                : ModalityCard::tr("%1 features").arg(count(modality.dims));
    return ModalityCard::tr("%1 · %2", "kind and features").arg(kind, features);
}

} // namespace

QStringList modalityFacts(const jobs::CohortSummary& summary, std::size_t index)
{
    const auto& modality = summary.modalities[index];
    const auto have = jobs::total(modality.present);
    const auto rows = jobs::total(summary.rows);
    QStringList facts { kindWords(modality) };
    // Of data that the program made itself it is known what the names stand for.
    if (const auto& cohort = *summary.cohort; !cohort.strengths.empty())
        if (const auto word = data::sampleWord(cohort.name, modality.name); !word.empty())
            facts.prepend(ModalityCard::tr("stands for %1", "a planted modality")
                              .arg(QCoreApplication::translate("SampleWords", std::string(word).c_str())));
    if (have == rows) {
        facts << ModalityCard::tr("everyone has it");
    } else {
        QStringList bySplit;
        for (std::size_t split = 0; split < modality.present.size(); ++split)
            bySplit << ModalityCard::tr("%1 of %2", "a share of a split")
                           .arg(percent(modality.present.at(split), summary.rows.at(split)),
                               models::splitWord(static_cast<Split>(split)));
        facts << ModalityCard::tr("%1 of %2 rows have it (%3): %4")
                     .arg(count(have), count(rows), percent(have, rows), bySplit.join(QStringLiteral(", ")));
    }
    facts << (modality.missingCells == 0 ? ModalityCard::tr("no empty cells")
                                         : ModalityCard::tr("%1 of %2 cells empty (%3)")
                                               .arg(count(modality.missingCells), count(modality.cells),
                                                   percent(modality.missingCells, modality.cells)));
    if (modality.kind != data::ModalityKind::Vector)
        facts << (modality.shortest == modality.longest
                ? ModalityCard::tr("always %1 steps").arg(count(modality.longest))
                : ModalityCard::tr("%1 to %2 steps, median %3")
                      .arg(count(modality.shortest), count(modality.longest),
                          QString::number(modality.medianSteps)));
    return facts;
}

ModalityCard::ModalityCard(
    std::shared_ptr<const jobs::CohortSummary> summary, std::size_t modality, QWidget* parent)
    : QFrame(parent)
    , m_summary(std::move(summary))
    , m_modality(modality)
    , m_name(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_feature(new QLabel(this))
    , m_strip(new FeatureStrip(this))
    , m_names(new QStringListModel(this))
    , m_picker(new widgets::ChoiceBox(this))
    , m_histogram(new FeatureHistogram(this))
{
    setProperty("card", true);
    const auto& of = m_summary->modalities[modality];
    const QString name = QString::fromStdString(of.name);
    m_name->setTextFormat(Qt::RichText);
    m_name->setProperty("role", QStringLiteral("heading"));
    m_facts->setProperty("role", QStringLiteral("caption"));
    m_facts->setWordWrap(true);
    m_facts->setText(modalityFacts(*m_summary, modality).join(QStringLiteral(" · ")));
    m_feature->setProperty("role", QStringLiteral("caption"));
    m_feature->setWordWrap(true);
    m_strip->setSummary(m_summary, modality);
    QStringList names;
    names.reserve(static_cast<qsizetype>(of.features.size()));
    for (std::size_t feature = 0; feature < of.features.size(); ++feature)
        names << featureName(of.features[feature], feature);
    m_names->setStringList(names);
    m_picker->setModel(m_names);
    m_picker->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_picker->setMinimumContentsLength(16);
    m_picker->setMaxVisibleItems(16);
    m_picker->setAccessibleName(tr("Feature of %1").arg(name));
    m_picker->setToolTip(tr("Shows any feature; type the beginning of its name to find it."));

    auto* picking = new QHBoxLayout;
    picking->setSpacing(10);
    picking->addWidget(m_picker);
    picking->addWidget(m_feature, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(8);
    column->addWidget(m_name);
    column->addWidget(m_facts);
    column->addWidget(m_strip);
    column->addLayout(picking);
    column->addWidget(m_histogram);
    column->addStretch(1);
    connect(m_picker, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0)
            showFeature(static_cast<std::size_t>(index));
    });
    connect(m_strip, &FeatureStrip::featureChosen, this, &ModalityCard::showFeature);
    setTheme(Theme::light());
    showFeature(0);
}

void ModalityCard::setTheme(const Theme& theme)
{
    m_strip->setTheme(theme, theme.modality(m_modality));
    m_histogram->setTheme(theme, theme.modality(m_modality));
    m_name->setText(QStringLiteral("<span style=\"color:%1\">●</span>&nbsp; %2")
                        .arg(theme.modality(m_modality).name(),
                            QString::fromStdString(m_summary->modalities[m_modality].name).toHtmlEscaped()));
}

void ModalityCard::showFeature(std::size_t feature)
{
    const auto& features = m_summary->modalities[m_modality].features;
    if (feature >= features.size())
        return;
    m_picker->setCurrentIndex(static_cast<int>(feature)); // comes back here, and then changes nothing
    m_strip->setCurrent(feature);
    m_histogram->setFeature(features[feature], featureName(features[feature], feature));
    m_feature->setText(featureWords(features[feature]));
}

QString ModalityCard::factsText() const { return m_facts->text(); }

QString ModalityCard::featureText() const { return m_feature->text(); }

} // namespace btw::pages
