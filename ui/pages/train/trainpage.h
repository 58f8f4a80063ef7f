// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/train/progress.h"
#include "ui/pages/train/studycourse.h"
#include "ui/pages/train/subgroupdigest.h"
#include "ui/widgets/coalescer.h"
#include "workspace/jobs/events.h"

#include <memory>
#include <optional>

class QStackedWidget;

namespace btw::charts {
class FigureRegistry;
}

namespace btw::widgets {
class Banner;
}

namespace btw::pages {

class Actions;
class ChartGrid;
class CourseView;
class ResultCardView;
class ResultView;
class RunChooser;
class TrainHead;

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
    /// Where the people of a subgroup are counted; without it, pictures are of everybody. \param lookup
    /// outlives the page
    void countWith(experiments::StoreLookup& lookup);
    /// A training that a person asked for is about to start, and is shown. Without a task (a resumed run) the
    /// first digest tells.
    void expect(std::optional<Task> task, weighting::Variant variant, std::uint64_t seed);
    /// One starts because its turn has come: a run that is open stays on show, and so does the training that
    /// has ended, where this is of another question and nobody watches what trains.
    /// \param trainingId 0: not known
    void begin(std::optional<Task> task, weighting::Variant variant, std::uint64_t seed,
        std::int64_t trainingId = 0);
    void apply(const jobs::TrainingEvent& event);
    void setPaused(bool paused);
    /// Shows a run of the store; a training under way goes on unseen until followTraining().
    void openRun(std::shared_ptr<const jobs::RunDigest> digest, std::shared_ptr<const jobs::ResultCard> card);
    /// The course that courseWanted() asked for: shown where it is still wanted.
    void takeCourse(
        std::shared_ptr<const jobs::RunDigest> digest, std::shared_ptr<const jobs::ResultCard> card);
    void followTraining();
    void showMessage(const QString& happened, const QString& safe = {}, const QString& next = {});

    /// Whether the store has any training, of which the list has a line: else there is nothing to open.
    void setAnyTrained(bool any);
    /// A study is on show: there is a result, or will be.
    void offerResult();
    /// Whose trainings are joined in its result.
    void setStudy(const experiments::Study& study);
    /// Its result, or the course of the training.
    void showResult(bool shown);
    bool showsResult() const;
    ResultView* result() const { return m_study; }
    RunChooser* runChooser() const;

    bool isFollowing() const { return m_following; }
    qint64 shownRun() const;
    /// What the charts are of; null before there is anything.
    const std::shared_ptr<const jobs::RunDigest>& shownDigest() const { return shown().digest; }
    void refreshNow(); ///< draws now what would be drawn soon
    QString title() const;
    QString statusLine() const;
    QString explanation() const;
    QString message() const; ///< empty when none is shown
    ResultCardView* resultCard() const; ///< hidden while there is none
    ChartGrid* charts() const;

Q_SIGNALS:
    void followRequested();
    void startWanted(); ///< nothing has been trained: to where it begins
    void kept(qint64 runId); ///< this run is on show, not what trains
    /// Another run is on show (or the same with a new state). \param data the name of its data
    void runShown(qint64 runId, const QString& data, std::uint64_t seed, const QString& specHash);
    /// A result is on show, of the study's data.
    void resultShown(const QString& data, qint64 trainings);
    /// The course is looked at, and nothing of the study on show is there: its last training's is wanted.
    void courseWanted(qint64 runId);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Shown
    {
        TrainingProgress progress;
        std::shared_ptr<const jobs::RunDigest> digest;
        std::shared_ptr<const jobs::ResultCard> card;
    };
    void showView(); ///< the body as the head says
    /// Of the study, where the course is looked at and is of nothing or of another, or not of its test rows
    /// though they are open by now.
    void wantCourse();
    bool isLiveOfStudy() const;
    void tellShown(); ///< whose figures are on show
    void refresh();
    const Shown& shown() const { return m_following ? m_live : m_opened; }

    Shown m_live;
    Shown m_opened;
    StudyCourse m_ofStudy;
    SubgroupDigest m_people; ///< of the shown run, of those who were chosen beside the result
    bool m_following = true;
    bool m_anyTrained = true; ///< until the store has been read
    bool m_isWatched = false; ///< a person asked for the training under way, and has looked at nothing else
    std::int64_t m_liveTraining = 0;
    Task m_task = Task::Regression;
    widgets::Coalescer m_redraw;
    qint64 m_courseWanted = 0; ///< that was asked for last

    widgets::Banner* m_banner;
    TrainHead* m_head;
    QStackedWidget* m_bodies;
    ResultView* m_study;
    CourseView* m_course;
};

} // namespace btw::pages
