// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel of one person shows of what a model says beside its prediction.
#include "../store/storefixture.h"

#include "workspace/experiments/instance.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace btw;
using store::Store;
using training::Step;

class TestInstance : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static std::vector<float> numbers() // [6, 3]
    {
        std::vector<float> values;
        for (int i = 0; i < 18; ++i)
            values.push_back(static_cast<float>(i) / 16);
        return values;
    }

    /// A run whose model says so of text, of audio, which rows 1 and 4 lack, and of something else.
    std::int64_t finished(Store& store, Step step,
        const training::RowDiagnostics& said = { "certainty", { "text", "audio", "all" }, numbers() }) const
    {
        const auto cohort = fixture::regression();
        const auto run = store.addRun(fixture::run(store.saveCohort(cohort), step,
                                          QLatin1String(step == Step::Weighted ? "weighted" : "baseline")),
            {});
        auto epoch = fixture::epoch(cohort, 1, true);
        if (step == Step::Baseline)
            epoch.report.weights.clear();
        store.appendEpoch(run, epoch, {}, {});
        auto result = fixture::result(cohort, 1, 1);
        result.ofRows.push_back(said);
        store.finishRun(run, result);
        store.openTests({ run }, QStringLiteral("a test"));
        return run;
    }

private Q_SLOTS:
    void whatTheModelSaysStandsInTheWeightsPlace()
    {
        Store store(m_folder.filePath(QStringLiteral("said.sqlite")));
        const auto run = finished(store, Step::Baseline);
        const auto facts = experiments::instanceFacts(store, run, "b"); // row 1
        QCOMPARE(facts.weightName, std::string("certainty"));
        QCOMPARE(facts.modalities[0].weight, 3.0 / 16);
        QVERIFY(std::isnan(facts.modalities[1].weight)); // absent
        QVERIFY(facts.others == (std::map<std::string, double> { { "certainty all", 5.0 / 16 } }));
        QCOMPARE(experiments::instanceFacts(store, run, "a").modalities[1].weight, 1.0 / 16);
    }

    // The model computes a number for the expert of an absent modality; nobody is to read it as that one's.
    void anExpertOfAnAbsentModalitySaysNothing()
    {
        Store store(m_folder.filePath(QStringLiteral("experts.sqlite")));
        const auto run = finished(
            store, Step::Baseline, { "experts", { "unique_text", "unique_audio", "synergy" }, numbers() });
        const auto lacking = experiments::instanceFacts(store, run, "b"); // row 1
        QVERIFY(lacking.others
            == (std::map<std::string, double> {
                { "experts synergy", 5.0 / 16 }, { "experts unique_text", 3.0 / 16 } }));
        QVERIFY(lacking.weightName.empty());
        QCOMPARE(experiments::instanceFacts(store, run, "a").others.at("experts unique_audio"), 1.0 / 16);
    }

    void weightsKeepTheirPlace()
    {
        Store store(m_folder.filePath(QStringLiteral("weighted.sqlite")));
        const auto run = finished(store, Step::Weighted);
        const auto facts = experiments::instanceFacts(store, run, "b");
        QVERIFY(facts.weightName.empty());
        QVERIFY(std::abs(facts.modalities[0].weight - 0.1) < 1e-6);
        QVERIFY(facts.others
            == (std::map<std::string, double> {
                { "certainty all", 5.0 / 16 }, { "certainty text", 3.0 / 16 } }));
    }
};

QTEST_GUILESS_MAIN(TestInstance)
#include "tst_instance.moc"
