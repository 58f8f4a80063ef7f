// SPDX-License-Identifier: GPL-3.0-or-later
// What a weighting costs in time, by hand from seconds of epochs.
#include "../store/storefixture.h"

#include "workspace/experiments/comparisonrecords.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/overhead.h"

#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>
#include <memory>

using namespace btw;
using experiments::Comparison;
using experiments::EpochSeconds;
using store::Store;
using training::Step;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Of the runs of one training.
struct Seconds
{
    EpochSeconds text, audio, weighted, baseline;
};

/// (2 + 0.5 + 4) / 2, with medians; the weighted run was paused once, and an even number of epochs has the
/// mean of the two in the middle.
const Seconds kFirst { { 1, 2, 9 }, { 0.25, 0.9, 0.75, 0.1 }, { 4, 3.5, 100 }, { 2, 2, 3 } };
/// (1 + 1 + 3) / 2
const Seconds kSecond { { 1, 1, 1 }, { 1, 1, 1 }, { 3, 3, 3 }, { 2, 2, 2 } };

} // namespace

class TestOverhead : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Store> m_store;
    std::int64_t m_split = 0;
    std::vector<store::TrainingRecord> m_trainings;

    std::int64_t run(Step step, std::uint64_t seed, const QString& modality, const EpochSeconds& seconds,
        const std::vector<store::RunInput>& inputs = {})
    {
        const auto cohort = fixture::classification();
        auto record
            = fixture::run(m_split, step, QStringLiteral("%1 %2 %3").arg(int(step)).arg(seed).arg(modality));
        record.seed = seed;
        record.modality = modality;
        const auto id = m_store->addRun(record, inputs);
        for (std::size_t i = 0; i < seconds.size(); ++i) {
            auto epoch = fixture::epoch(cohort, static_cast<std::int64_t>(i) + 1, i == 0);
            epoch.report.seconds = seconds[i];
            if (step != Step::Weighted) {
                epoch.report.weights.clear();
                epoch.weights.clear();
            }
            m_store->appendEpoch(id, epoch, {}, {});
        }
        return id;
    }

    /// \returns the weighted run
    std::int64_t train(std::uint64_t seed, const Seconds& seconds)
    {
        using Role = store::RunInput::Role;
        const auto text = run(Step::Unimodal, seed, QStringLiteral("text"), seconds.text);
        const auto audio = run(Step::Unimodal, seed, QStringLiteral("audio"), seconds.audio);
        const auto baseline = run(Step::Baseline, seed, {}, seconds.baseline);
        const auto weighted = run(Step::Weighted, seed, {}, seconds.weighted,
            { { text, Role::Unimodal, QStringLiteral("text") },
                { audio, Role::Unimodal, QStringLiteral("audio") }, { baseline, Role::Baseline, {} } });
        keep(seed, baseline, Step::Baseline);
        keep(seed, weighted, Step::Weighted);
        return weighted;
    }

    void keep(std::uint64_t seed, std::int64_t last, Step step)
    {
        const auto record = m_store->run(last).value();
        store::TrainingRecord training;
        training.splitId = m_split;
        training.system = record.model;
        training.variant = record.variant;
        training.seed = seed;
        training.spec = record.spec;
        training.runs = { { last, step } };
        m_trainings.push_back(std::move(training));
    }

    Comparison times()
    {
        const experiments::Models models(*m_store, m_trainings);
        Comparison comparison;
        const auto paper = [](const char* variant, double mean, const char* data) {
            return experiments::PublishedRow { QStringLiteral("moe"), QString::fromLatin1(variant), {},
                experiments::kTimeOverBaseline, mean, kNan, QString::fromLatin1(data),
                QStringLiteral("Table 10") };
        };
        comparison.published = { paper("btw", 2.6, "CMU-MOSI"), paper("btw", 3.2, "CMU-MOSEI") };
        experiments::addTimes(*m_store, models, comparison);
        return comparison;
    }

    QVariant sql(const char* statement) { return fixture::sql(m_path, QString::fromLatin1(statement)); }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(QStringLiteral("%1-%2.sqlite")
                                       .arg(QLatin1String(QTest::currentTestFunction()),
                                           QString::fromLatin1(QTest::currentDataTag())
                                               .replace(QLatin1Char(' '), QLatin1Char('-'))));
        m_store = std::make_unique<Store>(m_path);
        m_split = m_store->saveCohort(fixture::classification());
        m_trainings.clear();
    }
    void cleanup() { m_store.reset(); }

    void theRatioOfOneTraining()
    {
        const auto ratio = [](const Seconds& of) {
            return experiments::timeOverBaseline({ of.text, of.audio }, of.weighted, of.baseline);
        };
        QCOMPARE(ratio(kFirst), 3.25);
        QCOMPARE(ratio(kSecond), 2.5);
        for (const auto& unknown : { EpochSeconds {}, EpochSeconds { 1, 1 }, EpochSeconds { 1, 1, 1, kNan },
                 EpochSeconds { 1, 1, 1, 0 } }) {
            QVERIFY(std::isnan(ratio({ unknown, kFirst.audio, kFirst.weighted, kFirst.baseline })));
            QVERIFY(std::isnan(ratio({ kFirst.text, kFirst.audio, unknown, kFirst.baseline })));
            QVERIFY(std::isnan(ratio({ kFirst.text, kFirst.audio, kFirst.weighted, unknown })));
        }
    }

    void theMeanOverTrainings()
    {
        train(1, kFirst);
        train(2, kSecond);
        const auto comparison = times();
        QCOMPARE(comparison.times.size(), 1U); // the unweighted model is what it is compared with
        const auto& row = comparison.times.front();
        QCOMPARE(row.model.variant, QStringLiteral("btw"));
        QCOMPARE(row.seeds, 2U);
        QCOMPARE(row.mean, 2.875);
        QVERIFY(std::abs(row.std - 0.75 / std::sqrt(2)) < 1e-12); // of two: their distance over the root of 2
        QCOMPARE(comparison.timesNote, QString());
    }

    void theTimesStandBesideThePublishedOnes()
    {
        train(1, kFirst);
        train(2, kSecond);
        const auto comparison = times();
        const auto text = [&](experiments::TableFormat format) {
            return experiments::comparisonText({ comparison }, format);
        };
        const QString markdown = text(experiments::TableFormat::Markdown);
        QVERIFY2(markdown.contains(QStringLiteral(
                     "| BTW-weighted mixture of experts (moe:btw) | 2.8750 ± 0.5303 | - | - | - | - | "
                     "2.6 (CMU-MOSI), 3.2 (CMU-MOSEI) |")),
            qPrintable(markdown));
        QVERIFY2(!markdown.contains(QStringLiteral("published figures only")), qPrintable(markdown));
        const QString latex = text(experiments::TableFormat::Latex);
        QVERIFY2(latex.contains(QStringLiteral("& 2.8750 $\\pm$ 0.5303 & - & - & - & - & 2.6 (CMU-MOSI)")),
            qPrintable(latex));
        const auto lines = text(experiments::TableFormat::Csv).split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 1 + 1 + 2);
        QVERIFY(lines[1].startsWith(QStringLiteral("time_over_baseline,moe,btw,")));
        QVERIFY2(lines[1].contains(QStringLiteral(",2,1,,,2.875,")), qPrintable(lines[1])); // of no people
        for (const auto& line : lines)
            QCOMPARE(line.count(QLatin1Char(',')), lines[0].count(QLatin1Char(',')));
        const auto json = experiments::comparisonJson({ comparison });
        QCOMPARE(json.size(), 3);
        const auto own = json[0].toObject();
        QCOMPARE(own[u"metric"].toString(), QStringLiteral("time_over_baseline"));
        QCOMPARE(own[u"mean"].toDouble(), 2.875);
        QVERIFY(!own[u"published"].toBool());
        for (const char* key : { "n", "people", "diff", "p" })
            QVERIFY2(own.contains(QLatin1String(key)) && own[QLatin1String(key)].isNull(), key);
        QVERIFY(experiments::hasCell(comparison, comparison.published[0]));
        const auto sentence = experiments::timesSentence(comparison);
        QVERIFY2(sentence.startsWith(
                     QStringLiteral("What a weighting costs: BTW-weighted mixture of experts 2.8750 ± 0.5303 "
                                    "(published: 2.6 (CMU-MOSI), 3.2 (CMU-MOSEI)). ")),
            qPrintable(sentence));
    }

    void whatIsNotKnownIsSaid_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<QString>("why");
        QTest::newRow("few epochs") << QByteArray(
            "DELETE FROM epochs WHERE epoch > 2 AND run_id = (SELECT id FROM runs WHERE seed = "
            "2 AND modality = 'text')")
                                    << QStringLiteral("one of its models has fewer than 3 epochs");
        QTest::newRow("no seconds") << QByteArray(
            "UPDATE epochs SET seconds = NULL WHERE epoch = 2 AND run_id = (SELECT id FROM "
            "runs WHERE seed = 2 AND step = 'baseline')")
                                    << QStringLiteral("the time of an epoch was not kept");
        QTest::newRow("another version")
            << QByteArray("UPDATE runs SET version = '0.0.9' WHERE seed = 2 AND modality = 'audio'")
            << QStringLiteral(
                   "its models were trained by different versions of the program, of which one may "
                   "be faster (0.0.9, 0.1.0)");
        QTest::newRow("no baseline") << QByteArray(
            "DELETE FROM run_inputs WHERE role = 'baseline' AND run_id = (SELECT id FROM runs "
            "WHERE seed = 2 AND step = 'weighted')")
                                     << QStringLiteral(
                                            "a model that it was trained with is no longer in the project");
        QTest::newRow("further models")
            << QByteArray("INSERT INTO run_inputs SELECT runs.id, 9, other.id, 'pool', '' FROM runs, runs AS "
                          "other WHERE runs.seed = 2 AND runs.step = 'weighted' AND other.seed = 1 AND "
                          "other.step = 'weighted'")
            << QStringLiteral("its weights are made of further models, whose time is not part");
    }
    void whatIsNotKnownIsSaid()
    {
        QFETCH(QByteArray, damage);
        QFETCH(QString, why);
        train(2, kSecond);
        train(1, kFirst);
        sql(damage.constData());
        auto comparison = times();
        QCOMPARE(comparison.times.size(), 1U);
        QCOMPARE(comparison.times.front().mean, 3.25); // of the other alone
        QCOMPARE(comparison.times.front().seeds, 1U);
        QVERIFY(std::isnan(comparison.times.front().std));
        QCOMPARE(comparison.timesNote,
            QStringLiteral(
                "Time over the baseline's: BTW-weighted mixture of experts: 1 of 2 trainings is left out "
                "(%1).")
                .arg(why));

        m_trainings.resize(2); // of seed 2
        comparison = times();
        QVERIFY(std::isnan(comparison.times.front().mean));
        QCOMPARE(comparison.timesNote,
            QStringLiteral("Time over the baseline's: BTW-weighted mixture of experts: not known (%1).")
                .arg(why));
        QVERIFY(experiments::comparisonJson({ comparison })[0].toObject()[u"mean"].isNull());
        const QString markdown
            = experiments::comparisonText({ comparison }, experiments::TableFormat::Markdown);
        QVERIFY2(markdown.contains(
                     QStringLiteral("| BTW-weighted mixture of experts (moe:btw) | - | - | - | - | - | ")),
            qPrintable(markdown));
        QVERIFY2(markdown.contains(comparison.timesNote), qPrintable(markdown));
    }

    void modelsWithoutWeightsHaveNone()
    {
        train(1, kFirst);
        m_trainings.resize(1); // the baseline's
        QVERIFY(times().times.empty());
        QCOMPARE(experiments::timesSentence(times()), QString());
        experiments::ComparisonChoice choice;
        choice.metrics = { experiments::kTimeOverBaseline };
        QCOMPARE(fixture::errorOf([&] {
            experiments::Models models(*m_store, m_trainings);
            experiments::comparisonOf(m_store.get(), models, choice);
        }),
            QStringLiteral("--metric time_over_baseline is of weighted models, and none of these is one."));
    }
};

QTEST_GUILESS_MAIN(TestOverhead)
#include "tst_overhead.moc"
