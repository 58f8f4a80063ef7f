// SPDX-License-Identifier: GPL-3.0-or-later
// Temperatures against SciPy's (tests/golden/make_heldout.py).
#include "errormessage.h"

#include "tests/goldenarrays.h"

#include "engine/error.h"
#include "engine/weighting/temperature.h"
#include "engine/weighting/weigher.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace btw;

namespace {

struct Case
{
    Predictions probabilities;
    std::vector<double> y;
    std::vector<std::size_t> rows;
    double temperature = 0;
    std::vector<double> tempered;

    explicit Case(const std::string& name)
    {
        const GoldenArrays golden("heldout/temperature-" + name);
        y = golden.at("y");
        rows.resize(y.size());
        std::iota(rows.begin(), rows.end(), std::size_t { 0 });
        probabilities.width = golden.at("p").size() / y.size();
        for (const double p : golden.at("p"))
            probabilities.values.push_back(static_cast<float>(p));
        temperature = golden.scalar("temperature");
        tempered = golden.at("tempered");
    }
};

} // namespace

class TemperatureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithScipy_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "sure", "shy", "four", "noise" })
            QTest::newRow(name) << name;
    }
    void agreesWithScipy()
    {
        QFETCH(QString, name);
        Case made(name.toStdString());
        const double found = weighting::temperatureOf(made.probabilities, made.rows, made.y);
        QVERIFY2(isClose(found, made.temperature, 1e-4), qPrintable(QString::number(found)));
        weighting::temper(made.probabilities, made.temperature);
        for (std::size_t i = 0; i < made.tempered.size(); ++i)
            QVERIFY(isClose(made.probabilities.values[i], made.tempered[i], 1e-5, 1e-7));
    }

    void whatIsNotThereStaysSo()
    {
        Case made("sure");
        made.probabilities.row(3)[0] = made.probabilities.row(3)[1] = std::nanf("");
        weighting::temper(made.probabilities, 2);
        QVERIFY(std::isnan(made.probabilities.row(3)[0]) && std::isnan(made.probabilities.row(3)[1]));
    }

    /// Only validation rows that have the modality decide, and the order of a row's classes stays.
    void aWeigherReadsValidationRowsAlone()
    {
        const Case made("sure");
        weighting::Inputs inputs;
        inputs.task = Task::Classification;
        inputs.modalities = { "a", "b" };
        inputs.y = made.y;
        inputs.unimodal = { made.probabilities, made.probabilities };
        for (std::size_t i = 0; i < made.y.size(); ++i) {
            inputs.ids.push_back(std::to_string(i));
            inputs.splits.push_back(i % 3 == 0 ? Split::Train : i % 3 == 1 ? Split::Validation : Split::Test);
            inputs.present.insert(inputs.present.end(), { 1, static_cast<std::uint8_t>(i % 2) });
        }
        const weighting::Options options { .variant = weighting::Variant::KlLocal,
            .calibrate = weighting::Calibrate::Temperature };
        const auto temperatures = weighting::Weigher(inputs, options).temperatures();
        std::vector<std::size_t> validation, having;
        for (std::size_t i = 1; i < made.y.size(); i += 3) {
            validation.push_back(i);
            if (i % 2 == 1)
                having.push_back(i);
        }
        QCOMPARE(temperatures[0], weighting::temperatureOf(made.probabilities, validation, made.y));
        QCOMPARE(temperatures[1], weighting::temperatureOf(made.probabilities, having, made.y));
        QVERIFY(temperatures[0] > 1.2);
        // Labels of other rows may be anything.
        auto others = inputs;
        for (std::size_t i = 0; i < made.y.size(); ++i)
            if (inputs.splits[i] != Split::Validation)
                others.y[i] = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(weighting::Weigher(others, options).temperatures(), temperatures);
        QCOMPARE(weighting::Weigher(inputs, { .variant = weighting::Variant::KlLocal }).temperatures(),
            (std::vector<double> { 1, 1 }));
        others.y.clear();
        QVERIFY_EXCEPTION_THROWN(weighting::Weigher(others, options), Error);
    }

    void impossibleClassesCountAsVeryUnlikely()
    {
        Predictions made { 2, { 0.0F, 1.0F, 0.9F, 0.1F } };
        weighting::temper(made, 2); // roots: of 1e-10 and 1, and of 9 and 1
        QVERIFY(isClose(made.values[0], 1e-5 / (1 + 1e-5), 1e-6));
        QVERIFY(isClose(made.values[1], 1 / (1 + 1e-5), 1e-6));
        QVERIFY(isClose(made.values[2], 0.75, 1e-6));
        QVERIFY(isClose(made.values[3], 0.25, 1e-6));
    }

    void aTinyTemperatureLeavesTheMostProbableClass()
    {
        Predictions made { 3, { 0.35F, 0.4F, 0.25F } };
        weighting::temper(made, 1e-4);
        QCOMPARE(made.values, (std::vector<float> { 0, 1, 0 }));
    }

    void aRowWithoutAllItsClassesStaysAndTheNextDoesNot()
    {
        Predictions made { 2, { 0.25F, std::nanf(""), 0.9F, 0.1F } };
        weighting::temper(made, 2);
        QCOMPARE(made.values[0], 0.25F);
        QVERIFY(std::isnan(made.values[1]));
        QVERIFY(isClose(made.values[2], 0.75, 1e-6));
    }

    /// Where the likeliest class is always right, or never, the temperature goes as far as it may.
    void temperaturesEndAtTwentyAndOneTwentieth()
    {
        const Predictions made { 2, { 0.6F, 0.4F, 0.4F, 0.6F, 0.6F, 0.4F } };
        const std::vector<std::size_t> rows { 0, 1, 2 };
        QVERIFY(isClose(weighting::temperatureOf(made, rows, { 0, 1, 0 }), 0.05, 1e-6));
        QVERIFY(isClose(weighting::temperatureOf(made, rows, { 1, 0, 1 }), 20, 1e-6));
    }

    void everyRowNeedsOneOfTheClasses()
    {
        const Predictions made { 2, { 0.6F, 0.4F, 0.3F, 0.7F, 0.8F, 0.2F } };
        const std::vector<std::size_t> rows { 0, 2 };
        const auto message = [&](double label) {
            return errorMessage([&] { weighting::temperatureOf(made, rows, { 0, -5, label }); });
        };
        QVERIFY(message(0).isEmpty());
        QVERIFY(message(1).isEmpty());
        for (const double label : { -1.0, 2.0, std::numeric_limits<double>::quiet_NaN() })
            QCOMPARE(message(label),
                QStringLiteral("calibrate=temperature needs the class of every validation row: leave out "
                               "those without a label, or use calibrate=none."));
    }
};

QTEST_GUILESS_MAIN(TemperatureTest)
#include "tst_temperature.moc"
