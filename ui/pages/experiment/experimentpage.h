// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/experiment/cardgrid.h"
#include "ui/pages/experiment/experimentdraft.h"
#include "ui/pages/page.h"
#include "workspace/experiments/outlook.h"
#include "workspace/experiments/recordexperiment.h"

#include "engine/data/cohort.h"

#include <memory>

class QGridLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace btw::widgets {
class Banner;
class ScrolledPage;
}

namespace btw::pages {

class Actions;
class ExperimentController;
class ModalitiesCard;
class OutlookCard;
class PresetDialog;
class QuestionCard;
class QueueCard;
class QueueNews;
class RowsCard;
class SettingsCard;
class SystemsCard;

/// Asks a question of the open data: which systems, modalities, rows, splits and settings, what that takes,
/// and the queue that it goes into.
class ExperimentPage : public Page
{
    Q_OBJECT

public:
    /// Both outlive it.
    ExperimentPage(ExperimentController& controller, const Actions& actions, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme) override;
    void setCohort(const std::shared_ptr<const data::Cohort>& cohort, const QString& path);
    /// The same experiment on the open data. What cannot be used is said, and that it was of other data.
    void apply(const QJsonObject& experiment);
    void giveUpWanted(); ///< its data could not be made
    void take(const PresetDialog& dialog); ///< what was chosen in it
    /// With a name, as it is recorded or saved.
    QJsonObject experiment() const;

    ExperimentDraft& draft() { return m_draft; }
    QuestionCard& question() const { return *m_question; }
    SystemsCard& systems() const { return *m_systems; }
    ModalitiesCard& modalities() const { return *m_modalities; }
    RowsCard& rows() const { return *m_rows; }
    SettingsCard& settings() const { return *m_settings; }
    OutlookCard& outlook() const { return *m_outlook; }
    QueueCard& queue() const { return *m_queue; }
    QString message() const; ///< empty while none is shown

Q_SIGNALS:
    void added(qint64 experimentId); ///< to the queue
    /// To be made where it is not there, and opened; the form is filled in then. \param name "sample:mosi"
    void sampleWanted(const QString& name);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeForm();
    void wire();
    QList<QWidget*> cards() const; ///< as they are read, however they are placed
    void foresee();
    void showJson();
    void choosePreset();
    /// A table on a planted cohort: at once where that is open.
    void applyOn(const QString& sample, const QJsonObject& experiment);
    void tellAdded(const experiments::RecordedExperiment& recorded);

    ExperimentController& m_controller;
    ExperimentDraft m_draft;
    std::shared_ptr<const data::Cohort> m_cohort;
    QStringList m_names; ///< of its modalities
    QJsonObject m_wanted; ///< of data that is being made; empty: none is
    QStackedWidget* m_stack;
    widgets::Banner* m_banner;
    QPushButton* m_preset;
    widgets::ScrolledPage* m_scroll;
    QGridLayout* m_cards;
    QuestionCard* m_question;
    SystemsCard* m_systems;
    ModalitiesCard* m_modalities;
    RowsCard* m_rows;
    OutlookCard* m_outlook;
    SettingsCard* m_settings;
    QueueCard* m_queue;
    QueueNews* m_news; ///< of the experiment that was added last
    CardGrid m_grid;
};

} // namespace btw::pages
