// SPDX-License-Identifier: GPL-3.0-or-later
#include "maderesult.h"
#include "ui/charts/chart.h"
#include "ui/charts/figureregistry.h"
#include "ui/pages/actions.h"
#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/resultcardview.h"
#include "ui/pages/train/subgroupdigest.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/intervalplot.h"
#include "values.h"
#include "workspace/experiments/storelookup.h"
#include "workspace/store/store.h"

#include <QAction>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <stdexcept>

using namespace btw;
using pages::TrainPage;

namespace {

const charts::FigureRegistry& figures()
{
    static const auto all = charts::builtinFigures();
    return all;
}

QString chartWords(const TrainPage& page, std::size_t chart)
{
    auto* shown = page.charts()->shownCharts().at(chart);
    shown->refreshNow();
    return shown->emptyText();
}

QPushButton& button(const TrainPage& page, const QString& text)
{
    for (auto* candidate : page.findChildren<QPushButton*>())
        if (QString(candidate->text()).remove(QLatin1Char('&')) == text)
            return *candidate;
    throw std::runtime_error("no button " + text.toStdString());
}

jobs::TrainingDone doneWith(const jobs::ResultCard& card)
{
    jobs::TrainingDone done;
    done.runId = 104;
    done.card = std::make_shared<const jobs::ResultCard>(card);
    return done;
}

} // namespace

class TestTrainPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAnyTrainingThePageLeadsToTheFirst();
    void eachStepSaysWhatComes_data();
    void eachStepSaysWhatComes();
    void weightedStepDrawsWeights();
    void classificationShowsClassesAndConfusion();
    void testSplitStaysClosedUntilTheEnd();
    void finishedStepShowsNothingOfTheTestSplit();
    void resultCardComesWithTheEnd();
    void oneOfSeveralSeedsGetsNoVerdict();
    void resultCardCountsPeopleOnlyWhereThereAreGroups();
    void aGroupsPeopleAreSelectedFromTheCard();
    void burstOfEventsIsDrawnOnce();
    void openedRunStandsWhileTheTrainingGoesOn();
    void wordsDoNotMoveTheLayout();
    void buttonsFollowTheActions();
    void stopIsAboutTheTrainingOnShow();
    void aTrainingThatStartsLeavesTheOpenRun();
    void stoppedRunOffersToResume();
    void stoppedTrainingOffersToResumeWhereItStands();
    void resumedStepKnowsItsTask();
    void messagesStayOnThePage();
    void theCourseOfAFinishedQuestionIsItsLastTrainings();
    void theCourseIsOfTheModelThatIsAskedAbout();
    void aTrainingOfAnotherQuestionLeavesWhatWasWatchedToItsEnd();
    void whatWasWatchedToItsEndIsReadAgainOnceItsTestRowsAreOpen();
    void lateFusionHasWeightsOfItsOwn();
    void aSubgroupFiltersThePicturesOfPeople();
    void aSubgroupThatCannotBeCountedIsSaidToBeSo();
    void aSubgroupIsCountedAwayFromTheWindow();
    void aModalityKeepsItsColourWhereAnotherIsLeftOut();
};

void TestTrainPage::withoutAnyTrainingThePageLeadsToTheFirst()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.resize(784, 600);
    page.show();
    auto& start = button(page, QStringLiteral("Choose what to train…"));
    page.refreshNow();
    QVERIFY(!start.isVisible()); // until it is known that there is none
    page.setAnyTrained(false);
    page.refreshNow();
    QVERIFY2(page.statusLine().startsWith(QStringLiteral("Nothing has been trained yet.")),
        qPrintable(page.statusLine()));
    QVERIFY(start.isVisible());
    const QSignalSpy wanted(&page, &TrainPage::startWanted);
    QTest::mouseClick(&start, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    // Runs to be opened, or a training that begins: another page.
    page.setAnyTrained(true);
    page.refreshNow();
    QVERIFY(!start.isVisible());
    QVERIFY(page.statusLine().contains(QStringLiteral("Open a run from the list")));
    page.setAnyTrained(false);
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.refreshNow();
    QVERIFY(!start.isVisible());
    QVERIFY2(!page.statusLine().startsWith(QStringLiteral("Nothing")), qPrintable(page.statusLine()));
}

void TestTrainPage::eachStepSaysWhatComes_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("weights");
    QTest::addColumn<QString>("explanation");
    QTest::newRow("unimodal") << 0 << "Step 1 of 3: text alone (1 of 3)."
                              << "step 3"
                              << "Each modality is first trained alone.";
    QTest::newRow("baseline") << 3 << "Step 2 of 3: baseline, all weights 1."
                              << "step 3"
                              << "All modalities are trained together";
    QTest::newRow("weighted") << 4 << "Step 3 of 3: weighted model."
                              << "after the first epoch"
                              << "In the first epoch all weights are 1.";
}

void TestTrainPage::eachStepSaysWhatComes()
{
    QFETCH(int, index);
    QFETCH(QString, status);
    QFETCH(QString, weights);
    QFETCH(QString, explanation);
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.resize(1000, 700);
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(index));
    jobs::BatchDone batch;
    batch.progress.epoch = 1;
    batch.progress.batches = 10;
    batch.progress.epochsAtMost = 40;
    page.apply(batch);
    page.refreshNow();
    QCOMPARE(page.title(), QStringLiteral("BTW-weighted mixture of experts · seed 2"));
    QVERIFY2(page.statusLine().startsWith(status), qPrintable(page.statusLine()));
    QVERIFY2(chartWords(page, 0).contains(weights), qPrintable(chartWords(page, 0)));
    QVERIFY2(page.explanation().contains(explanation), qPrintable(page.explanation()));
    QVERIFY(page.resultCard()->isHidden());
}

void TestTrainPage::weightedStepDrawsWeights()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.resize(1000, 700);
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(4));
    page.apply(values::epochDone(4, 5));
    page.refreshNow();
    QCOMPARE(chartWords(page, 0), QString());
    QVERIFY(page.explanation().contains(QStringLiteral("Text has the highest weight (0.60)")));
    QCOMPARE(page.shownRun(), 104);
}

void TestTrainPage::classificationShowsClassesAndConfusion()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.expect(Task::Classification, weighting::Variant::Btw, 2);
    auto start = values::started(0);
    start.task = Task::Classification;
    page.apply(start);
    page.refreshNow();
    QStringList kinds;
    for (auto* chart : page.charts()->shownCharts())
        kinds << chart->kind();
    QCOMPARE(kinds,
        (QStringList { QStringLiteral("weights"), QStringLiteral("metric"), QStringLiteral("density"),
            QStringLiteral("classes"), QStringLiteral("confusion") }));
}

void TestTrainPage::testSplitStaysClosedUntilTheEnd()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(4));
    auto epoch = values::epochDone(4, 3);
    auto digest = *epoch.digest;
    analysis::ErrorAnalysis errors;
    errors.y = { -1, 0, 1 };
    errors.delta = { 0.1, -0.1, 0.2 };
    errors.n = 3;
    errors.corrections = 2;
    errors.mistakes = 1;
    digest.errors = errors;
    digest.errorEpoch = 3;
    epoch.digest = std::make_shared<const jobs::RunDigest>(digest);
    page.apply(epoch);
    page.refreshNow();
    auto* scatter = page.charts()->shownCharts().at(3);
    scatter->refreshNow();
    QVERIFY2(
        scatter->caption().contains(QStringLiteral("test stays hidden")), qPrintable(scatter->caption()));
}

void TestTrainPage::finishedStepShowsNothingOfTheTestSplit()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.expect(Task::Classification, weighting::Variant::Btw, 2);
    page.apply(values::started(3));
    jobs::RunDone done;
    done.run = values::started(3).run;
    done.run.status = store::RunStatus::Finished;
    auto digest = *values::epochDone(3, 5).digest;
    digest.run = done.run;
    digest.task = Task::Classification;
    digest.metric = "macro_f1";
    digest.classes = { "no", "yes" };
    digest.errorSplit = Split::Test;
    digest.errorEpoch = 5;
    digest.confusion = { { 11, 2 }, { 3, 14 } };
    done.digest = std::make_shared<const jobs::RunDigest>(digest);
    page.apply(done);
    page.refreshNow();
    QCOMPARE(page.charts()->shownCharts().at(4)->kind(), QStringLiteral("confusion"));
    QVERIFY2(chartWords(page, 4).contains(QStringLiteral("Test figures stay hidden")),
        qPrintable(chartWords(page, 4)));
}

void TestTrainPage::resultCardComesWithTheEnd()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.resize(1000, 700);
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(4));
    page.apply(values::epochDone(4, 3));
    page.apply(doneWith(values::clearCard()));
    page.refreshNow();
    QVERIFY(!page.resultCard()->isHidden());
    QVERIFY(page.resultCard()->sentences().contains(
        QStringLiteral("All three together do better than any one alone.")));
    QVERIFY(page.statusLine().startsWith(QStringLiteral("Finished after 3 epochs.")));
    page.show(); // and before any chart
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QVERIFY(page.resultCard()->y() < page.charts()->y());
}

void TestTrainPage::oneOfSeveralSeedsGetsNoVerdict()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.resize(1000, 700);
    auto digest = values::weightedDigest(4, weighting::Variant::Btw);
    digest.run.status = store::RunStatus::Finished;
    page.openRun(std::make_shared<const jobs::RunDigest>(digest),
        std::make_shared<const jobs::ResultCard>(values::clearCard()));
    page.refreshNow();
    const auto has = [&](const QString& start) {
        const auto said = page.resultCard()->sentences();
        return std::any_of(
            said.begin(), said.end(), [&](const QString& sentence) { return sentence.startsWith(start); });
    };
    QVERIFY(has(QStringLiteral("Weighting improves")));
    experiments::Study study;
    for (const std::uint64_t seed : { 1, 2 }) {
        store::TrainingRecord training;
        training.seed = seed;
        if (seed == 1)
            training.runs = { { page.shownRun(), training::Step::Weighted } };
        study.trainings.push_back(training);
    }
    page.setStudy(study);
    page.refreshNow();
    QVERIFY(has(QStringLiteral("This is one of 2 seeds")));
    QVERIFY(!has(QStringLiteral("Weighting improves")));
    QVERIFY(!has(QStringLiteral("This model does better")));
}

void TestTrainPage::resultCardCountsPeopleOnlyWhereThereAreGroups()
{
    auto card = values::clearCard();
    card.byClass = { { "y < 0", 100, 20, 10, 5, false }, { "y >= 0", 100, 22, 10, 5, false } };
    pages::ResultCardView view;
    view.setCard(std::make_shared<const jobs::ResultCard>(card), Task::Regression);
    const auto* table = view.findChildren<QTableView*>().first();
    QCOMPARE(table->accessibleName(), QStringLiteral("For whom: by label"));
    QVERIFY(!table->isColumnHidden(2));
    for (auto& line : card.byClass)
        line.people = 0;
    view.setCard(std::make_shared<const jobs::ResultCard>(card), Task::Regression);
    QVERIFY(table->isColumnHidden(2));
}

void TestTrainPage::aGroupsPeopleAreSelectedFromTheCard()
{
    auto card = values::clearCard();
    card.byClass = { { "y < 0", 30, 0, 10, 5, false, { "a", "b" } }, { "y >= 0", 5, 0, 1, 1, true } };
    pages::ResultCardView view;
    view.resize(900, 700);
    view.setCard(std::make_shared<const jobs::ResultCard>(card), Task::Regression);
    view.show();
    auto* table = view.findChildren<QTableView*>().first();
    QSignalSpy chosen(&view, &pages::ResultCardView::peopleChosen);
    const auto click = [table](int row) {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
            table->visualRect(table->model()->index(row, 0)).center());
    };
    click(0);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].value<std::vector<std::string>>(), (std::vector<std::string> { "a", "b" }));
    click(1); // too few: nobody is pointed at
    QCOMPARE(chosen.count(), 1);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(chosen.count(), 2);
}

void TestTrainPage::burstOfEventsIsDrawnOnce()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(4));
    page.refreshNow();
    const QSignalSpy drawn(&page, &TrainPage::runShown);
    for (int epoch = 1; epoch <= 20; ++epoch)
        page.apply(values::epochDone(4, epoch));
    QCOMPARE(drawn.count(), 0);
    QTRY_COMPARE(drawn.count(), 1);
    QVERIFY(page.statusLine().contains(QStringLiteral("Epoch 20 of 40")));
}

void TestTrainPage::openedRunStandsWhileTheTrainingGoesOn()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(4));
    auto digest = values::weightedDigest(9, weighting::Variant::KlLocal);
    digest.run.id = 7;
    digest.run.name = QStringLiteral("kl-local · seed 1");
    digest.run.status = store::RunStatus::Finished;
    page.openRun(std::make_shared<const jobs::RunDigest>(digest), nullptr);
    page.apply(values::epochDone(4, 2));
    page.refreshNow();
    QCOMPARE(page.title(), QStringLiteral("Mixture of experts, weighting by personal disagreement · seed 1"));
    QCOMPARE(page.shownRun(), 7);
    auto& back = button(page, QStringLiteral("Back to the training"));
    QVERIFY(back.isVisible());
    const QSignalSpy asked(&page, &TrainPage::followRequested);
    QTest::keyClick(&back, Qt::Key_Space);
    QCOMPARE(asked.count(), 1);
    page.followTraining();
    page.refreshNow();
    QCOMPARE(page.shownRun(), 104);
    QVERIFY(page.statusLine().contains(QStringLiteral("Epoch 2 of 40")));
}

void TestTrainPage::wordsDoNotMoveTheLayout()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.resize(1000, 700);
    page.show();
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(0));
    page.refreshNow();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const QRect before = page.charts()->geometry();
    page.apply(values::started(4));
    page.apply(values::epochDone(4, 5));
    page.refreshNow();
    QTRY_COMPARE(page.charts()->geometry(), before);
}

void TestTrainPage::buttonsFollowTheActions()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    auto& pause = button(page, QStringLiteral("Pause"));
    auto& stop = button(page, QStringLiteral("Stop"));
    QVERIFY(!pause.isVisible());
    actions.pause->setEnabled(true);
    actions.stop->setEnabled(true);
    QVERIFY(pause.isVisible() && stop.isVisible());
    QTest::keyClick(&pause, Qt::Key_Space);
    QVERIFY(actions.pause->isChecked());
    QCOMPARE(QString(pause.text()).remove(QLatin1Char('&')), QStringLiteral("Resume"));
    const QSignalSpy stopped(actions.stop, &QAction::triggered);
    QTest::mouseClick(&stop, Qt::LeftButton);
    QCOMPARE(stopped.count(), 1);
}

void TestTrainPage::stoppedRunOffersToResume()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    auto digest = values::weightedDigest(4, weighting::Variant::Btw);
    digest.run.status = store::RunStatus::Interrupted;
    page.openRun(std::make_shared<const jobs::RunDigest>(digest), nullptr);
    QVERIFY(button(page, QStringLiteral("Resume run")).isVisible());
    digest.run.status = store::RunStatus::Finished;
    page.openRun(std::make_shared<const jobs::RunDigest>(digest), nullptr);
    QVERIFY(!button(page, QStringLiteral("Resume run")).isVisible());
}

void TestTrainPage::stopIsAboutTheTrainingOnShow()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    for (auto* action : { actions.pause, actions.stop })
        action->setEnabled(true);
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(0));
    page.refreshNow();
    auto& stop = button(page, QStringLiteral("Stop"));
    QVERIFY(stop.isVisible());
    auto digest = values::weightedDigest(4, weighting::Variant::Btw);
    digest.run.status = store::RunStatus::Finished;
    page.openRun(std::make_shared<const jobs::RunDigest>(digest), nullptr);
    page.refreshNow();
    // A finished run: a button there would stop another training.
    QVERIFY(!stop.isVisible() && !button(page, QStringLiteral("Pause")).isVisible());
    actions.stop->setToolTip(QStringLiteral("changed")); // and stays away
    QVERIFY(!stop.isVisible());
    page.followTraining();
    page.refreshNow();
    QVERIFY(stop.isVisible());
    // Nor beside a result, which has ended.
    page.offerResult();
    page.showResult(true);
    QVERIFY(!stop.isVisible() && !button(page, QStringLiteral("Pause")).isVisible());
    page.showResult(false);
    QVERIFY(stop.isVisible());
}

void TestTrainPage::aTrainingThatStartsLeavesTheOpenRun()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    auto digest = values::weightedDigest(4, weighting::Variant::Btw);
    digest.run.status = store::RunStatus::Finished;
    page.openRun(std::make_shared<const jobs::RunDigest>(digest), nullptr);
    const auto run = page.shownRun();
    page.begin(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(0));
    page.refreshNow();
    QVERIFY(!page.isFollowing());
    QCOMPARE(page.shownRun(), run);
    page.expect(Task::Regression, weighting::Variant::Btw, 2); // one that was asked for
    QVERIFY(page.isFollowing());
}

void TestTrainPage::theCourseOfAFinishedQuestionIsItsLastTrainings()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.resize(1000, 700);
    page.show();
    experiments::Study study;
    for (const std::int64_t run : { 104, 204, 304 }) {
        store::TrainingRecord training;
        training.id = run;
        // The last one waits: it has no course yet.
        training.state = run == 304 ? store::TrainingState::Queued : store::TrainingState::Finished;
        training.runs = { { run, training::Step::Weighted } };
        study.trainings.push_back(training);
    }
    const QSignalSpy wanted(&page, &TrainPage::courseWanted);
    page.offerResult();
    page.showResult(true);
    page.setStudy(study);
    QCOMPARE(wanted.count(), 0); // its result is looked at
    page.showResult(false);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toLongLong(), 204);
    page.showResult(true);
    page.showResult(false);
    QCOMPARE(wanted.count(), 1); // it is on its way
    auto digest = std::make_shared<jobs::RunDigest>(values::weightedDigest(5, weighting::Variant::Btw));
    digest->run.id = 204;
    page.openRun(digest, nullptr);
    page.showResult(true);
    page.showResult(false);
    QCOMPARE(wanted.count(), 1); // it is there
    study.trainings.pop_back();
    study.trainings.pop_back();
    page.setStudy(study); // another question
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wanted[1][0].toLongLong(), 104);
    // Whoever asked for a training watches it, whatever question is open.
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(0));
    study.trainings[0].id = 404;
    study.trainings[0].runs[0].runId = 404;
    page.setStudy(study);
    QCOMPARE(wanted.count(), 2);
    // But a question that was opened shows its own course, not that of what trains.
    page.showResult(true);
    page.showResult(false);
    QCOMPARE(wanted.count(), 3);
    QCOMPARE(wanted[2][0].toLongLong(), 404);
    auto opened = std::make_shared<jobs::RunDigest>(*digest);
    opened->run.id = 404;
    page.openRun(opened, nullptr);
    page.apply(values::epochDone(0, 3));
    page.refreshNow();
    QCOMPARE(page.shownRun(), 404);
    QVERIFY(button(page, QStringLiteral("Back to the training")).isVisible());
    page.showResult(true);
    QVERIFY(button(page, QStringLiteral("Back to the training")).isVisible());
}

void TestTrainPage::theCourseIsOfTheModelThatIsAskedAbout()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    experiments::Study study;
    for (const std::int64_t run : { 104, 204, 304, 404 }) { // the model in two folds, without text, a placebo
        store::TrainingRecord training;
        training.id = run;
        training.state = store::TrainingState::Finished;
        training.runs = { { run, training::Step::Baseline } };
        study.trainings.push_back(training);
    }
    study.leading = { 104, 204 };
    const QSignalSpy wanted(&page, &TrainPage::courseWanted);
    page.setStudy(study);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toLongLong(), 204);
    // Another question that shares them waits for its turn: theirs have ended all the same.
    TrainPage other(actions, figures());
    other.show();
    study.id.experiment = 1;
    study.wasOpened = true;
    study.opened = 4;
    study.trainings[0].state = study.trainings[1].state = store::TrainingState::Queued;
    const QSignalSpy again(&other, &TrainPage::courseWanted);
    other.setStudy(study);
    QCOMPARE(again.count(), 1);
    QCOMPARE(again[0][0].toLongLong(), 204);
}

void TestTrainPage::aTrainingOfAnotherQuestionLeavesWhatWasWatchedToItsEnd()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(4));
    page.apply(values::epochDone(4, 2));
    experiments::Study study;
    store::TrainingRecord training;
    training.id = 1; // that of values::started()
    training.state = store::TrainingState::Finished;
    training.runs = { { 104, training::Step::Weighted } };
    study.trainings.push_back(training);
    page.setStudy(study);
    jobs::TrainingDone done;
    done.runId = 104;
    page.apply(done);
    page.offerResult();
    page.showResult(true); // it is led to its result
    page.showResult(false); // and looks at its course
    QCOMPARE(page.shownRun(), 104);
    const QSignalSpy kept(&page, &TrainPage::kept);
    page.begin(Task::Regression, weighting::Variant::None, 7, 2);
    auto other = values::started(0);
    other.training.id = 2;
    other.run.id = 900;
    page.apply(other);
    page.refreshNow();
    QCOMPARE(kept.count(), 1);
    QCOMPARE(page.shownRun(), 104);
    QVERIFY(!page.isFollowing());
    QVERIFY(button(page, QStringLiteral("Back to the training")).isVisible());
    page.followTraining();
    page.refreshNow();
    QCOMPARE(page.shownRun(), 900);
}

void TestTrainPage::whatWasWatchedToItsEndIsReadAgainOnceItsTestRowsAreOpen()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    experiments::Study study;
    study.id.experiment = 3;
    store::TrainingRecord training;
    training.id = 1;
    training.state = store::TrainingState::Finished;
    training.runs = { { 104, training::Step::Weighted } };
    study.trainings.push_back(training);
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(4));
    jobs::EpochDone epoch = values::epochDone(4, 2);
    auto digest = std::make_shared<jobs::RunDigest>(values::weightedDigest(5, weighting::Variant::Btw));
    digest->run.id = 104;
    digest->run.status = store::RunStatus::Finished;
    digest->errorSplit = Split::Validation;
    epoch.digest = digest;
    page.apply(epoch);
    jobs::TrainingDone done;
    done.runId = 104;
    page.apply(done);
    const QSignalSpy wanted(&page, &TrainPage::courseWanted);
    page.setStudy(study);
    QCOMPARE(wanted.count(), 0); // others of the question have not ended
    study.opened = 1;
    study.wasOpened = true;
    page.setStudy(study);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toLongLong(), 104);
}

void TestTrainPage::aModalityKeepsItsColourWhereAnotherIsLeftOut()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    const auto theme = widgets::Theme::light();
    page.setTheme(theme);
    auto card = values::clearCard();
    card.modalities = { "text", "audio", "video" };
    card.lacks = { "text" };
    card.lines.erase(card.lines.begin()); // text alone
    card.reference -= 1;
    auto digest = std::make_shared<jobs::RunDigest>(values::weightedDigest(5, weighting::Variant::Btw));
    digest->run.status = store::RunStatus::Finished;
    page.openRun(digest, std::make_shared<const jobs::ResultCard>(card));
    page.refreshNow();
    const auto& rows = page.resultCard()->findChild<widgets::IntervalPlot*>()->rows();
    QCOMPARE(rows[0].colour, theme.modality(1)); // audio
    QCOMPARE(rows[1].colour, theme.modality(2)); // video
}

void TestTrainPage::lateFusionHasWeightsOfItsOwn()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    auto digest = std::make_shared<jobs::RunDigest>(values::weightedDigest(1, weighting::Variant::None));
    digest->weights.clear();
    digest->errors.reset();
    digest->fittedAtOnce = true;
    digest->run.step = training::Step::Baseline;
    digest->run.status = store::RunStatus::Finished;
    digest->run.spec.model = "late";
    digest->run.spec.modalities = { "text", "audio" };
    digest->run.details.heldOut = { { "text", 0.81, 0.7, 0.9 }, { "audio", 0.2, 0.1, 0.3 } };
    page.openRun(digest, nullptr);
    page.refreshNow();
    QString empty;
    for (auto* chart : page.charts()->shownCharts()) {
        chart->refreshNow();
        empty += chart->emptyText() + QLatin1Char(' ');
    }
    QVERIFY2(!empty.contains(QStringLiteral("takes no weights")), qPrintable(empty));
    QVERIFY2(empty.contains(QStringLiteral("text 0.81, audio 0.20")), qPrintable(empty));
    QVERIFY2(page.explanation().contains(QStringLiteral("is believed as far as that was right")),
        qPrintable(page.explanation()));
    QVERIFY2(page.explanation().contains(QStringLiteral("This model does without video")),
        qPrintable(page.explanation()));
}

namespace {

constexpr std::size_t kPeople = 30; // of finishedRun()

std::string personNamed(std::size_t number) { return "p" + std::to_string(number); }

/// A weighted run of a study, of these many people on its error split.
std::shared_ptr<jobs::RunDigest> finishedRun(std::size_t people = kPeople)
{
    auto digest = std::make_shared<jobs::RunDigest>(values::weightedDigest(4, weighting::Variant::Btw));
    analysis::ErrorAnalysis errors;
    for (std::size_t i = 0; i < people; ++i) {
        errors.rows.push_back(i);
        errors.y.push_back(static_cast<double>(i) / 10);
        errors.delta.push_back(i % 3 == 0 ? -0.1 : 0.1 * static_cast<double>(i));
        errors.change.push_back(i % 3 == 0 ? -1 : 1);
        digest->errorIds.push_back(personNamed(i));
    }
    digest->errors = analysis::amongRows(errors, Task::Regression, errors.rows);
    digest->run.status = store::RunStatus::Finished;
    return digest;
}

experiments::Study studyOf(const std::vector<std::int64_t>& runs)
{
    experiments::Study study;
    study.id.split = 1;
    for (const auto run : runs) {
        store::TrainingRecord training;
        training.id = run;
        training.runs = { { run, training::Step::Weighted } };
        study.trainings.push_back(training);
    }
    return study;
}

/// The result beside which the first of finishedRun()'s people were chosen.
std::shared_ptr<experiments::StudyResult> resultOf(const QString& name, std::int64_t id, std::size_t people)
{
    const auto result = values::madeSingle();
    store::SubgroupRecord some;
    some.id = id;
    some.name = name;
    for (std::size_t i = 0; i < people; ++i)
        some.ids.push_back(personNamed(i));
    result->subgroups = { some };
    result->choice.subgroup = some.id;
    return result;
}

/// The page of a run with its store, by which subgroups are counted.
class CountingPage
{
public:
    explicit CountingPage(const QString& store = QStringLiteral("runs.sqlite"))
        : m_lookup(m_folder.filePath(store))
        , page(m_actions, figures())
    {
        page.countWith(m_lookup);
    }

    /// Until counting is over, and what was counted is drawn.
    void settle()
    {
        page.refreshNow();
        bool isThere = false;
        m_lookup.ask<int>(
            &page, experiments::StoreLookup::subject(), [](const store::Store& /*store*/) { return 0; },
            [&](const std::shared_ptr<int>& /*none*/) { isThere = true; }, [](const QString& /*why*/) {});
        QVERIFY(QTest::qWaitFor([&] { return isThere; }));
        page.refreshNow();
    }

    /// The thread that counts does nothing until the semaphore is released.
    void hold(QSemaphore& semaphore)
    {
        m_lookup.ask<int>(
            &page, experiments::StoreLookup::subject(),
            [&semaphore](const store::Store& /*store*/) {
                semaphore.acquire();
                return 0;
            },
            [](const std::shared_ptr<int>& /*none*/) {}, [](const QString& /*why*/) {});
    }

    charts::Chart& chart(const char* kind) const
    {
        for (auto* one : page.charts()->shownCharts())
            if (one->kind() == QLatin1String(kind)) {
                one->refreshNow();
                return *one;
            }
        throw std::runtime_error(std::string("no chart ") + kind);
    }

    std::size_t rows(const char* kind) const { return chart(kind).figure().rows(chart(kind).data()).size(); }

private:
    QTemporaryDir m_folder;
    const pages::Actions m_actions;
    experiments::StoreLookup m_lookup;

public:
    TrainPage page; // after what it uses
};

} // namespace

void TestTrainPage::aSubgroupFiltersThePicturesOfPeople()
{
    CountingPage shown;
    auto& page = shown.page;
    const auto digest = finishedRun();
    page.setStudy(studyOf({ digest->run.id }));
    page.openRun(digest, nullptr);
    page.refreshNow();
    QCOMPARE(shown.rows("scatter"), kPeople);

    const auto result = resultOf(QStringLiteral("men"), 3, 12);
    page.result()->setResult(result);
    shown.settle();
    QCOMPARE(shown.rows("scatter"), std::size_t(12));
    QCOMPARE(shown.chart("density").data().run->errors->n, std::int64_t(12));
    QVERIFY2(shown.chart("scatter").caption().contains(QStringLiteral("“men” only")),
        qPrintable(shown.chart("scatter").caption()));
    // How they were chosen is said wherever they are drawn.
    const auto chosen = std::make_shared<experiments::StudyResult>(*result);
    chosen->chosenBy = experiments::ChosenBy::Errors;
    chosen->subgroups.front().id = chosen->choice.subgroup = 4;
    page.result()->setResult(chosen);
    shown.settle();
    const auto captionOf = [&shown](const char* kind) {
        const auto& chart = shown.chart(kind);
        return charts::captionOf(chart.figure(), chart.data(), false, &chart);
    };
    const QString how = QStringLiteral("chosen by how the model did on them");
    QVERIFY2(captionOf("scatter").contains(how), qPrintable(captionOf("scatter")));
    QVERIFY2(!captionOf("metric").contains(how), qPrintable(captionOf("metric")));
    QVERIFY(pages::cardWords({}, shown.chart("scatter").data().run.get()).contains(how));
    // So do files, of what is of them.
    const auto& scatter = shown.chart("scatter");
    QVERIFY(charts::figureCsv(scatter.figure(), scatter.data())
                .contains(QStringLiteral("# people of the subgroup men only")));
    QVERIFY(charts::fileStem(scatter.figure(), scatter.data()).endsWith(QStringLiteral("-men-scatter")));
    QVERIFY(!charts::fileStem(shown.chart("metric").figure(), shown.chart("metric").data())
                 .contains(QStringLiteral("-men-")));
    page.result()->setResult(result);
    shown.settle();
    // Curves over epochs stay whole, and say so.
    QVERIFY2(shown.chart("metric").caption().endsWith(QStringLiteral(", all validation rows")),
        qPrintable(shown.chart("metric").caption()));
    QVERIFY2(shown.chart("weights").caption().endsWith(QStringLiteral(", all training rows")),
        qPrintable(shown.chart("weights").caption()));
    // Of few people nothing is shown, as elsewhere.
    const auto few = std::make_shared<experiments::StudyResult>(*result);
    few->subgroups.front().ids.resize(9);
    page.result()->setResult(few);
    shown.settle();
    QVERIFY2(shown.chart("scatter").emptyText().startsWith(QStringLiteral("Fewer than 10 of “men”")),
        qPrintable(shown.chart("scatter").emptyText()));
    const auto everybody = std::make_shared<experiments::StudyResult>(*result);
    everybody->choice.subgroup = 0;
    page.result()->setResult(everybody);
    shown.settle();
    QCOMPARE(shown.rows("scatter"), kPeople);
}

void TestTrainPage::aSubgroupIsCountedAwayFromTheWindow()
{
    CountingPage shown;
    auto& page = shown.page;
    const auto digest = finishedRun();
    const auto another = finishedRun(20);
    another->run.id = digest->run.id + 1;
    page.setStudy(studyOf({ digest->run.id, another->run.id }));
    page.openRun(digest, nullptr);
    page.result()->setResult(resultOf(QStringLiteral("men"), 3, 12));
    shown.settle();
    QCOMPARE(shown.rows("scatter"), std::size_t(12));
    const auto people = [&shown] { return shown.chart("scatter").data().run->people; };
    const auto cardSays = [&shown] { return pages::cardWords({}, shown.chart("scatter").data().run.get()); };

    // While others are counted, those who were on show stay, by their own name.
    QSemaphore counting;
    shown.hold(counting);
    page.result()->setResult(resultOf(QStringLiteral("women"), 4, 15));
    page.refreshNow();
    QCOMPARE(shown.rows("scatter"), std::size_t(12));
    QCOMPARE(people(), QStringLiteral("men"));
    QVERIFY2(shown.chart("scatter").caption().contains(QStringLiteral("“men” only")),
        qPrintable(shown.chart("scatter").caption()));
    QVERIFY(cardSays().contains(QStringLiteral("men")) && !cardSays().contains(QStringLiteral("women")));
    const auto says
        = [&page](const char* words) { return page.explanation().contains(QString::fromUtf8(words)); };
    QVERIFY2(says("The people of “women” are being counted; until then the pictures are of “men”."),
        qPrintable(page.explanation()));
    // Of another run nothing of this one stays: it is shown whole.
    page.openRun(another, nullptr);
    page.refreshNow();
    QCOMPARE(shown.rows("scatter"), std::size_t(20));
    QCOMPARE(people(), QString());
    QCOMPARE(cardSays(), QString());
    QVERIFY2(says("until then the pictures are of everybody"), qPrintable(page.explanation()));
    // What arrives now is of the run before.
    counting.release();
    QTRY_COMPARE(people(), QStringLiteral("women"));
    QCOMPARE(shown.chart("scatter").data().run->run.id, another->run.id);
    QCOMPARE(shown.rows("scatter"), std::size_t(15));
    QVERIFY2(!says("being counted"), qPrintable(page.explanation()));
    // Everybody is shown at once, and what is counted meanwhile changes nothing.
    shown.hold(counting);
    page.result()->setResult(resultOf(QStringLiteral("men"), 3, 12));
    page.refreshNow();
    page.result()->setResult(values::madeSingle());
    page.refreshNow();
    QCOMPARE(shown.rows("scatter"), std::size_t(20));
    counting.release();
    shown.settle();
    QCOMPARE(shown.rows("scatter"), std::size_t(20));
    QCOMPARE(people(), QString());
}

void TestTrainPage::aSubgroupThatCannotBeCountedIsSaidToBeSo()
{
    CountingPage shown(QStringLiteral(".")); // a folder is no store
    auto& page = shown.page;
    const auto digest = finishedRun();
    page.setStudy(studyOf({ digest->run.id }));
    page.openRun(digest, nullptr);
    page.result()->setResult(resultOf(QStringLiteral("men"), 3, 12));
    page.refreshNow();
    const QString failed = QStringLiteral("The people of “men” could not be counted: ");
    QTRY_VERIFY2(page.explanation().contains(failed), qPrintable(page.explanation()));
    QCOMPARE(shown.rows("scatter"), kPeople); // of everybody, as the card says by saying nothing
    const auto labels = page.result()->findChildren<QLabel*>();
    QVERIFY(std::any_of(
        labels.begin(), labels.end(), [&](const QLabel* label) { return label->text().contains(failed); }));
    QTest::qWait(100); // and is not tried over and over
    page.refreshNow();
    QVERIFY2(page.explanation().contains(failed), qPrintable(page.explanation()));
    page.result()->setResult(values::madeSingle());
    page.refreshNow();
    QVERIFY2(!page.explanation().contains(failed), qPrintable(page.explanation()));
}

void TestTrainPage::stoppedTrainingOffersToResumeWhereItStands()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.show();
    page.expect(Task::Regression, weighting::Variant::Btw, 2);
    page.apply(values::started(0));
    page.refreshNow();
    QVERIFY(!button(page, QStringLiteral("Resume run")).isVisible());
    jobs::TrainingDone stopped; // between two runs, before anything was trained
    stopped.stopped = true;
    page.apply(stopped);
    page.refreshNow();
    QVERIFY(page.isFollowing());
    QVERIFY(button(page, QStringLiteral("Resume run")).isVisible());
    QVERIFY2(!page.statusLine().contains(QStringLiteral("waits")), qPrintable(page.statusLine()));
}

void TestTrainPage::resumedStepKnowsItsTask()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    page.followTraining();
    auto start = values::started(1); // one step is resumed: nothing was said of a training before
    start.task = Task::Classification;
    start.resumed = true;
    page.apply(start);
    page.refreshNow();
    QStringList kinds;
    for (auto* chart : page.charts()->shownCharts())
        kinds << chart->kind();
    QVERIFY2(kinds.contains(QStringLiteral("confusion")), qPrintable(kinds.join(QLatin1Char(' '))));
}

void TestTrainPage::messagesStayOnThePage()
{
    const pages::Actions actions;
    TrainPage page(actions, figures());
    QCOMPARE(page.message(), QString());
    page.showMessage(
        QStringLiteral("The loss is not finite in epoch 3."), QStringLiteral("Epoch 2 is kept."));
    QCOMPARE(page.message(), QStringLiteral("The loss is not finite in epoch 3. Epoch 2 is kept."));
}

QTEST_MAIN(TestTrainPage)
#include "tst_trainpage.moc"
