// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/cohortsummary.h"

#include <QFrame>

#include <memory>

class QLabel;
class QStringListModel;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

class FeatureHistogram;
class FeatureStrip;

/// One modality: kind and size, who has it, missing cells, lengths, and the distribution of any feature.
class ModalityCard : public QFrame
{
    Q_OBJECT

public:
    ModalityCard(
        std::shared_ptr<const jobs::CohortSummary> summary, std::size_t modality, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void showFeature(std::size_t feature);
    QString factsText() const;
    QString featureText() const;

private:
    std::shared_ptr<const jobs::CohortSummary> m_summary;
    std::size_t m_modality;
    QLabel* m_name;
    QLabel* m_facts;
    QLabel* m_feature;
    FeatureStrip* m_strip;
    QStringListModel* m_names;
    widgets::ChoiceBox* m_picker;
    FeatureHistogram* m_histogram;
};

/// What a modality is and who has it, a line each: kind and size, presence, missing cells, steps.
QStringList modalityFacts(const jobs::CohortSummary& summary, std::size_t modality);

} // namespace btw::pages
