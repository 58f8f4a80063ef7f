// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/settingsmodel.h"
#include "ui/pages/experiment/experimentdraft.h"
#include "ui/widgets/theme.h"

#include "engine/systems/system.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;

namespace btw::pages {

/// The settings that the chosen systems read, those that people change most first.
class SettingsCard : public QFrame
{
    Q_OBJECT

public:
    /// \param draft outlives it
    explicit SettingsCard(ExperimentDraft& draft, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setCohort(Task task, std::size_t trainingInstances);
    QString wrong() const { return m_model.wrong(); }
    models::SettingsModel& model() { return m_model; }
    QTableView* table() const { return m_table; }
    QPushButton* showAll() const { return m_showAll; }

Q_SIGNALS:
    void wrongChanged();

private:
    void refresh();
    QString howItStarts() const; ///< where the form begins with another default than commands; else empty
    void tell();
    std::vector<training::Parameter> parametersRead(const training::ExperimentSpec& defaults) const;
    /// One a system that is known, and a system of unimodal models.
    std::vector<training::ExperimentSpec> specsAsked(const training::ExperimentSpec& defaults) const;

    ExperimentDraft& m_draft;
    systems::SystemRegistry m_systems = systems::describedSystems(); ///< what the model's rows refer to
    models::SettingsModel m_model;
    Task m_task = Task::Regression;
    std::size_t m_trainingInstances = 0;
    QLabel* m_differing;
    QPushButton* m_showAll;
    QTableView* m_table;
    QLabel* m_start; ///< howItStarts()
    QLabel* m_words;
};

} // namespace btw::pages
