// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/train/progress.h"
#include "ui/widgets/coalescer.h"
#include "workspace/experiments/studies.h"
#include "workspace/jobs/events.h"

#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace btw::charts {
class FigureRegistry;
}

namespace btw::widgets {
class Banner;
class ElidedLabel;
class ScrolledPage;
class StepBar;
}

namespace btw::pages {

class Actions;
class ChartGrid;
class ResultCardView;
class ResultView;
class RunChooser;

/// The training in the foreground, live, or a run opened from the list. Events and digests come in as
/// values; what is drawn follows from them alone, at most every 40 ms. Beside that course of a training, its
/// other view is the result of the study that it belongs to.
class TrainPage : public Page
{
    Q_OBJECT

public:
    /// \param canAsk whether there is a page for new experiments
    TrainPage(const Actions& actions, const charts::FigureRegistry& figures, bool canAsk = false,
        QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme) override;
    /// A training that a person asked for is about to start, and is shown. Without a task (a resumed run) the
    /// first digest tells.
    void expect(std::optional<Task> task, weighting::Variant variant, std::uint64_t seed);
    /// One starts because its turn has come: a run that is open stays on show.
    void begin(std::optional<Task> task, weighting::Variant variant, std::uint64_t seed);
    void apply(const jobs::TrainingEvent& event);
    void setPaused(bool paused);
    /// Shows a run of the store; a training under way goes on unseen until followTraining().
    void openRun(std::shared_ptr<const jobs::RunDigest> digest, std::shared_ptr<const jobs::ResultCard> card);
    void followTraining();
    void showMessage(const QString& happened, const QString& safe = {}, const QString& next = {});

    /// A study is on show: there is a result, or will be.
    void offerResult();
    /// Whose trainings are joined in its result.
    void setStudy(const experiments::Study& study);
    /// Its result, or the course of the training.
    void showResult(bool shown);
    bool showsResult() const;
    ResultView* result() const { return m_study; }
    RunChooser* runChooser() const { return m_chooser; }

    bool isFollowing() const { return m_following; }
    qint64 shownRun() const;
    /// What the charts are of; null before there is anything.
    const std::shared_ptr<const jobs::RunDigest>& shownDigest() const { return shown().digest; }
    void refreshNow(); ///< draws now what would be drawn soon
    QString title() const;
    QString statusLine() const;
    QString explanation() const;
    QString message() const; ///< empty when none is shown
    ResultCardView* resultCard() const { return m_result; } ///< hidden while there is none
    ChartGrid* charts() const { return m_charts; }

Q_SIGNALS:
    void followRequested();
    /// Another run is on show (or the same with a new state).
    void runShown(qint64 runId, std::uint64_t seed, const QString& specHash);

private:
    struct Shown
    {
        TrainingProgress progress;
        std::shared_ptr<const jobs::RunDigest> digest;
        std::shared_ptr<const jobs::ResultCard> card;
    };
    QString oneOf() const; ///< what the run on show is one of, as of Verdict
    void buildLayout(QPushButton* pause, QPushButton* stop);
    void saveReport();
    void showView(); ///< head and body as the tabs say
    bool showsTraining() const; ///< the course of the one under way
    void showStop(); ///< and "Pause", where they belong
    void refresh();
    /// Fills the card, lays the page out with it, paints it: a turn of the event loop each, since one turn
    /// for all would be felt.
    void showCard();
    const Shown& shown() const { return m_following ? m_live : m_opened; }
    std::shared_ptr<const jobs::RunDigest> digestWithoutEpochs(const store::RunRecord& run) const;

    Shown m_live;
    Shown m_opened;
    std::vector<store::TrainingRecord> m_trainings; ///< of the study
    std::size_t m_cuts = 1; ///< folds and repeats of it
    bool m_following = true;
    Task m_task = Task::Regression;
    widgets::Coalescer m_redraw;
    QTimer m_cardTimer; ///< one of showCard()'s steps is due

    QTabBar* m_views;
    QStackedWidget* m_bodies;
    ResultView* m_study;
    RunChooser* m_chooser;
    QLabel* m_resultTitle;
    widgets::ElidedLabel* m_resultBasis;
    QPushButton* m_report;
    QPushButton* m_copy;
    QLabel* m_title;
    widgets::ElidedLabel* m_status;
    widgets::StepBar* m_steps;
    QPushButton* m_follow;
    QPushButton* m_resume;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
    widgets::Banner* m_banner;
    widgets::ScrolledPage* m_scroll;
    ResultCardView* m_result;
    ChartGrid* m_charts;
    QLabel* m_explanation;
};

} // namespace btw::pages
