// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/foldfigures.h"
#include "engine/analysis/folds.h"
#include "engine/analysis/studentt.h"
#include "engine/error.h"
#include "golden.h"
#include "tests/weighting/errormessage.h"

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
                static_cast<std::size_t>(json[u"fitted"].toInt()), &y, &predictions[last - 1],
                &predictions[last] });
        }
    }
    FoldLabels labels() const { return { task, task == Task::Classification ? 2U : 0U, false, &groups }; }
};

BootstrapOptions few()
{
    BootstrapOptions options;
    options.resamples = 500;
    return options;
}

/// A part whose figure is the mean of the values that were drawn; far off where another fold's rows are
/// drawn.
FoldPart meanPart(std::size_t fold, std::vector<std::size_t> places, const std::vector<double>& values)
{
    const auto figure = [values](const Multiplicity& drawn) {
        double sum = 0, count = 0;
        for (std::size_t i = 0; i < values.size() && i < drawn.size(); ++i) {
            sum += drawn[i] * values[i];
            count += drawn[i];
        }
        if (drawn.size() != values.size())
            return 1e6;
        return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
    };
    return { fold, std::move(places), std::make_shared<const Statistic>(figure), values };
}

/// Folds of uneven sizes, the first with two seeds; people have a row or several.
struct Uneven
{
    std::vector<double> y = std::vector<double>(10, 0.0);
    std::vector<std::string> groups { "a", "a", "b", "c", "c", "d", "d", "d", "e", "e" };
    std::vector<Predictions> off; ///< by so much everywhere: the mean absolute error
    std::vector<FoldPair> pairs;

    Uneven()
    {
        for (const float by : { 1.0F, 0.5F, 1.75F, 0.75F, 2.0F, 1.75F, 2.5F, 0.5F })
            off.push_back({ 1, std::vector<float>(10, by) });
        pairs = { { 3, { 0, 1 }, 8, &y, &off[0], &off[1] }, { 3, { 0, 1 }, 6, &y, &off[2], &off[3] },
            { 1, { 2, 3, 4 }, 5, &y, &off[4], &off[5] }, { 0, { 8, 5, 6, 7 }, 0, &y, &off[6], &off[7] } };
    }
    FoldLabels labels() const { return { Task::Regression, 0, false, &groups }; }
};

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
        const std::vector<FoldPair> pairs { { 0, { 0, 1, 2, 3 }, 4, &y, &low, &low },
            { 1, { 4, 5, 6, 7 }, 4, &y, &high, &high } };
        const auto found
            = foldDifference("auroc", { Task::Classification, 2, false, &groups }, pairs, {}, few());
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

    // A label that is cut at quantiles of each fold's training rows: the same row may be of another class on
    // another fold. Log loss by hand.
    void eachFoldHasLabelsOfItsOwn()
    {
        const std::vector<double> one { 0, 1, 0, 1 }, two { 1, 1, 0, 0 };
        const std::vector<std::string> groups;
        const Predictions model { 2, { 0.75F, 0.25F, 0.75F, 0.25F, 0.75F, 0.25F, 0.75F, 0.25F } };
        const std::vector<FoldPair> pairs { { 0, { 0, 1 }, 2, &one, &model, nullptr },
            { 1, { 2, 3 }, 2, &two, &model, nullptr } };
        const auto found
            = foldDifference("log_loss", { Task::Classification, 2, false, &groups }, pairs, {}, few());
        QVERIFY(golden::isClose(found.first, -(3 * std::log(0.75) + std::log(0.25)) / 4));
        const auto accuracy
            = foldDifference("accuracy", { Task::Classification, 2, false, &groups }, pairs, {}, few());
        QCOMPARE(accuracy.first, 0.75);
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
        const auto ranked = foldDifference("auroc", one.labels(), one.pairs, {}, few());
        QCOMPARE(ranked.estimate, ranked.first);
        QCOMPARE(ranked.second, 0.0);
        const auto back = both.reversed();
        QCOMPARE(back.estimate, -both.estimate);
        QCOMPARE(back.low, -both.high);
        QCOMPARE(back.high, -both.low);
        QCOMPARE(back.low90, -both.high90);
        QCOMPARE(back.high90, -both.low90);
        QCOMPARE(back.first, both.second);
        QCOMPARE(back.second, both.first);
        QVERIFY(back.p == both.p && back.tP == both.tP && back.standardError == both.standardError);
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
        // What is known of all rows says nothing of some, and stays as it is.
        FoldReplicates known;
        const auto all = foldDifference("log_loss", one.labels(), one.pairs, {}, few(), &known);
        const auto again = foldDifference("log_loss", one.labels(), one.pairs, some, few(), &known);
        QVERIFY(again.low == found.low && again.high == found.high && again.low != all.low);
        const auto asBefore = foldDifference("log_loss", one.labels(), one.pairs, {}, few(), &known);
        QVERIFY(asBefore.low == all.low && asBefore.high == all.high);
    }

    // Three folds of four models: over seeds, then over folds; what is undefined does not count.
    void aMeanIsOverSeedsThenFolds()
    {
        const std::vector<FoldPart> first { meanPart(7, { 2, 0, 1 }, { 1, 2, 4 }),
            meanPart(7, { 2, 0, 1 }, { 3, 5, 8 }), meanPart(2, { 3, 4 }, { 10, 20 }),
            meanPart(5, { 3 }, { 77 }) };
        // Other rows of fold 7, and the rows of fold 2 in another fold.
        const std::vector<FoldPart> second { meanPart(9, { 3, 4 }, { 100, 50 }),
            meanPart(7, { 1, 0 }, { 6, 7 }), meanPart(2, { 3, 4 }, { 1, 2 }) };
        const std::vector<FoldPart> undefined { meanPart(5, { 3 }, { 1 }) }, none;
        const MeansOverFolds means({ &first, &second, &undefined, &none });
        const Multiplicity drawn { 1, 0, 3, 0, 2 };
        const auto found = means(drawn);
        QCOMPARE(found.size(), std::size_t { 4 });
        QVERIFY(golden::isClose(found[0], ((1.25 + 3.5) / 2 + 20) / 2));
        QVERIFY(golden::isClose(found[1], (7.0 + 2 + 50) / 3));
        QVERIFY(std::isnan(found[2]) && std::isnan(found[3]));
        QVERIFY(golden::isClose(meanOverFolds(second)(drawn), 59.0 / 3));
        // Every row is drawn from: in another order, in theirs, and only the first of them.
        const std::vector<FoldPart> whole { meanPart(0, { 1, 2, 0 }, { 1, 10, 100 }),
            meanPart(1, { 0, 1, 2 }, { 1, 10, 100 }), meanPart(2, { 0, 1 }, { 5, 9 }) };
        QVERIFY(golden::isClose(meanOverFolds(whole)({ 2, 1, 0 }), (201.0 / 3 + 12.0 / 3 + 19.0 / 3) / 3));
    }

    void anInstancesScoreIsItsMeanOverParts()
    {
        const auto mean
            = meanOverInstances({ meanPart(0, { 2, 0 }, { 1, 4 }), meanPart(1, { 0, 3 }, { 6, -2 }) });
        QVERIFY(golden::isClose(mean({ 2, 5, 1, 0 }), 11.0 / 3));
        QVERIFY(golden::isClose(mean({ 0, 1, 1, 3 }), -5.0 / 4));
        QVERIFY(std::isnan(mean({ 0, 5, 0, 0 })));
    }

    void rowsAreDrawnFromOnce()
    {
        const Uneven given;
        const std::vector<FoldPair> pairs { { 0, { 9, 4 }, 1, &given.y, nullptr, nullptr },
            { 1, { 4, 6, 1 }, 1, &given.y, nullptr, nullptr } };
        using Places = std::map<std::size_t, std::size_t>;
        const DrawnRows all(given.labels(), pairs, {});
        QVERIFY(all.placeOf == (Places { { 1, 0 }, { 4, 1 }, { 6, 2 }, { 9, 3 } }));
        QCOMPARE(all.groups, (std::vector<std::string> { "a", "c", "d", "e" }));
        const DrawnRows some(given.labels(), pairs, { 8, 6, 4 });
        QVERIFY(some.placeOf == (Places { { 4, 0 }, { 6, 1 } }));
        QCOMPARE(some.groups, (std::vector<std::string> { "c", "d" }));
    }

    // Shares of people, not rows, who were tested; of nobody fitted as of one. p by SciPy.
    void theTTestGoesByPeopleAndFolds()
    {
        const Uneven given;
        const DrawnRows drawn(given.labels(), given.pairs, {});
        const auto figures = [&](const FoldLabels& labels, const std::function<bool(std::size_t)>& isWanted) {
            return FoldFigures("mae", labels, given.pairs, drawn, isWanted);
        };
        const auto all = figures(given.labels(), [](std::size_t) { return true; });
        QCOMPARE(all.pairs, std::size_t { 4 });
        QCOMPARE(all.leftOut, std::size_t { 0 });
        QVERIFY(all.isMean());
        QCOMPARE(all.two[3].scores, std::vector<double>(4, 0.5));
        QCOMPARE(all.one[3].places, (std::vector<std::size_t> { 8, 5, 6, 7 }));
        // Differences of 3/4, 1/4 and 2; people of 1, 1, 2 and 2 to 8, 6, 5 and 1.
        QVERIFY(golden::isClose(all.tP(), 0.38397716052983205, 1e-9));
        const std::vector<std::string> nobody;
        auto rows = given.labels();
        rows.groups = &nobody;
        const auto ofRows = figures(rows, [](std::size_t) { return true; });
        QVERIFY(golden::isClose(ofRows.tP(), 0.4763892537172933, 1e-9)); // 2, 2, 3 and 4 rows
        const auto some = figures(given.labels(), [](std::size_t row) { return row > 1; });
        QCOMPARE(some.pairs, std::size_t { 2 });
        QCOMPARE(some.leftOut, std::size_t { 2 });
        QVERIFY(golden::isClose(some.tP(), correctedResampledP({ 0.25, 2 }, (2.0 / 5 + 2) / 2), 1e-12));
        const auto found = foldDifference("mae", given.labels(), given.pairs, {}, few());
        QCOMPARE(found.n, std::size_t { 9 });
        QCOMPARE(found.units, std::size_t { 5 });
        QVERIFY(golden::isClose(found.tP, 0.38397716052983205, 1e-9));
        QVERIFY(golden::isClose(found.first, (2 * 1.375 + 3 * 2.0 + 4 * 2.5) / 9));
        QVERIFY(golden::isClose(found.second, (2 * 0.625 + 3 * 1.75 + 4 * 0.5) / 9));
    }

    void theCorrectedTestIsSciPys()
    {
        QVERIFY(
            golden::isClose(correctedResampledP({ 0.3, -0.1, 0.5, 0.2 }, 0.25), 0.2927754522032657, 1e-9));
        QCOMPARE(correctedResampledP({ 0, 0, 0 }, 0.25), 1.0);
        QCOMPARE(correctedResampledP({ 0.5, 0.5 }, 0.25), 0.0); // the same gain on every fold
        QVERIFY(!std::isnan(correctedResampledP({ 0.25, 0.75 }, 0.25)));
        QVERIFY(std::isnan(correctedResampledP({ 0.5 }, 0.25)) && std::isnan(correctedResampledP({}, 0.25)));
        FoldDifference difference;
        difference.p = 0.25;
        difference.tP = 0.125;
        QCOMPARE(difference.largerP(), 0.25);
        difference.tP = 0.5;
        QCOMPARE(difference.largerP(), 0.5);
    }

    // The rows of a fold may come in any order.
    void theOrderOfAFoldsRowsDoesNotMatter()
    {
        const Case one(foldsDocument()[u"cases"][0].toObject());
        std::vector<FoldPair> single { one.pairs.front() };
        for (const char* metric : { "auroc", "log_loss", "macro_f1" }) {
            single.front().rows = one.pairs.front().rows;
            const auto ascending = foldDifference(metric, one.labels(), single, {}, few());
            auto& rows = single.front().rows;
            std::rotate(rows.begin(), rows.begin() + 7, rows.end());
            const auto turned = foldDifference(metric, one.labels(), single, {}, few());
            QVERIFY(golden::isClose(turned.estimate, ascending.estimate));
            QVERIFY(golden::isClose(turned.low, ascending.low));
            QVERIFY(golden::isClose(turned.high, ascending.high));
            QVERIFY(golden::isClose(turned.standardError, ascending.standardError));
        }
    }

    void replicatesAreMadeOnce()
    {
        FoldReplicates known;
        int made = 0;
        const auto make = [&made] {
            ++made;
            return std::vector<double> { 0.5 * made, 2 };
        };
        const Predictions model {};
        const FoldReplicates::Key key { "mae", 2, 3, { 0, 1 }, { { 0, &model } } };
        QVERIFY(!known.has(key));
        QCOMPARE(known.of(key, make), (std::vector<double> { 0.5, 2 }));
        QVERIFY(known.has(key));
        QCOMPARE(known.of(key, make), (std::vector<double> { 0.5, 2 }));
        auto other = key;
        other.drawn.push_back(2);
        QCOMPARE(known.of(other, make), (std::vector<double> { 1, 2 }));
        QCOMPARE(made, 2);
    }

    void whatIsDrawnTogetherIsKnownByMetricFoldsAndModels()
    {
        const Case one(foldsDocument()[u"cases"][0].toObject());
        for (const char* metric : { "log_loss", "auroc" }) {
            auto empty = one.pairs; // cannot be compared, and changes nothing for the others
            for (auto& pair : empty)
                pair.rows.clear();
            const auto options = few();
            FoldReplicates known;
            drawTogether(metric, one.labels(), { one.pairs, empty }, options, known);
            FoldReplicates::Key key { metric, 500, options.seed, { 0, 1, 2 }, {} };
            QVERIFY(!known.has(key));
            for (const bool isFirst : { true, false }) {
                key.parts.clear();
                for (const auto& pair : one.pairs)
                    key.parts.emplace_back(pair.fold, isFirst ? pair.first : pair.second);
                QVERIFY(known.has(key));
                const auto make = []() -> std::vector<double> { return {}; };
                QCOMPARE(known.of(key, make).size(), std::size_t { 500 });
            }
            const auto apart = foldDifference(metric, one.labels(), one.pairs, {}, options);
            const auto together = foldDifference(metric, one.labels(), one.pairs, {}, options, &known);
            QVERIFY(together.low == apart.low && together.high == apart.high && together.p == apart.p);
        }
    }

    // A fold on which the metric is undefined is drawn from all the same: it makes another comparison.
    void aFoldThatIsLeftOutIsStillDrawnFrom()
    {
        Case one(foldsDocument()[u"cases"][0].toObject());
        for (const auto row : one.pairs.back().rows)
            one.y[row] = 1;
        auto without = one.pairs;
        without.pop_back();
        FoldReplicates known;
        const auto first = foldDifference("auroc", one.labels(), without, {}, few(), &known);
        const auto after = foldDifference("auroc", one.labels(), one.pairs, {}, few(), &known);
        const auto alone = foldDifference("auroc", one.labels(), one.pairs, {}, few());
        QCOMPARE(after.estimate, first.estimate);
        QVERIFY(after.low == alone.low && after.high == alone.high);
        QVERIFY(after.low != first.low || after.high != first.high);
        QCOMPARE(after.n, first.n + one.pairs.back().rows.size());
    }

    void twoPeopleAreEnoughToDrawTogether_data()
    {
        QTest::addColumn<std::size_t>("people");
        for (const std::size_t people : { 1, 2, 3 })
            QTest::addRow("%zu people", people) << people;
    }
    void twoPeopleAreEnoughToDrawTogether()
    {
        QFETCH(const std::size_t, people);
        Case one(foldsDocument()[u"cases"][0].toObject());
        for (std::size_t i = 0; i < one.y.size(); ++i)
            one.groups.push_back("person " + std::to_string(i % people));
        for (const char* metric : { "log_loss", "macro_f1" }) {
            FoldReplicates known;
            drawTogether(metric, one.labels(), { one.pairs }, few(), known);
            const auto apart = foldDifference(metric, one.labels(), one.pairs, {}, few());
            const auto together = foldDifference(metric, one.labels(), one.pairs, {}, few(), &known);
            QCOMPARE(apart.units, people);
            QCOMPARE(std::isnan(apart.low), people == 1);
            QVERIFY(golden::isClose(together.low, apart.low));
            QVERIFY(golden::isClose(together.high, apart.high));
            QCOMPARE(together.defined, apart.defined);
        }
    }

    void refusalsSayWhatIsUndefined()
    {
        Case one(foldsDocument()[u"cases"][0].toObject());
        const auto nowhere = QStringLiteral("The metric auroc is undefined on the group, or on all others.");
        for (const auto& group : { std::vector<std::size_t> {}, { 999 }, one.pairs[0].rows })
            QCOMPARE(errorMessage([&] {
                differenceFromRest("auroc", one.labels(), { one.pairs.front() }, group, few());
            }),
                nowhere);
        QVERIFY(errorMessage([&] {
            differenceFromRest("auroc", one.labels(), one.pairs, one.pairs[1].rows, few());
        }).isEmpty());
        for (auto& y : one.y)
            y = 0;
        QCOMPARE(errorMessage([&] { foldDifference("auroc", one.labels(), one.pairs, {}, few()); }),
            QStringLiteral("The metric auroc is undefined on the test rows of every fold, e.g. because one "
                           "class is missing."));
    }

    void theEndsOfStudentsT()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinite = std::numeric_limits<double>::infinity();
        QVERIFY(std::isnan(studentP(nan, 3)));
        QVERIFY(
            std::isnan(studentP(1, -1)) && std::isnan(studentP(infinite, 0)) && std::isnan(studentP(1, nan)));
        QCOMPARE(studentP(infinite, 3), 0.0);
        QCOMPARE(studentP(-infinite, 3), 0.0);
        QVERIFY(studentT(1, 5) < 1e-50); // NaN is not
        for (const double p : { -0.05, 1.5, nan })
            QVERIFY(std::isnan(studentT(p, 5)));
        QVERIFY(std::isnan(studentT(0.05, -2)));
        // By SciPy.
        QVERIFY(golden::isClose(studentP(1.3, 2.5), 0.3004867892707083, 1e-10));
        QVERIFY(golden::isClose(studentT(0.05, 3), 3.1824463052837078, 1e-10));
        QVERIFY(golden::isClose(studentT(0.1, 1), 6.313751514675044, 1e-10));
    }
};

QTEST_GUILESS_MAIN(FoldsTest)
#include "tst_folds.moc"
