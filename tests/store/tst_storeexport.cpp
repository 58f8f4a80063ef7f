// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "workspace/store/exportcsv.h"
#include "workspace/store/runsjson.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace btw;
using store::RunInput;
using store::Store;
using training::Step;

class StoreExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_store.reset(); }

    void classificationTable();
    void regressionTable();
    void evaluationLabelsAreOwnedUp_data();
    void evaluationLabelsAreOwnedUp();
    void whatAModelDoesNotHaveHasNoWeight();
    void baselineWeighsOne();
    void whatAModelSaysOfEachRowHasItsColumns();
    void unimodalRunHasItsOwnColumnsOnly();
    void testRowsOfAnUnfinishedRunStayHidden();
    void numbersReadBackToTheSameBits();
    void runWithoutPredictionsIsNamed();
    void fileAppearsCompleteOrNotAtAll();
    void runsAreListedAsJson();
    void aDamagedRunDoesNotHideTheOthers();

private:
    /// A finished run with one epoch per call, predictions NaN where `modality` is absent.
    std::int64_t finishUnimodal(const store::CohortRecord& cohort, std::size_t modality);
    std::int64_t finishMultimodal(const store::CohortRecord& cohort, Step step, const store::RunRecord& run,
        const std::vector<RunInput>& inputs);
    store::RunRecord weighted(const store::CohortRecord& cohort)
    {
        return fixture::run(m_store->saveCohort(cohort), Step::Weighted);
    }
    QStringList linesOf(std::int64_t run)
    {
        return QString::fromUtf8(store::exportCsv(*m_store, run)).split(QLatin1Char('\n'));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
};

void StoreExportTest::init()
{
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<Store>(m_folder->filePath(QStringLiteral("runs.sqlite")));
}

std::int64_t StoreExportTest::finishUnimodal(const store::CohortRecord& cohort, std::size_t modality)
{
    store::RunRecord run = fixture::run(m_store->saveCohort(cohort), Step::Unimodal);
    run.modality = QString::fromStdString(cohort.modalities[modality]);
    const std::int64_t id = m_store->addRun(run, {});
    m_store->appendEpoch(id, fixture::epoch(cohort, 1, true), {}, {});
    training::RunResult result = fixture::result(cohort, 1, 1);
    const std::size_t width = result.predictions.width;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        for (std::size_t k = 0; k < width; ++k) {
            const bool present = cohort.present[i * cohort.modalities.size() + modality] != 0;
            result.predictions.row(i)[k] = present ? static_cast<float>(modality) + 0.25F : std::nanf("");
        }
    }
    m_store->finishRun(id, result);
    m_store->openTests({ id }, QStringLiteral("a test"));
    return id;
}

std::int64_t StoreExportTest::finishMultimodal(const store::CohortRecord& cohort, Step step,
    const store::RunRecord& run, const std::vector<RunInput>& inputs)
{
    const std::int64_t id = m_store->addRun(run, inputs);
    for (int number = 1; number <= 3; ++number) {
        store::EpochRecord epoch = fixture::epoch(cohort, number, number <= 2);
        if (step == Step::Baseline)
            epoch.report.weights.clear();
        m_store->appendEpoch(id, epoch, {}, {});
    }
    m_store->finishRun(id, fixture::result(cohort, 3, 2));
    m_store->openTests({ id }, QStringLiteral("a test"));
    return id;
}

void StoreExportTest::classificationTable()
{
    const store::CohortRecord cohort = fixture::classification();
    const std::int64_t text = finishUnimodal(cohort, 0);
    const std::int64_t audio = finishUnimodal(cohort, 1);
    const std::int64_t run = finishMultimodal(cohort, Step::Weighted, weighted(cohort),
        { { text, RunInput::Role::Unimodal, QStringLiteral("text") },
            { audio, RunInput::Role::Unimodal, QStringLiteral("audio") } });
    // Best epoch 2: prediction 2 + row + class / 10, weight 0.2 + modality; audio is absent in rows b and
    // f"g.
    const QStringList expected {
        QStringLiteral(
            "id,split,y,prob_multi_0,prob_multi_1,prob_text_0,prob_text_1,prob_audio_0,prob_audio_1,"
            "w_text,w_audio"),
        QStringLiteral("a,train,0,2,2.1,0.25,0.25,1.25,1.25,0.2,1.2"),
        QStringLiteral("b,train,1,3,3.1,0.25,0.25,,,0.2,"),
        QStringLiteral("c,train,0,4,4.1,0.25,0.25,1.25,1.25,0.2,1.2"),
        QStringLiteral("\"d,e\",val,1,5,5.1,0.25,0.25,1.25,1.25,0.2,1.2"),
        QStringLiteral("\"f\"\"g\",test,1,6,6.1,0.25,0.25,,,0.2,"),
        QStringLiteral("Zoë,test,,7,7.1,0.25,0.25,1.25,1.25,0.2,1.2"),
        QString(),
    };
    QCOMPARE(linesOf(run), expected);
}

void StoreExportTest::regressionTable()
{
    const store::CohortRecord cohort = fixture::regression();
    const std::int64_t text = finishUnimodal(cohort, 0);
    const std::int64_t run = finishMultimodal(cohort, Step::Weighted, weighted(cohort),
        { { text, RunInput::Role::Unimodal, QStringLiteral("text") } });
    const QStringList lines = linesOf(run);
    QCOMPARE(lines.at(0), QStringLiteral("id,split,y,pred_multi,pred_text,w_text,w_audio"));
    QCOMPARE(lines.at(2), QStringLiteral("b,train,0.5,3,0.25,0.2,"));
    QCOMPARE(lines.at(6), QStringLiteral("Zoë,test,2.5,7,0.25,0.2,1.2"));
    QCOMPARE(lines.size(), 8);
}

void StoreExportTest::evaluationLabelsAreOwnedUp_data()
{
    QTest::addColumn<bool>("classes");
    QTest::addColumn<int>("variant");
    QTest::addColumn<bool>("noted");
    using weighting::Variant;
    QTest::newRow("regression, KL") << false << static_cast<int>(Variant::KlLocal) << true;
    QTest::newRow("regression, KL x MI") << false << static_cast<int>(Variant::Btw) << true;
    QTest::newRow("mutual information has no variance")
        << false << static_cast<int>(Variant::MiGlobal) << false;
    QTest::newRow("regression, weights of others that used labels")
        << false << static_cast<int>(Variant::Shuffled) << true;
    QTest::newRow("regression, fixed weights") << false << static_cast<int>(Variant::HeldOut) << false;
    QTest::newRow("classification has no variance") << true << static_cast<int>(Variant::Btw) << false;
}

void StoreExportTest::evaluationLabelsAreOwnedUp()
{
    QFETCH(bool, classes);
    QFETCH(int, variant);
    QFETCH(bool, noted);
    const store::CohortRecord cohort = classes ? fixture::classification() : fixture::regression();
    store::RunRecord record = weighted(cohort);
    record.spec.variance = weighting::Variance::ResidualLabels;
    record.spec.variant = static_cast<weighting::Variant>(variant);
    const QStringList lines = linesOf(finishMultimodal(cohort, Step::Weighted, record, {}));
    QCOMPARE(lines.at(0).endsWith(QStringLiteral(",note")), noted);
    for (int i = 1; i <= 6; ++i)
        QCOMPARE(lines.at(i).endsWith(QStringLiteral(",uses evaluation labels")), noted);
}

// Of an absent modality, here audio of rows 1 and 4, it says nothing; of what is no modality it says
// something of everybody. Test rows stay hidden as their predictions do.
void StoreExportTest::whatAModelSaysOfEachRowHasItsColumns()
{
    const store::CohortRecord cohort = fixture::regression();
    const std::int64_t id = m_store->addRun(fixture::run(m_store->saveCohort(cohort), Step::Baseline), {});
    m_store->appendEpoch(id, fixture::epoch(cohort, 1, true), {}, {});
    auto result = fixture::result(cohort, 1, 1);
    training::RowDiagnostics said { "experts", { "audio", "synergy" }, {} };
    for (int i = 0; i < 12; ++i)
        said.values.push_back(static_cast<float>(i));
    result.ofRows.push_back(said);
    m_store->finishRun(id, result);
    QCOMPARE(linesOf(id).at(0),
        QStringLiteral("id,split,y,pred_multi,w_text,w_audio,experts_audio,experts_synergy"));
    QVERIFY(linesOf(id).at(1).endsWith(QStringLiteral(",0,1")));
    QVERIFY(linesOf(id).at(2).endsWith(QStringLiteral(",,3")));
    QVERIFY(linesOf(id).at(6).endsWith(QStringLiteral(",,,,,")));
    m_store->openTests({ id }, QStringLiteral("a test"));
    QVERIFY(linesOf(id).at(6).endsWith(QStringLiteral(",10,11")));
}

// A model of some of the modalities gives the others no weight: not the 0 of one that counts for nothing.
void StoreExportTest::whatAModelDoesNotHaveHasNoWeight()
{
    const store::CohortRecord cohort = fixture::regression();
    auto record = weighted(cohort);
    record.spec.modalities = { "audio" };
    const QStringList lines = linesOf(finishMultimodal(cohort, Step::Weighted, record, {}));
    QCOMPARE(lines.at(0), QStringLiteral("id,split,y,pred_multi,w_text,w_audio"));
    QVERIFY2(lines.at(1).endsWith(QStringLiteral(",,1.2")), qPrintable(lines.at(1)));
}

void StoreExportTest::baselineWeighsOne()
{
    const store::CohortRecord cohort = fixture::regression();
    const std::int64_t run = finishMultimodal(
        cohort, Step::Baseline, fixture::run(m_store->saveCohort(cohort), Step::Baseline), {});
    QCOMPARE(linesOf(run).mid(0, 3),
        (QStringList { QStringLiteral("id,split,y,pred_multi,w_text,w_audio"),
            QStringLiteral("a,train,0,2,1,1"), QStringLiteral("b,train,0.5,3,1,") }));
}

void StoreExportTest::unimodalRunHasItsOwnColumnsOnly()
{
    const std::int64_t run = finishUnimodal(fixture::regression(), 1);
    QCOMPARE(linesOf(run).mid(0, 3),
        (QStringList { QStringLiteral("id,split,y,pred_audio"), QStringLiteral("a,train,0,1.25"),
            QStringLiteral("b,train,0.5,") }));
}

void StoreExportTest::testRowsOfAnUnfinishedRunStayHidden()
{
    const store::CohortRecord cohort = fixture::regression();
    const std::int64_t run = m_store->addRun(weighted(cohort), {});
    m_store->appendEpoch(run, fixture::epoch(cohort, 1, true), {}, {});
    const QStringList lines = linesOf(run);
    QCOMPARE(lines.at(4), QStringLiteral("\"d,e\",val,1.5,4,0.1,1.1"));
    QCOMPARE(lines.at(6), QStringLiteral("Zoë,test,2.5,,,"));
}

void StoreExportTest::numbersReadBackToTheSameBits()
{
    store::CohortRecord cohort = fixture::regression();
    cohort.y[0] = 1.0 / 3.0;
    const std::int64_t run = m_store->addRun(weighted(cohort), {});
    store::EpochRecord epoch = fixture::epoch(cohort, 1, true);
    epoch.report.predictions.values[0] = std::nextafter(0.1F, 1.0F);
    m_store->appendEpoch(run, epoch, {}, {});
    const QStringList cells = linesOf(run).at(1).split(QLatin1Char(','));
    QCOMPARE(cells.at(2).toDouble(), 1.0 / 3.0);
    QVERIFY(cells.at(3).toFloat() == std::nextafter(0.1F, 1.0F));
}

void StoreExportTest::runWithoutPredictionsIsNamed()
{
    const std::int64_t run = m_store->addRun(weighted(fixture::regression()), {});
    QCOMPARE(fixture::kindAndErrorOf([&] { store::exportCsv(*m_store, run); }),
        QStringLiteral("Input: Run %1 of the store %2 has no predictions yet; train it to its end first.")
            .arg(run)
            .arg(m_store->path()));
    QVERIFY(fixture::kindAndErrorOf([&] {
        store::exportCsv(*m_store, run + 1);
    }).startsWith(QStringLiteral("Input: ")));
}

void StoreExportTest::fileAppearsCompleteOrNotAtAll()
{
    const std::int64_t run = finishUnimodal(fixture::regression(), 0);
    const QString path = m_folder->filePath(QStringLiteral("out.csv"));
    store::writeExport(*m_store, run, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), store::exportCsv(*m_store, run));
    const QString nowhere = m_folder->filePath(QStringLiteral("no/such/folder/out.csv"));
    const QString error = fixture::kindAndErrorOf([&] { store::writeExport(*m_store, run, nowhere); });
    QVERIFY2(error.startsWith(QStringLiteral("Work: The file %1 could not be written").arg(nowhere)),
        qPrintable(error));
    const std::int64_t empty = m_store->addRun(weighted(fixture::regression()), {});
    const QString other = m_folder->filePath(QStringLiteral("other.csv"));
    QVERIFY(!fixture::errorOf([&] { store::writeExport(*m_store, empty, other); }).isEmpty());
    QVERIFY(!QFile::exists(other));
}

void StoreExportTest::runsAreListedAsJson()
{
    store::CohortRecord cohort = fixture::classification();
    cohort.y.back() = 0;
    finishUnimodal(cohort, 0);
    m_store->addRun(weighted(cohort), {});
    m_store->saveReferenceModels(1,
        { { QStringLiteral("all"), 1, {}, { { "accuracy", 0.75 }, { "auroc", std::nan("") } }, {} },
            { store::ReferenceRecord::treesName(QStringLiteral("all")), 300, {}, { { "accuracy", 0.5 } },
                {} },
            { store::ReferenceRecord::treesName(QStringLiteral("text")), 0, {}, {}, {} } }); // left out
    QJsonArray list = store::runsJson(*m_store, true);
    QJsonObject first = list[0].toObject();
    for (const char* figure : { "calibration", "decision_curve", "auroc_delong", "rare_classes" })
        QVERIFY2(!first.take(QLatin1String(figure)).isUndefined(), figure); // tst_probabilityjson has them
    list[0] = first;
    QCOMPARE(QJsonDocument(list).toJson(QJsonDocument::Compact),
        QByteArray(
            R"([{"best_epoch":1,"epochs":1,"id":1,"modality":"text","model":"moe","name":"text alone · seed 2",)"
            R"("reference":{"all":{"accuracy":0.75,"auroc":null},"trees":{"all":{"accuracy":0.5}}},)"
            R"("seed":2,"split":1,"status":"finished","test":{"accuracy":0.875},"training":[],)"
            R"("validation":{"accuracy":0.1,"auroc":null,"loss":2},"variant":"unimodal",)"
            R"("yardstick":{"all":{"accuracy":0.75,"auroc":null}}},)"
            R"({"best_epoch":0,"epochs":0,"id":2,"model":"moe","name":"btw · seed 2","seed":2,)"
            R"("split":1,"status":"queued","test":{},"training":[],"validation":{},"variant":"btw"}])"));
}

void StoreExportTest::aDamagedRunDoesNotHideTheOthers()
{
    finishUnimodal(fixture::classification(), 0); // a test row's label is no class
    const QJsonArray list = store::runsJson(*m_store, true);
    QCOMPARE(list.size(), 1);
    QVERIFY(list[0][u"problem"].toString().contains(QStringLiteral("Row 5")));
    QVERIFY(list[0][u"test"].toObject().contains(QStringLiteral("accuracy")));
    QVERIFY(list[0][u"calibration"].isUndefined());
}

QTEST_GUILESS_MAIN(StoreExportTest)
#include "tst_storeexport.moc"
