// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "ui/pages/start/trainingchoice.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::help {
class WordButton;
}

namespace btw::pages {

/// Variant, variance policy, preset and seeds, each with one sentence of explanation, and the Train button.
class TrainingForm : public QFrame
{
    Q_OBJECT

public:
    explicit TrainingForm(QWidget* parent = nullptr);

    void setCohort(const data::Cohort& cohort);
    TrainingChoice choice() const;
    void setChoice(const TrainingChoice& choice);
    bool warnsOfLeak() const; ///< the chosen settings put evaluation labels into the model's input
    QPushButton* trainButton() const { return m_train; }

Q_SIGNALS:
    void trainRequested(const btw::pages::TrainingChoice& choice);

private:
    void explain();

    Task m_task = Task::Regression;
    std::size_t m_trainRows = 0;
    widgets::ChoiceBox* m_variant;
    QLabel* m_variantWords;
    QLabel* m_varianceLabel;
    widgets::ChoiceBox* m_variance;
    QLabel* m_varianceWords;
    help::WordButton* m_varianceHelp;
    QFrame* m_leak;
    widgets::ChoiceBox* m_preset;
    QLabel* m_presetWords;
    widgets::ChoiceBox* m_seeds;
    QLabel* m_seedsWords;
    QPushButton* m_train;
};

} // namespace btw::pages
