// SPDX-License-Identifier: GPL-3.0-or-later
#include "errormessage.h"

#include "engine/weighting/kl.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

using namespace btw::weighting;

namespace {

std::vector<double> normalised(const std::vector<float>& probabilities)
{
    std::vector<double> out;
    normaliseProbabilities(probabilities.data(), probabilities.size(), "modality 'text'", "p7", out);
    return out;
}

bool near(double actual, double expected)
{
    return std::abs(actual - expected) <= 1e-12 * std::abs(expected);
}

} // namespace

class TestKl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void klOfEqualDistributionsIsZero()
    {
        QCOMPARE(klClassification({ 0.2, 0.3, 0.5 }, { 0.2, 0.3, 0.5 }), 0.0);
        QCOMPARE(klRegression(1.5, 0.3, 1.5, 0.3), 0.0);
    }

    void klOfHandPickedDistributions()
    {
        QVERIFY(near(
            klClassification({ 0.5, 0.5 }, { 0.25, 0.75 }), 0.5 * std::log(2.0) + 0.5 * std::log(2.0 / 3)));
        QVERIFY(near(klRegression(1, 2, 0, 4), 0.5 * std::log(2.0) + 3.0 / 8 - 0.5));
        QVERIFY(near(klRegression(0, 4, 1, 2), 0.5 * std::log(0.5) + 5.0 / 4 - 0.5));
    }

    void klIsNotSymmetric()
    {
        QVERIFY(klClassification({ 0.9, 0.1 }, { 0.5, 0.5 }) != klClassification({ 0.5, 0.5 }, { 0.9, 0.1 }));
    }

    void klIsNeverNegative()
    {
        std::mt19937 engine(5); // NOLINT: the same numbers every time are wanted
        std::uniform_real_distribution<float> uniform(0, 1);
        for (int trial = 0; trial < 2000; ++trial) {
            const float a = uniform(engine);
            const float b = trial % 2 == 0 ? std::nextafter(a, 1.0F) : uniform(engine);
            QVERIFY(klClassification(normalised({ a, 1 - a }), normalised({ b, 1 - b })) >= 0);
            QVERIFY(klRegression(a, 0.1 + a, b, 0.1 + b) >= 0);
        }
    }

    void smallDivergencesKeepTheirDigits()
    {
        // Second order: (r - 1)^2 / 4 for a variance ratio r, (difference)^2 / (2 p q) for a probability. The
        // ratio is what 1 + 1e-7 rounds to.
        const double r = (1.0 + 1e-7) - 1;
        QVERIFY(std::abs(klRegression(0, 1 + r, 0, 1) / (r * r / 4) - 1) < 1e-6);
        const double d = 0x1p-24;
        QVERIFY(std::abs(klClassification({ 0.5 + d, 0.5 - d }, { 0.5, 0.5 }) / (2 * d * d) - 1) < 1e-6);
    }

    void zeroProbabilitiesAreClipped()
    {
        const std::vector<double> p = normalised({ 0, 1 });
        QVERIFY(near(p[0], 1e-10 / (1 + 1e-10)));
        QVERIFY(near(p[0] + p[1], 1));
        QVERIFY(near(klClassification(normalised({ 1, 0 }), p), (1 - 2 * p[0]) * std::log(1e10)));
    }

    void sumsWithinToleranceAreRenormalised()
    {
        const std::vector<double> p = normalised({ 0.25F, 0.7505F });
        QVERIFY(near(p[0], 0.25 / (0.25 + static_cast<double>(0.7505F))));
        QVERIFY(near(p[0] + p[1], 1));
    }

    void unusableProbabilitiesNameModalityAndInstance_data()
    {
        QTest::addColumn<QVector<float>>("probabilities");
        QTest::addColumn<QString>("what");
        QTest::newRow("negative") << QVector<float> { -0.1F, 1.1F } << "negative";
        QTest::newRow("sum too large") << QVector<float> { 0.5F, 0.502F } << "sum";
        QTest::newRow("sum too small") << QVector<float> { 0.5F, 0.498F } << "sum";
        QTest::newRow("nan") << QVector<float> { std::numeric_limits<float>::quiet_NaN(), 1 } << "finite";
        QTest::newRow("infinite") << QVector<float> { 0, std::numeric_limits<float>::infinity() } << "finite";
    }
    void unusableProbabilitiesNameModalityAndInstance()
    {
        QFETCH(QVector<float>, probabilities);
        QFETCH(QString, what);
        const QString message = errorMessage([&] {
            normalised({ probabilities.begin(), probabilities.end() });
        });
        QVERIFY2(message.contains(what), qPrintable(message));
        QVERIFY(message.contains("modality 'text'"));
        QVERIFY(message.contains("'p7'"));
    }

    void threeClassesAsByHand()
    {
        QVERIFY(near(klClassification({ 0.2, 0.3, 0.5 }, { 0.5, 0.3, 0.2 }), 0.3 * std::log(2.5)));
        const std::vector<double> p = normalised({ 0.125F, 0.25F, 0.625F });
        QCOMPARE(p, (std::vector<double> { 0.125, 0.25, 0.625 }));
    }

    void messagesSayWhatIsWrongAndWhatToDo()
    {
        const auto message = [](const std::vector<float>& probabilities) {
            return errorMessage([&] { normalised(probabilities); });
        };
        QCOMPARE(message({ 0.5F, 0.25F }),
            QStringLiteral(
                "The prediction of modality 'text' for instance 'p7' has probabilities that sum to "
                "0.750000: make them sum to 1."));
        QCOMPARE(message({ 1.0F, 0.25F, -0.25F }),
            QStringLiteral("The prediction of modality 'text' for instance 'p7' has a negative probability "
                           "(-0.250000 for class 2): give probabilities, not scores."));
        QCOMPARE(message({ 1.0F, std::numeric_limits<float>::quiet_NaN() }),
            QStringLiteral(
                "The prediction of modality 'text' for instance 'p7' is not finite (class 1): give "
                "a probability for every class, or mark the modality absent."));
    }
};

QTEST_GUILESS_MAIN(TestKl)
#include "tst_kl.moc"
