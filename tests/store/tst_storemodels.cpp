// SPDX-License-Identifier: GPL-3.0-or-later
// Models of finished runs: what predicts new people.
#include "storefixture.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace btw;
using fixture::kindAndErrorOf;
using store::Store;
using training::Step;

class StoreModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void aFinishedRunsModelReadsBack()
    {
        Store store(path());
        const auto run = finished(store, "key");
        const auto model = store.model(run);
        QVERIFY(model.has_value());
        QCOMPARE(model->numbers("bias"), (std::vector<double> { 0.25, -1e-300 }));
        QCOMPARE(model->floats("weight"), (std::vector<float> { 3 }));
        QCOMPARE(model->bytes("trees"), std::string("a\0b", 3));
    }

    void aDamagedModelIsToldAndOthersAreThere()
    {
        Store store(path());
        const auto damaged = finished(store, "first");
        const auto whole = finished(store, "second");
        fixture::sql(path(),
            QStringLiteral("UPDATE run_models SET state = state || x'00' WHERE run_id = %1").arg(damaged));
        const QString error = kindAndErrorOf([&] { (void)store.model(damaged); });
        QVERIFY2(error.contains(QStringLiteral("read the model of run %1").arg(damaged)), qPrintable(error));
        QVERIFY(store.model(whole).has_value());
    }

    void whatAModelSaysOfEachRowReadsBack()
    {
        Store store(path());
        const auto run = finished(store, "key");
        QVERIFY(store.diagnosticsOfRows(run)
            == (std::vector<training::RowDiagnostics> { { "certainty", { "text", "audio" }, said() } }));
        fixture::sql(path(), QStringLiteral("UPDATE row_diagnostics SET numbers = zeroblob(48)"));
        const QString error = kindAndErrorOf([&] { (void)store.diagnosticsOfRows(run); });
        QVERIFY2(
            error.contains(QStringLiteral("read what run %1 says of each row").arg(run)), qPrintable(error));
    }

    void aRemovedRunTakesItsModelAlong()
    {
        Store store(path());
        const auto run = finished(store, "key");
        QCOMPARE(models(), 1);
        store.removeRun(run);
        QCOMPARE(models(), 0);
        QCOMPARE(fixture::sql(path(), QStringLiteral("SELECT count(*) FROM row_diagnostics")).toInt(), 0);
        QVERIFY(!store.model(run).has_value());
    }

    // data/version2.sqlite is older than models: its runs have none, and new ones get theirs.
    void anOlderStoreKeepsModelsFromNowOn()
    {
        QVERIFY(QFile::copy(QStringLiteral(BTW_STORE_DATA "/version2.sqlite"), path()));
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
        Store store(path());
        const auto old = store.runs();
        QVERIFY(!old.empty());
        for (const auto& run : old) {
            QVERIFY(!store.model(run.id).has_value());
            QVERIFY(!store.shape(run.splitId).has_value());
        }
        const auto fresh = finished(store, "new");
        QVERIFY(store.model(fresh).has_value());
        QCOMPARE(store.diagnosticsOfRows(fresh).size(), 1U);
        QVERIFY(store.diagnosticsOfRows(old.front().id).empty());
    }

private:
    static std::vector<float> said()
    {
        return { 0.5F, 0.25F, 1, 0, 0, 0, 0.125F, 0.75F, 1, 1, 0, 0.5F };
    } ///< `[6, 2]`
    QString path() const { return m_folder->filePath(QStringLiteral("runs.sqlite")); }
    int models() const
    {
        return fixture::sql(path(), QStringLiteral("SELECT count(*) FROM run_models")).toInt();
    }
    static std::int64_t finished(Store& store, const char* key)
    {
        const auto cohort = fixture::regression();
        const auto run = store.addRun(
            fixture::run(store.saveCohort(cohort), Step::Baseline, QString::fromLatin1(key)), {});
        store.claimRun(run);
        store.appendEpoch(run, fixture::epoch(cohort, 1, true), {}, {});
        auto result = fixture::result(cohort, 1, 1);
        result.model.set("bias", std::vector<double> { 0.25, -1e-300 });
        result.model.set("weight", std::vector<float> { 3 });
        result.model.set("trees", std::string("a\0b", 3));
        result.ofRows.push_back({ "certainty", { "text", "audio" }, said() });
        store.finishRun(run, result);
        return run;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(StoreModelsTest)
#include "tst_storemodels.moc"
