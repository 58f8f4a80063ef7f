// SPDX-License-Identifier: GPL-3.0-or-later
// A cohort stands once in a store, however many splits (folds, draws, placebos) of it are trained on.
#include "oldstore.h"

#include "workspace/store/blobs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace btw;
using store::CohortRecord;
using store::Store;

namespace {

/// The regression of six rows with other rows to test on; labels and form are the split's own.
CohortRecord fold(std::size_t k, const QString& content = QStringLiteral("c0"))
{
    CohortRecord cohort = fixture::regression();
    cohort.content = content;
    cohort.hash = QStringLiteral("fold %1").arg(k);
    cohort.path = QStringLiteral("/data/moods.npz");
    cohort.splits.assign(cohort.size(), Split::Train);
    cohort.splits[k] = Split::Test;
    cohort.y[0] = 10.0 + static_cast<double>(k);
    cohort.splitOrigin = store::SplitOrigin::Drawn;
    cohort.splitSeed = 5;
    cohort.derivation = { 6, k, 5, {}, {} };
    cohort.about = { { "ward", std::vector<std::string>(cohort.size(), "north") } };
    return cohort;
}

} // namespace

class StoreSplitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void splitsOfOneCohortShareIt();
    void whatIsLearntOfACohortIsOfAllItsSplits();
    void descriptiveColumnsAreNotForgotten();
    void withoutAContentEachSplitHasACohort();
    void aSubgroupIsOfAllSplits();
    void versionTenKeepsAllOfEverySplit();
    void splitsOfVersionTenJoinOnceSavedAgain();
    void splitsWhoseSubgroupsHaveOneNameStayApart();
    void subgroupsOfTheSamePeopleBecomeOne();
    void versionElevenKeepsTheNameOfEverySplit();
    void looksCountUnderEveryName();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("store.sqlite")); }
    int count(const QString& table) const
    {
        return fixture::sql(path(), QStringLiteral("SELECT count(*) FROM ") + table).toInt();
    }
    /// A store of version 10 with one more cohort, a fold of the same data, that has a run, a training, which
    /// an experiment asked for, a reference model and a subgroup.
    void copyVersionTen() const
    {
        fixture::copyOldStore(path(), 10);
        const auto sql
            = [this](const char* statement) { fixture::sql(path(), QString::fromLatin1(statement)); };
        // The ids of splits are others than those of their cohorts: the store was without its first cohort
        // once.
        sql("UPDATE trainings SET split_id = 1");
        sql("INSERT INTO cohorts(id, name, path, hash, task, classes, label_low, label_high, modalities, "
            "strengths, "
            "ids, y, splits, groups, present, about) SELECT 7, name, path, 'other', task, classes, "
            "label_low, "
            "label_high, modalities, strengths, ids, y, splits, groups, present, about FROM cohorts WHERE id "
            "= 1");
        sql("INSERT INTO splits(id, cohort_id, how, seed, hash, derived) "
            "VALUES (2, 7, 'drawn', 4, 'other', '{\"folds\":5,\"fold\":3,\"repeat\":4}')");
        sql("INSERT INTO runs(cohort_id, name, variant, modality, model, seed, threads, device, version, "
            "step, spec, "
            "step_key, status, message, created, best_epoch, validation, test, last_checkpoint, "
            "best_checkpoint, "
            "width, predictions) SELECT 7, name, variant, modality, model, 9, threads, device, version, "
            "step, spec, "
            "'key of the fold', status, message, created, best_epoch, validation, test, '', '', width, "
            "predictions "
            "FROM runs WHERE id = 4");
        sql("INSERT INTO trainings(split_id, system, variant, seed, threads, device, spec, created, state) "
            "SELECT 2, system, 'none', 9, threads, device, spec, created, 'finished' FROM trainings WHERE id "
            "= 1");
        sql("INSERT INTO training_runs SELECT max(trainings.id), 0, 'baseline', (SELECT max(id) FROM runs) "
            "FROM trainings");
        sql("INSERT INTO experiments(name, json, created) VALUES ('folds', '{}', "
            "'2026-01-01T00:00:00.000Z')");
        sql("INSERT INTO experiment_trainings SELECT 1, max(id), '{\"fold\":3}' FROM trainings");
        sql("INSERT INTO yardsticks(cohort_id, position, name, strength, validation, test, width, "
            "predictions) "
            "SELECT 7, position, name, strength, validation, test, width, predictions FROM yardsticks "
            "WHERE cohort_id = 1 AND position = 0");
        for (const char* cohort : { "1", "7" })
            fixture::sql(path(),
                QStringLiteral("INSERT INTO subgroups(cohort_id, name, created, ids) "
                               "VALUES (%1, 'Of %1', '', x'%2')")
                    .arg(QLatin1String(cohort),
                        QString::fromLatin1(store::packStrings({ "a", "b" }).toHex())));
        // A number that was given, and is gone.
        sql("INSERT INTO trainings(split_id, system, variant, seed, threads, device, spec, created, state) "
            "SELECT 2, system, 'none', 9, threads, device, spec, created, 'cancelled' FROM trainings WHERE "
            "id = 1");
        sql("DELETE FROM trainings WHERE state = 'cancelled'");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void StoreSplitsTest::splitsOfOneCohortShareIt()
{
    Store store(path());
    std::vector<std::int64_t> ids;
    for (std::size_t k = 0; k < 3; ++k)
        ids.push_back(store.saveCohort(fold(k)));
    QCOMPARE(store.saveCohort(fold(1)), ids[1]); // known
    QCOMPARE(count(QStringLiteral("cohorts")), 1);
    QCOMPARE(count(QStringLiteral("splits")), 3);
    for (std::size_t k = 0; k < 3; ++k) {
        const auto want = fold(k);
        const auto got = store.cohort(ids[k]);
        QCOMPARE(got.splitId, ids[k]);
        QCOMPARE(got.cohortId, store.cohort(ids[0]).cohortId);
        QCOMPARE(got.content, want.content);
        QCOMPARE(got.hash, want.hash);
        QCOMPARE(got.y, want.y);
        QVERIFY(got.splits == want.splits);
        QVERIFY(got.derivation == want.derivation);
        QCOMPARE(got.splitSeed, want.splitSeed);
        QVERIFY(got.labelRange == want.labelRange);
        QCOMPARE(got.ids, want.ids);
        QCOMPARE(got.groups, want.groups);
        QCOMPARE(got.present, want.present);
        QCOMPARE(got.modalities, want.modalities);
        QVERIFY(got.about == want.about);
    }
}

void StoreSplitsTest::whatIsLearntOfACohortIsOfAllItsSplits()
{
    Store store(path());
    const auto first = store.saveCohort(fold(0));
    auto again = fold(1);
    again.name = QStringLiteral("moods, renamed");
    again.path = QStringLiteral("/elsewhere/moods.npz");
    again.about.front().values[2] = "south";
    const auto second = store.saveCohort(again);
    QVERIFY(store.cohort(first).about == again.about);
    // Each split is called what its data was called when it was opened first.
    QCOMPARE(store.cohort(first).name, fold(0).name);
    QCOMPARE(store.cohort(second).name, again.name);
    // Each split is read again from where it was read.
    QCOMPARE(store.cohort(first).path, fold(0).path);
    QCOMPARE(store.cohort(second).path, again.path);
}

void StoreSplitsTest::descriptiveColumnsAreNotForgotten()
{
    Store store(path());
    const auto first = store.saveCohort(fold(0));
    auto again = fold(1);
    again.about = { { "site", std::vector<std::string>(again.size(), "two") } };
    store.saveCohort(again);
    auto wanted = again.about;
    wanted.push_back(fold(0).about.front());
    QVERIFY(store.cohort(first).about == wanted);
    again.about.clear();
    store.saveCohort(again);
    QVERIFY(store.cohort(first).about == wanted);
}

void StoreSplitsTest::withoutAContentEachSplitHasACohort()
{
    Store store(path());
    const auto first = store.saveCohort(fold(0, {}));
    const auto second = store.saveCohort(fold(1, {}));
    QVERIFY(store.cohort(first).cohortId != store.cohort(second).cohortId);
    store.saveCohort(fold(2));
    QCOMPARE(count(QStringLiteral("cohorts")), 3);
}

void StoreSplitsTest::aSubgroupIsOfAllSplits()
{
    Store store(path());
    const auto first = store.saveCohort(fold(0));
    const auto second = store.saveCohort(fold(1));
    const auto id = store.saveSubgroup(QStringLiteral("Old"), store.cohort(first).cohortId, { "a" });
    QCOMPARE(store.saveSubgroup(QStringLiteral("Old"), store.cohort(second).cohortId, { "b" }), id);
    QCOMPARE(store.subgroups().size(), 1U);
}

void StoreSplitsTest::versionTenKeepsAllOfEverySplit()
{
    copyVersionTen();
    const auto runs = count(QStringLiteral("runs"));
    const auto last = fixture::sql(path(), QStringLiteral("SELECT max(id) FROM trainings")).toLongLong();
    const auto y = fixture::sql(path(), QStringLiteral("SELECT y FROM cohorts WHERE id = 7")).toByteArray();
    Store store(path(), Store::Mode::Existing);
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA foreign_key_check")), QVariant());
    QCOMPARE(store.runs().size(), static_cast<std::size_t>(runs));
    const auto one = store.cohort(1);
    const auto fold = store.cohort(7); // by the number that its runs had
    QVERIFY(one.cohortId != fold.cohortId);
    QCOMPARE(fold.hash, QStringLiteral("other"));
    QVERIFY(fold.content.isEmpty());
    QVERIFY(fold.derivation == (data::Derivation { 5, 3, 4, {}, {} }));
    QCOMPARE(fold.splitSeed, 4U);
    QVERIFY(store.cohort(1).splitOrigin == store::SplitOrigin::Unknown);
    QCOMPARE(store::packDoubles(fold.y), y);
    QCOMPARE(fold.ids, one.ids);
    const auto trainings = store.trainings();
    QCOMPARE(trainings.back().id, last);
    for (const auto& training : trainings) {
        QCOMPARE(training.splitId, training.id == last ? 7 : 1);
        QVERIFY(!training.runs.empty());
        QCOMPARE(store.run(training.lastRun())->splitId, training.splitId);
        QCOMPARE(training.cohort, one.name);
    }
    QCOMPARE(store.experiment(1).parts.size(), 1U);
    QCOMPARE(store.experiment(1).parts.front().trainingId, last);
    QCOMPARE(store.referenceModels(1).size(), 5U);
    QCOMPARE(store.referenceModels(7, true).size(), 1U);
    QCOMPARE(store.bestPredictions(trainings.back().lastRun()).values, store.bestPredictions(4).values);
    const auto subgroups = store.subgroups();
    QCOMPARE(subgroups.size(), 2U);
    QCOMPARE(subgroups[0].cohortId, one.cohortId);
    QCOMPARE(subgroups[1].cohortId, fold.cohortId);
    // Numbers go on where they were.
    fixture::sql(path(),
        QStringLiteral(
            "INSERT INTO trainings(split_id, system, variant, seed, threads, device, spec, created, "
            "state) VALUES (7, 'moe', 'none', 1, 1, 'cpu', '{}', '', 'cancelled')"));
    QCOMPARE(fixture::sql(path(), QStringLiteral("SELECT max(id) FROM trainings")).toLongLong(), last + 2);
}

void StoreSplitsTest::splitsOfVersionTenJoinOnceSavedAgain()
{
    copyVersionTen();
    Store store(path(), Store::Mode::Existing);
    for (const auto split : { 1, 7 }) {
        auto record = store.cohort(split);
        record.content = QStringLiteral("the same");
        QCOMPARE(store.saveCohort(record), split);
    }
    QCOMPARE(count(QStringLiteral("cohorts")), 1);
    QCOMPARE(store.cohort(7).cohortId, store.cohort(1).cohortId);
    QCOMPARE(store.cohort(7).hash, QStringLiteral("other"));
    QCOMPARE(store.subgroups().size(), 2U);
    for (const auto& subgroup : store.subgroups())
        QCOMPARE(subgroup.cohortId, store.cohort(1).cohortId);
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA foreign_key_check")), QVariant());
}

void StoreSplitsTest::splitsWhoseSubgroupsHaveOneNameStayApart()
{
    copyVersionTen();
    fixture::sql(path(), QStringLiteral("UPDATE subgroups SET name = 'Old'"));
    fixture::sql(path(),
        QStringLiteral("UPDATE subgroups SET ids = x'%1' WHERE cohort_id = 7")
            .arg(QString::fromLatin1(store::packStrings({ "a", "c" }).toHex())));
    Store store(path(), Store::Mode::Existing);
    for (const auto split : { 1, 7 }) {
        auto record = store.cohort(split);
        record.content = QStringLiteral("the same");
        QCOMPARE(store.saveCohort(record), split);
    }
    QVERIFY(store.cohort(7).cohortId != store.cohort(1).cohortId);
    QCOMPARE(store.subgroups().size(), 2U);
}

void StoreSplitsTest::subgroupsOfTheSamePeopleBecomeOne()
{
    copyVersionTen();
    fixture::sql(path(), QStringLiteral("UPDATE subgroups SET name = 'Old'"));
    Store store(path(), Store::Mode::Existing);
    for (const auto split : { 1, 7 }) {
        auto record = store.cohort(split);
        record.content = QStringLiteral("the same");
        QCOMPARE(store.saveCohort(record), split);
    }
    QCOMPARE(store.cohort(7).cohortId, store.cohort(1).cohortId);
    const auto subgroups = store.subgroups();
    QCOMPARE(subgroups.size(), 1U);
    QCOMPARE(subgroups.front().name, QStringLiteral("Old"));
    QCOMPARE(subgroups.front().ids, (std::vector<std::string> { "a", "b" }));
    QCOMPARE(subgroups.front().cohort, store.cohort(1).name);
}

void StoreSplitsTest::versionElevenKeepsTheNameOfEverySplit()
{
    fixture::copyOldStore(path(), 11);
    const auto name
        = fixture::sql(path(), QStringLiteral("SELECT name FROM cohorts WHERE id = 1")).toString();
    QVERIFY(!name.isEmpty());
    Store store(path(), Store::Mode::Existing);
    QCOMPARE(store.cohort(1).name, name);
    QCOMPARE(store.trainings().front().cohort, name);
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA foreign_key_check")), QVariant());
}

/// Another version of the data (one value differs), of the same name, and a copy of the first under another
/// name.
void StoreSplitsTest::looksCountUnderEveryName()
{
    Store store(path());
    const auto first = store.saveCohort(fold(0));
    auto changed = fold(0, QStringLiteral("c1"));
    changed.hash = QStringLiteral("one value differs");
    const auto other = store.saveCohort(changed);
    const auto run = store.addRun(fixture::run(other, training::Step::Baseline), {});
    store.claimRun(run);
    store.appendEpoch(run, fixture::epoch(changed, 1, true), {}, {});
    store.finishRun(run, fixture::result(changed, 1, 1));
    store.openTests({ run }, QStringLiteral("training 1"));
    QCOMPARE(store.looksAt({ first }).count, 1U);

    auto copy = fold(0);
    copy.hash = QStringLiteral("another draw");
    copy.name = QStringLiteral("study A");
    copy.path = QStringLiteral("/elsewhere/moods.npz");
    const auto drawn = store.saveCohort(copy);
    QCOMPARE(store.cohort(drawn).cohortId, store.cohort(first).cohortId);
    QCOMPARE(store.looksAt({ first }).count, 1U);
    QCOMPARE(store.looksAt({ drawn }).count, 1U);
    QCOMPARE(store.looksAtData(copy.name, {}, copy.ids), 1U);
    QCOMPARE(store.looksAtData({}, copy.path, copy.ids), 1U);
    QCOMPARE(store.looksAtData(QStringLiteral("something else"), {}, copy.ids), 0U);
}

QTEST_GUILESS_MAIN(StoreSplitsTest)
#include "tst_storesplits.moc"
