// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows of a study is what the command line prints of it.
#include "calls.h"
#include "engine/error.h"
#include "madecohort.h"
#include "workspace/experiments/studyresult.h"
#include "workspace/store/store.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <memory>

namespace ex = btw::experiments;
using btw::store::Store;

namespace {

constexpr int kRows = 90;

void compareNumbers(double own, const QJsonValue& told)
{
    QVERIFY2(std::abs(own - told.toDouble(NAN)) < 1e-9,
        qPrintable(QStringLiteral("%1, told %2").arg(own).arg(told.toDouble(NAN))));
}

} // namespace

class TestCliStudyResult : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QList<QJsonObject> m_trained; ///< what `btw train` printed
    std::unique_ptr<Store> m_store;
    ex::Study m_study;
    ex::StudyResult m_result;

    QString path() const { return m_folder.filePath(QStringLiteral("runs.sqlite")); }

    QList<QJsonObject> linesWith(const QString& event) const
    {
        QList<QJsonObject> some;
        for (const auto& line : m_trained)
            if (line[u"event"].toString() == event)
                some << line;
        return some;
    }

private Q_SLOTS:
    void initTestCase()
    {
        Made made { "made" };
        made.rows = kRows;
        made.kinds = "vqv";
        made.lacking = 0.2;
        const QString data = m_folder.filePath(QStringLiteral("made.npz"));
        writeCohort(made, data);
        m_trained = linesOf({ QStringLiteral("train"), data, QStringLiteral("--system"),
            QStringLiteral("late"), QStringLiteral("--unimodal"), QStringLiteral("regression"),
            QStringLiteral("--without"), QStringLiteral("m1"), QStringLiteral("--folds"), QStringLiteral("2"),
            QStringLiteral("--repeats"), QStringLiteral("2"), QStringLiteral("--threads"),
            QStringLiteral("1"), QStringLiteral("--store"), path(), QStringLiteral("--json") });
        QVERIFY(!m_trained.isEmpty());
        m_store = std::make_unique<Store>(path());
        m_study = ex::studyOf(*m_store, { 1, 0 });
        m_result = ex::resultOf(*m_store, m_study);
    }

    void aListKnowsItsFigureAndDesign()
    {
        QCOMPARE(m_study.folds, 2U);
        QCOMPARE(m_study.repeats, 2U);
        QCOMPARE(m_study.seeds, 1U);
        QCOMPARE(m_study.systems.size(), 1U);
        QCOMPARE(m_study.metric, std::string("auroc"));
        QVERIFY(std::abs(m_study.figure - m_result.leading().figure.estimate) < 1e-9);
    }

    void modelsAreThoseOfCompare()
    {
        const auto rows = arrayOf({ QStringLiteral("compare"), QStringLiteral("--store"), path(),
            QStringLiteral("--experiment"), QStringLiteral("1"), QStringLiteral("--by"),
            QStringLiteral("person"), QStringLiteral("--baseline"), m_result.leading().model.name(),
            QStringLiteral("--format"), QStringLiteral("json") });
        std::size_t found = 0;
        for (const auto& one : m_result.models) {
            for (const auto& row : rows) {
                if (row[u"system"].toString() != one.model.system || !row[u"without"].isNull()
                    || !row[u"placebo"].isNull())
                    continue;
                ++found;
                compareNumbers(one.figure.estimate, row[u"mean"]);
                compareNumbers(one.figure.standardError, row[u"std"]);
                QVERIFY(one.figure.low <= one.figure.estimate && one.figure.estimate <= one.figure.high);
                QCOMPARE(static_cast<int>(one.rows), row[u"n"].toInt());
                QCOMPARE(static_cast<int>(one.folds), row[u"folds"].toInt());
                QCOMPARE(one.leadingIsBetterBy.has_value(), !row[u"diff"].isNull());
                if (one.leadingIsBetterBy) {
                    compareNumbers(-one.leadingIsBetterBy->estimate, row[u"diff"]);
                    compareNumbers(-one.leadingIsBetterBy->low, row[u"ci_high"]);
                    compareNumbers(-one.leadingIsBetterBy->high, row[u"ci_low"]);
                }
            }
        }
        QCOMPARE(found, m_result.models.size()); // late fusion and the three reference models
        QCOMPARE(found, 4U);
        QVERIFY(!m_result.leading().isReference() && m_result.models.back().isReference());
    }

    void eachQuestionIsCorrectedByItself()
    {
        const auto rows = arrayOf(
            { QStringLiteral("compare"), QStringLiteral("--store"), path(), QStringLiteral("--experiment"),
                QStringLiteral("1"), QStringLiteral("--format"), QStringLiteral("json") });
        std::vector<double> systems; // "which system" has three questions: the reference models
        for (const auto& row : rows) {
            if (!row[u"without"].isNull()) { // "what each modality adds" has one, as the result tells it
                QVERIFY(m_result.answer);
                compareNumbers(m_result.answer->modalities.front().adjustedP, row[u"p_holm"]);
                compareNumbers(std::max(row[u"p"].toDouble(), row[u"t_p"].toDouble()), row[u"p_holm"]);
            } else if (!row[u"diff"].isNull()) {
                systems.push_back(std::max(row[u"p"].toDouble(), row[u"t_p"].toDouble()));
            }
        }
        QCOMPARE(systems.size(), 3U);
        const auto corrected = btw::analysis::holmCorrected(systems);
        std::size_t at = 0;
        for (const auto& row : rows)
            if (row[u"without"].isNull() && !row[u"diff"].isNull())
                compareNumbers(corrected[at++], row[u"p_holm"]);
    }

    void answersAreThoseOfTrain()
    {
        QVERIFY(m_result.answer);
        const auto adds = linesWith(QStringLiteral("adds"));
        QCOMPARE(m_result.answer->modalities.size() + m_result.answer->placebos.size(),
            static_cast<std::size_t>(adds.size()));
        for (const auto& line : adds) {
            const auto& all
                = line[u"placebo"].toBool() ? m_result.answer->placebos : m_result.answer->modalities;
            const auto one = std::find_if(all.begin(), all.end(), [&](const auto& candidate) {
                return QString::fromStdString(candidate.modality) == line[u"modality"].toString();
            });
            QVERIFY(one != all.end());
            compareNumbers(one->difference.estimate, line[u"diff"]);
            compareNumbers(one->difference.low, line[u"ci_low"]);
            compareNumbers(one->difference.high, line[u"ci_high"]);
            QCOMPARE(one->among.has_value(), line[u"among"].isObject());
            if (one->among) { // who has m1 is a group of its own, with the same figures
                compareNumbers(one->among->difference.estimate, line[u"among"][u"diff"]);
                compareNumbers(one->among->difference.low, line[u"among"][u"ci_low"]);
                QCOMPARE(static_cast<int>(one->among->people), line[u"among"][u"people"].toInt());
            }
        }
        const auto forWhom = ex::forWhomOf(*m_store, m_study, m_result, "m1");
        std::size_t told = 0;
        for (const auto& line : linesWith(QStringLiteral("adds_in"))) {
            if (line[u"modality"].toString() != QLatin1String("m1"))
                continue;
            QVERIFY(told < forWhom.groups.size());
            const auto& one = forWhom.groups[told++];
            QCOMPARE(one.group, line[u"group"].toString());
            compareNumbers(one.difference.estimate, line[u"diff"]);
            compareNumbers(one.adjustedP, line[u"from_rest_p_holm"]);
            QVERIFY(one.happened <= one.difference.n);
        }
        QCOMPARE(told, forWhom.groups.size());
        QVERIFY(told > 1);
        // That one class differs from the other is one fact, with one p that needs no correction.
        std::vector<const ex::SubgroupContribution*> classes;
        for (const auto& one : forWhom.groups)
            if (one.kind == QLatin1String("class"))
                classes.push_back(&one);
        QCOMPARE(classes.size(), 2U);
        QVERIFY(!classes[0]->isOtherHalf && classes[1]->isOtherHalf);
        QCOMPARE(classes[0]->adjustedP, classes[0]->fromRest.p);
        QCOMPARE(classes[1]->adjustedP, classes[0]->adjustedP);
    }

    void eachModalityAloneIsTheMeanOfItsTestFigures()
    {
        QCOMPARE(m_result.alone.size(), 3U);
        for (const auto& alone : m_result.alone) {
            QVERIFY(alone.isOwn);
            QVERIFY(alone.rows <= kRows);
            QSet<qint64> seen;
            double sum = 0;
            for (const auto& final : linesWith(QStringLiteral("final"))) {
                const auto run = m_store->run(final[u"run"].toInteger());
                const bool isFull = m_result.leading().model.runs.begin()->second > 0 && run
                    && run->modality.toStdString() == alone.modality
                    && m_store->cohort(run->splitId).derivation.placebo.empty();
                if (isFull && !seen.contains(run->id)) {
                    seen.insert(run->id);
                    sum += run->test.at("auroc");
                }
            }
            QCOMPARE(seen.size(), 4); // 2 folds, 2 repeats
            QVERIFY(std::abs(alone.figure.estimate - sum / 4) < 1e-9);
        }
    }

    void weightsOfLateFusionAreMeansOverItsFits()
    {
        QCOMPARE(m_result.believed.size(), 3U);
        for (const auto& one : m_result.believed) {
            QCOMPARE(one.fits, 4U);
            QVERIFY(one.least <= one.mean && one.mean <= one.most);
        }
    }

    void probabilitiesAreDrawnOnceARepeatWithEverybodyOnce()
    {
        QCOMPARE(m_result.pictures.size(), 2U);
        for (const auto& picture : m_result.pictures) {
            QCOMPARE(picture.rows, static_cast<std::size_t>(kRows));
            std::size_t n = 0;
            for (const auto& bin : picture.calibration.deciles)
                n += bin.n;
            QCOMPARE(n, static_cast<std::size_t>(kRows));
            QCOMPARE(picture.benefit.size(), picture.benefitWithout.size());
        }
        QVERIFY(std::isfinite(m_result.pictures[0].benefit[20].low));
        QVERIFY(std::isnan(m_result.pictures[1].benefit[20].low));
        // The slope is that of each fold on which it is defined, averaged, as in every other table.
        double sum = 0;
        int defined = 0;
        for (const auto& [cell, run] : m_result.leading().model.runs) {
            const double slope = m_store->run(run)->test.at("calibration_slope");
            sum += std::isfinite(slope) ? slope : 0;
            defined += std::isfinite(slope) ? 1 : 0;
        }
        QVERIFY(defined > 0);
        QVERIFY2(std::abs(m_result.calibrationSlope - sum / defined) < 1e-6,
            qPrintable(QStringLiteral("%1, not %2").arg(m_result.calibrationSlope).arg(sum / defined)));
    }

    void looksAndPeopleAreCounted()
    {
        QCOMPARE(m_result.rows, static_cast<std::size_t>(kRows));
        QCOMPARE(m_result.people, static_cast<std::size_t>(kRows));
        QCOMPARE(m_result.classCounts[0] + m_result.classCounts[1], static_cast<std::size_t>(kRows));
        QCOMPARE(m_result.looks.count, 1U); // all trainings opened together
        QCOMPARE(m_result.repeats, 2U);
        QCOMPARE(m_result.folds, 2U);
    }

    void anotherModelCanLead()
    {
        const auto other = ex::resultOf(*m_store, m_study, { {}, 2U });
        QCOMPARE(*other.choice.leading, 2U);
        QVERIFY(!other.models[2].leadingIsBetterBy && other.models[0].leadingIsBetterBy);
        QVERIFY(std::abs(other.models[0].leadingIsBetterBy->estimate
                    + m_result.models[2].leadingIsBetterBy->estimate)
            < 1e-12);
        QVERIFY(!other.answer); // nothing was left out of it
    }

    void whetherWeightingHelpsIsAskedOfTheWeightedModel()
    {
        const QString asked = m_folder.filePath(QStringLiteral("weighting.json"));
        QFile file(asked);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"name": "Whether weighting helps", "data": "made.npz",
            "spec": {"preset": "demo", "epochs": 1}, "grid": {"system": ["moe"], "variant": ["none", "btw"]}})");
        file.close();
        const QString path = m_folder.filePath(QStringLiteral("weighting.sqlite"));
        QVERIFY(!linesOf(
            { QStringLiteral("sweep"), asked, QStringLiteral("--store"), path, QStringLiteral("--json") })
                     .isEmpty());
        const Store store(path);
        const auto study = ex::studyOf(store, { 1, 0 });
        const auto result = ex::resultOf(store, study);
        QVERIFY(result.asksWeighting);
        QCOMPARE(result.leading().model.variant, QStringLiteral("btw"));
        // The list's figure, and the course that is opened, are of the same model.
        QVERIFY(std::abs(study.figure - result.leading().figure.estimate) < 1e-9);
        QCOMPARE(study.leading.size(), 1U);
        for (const auto& training : study.trainings)
            QCOMPARE(training.id == study.leading.front(), training.variant == QLatin1String("btw"));
        // After one epoch all weights were 1 throughout.
        QCOMPARE(result.weightedRuns, 1U);
        QCOMPARE(result.unweightedRuns, 1U);
        QVERIFY(!m_result.asksWeighting);
        QCOMPARE(m_study.leading.size(), 4U); // with everything: not those without m1
    }

    void severalWeightingsAreBesideOneBaseline()
    {
        const QString path = m_folder.filePath(QStringLiteral("weighted.sqlite"));
        for (const char* variant : { "kl-local", "constant" })
            QVERIFY(
                !linesOf({ QStringLiteral("train"), m_folder.filePath(QStringLiteral("made.npz")),
                             QStringLiteral("--variant"), QLatin1String(variant), QStringLiteral("--preset"),
                             QStringLiteral("demo"), QStringLiteral("--epochs"), QStringLiteral("2"),
                             QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--store"),
                             path, QStringLiteral("--json") })
                     .isEmpty());
        const Store store(path);
        const auto result = ex::resultOf(store, ex::studyOf(store, { 0, 1 }));
        QStringList variants;
        for (const auto& one : result.models)
            if (one.model.system == QLatin1String("moe"))
                variants << one.model.variant;
        variants.sort();
        QCOMPARE(variants,
            (QStringList { QStringLiteral("constant"), QStringLiteral("kl-local"), QStringLiteral("none") }));
    }

    void nothingIsSaidBeforeTheTestFiguresAreOpen()
    {
        auto closed = m_study;
        closed.wasOpened = false;
        --closed.opened;
        QVERIFY_EXCEPTION_THROWN(ex::resultOf(*m_store, closed), btw::Error);
    }
};

QTEST_GUILESS_MAIN(TestCliStudyResult)
#include "tst_clistudyresult.moc"
