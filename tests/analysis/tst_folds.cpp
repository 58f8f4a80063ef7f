// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/folds.h"
#include "engine/analysis/studentt.h"
#include "engine/error.h"
#include "golden.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace btw;
using namespace btw::analysis;

namespace {

QJsonObject foldsDocument()
{
    QFile file(QStringLiteral(BTW_TEST_DATA "/folds/folds.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot open %s", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// p of class 1 as both classes; or the values.
Predictions predictionsOf(const QJsonValue& values, Task task)
{
    Predictions predictions;
    predictions.width = task == Task::Classification ? 2 : 1;
    for (const QJsonValue& value : values.toArray()) {
        const auto p = static_cast<float>(value.toDouble());
        if (task == Task::Classification)
            predictions.values.push_back(1 - p);
        predictions.values.push_back(p);
    }
    return predictions;
}

struct Case
{
    Task task;
    std::vector<double> y;
    std::vector<std::string> groups;
    std::vector<Predictions> predictions; ///< two a cell
    std::vector<FoldPair> pairs;

    explicit Case(const QJsonObject& json)
        : task(json[u"task"].toString() == u"classification" ? Task::Classification : Task::Regression)
        , y(golden::numbers<double>(json[u"y"]))
    {
        const auto cells = json[u"cells"].toArray();
        predictions.reserve(static_cast<std::size_t>(2 * cells.size()));
        for (const auto& value : cells) {
            const auto cell = value.toObject();
            for (const auto& model : cell[u"models"].toArray())
                predictions.push_back(predictionsOf(model, task));
            const auto last = predictions.size() - 1;
            pairs.push_back({ static_cast<std::size_t>(cell[u"fold"].toInt()),
                golden::numbers<std::size_t>(cell[u"rows"]),
                static_cast<std::size_t>(json[u"fitted"].toInt()), &predictions[last - 1],
                &predictions[last] });
        }
    }
    FoldLabels labels() const { return { task, task == Task::Classification ? 2U : 0U, false, &y, &groups }; }
};

BootstrapOptions few()
{
    BootstrapOptions options;
    options.resamples = 500;
    return options;
}

} // namespace

class FoldsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresAndTestAreScikitLearnsAndSciPys()
    {
        for (const auto& value : foldsDocument()[u"cases"].toArray()) {
            const Case one(value.toObject());
            const auto expected = value.toObject()[u"expected"].toObject();
            for (const auto& metric : expected.keys()) {
                const auto found = foldDifference(metric.toStdString(), one.labels(), one.pairs, {}, few());
                const auto figures = expected[metric].toObject();
                // Predictions are kept as float.
                QVERIFY(golden::isClose(found.first, figures[u"first"].toDouble(), 1e-6));
                QVERIFY(golden::isClose(found.second, figures[u"second"].toDouble(), 1e-6));
                QVERIFY(golden::isClose(found.tP, figures[u"t_p"].toDouble(), 1e-4));
                QVERIFY(golden::isClose(found.estimate, found.first - found.second, 1e-12));
                QCOMPARE(found.pairs, one.pairs.size());
                QCOMPARE(found.units, one.y.size());
                QVERIFY(found.low < found.low90 && found.low90 < found.high90 && found.high90 < found.high);
                QVERIFY(found.largerP() == std::max(found.p, found.tP));
            }
        }
    }

    void studentsTIsSciPys()
    {
        for (const auto& value : foldsDocument()[u"student"].toArray()) {
            const auto one = value.toObject();
            const double p = studentP(one[u"t"].toDouble(), one[u"freedom"].toDouble());
            QVERIFY(golden::isClose(p, one[u"p"].toDouble(), 1e-10));
            const double t = std::abs(one[u"t"].toDouble());
            if (p > 1e-12 && t > 0)
                QVERIFY(std::abs(studentT(one[u"p"].toDouble(), one[u"freedom"].toDouble()) / t - 1) < 1e-8);
        }
        QVERIFY(std::abs(studentT(0.05, 19) - 2.0930240544083087) < 1e-10);
        QVERIFY(std::isnan(studentT(0, 19)) && std::isnan(studentT(0.05, 0)));
        QVERIFY(std::isnan(studentP(1, 0)));
    }

    // What a single split says by folds is what it says without them.
    void oneFoldIsASingleSplit()
    {
        const Case one(foldsDocument()[u"cases"][0].toObject());
        const std::vector<FoldPair> single { one.pairs.front() };
        const auto& rows = single.front().rows;
        EvaluationSet set { one.task, 2, false, rows, {}, {} };
        for (const auto row : rows)
            set.y.push_back(one.y[row]);
        for (const char* metric : { "auroc", "log_loss", "ece" }) {
            const auto folds = foldDifference(metric, one.labels(), single, {}, few());
            const auto split = bootstrapMetricDifference(
                metric, set, *single.front().first, *single.front().second, few());
            QVERIFY(golden::isClose(folds.estimate, split.estimate));
            QVERIFY(golden::isClose(folds.low, split.low));
            QVERIFY(golden::isClose(folds.high, split.high));
            QCOMPARE(folds.p, split.p);
            QVERIFY(std::isnan(folds.tP));
            QCOMPARE(folds.largerP(), folds.p);
        }
    }

    // Pooled over folds, a constant that follows each fold's share of classes would rank them.
    void aConstantOfEachFoldHasAnAurocOfAHalf()
    {
        const std::vector<double> y { 0, 0, 0, 1, 0, 1, 1, 1 };
        const std::vector<std::string> groups;
        Predictions low { 2, {} }, high { 2, {} };
        for (std::size_t i = 0; i < y.size(); ++i) {
            low.values.insert(low.values.end(), { 0.75F, 0.25F });
            high.values.insert(high.values.end(), { 0.25F, 0.75F });
        }
        const std::vector<FoldPair> pairs { { 0, { 0, 1, 2, 3 }, 4, &low, &low },
            { 1, { 4, 5, 6, 7 }, 4, &high, &high } };
        const auto found
            = foldDifference("auroc", { Task::Classification, 2, false, &y, &groups }, pairs, {}, few());
        QCOMPARE(found.first, 0.5);
        QCOMPARE(found.tP, 1.0);
    }

    void aFoldThatLacksAClassIsLeftOutAndCounted()
    {
        Case one(foldsDocument()[u"cases"][0].toObject());
        for (const auto row : one.pairs.front().rows)
            one.y[row] = 1;
        const auto found = foldDifference("auroc", one.labels(), one.pairs, {}, few());
        QCOMPARE(found.leftOut, std::size_t { 1 });
        QCOMPARE(found.pairs, one.pairs.size() - 1);
        for (auto& y : one.y)
            y = 1;
        QVERIFY_EXCEPTION_THROWN(foldDifference("auroc", one.labels(), one.pairs, {}, few()), Error);
    }

    void whatIsDrawnTogetherIsAsDrawnOneByOne()
    {
        for (const auto& value : foldsDocument()[u"cases"].toArray()) {
            const Case one(value.toObject());
            std::vector<Predictions> third;
            third.reserve(one.pairs.size());
            for (const auto& pair : one.pairs) { // between the two that are there
                third.push_back(*pair.first);
                for (std::size_t i = 0; i < third.back().values.size(); ++i)
                    third.back().values[i] = 0.5F * (third.back().values[i] + pair.second->values[i]);
            }
            auto others = one.pairs, alone = one.pairs;
            for (std::size_t i = 0; i < one.pairs.size(); ++i) {
                others[i].first = &third[i];
                alone[i].second = nullptr;
            }
            auto fewer = one.pairs; // whose rows are not those of the others
            fewer.pop_back();
            const std::vector<std::vector<FoldPair>> all { one.pairs, others, alone, fewer };
            for (const auto& metric : value.toObject()[u"expected"].toObject().keys()) {
                const auto name = metric.toStdString();
                FoldReplicates known;
                drawTogether(name, one.labels(), all, few(), known);
                for (const auto& pairs : all) {
                    const auto apart = foldDifference(name, one.labels(), pairs, {}, few());
                    const auto together = foldDifference(name, one.labels(), pairs, {}, few(), &known);
                    QCOMPARE(together.estimate, apart.estimate);
                    QVERIFY(together.low == apart.low && together.high == apart.high);
                    QVERIFY(together.standardError == apart.standardError && together.p == apart.p);
                }
            }
        }
    }

    void groupsAreDrawnWhole()
    {
        Case one(foldsDocument()[u"cases"][0].toObject());
        for (std::size_t i = 0; i < one.y.size(); ++i)
            one.groups.push_back("person " + std::to_string(i / 9));
        QCOMPARE(foldDifference("log_loss", one.labels(), one.pairs, {}, few()).units, std::size_t { 10 });
    }

    void aGroupIsSetAgainstTheRest()
    {
        const Case one(foldsDocument()[u"cases"][2].toObject());
        std::vector<std::size_t> some(40);
        std::iota(some.begin(), some.end(), std::size_t { 0 });
        std::vector<std::size_t> rest(one.y.size() - 40);
        std::iota(rest.begin(), rest.end(), std::size_t { 40 });
        for (const char* metric : { "mae", "corr" }) {
            const auto inside = foldDifference(metric, one.labels(), one.pairs, some, few());
            const auto outside = foldDifference(metric, one.labels(), one.pairs, rest, few());
            const auto found = differenceFromRest(metric, one.labels(), one.pairs, some, few());
            QVERIFY(golden::isClose(found.estimate, inside.estimate - outside.estimate, 1e-12));
            QCOMPARE(found.units, one.y.size());
            // Drawn together, the two parts vary independently of each other but for their sizes.
            const double expected = std::hypot(inside.standardError, outside.standardError);
            QVERIFY(std::abs(found.standardError - expected) < 0.25 * expected);
        }
        std::vector<std::size_t> all(one.y.size());
        std::iota(all.begin(), all.end(), std::size_t { 0 });
        QVERIFY_EXCEPTION_THROWN(differenceFromRest("mae", one.labels(), one.pairs, all, few()), Error);
    }

    void aFigureStandsByItself()
    {
        Case one(foldsDocument()[u"cases"][1].toObject());
        const auto both = foldDifference("log_loss", one.labels(), one.pairs, {}, few());
        for (auto& pair : one.pairs)
            pair.second = nullptr;
        const auto alone = foldDifference("log_loss", one.labels(), one.pairs, {}, few());
        QCOMPARE(alone.estimate, both.first);
        QCOMPARE(alone.second, 0.0);
        const auto back = both.reversed();
        QCOMPARE(back.estimate, -both.estimate);
        QCOMPARE(back.low, -both.high);
        QCOMPARE(back.first, both.second);
    }

    void onlySomeRows()
    {
        const Case one(foldsDocument()[u"cases"][0].toObject());
        std::vector<std::size_t> some(30);
        std::iota(some.begin(), some.end(), std::size_t { 20 });
        const auto found = foldDifference("log_loss", one.labels(), one.pairs, some, few());
        QCOMPARE(found.n, std::size_t { 30 });
        double sum = 0;
        for (const auto& pair : one.pairs)
            for (const auto row : pair.rows)
                if (row >= 20 && row < 50)
                    sum -= std::log(pair.first->values[2 * row + static_cast<std::size_t>(one.y[row])]);
        QVERIFY(golden::isClose(found.first, sum / 30, 1e-6));
    }
};

QTEST_GUILESS_MAIN(FoldsTest)
#include "tst_folds.moc"
