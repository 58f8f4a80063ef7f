// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modalitiesmodel.h"
#include "ui/models/queuemodel.h"
#include "ui/models/runsmodel.h"
#include "ui/models/subgroupsmodel.h"
#include "ui/widgets/navdelegate.h"
#include "values.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace btw;
using models::RunsModel;
using models::SubgroupsModel;
using store::RunStatus;
using training::Step;
using Tester = QAbstractItemModelTester;
using widgets::NavDelegate;

namespace {

store::RunRecord finished(std::int64_t id, Step step, double mae)
{
    auto run = values::run(id, step, RunStatus::Finished);
    run.validation = { { "mae", mae + 1 } };
    run.test = { { "mae", mae } };
    return run;
}

QStringList names(const QAbstractItemModel& model)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out << model.index(row, 0).data().toString();
    return out;
}

} // namespace

class TestUiModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsStandUnderTheirHeadings();
    void headingsCannotBeSelected();
    void detailsSaySomethingOfEachStatus_data();
    void detailsSaySomethingOfEachStatus();
    void referenceModelStandsBesideEachRunOfItsCohort();
    void testStaysClosedWhileTheTrainingGoesOn();
    void testStaysClosedBesideAnotherProcess_data();
    void testStaysClosedBesideAnotherProcess();
    void trainingMovesItsRunThroughTheSections();
    void sameRowsChangeWithoutAReset();
    void trainingsLastRunIsFoundFromAnyOfItsSteps();
    void newestFinishedIsACombinedModel();
    void queueShowsEveryTrainingInItsPlace();
    void onlyWhatWaitsIsCancelledOrMoved();
    void queueThatIsReorderedKeepsItsRows();
    void modalitiesShowSizeAndWhoHasThem();
    void shareIsNeverRoundedToAllOrNone();
    void subgroupsHideFewRowsAndCountPeople();
};

void TestUiModels::runsStandUnderTheirHeadings()
{
    RunsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    using State = store::TrainingState;
    // Runs 5 and 6 are not begun: the training of one waits in the queue, that of the other was stopped.
    model.setRuns({ finished(1, Step::Unimodal, 1), finished(2, Step::Baseline, 1),
                      finished(3, Step::Weighted, 1), values::run(4, Step::Baseline, RunStatus::Stopped),
                      values::run(5, Step::Weighted, RunStatus::Queued),
                      values::run(6, Step::Weighted, RunStatus::Queued),
                      values::run(7, Step::Weighted, RunStatus::Running) },
        { values::training(1, { 1, 2, 5 }, State::Queued), values::training(2, { 1, 4, 6 }, State::Stopped),
            values::training(3, { 1, 2, 7 }, State::Running) });
    std::vector<qint64> ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.push_back(model.index(row).data(RunsModel::RunIdRole).toLongLong());
    QCOMPARE(ids, (std::vector<qint64> { 0, 7, 0, 6, 4, 0, 3, 2, 0, 1 }));
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("Running"));
    QCOMPARE(model.index(2).data().toString(), QStringLiteral("Stopped"));
    QCOMPARE(model.index(5).data().toString(), QStringLiteral("Finished"));
    QCOMPARE(model.index(8).data().toString(), QStringLiteral("One modality alone"));
    model.setRuns({});
    QCOMPARE(model.rowCount(), 0);
}

void TestUiModels::headingsCannotBeSelected()
{
    RunsModel model;
    model.setRuns({ finished(1, Step::Baseline, 1) });
    QVERIFY(!model.flags(model.index(0)).testFlag(Qt::ItemIsSelectable));
    QVERIFY(model.index(0).data(NavDelegate::SectionRole).toBool());
    QVERIFY(!model.runAt(model.index(0)));
    QVERIFY(model.flags(model.index(1)).testFlag(Qt::ItemIsSelectable));
    QCOMPARE(model.runAt(model.index(1))->id, 1);
    QCOMPARE(model.indexOf(1), model.index(1));
}

void TestUiModels::detailsSaySomethingOfEachStatus_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<int>("dot");
    const auto row = [](RunStatus status, const char* detail, NavDelegate::Dot dot) {
        QTest::newRow(detail) << static_cast<int>(status) << QString::fromLatin1(detail)
                              << static_cast<int>(dot);
    };
    row(RunStatus::Queued, "not begun", NavDelegate::Dot::Waiting);
    row(RunStatus::Running, "12 / 40", NavDelegate::Dot::Running);
    row(RunStatus::Paused, "paused", NavDelegate::Dot::Stopped);
    row(RunStatus::Failed, "failed", NavDelegate::Dot::Failed);
    row(RunStatus::Finished, "0.79", NavDelegate::Dot::Good);
}

void TestUiModels::detailsSaySomethingOfEachStatus()
{
    QFETCH(int, status);
    RunsModel model;
    auto run = finished(1, Step::Weighted, 0.79);
    run.status = static_cast<RunStatus>(status);
    run.epochs = 12;
    model.setRuns({ run });
    const auto index = model.indexOf(1);
    QTEST(index.data(NavDelegate::DetailRole).toString(), "detail");
    QTEST(index.data(NavDelegate::DotRole).toInt(), "dot");
    QVERIFY(index.data(Qt::AccessibleTextRole).toString().startsWith(QStringLiteral("btw · seed 2, ")));
}

void TestUiModels::referenceModelStandsBesideEachRunOfItsCohort()
{
    RunsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    auto other = finished(3, Step::Weighted, 5);
    other.splitId = 2;
    model.setRuns({ finished(1, Step::Unimodal, 1), finished(2, Step::Weighted, 0.79), other });
    jobs::TrainingDone done;
    done.runId = 2;
    store::ReferenceRecord all;
    all.name = QStringLiteral("all");
    all.test = { { "mae", 0.81 } };
    done.referenceModels = { all };
    model.apply(done);
    QCOMPARE(
        model.indexOf(2).data(NavDelegate::SecondRole).toString(), QStringLiteral("plain regression 0.81"));
    QCOMPARE(model.indexOf(1).data(NavDelegate::SecondRole).toString(), QString());
    QCOMPARE(model.indexOf(3).data(NavDelegate::SecondRole).toString(), QString());
}

void TestUiModels::testStaysClosedWhileTheTrainingGoesOn()
{
    RunsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    const auto detail
        = [&](qint64 run) { return model.indexOf(run).data(NavDelegate::DetailRole).toString(); };
    model.setReference(1, { { "mae", 0.81 } });
    model.apply(values::started(0));
    jobs::RunDone done;
    done.run = finished(100, Step::Unimodal, 0.9);
    model.apply(done);
    QCOMPARE(detail(100), QStringLiteral("val 1.90")); // also before the next run starts
    model.apply(values::started(3));
    done.run = finished(103, Step::Baseline, 0.8);
    model.apply(done);
    model.apply(values::started(4));
    QCOMPARE(detail(100), QStringLiteral("val 1.90"));
    QCOMPARE(detail(103), QStringLiteral("val 1.80"));
    QCOMPARE(model.indexOf(103).data(NavDelegate::SecondRole).toString(), QString());
    for (const int role : { static_cast<int>(Qt::ToolTipRole), static_cast<int>(Qt::AccessibleTextRole) })
        QVERIFY(!model.indexOf(103).data(role).toString().contains(QStringLiteral("0.8")));
    QVERIFY(model.isTestHidden(*model.run(103)));
    done.run = finished(104, Step::Weighted, 0.7);
    model.apply(done);
    jobs::TrainingDone ended;
    ended.runId = 104;
    model.apply(ended);
    QCOMPARE(detail(100), QStringLiteral("0.90"));
    QCOMPARE(detail(103), QStringLiteral("0.80"));
    QCOMPARE(
        model.indexOf(103).data(NavDelegate::SecondRole).toString(), QStringLiteral("plain regression 0.81"));
}

void TestUiModels::testStaysClosedBesideAnotherProcess_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<bool>("shares");
    QTest::addColumn<bool>("hidden");
    using State = store::TrainingState;
    QTest::newRow("its training runs") << static_cast<int>(State::Running) << true << true;
    QTest::newRow("another training runs") << static_cast<int>(State::Running) << false << false;
    QTest::newRow("waits for its turn") << static_cast<int>(State::Queued) << true << false;
    QTest::newRow("its process is gone") << static_cast<int>(State::Interrupted) << true << false;
}

void TestUiModels::testStaysClosedBesideAnotherProcess()
{
    QFETCH(int, state);
    QFETCH(bool, shares);
    const auto parts = shares ? std::vector<std::int64_t> { 1, 2, 4 } : std::vector<std::int64_t> { 5, 6, 4 };
    RunsModel model;
    model.setRuns({ finished(1, Step::Unimodal, 0.9), finished(2, Step::Baseline, 0.8),
                      finished(3, Step::Weighted, 0.7) },
        { values::training(1, { 1, 2, 3 }, store::TrainingState::Finished),
            values::training(2, parts, static_cast<store::TrainingState>(state)) });
    QTEST(model.isTestHidden(*model.run(1)), "hidden");
    QTEST(model.isTestHidden(*model.run(2)), "hidden");
    QVERIFY(!model.isTestHidden(*model.run(3)));
}

void TestUiModels::trainingMovesItsRunThroughTheSections()
{
    RunsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.apply(values::started(4));
    QCOMPARE(names(model).first(), QStringLiteral("Running"));
    model.apply(values::epochDone(4, 3));
    QCOMPARE(model.indexOf(104).data(NavDelegate::DetailRole).toString(), QStringLiteral("3 / 40"));
    jobs::RunDone done;
    done.run = finished(104, Step::Weighted, 0.5);
    model.apply(done);
    QCOMPARE(names(model).first(), QStringLiteral("Finished"));
}

void TestUiModels::sameRowsChangeWithoutAReset()
{
    RunsModel model;
    model.setRuns({ values::run(1, Step::Weighted, RunStatus::Running) });
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    auto run = values::run(1, Step::Weighted, RunStatus::Running);
    run.epochs = 7;
    model.setRuns({ run });
    QCOMPARE(resets.count(), 0); // a reset would lose the reader's place in the list
    QVERIFY(changes.count() > 0);
    QCOMPARE(model.indexOf(1).data(NavDelegate::DetailRole).toString(), QStringLiteral("7 / 40"));
}

void TestUiModels::trainingsLastRunIsFoundFromAnyOfItsSteps()
{
    using State = store::TrainingState;
    RunsModel model;
    // Runs 1 and 2 are shared; neighbours need not belong together.
    model.setRuns({ values::run(1, Step::Unimodal, RunStatus::Finished),
                      values::run(2, Step::Baseline, RunStatus::Stopped),
                      values::run(3, Step::Weighted, RunStatus::Queued),
                      values::run(4, Step::Weighted, RunStatus::Queued),
                      values::run(5, Step::Unimodal, RunStatus::Stopped),
                      values::run(9, Step::Weighted, RunStatus::Queued) },
        { values::training(1, { 1, 2, 3 }, State::Queued), values::training(2, { 1, 2, 4 }, State::Stopped),
            values::training(3, { 5, 9 }, State::Queued), values::training(4, { 1, 2 }, State::Finished),
            values::training(5, { 2, 77 }, State::Stopped) });
    QCOMPARE(model.lastOfTraining(*model.run(1)).id, 4); // of two the one that was begun
    QCOMPARE(model.lastOfTraining(*model.run(2)).id, 4);
    QCOMPARE(model.lastOfTraining(*model.run(3)).id, 3);
    QCOMPARE(model.lastOfTraining(*model.run(5)).id, 9);
    model.setRuns({ values::run(5, Step::Unimodal, RunStatus::Stopped) },
        { values::training(3, { 5, 9 }, State::Queued) });
    QCOMPARE(model.lastOfTraining(*model.run(5)).id, 5); // run 9 has been removed
}

void TestUiModels::newestFinishedIsACombinedModel()
{
    RunsModel model;
    QCOMPARE(model.newestFinished(), 0);
    model.setRuns({ finished(1, Step::Baseline, 1), finished(2, Step::Weighted, 1),
        finished(3, Step::Unimodal, 1), values::run(4, Step::Weighted, RunStatus::Stopped) });
    QCOMPARE(model.newestFinished(), 2);
}

void TestUiModels::queueShowsEveryTrainingInItsPlace()
{
    models::QueueModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setEntries({ { 7, 1, QStringLiteral("btw · seed 1"), true },
        { 8, 2, QStringLiteral("btw · seed 2"), false }, { 9, 0, QStringLiteral("btw · seed 3"), false } });
    QCOMPARE(names(model),
        (QStringList { QStringLiteral("Queue"), QStringLiteral("btw · seed 1"),
            QStringLiteral("btw · seed 2"), QStringLiteral("btw · seed 3") }));
    QStringList places;
    for (int row = 1; row < 4; ++row)
        places << model.index(row).data(NavDelegate::DetailRole).toString();
    QCOMPARE(places,
        (QStringList { QStringLiteral("running"), QStringLiteral("next"), QStringLiteral("place 2") }));
    QCOMPARE(model.index(3).data(Qt::AccessibleTextRole).toString(), QStringLiteral("btw · seed 3, place 2"));
    QVERIFY(model.index(0).data(NavDelegate::SectionRole).toBool());
    QVERIFY(!model.flags(model.index(0)).testFlag(Qt::ItemIsSelectable));
    QCOMPARE(model.indexOf(9), model.index(3));
    QVERIFY(!model.indexOf(5).isValid());
    model.setEntries({});
    QCOMPARE(model.rowCount(), 0);
}

void TestUiModels::onlyWhatWaitsIsCancelledOrMoved()
{
    models::QueueModel model;
    model.setEntries({ { 7, 1, QStringLiteral("a"), true }, { 8, 2, QStringLiteral("b"), false },
        { 9, 3, QStringLiteral("c"), false } });
    const auto at = [&](int row) { return model.index(row); };
    QVERIFY(!model.canCancel(at(0)) && !model.canCancel(at(1)));
    QVERIFY(model.canCancel(at(2)) && model.canCancel(at(3)));
    using Order = std::vector<std::uint64_t>;
    QCOMPARE(model.orderAfter(at(2), -1), Order()); // not before what runs
    QCOMPARE(model.orderAfter(at(2), 1), (Order { 9, 8 }));
    QCOMPARE(model.orderAfter(at(3), -1), (Order { 9, 8 }));
    for (const auto& none :
        { model.orderAfter(at(3), 1), model.orderAfter(at(1), 1), model.orderAfter({}, 1) })
        QCOMPARE(none, Order());
}

void TestUiModels::queueThatIsReorderedKeepsItsRows()
{
    models::QueueModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setEntries({ { 8, 2, QStringLiteral("b"), false }, { 9, 3, QStringLiteral("c"), false } });
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setEntries({ { 9, 3, QStringLiteral("c"), false }, { 8, 2, QStringLiteral("b"), false } });
    QCOMPARE(names(model).mid(1), (QStringList { QStringLiteral("c"), QStringLiteral("b") }));
    QCOMPARE(resets.count(), 0);
}

void TestUiModels::modalitiesShowSizeAndWhoHasThem()
{
    models::ModalitiesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setCohort(values::cohort(20));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, models::ModalitiesModel::Name).data().toString(), QStringLiteral("text"));
    QCOMPARE(model.index(0, models::ModalitiesModel::Features).data().toString(), QStringLiteral("2"));
    QCOMPARE(model.index(0, models::ModalitiesModel::Present).data().toString(), QStringLiteral("everyone"));
    QCOMPARE(model.index(1, models::ModalitiesModel::Present).data().toString(), QStringLiteral("50%"));
}

void TestUiModels::shareIsNeverRoundedToAllOrNone()
{
    auto cohort = values::cohort(1000);
    auto& present = cohort.modalities[0].present;
    present[0] = 0;
    auto& rare = cohort.modalities[1].present;
    std::fill(rare.begin(), rare.end(), std::uint8_t { 0 });
    rare[0] = 1;
    models::ModalitiesModel model;
    model.setCohort(cohort);
    QCOMPARE(model.index(0, models::ModalitiesModel::Present).data().toString(), QStringLiteral("99%"));
    QCOMPARE(model.index(1, models::ModalitiesModel::Present).data().toString(), QStringLiteral("1%"));
}

void TestUiModels::subgroupsHideFewRowsAndCountPeople()
{
    SubgroupsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setLines(
        { { "AD", 53, 0, 7, 2, false }, { "control", 9, 0, 1, 3, true }, { "nobody", 0, 0, 0, 0, true } },
        QStringLiteral("Class"));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(!model.hasPeople());
    QCOMPARE(model.index(0, SubgroupsModel::Balance).data().toString(), QStringLiteral("+5"));
    // It is people who are too few: without groups each row is one.
    const auto head = [&model](int column) {
        return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    QCOMPARE(model.index(1, SubgroupsModel::Rows).data().toString(), QStringLiteral("fewer than 10"));
    QCOMPARE(head(SubgroupsModel::Rows), QStringLiteral("People"));
    for (const int column :
        { SubgroupsModel::Corrections, SubgroupsModel::Mistakes, SubgroupsModel::Balance })
        QCOMPARE(model.index(1, column).data().toString(), QStringLiteral("–"));
    model.setLines({ { "all", 40, 4, 2, 2, false }, { "some", 20, 3, 2, 2, true } }, QStringLiteral("Has"));
    QCOMPARE(head(SubgroupsModel::Rows), QStringLiteral("Test rows"));
    QCOMPARE(model.index(1, SubgroupsModel::Rows).data().toString(), QStringLiteral("–"));
    QCOMPARE(model.index(1, SubgroupsModel::People).data().toString(), QStringLiteral("fewer than 10"));
    QVERIFY(model.hasPeople());
    QCOMPARE(model.index(0, SubgroupsModel::People).data().toString(), QStringLiteral("4"));
    QCOMPARE(model.headerData(SubgroupsModel::Group, Qt::Horizontal, Qt::DisplayRole).toString(),
        QStringLiteral("Has"));
}

QTEST_MAIN(TestUiModels)
#include "tst_uimodels.moc"
