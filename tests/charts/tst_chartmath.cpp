// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/labels.h"
#include "ui/charts/ticks.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace btw::charts;

class ChartMathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticksAreNiceAndInside_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("atMost");
        QTest::addColumn<QList<double>>("expected");
        QTest::addColumn<int>("decimals");
        QTest::newRow("weights") << 0.0 << 1.0 << 5 << QList<double> { 0, 0.25, 0.5, 0.75, 1 } << 2;
        QTest::newRow("error") << 0.6 << 1.4 << 5 << QList<double> { 0.6, 0.8, 1.0, 1.2, 1.4 } << 1;
        QTest::newRow("symmetric") << -2.2 << 2.2 << 5 << QList<double> { -2, -1, 0, 1, 2 } << 0;
        QTest::newRow("counts") << 0.0 << 2342.0 << 5 << QList<double> { 0, 500, 1000, 1500, 2000 } << 0;
        QTest::newRow("tiny") << 1e-5 << 3e-5 << 3 << QList<double> { 1e-5, 2e-5, 3e-5 } << 5;
        QTest::newRow("reversed") << 1.0 << 0.0 << 5 << QList<double> {} << 0;
        QTest::newRow("not finite") << 0.0 << std::nan("") << 5 << QList<double> {} << 0;
    }

    void ticksAreNiceAndInside()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(int, atMost);
        QFETCH(QList<double>, expected);
        const Ticks ticks = ticksWithin(low, high, atMost);
        QCOMPARE(static_cast<qsizetype>(ticks.values.size()), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i) {
            const double value = ticks.values[static_cast<std::size_t>(i)];
            QVERIFY2(std::abs(value - expected[i]) <= 1e-9 * std::max(1e-6, std::abs(expected[i])),
                qPrintable(QString::number(value)));
        }
        QTEST(ticks.decimals, "decimals");
    }

    void epochsStartAtOne_data()
    {
        QTest::addColumn<int>("last");
        QTest::addColumn<int>("atMost");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("two") << 2 << 6 << QList<int> { 1, 2 };
        QTest::newRow("five") << 5 << 6 << QList<int> { 1, 2, 3, 4, 5 };
        QTest::newRow("twenty-five") << 25 << 6 << QList<int> { 1, 5, 10, 15, 20, 25 };
        QTest::newRow("forty") << 40 << 5 << QList<int> { 1, 10, 20, 30, 40 };
        QTest::newRow("three hundred") << 300 << 4 << QList<int> { 1, 100, 200, 300 };
    }

    void epochsStartAtOne()
    {
        QFETCH(int, last);
        QFETCH(int, atMost);
        QFETCH(QList<int>, expected);
        QList<int> values;
        for (const double value : epochTicks(1, last, atMost).values) {
            values << static_cast<int>(value);
        }
        QCOMPARE(values, expected);
    }

    void niceRangeHoldsItsLimits()
    {
        std::mt19937 random(1);
        std::uniform_real_distribution<double> exponent(-6, 6);
        std::uniform_real_distribution<double> share(-1, 1);
        for (int i = 0; i < 500; ++i) {
            const double scale = std::pow(10, exponent(random));
            double low = share(random) * scale;
            double high = share(random) * scale;
            if (low > high) {
                std::swap(low, high);
            }
            const Range range = niceRange(low, high, 5);
            QVERIFY(range.low <= low + 1e-8 * scale);
            QVERIFY(range.high >= high - 1e-8 * scale);
            QVERIFY(range.high - range.low <= 3.1 * (high - low));
        }
    }

    void aRangeOfOneValueIsOpened()
    {
        const Range range = niceRange(2, 2, 5);
        QVERIFY(range.low < 2 && range.high > 2);
        const Range zero = niceRange(0, 0, 5);
        QVERIFY(zero.low < 0 && zero.high > 0);
    }

    void aRangeOfTinyNumbersIsNoSingleValue()
    {
        for (const double size : { 1e-300, 1e-13, 1e-9, 1.0, 1e13, 1e300 }) {
            const Range range = niceRange(0, 0.7 * size, 4);
            QVERIFY2(range.high >= 0.7 * size && range.high <= 2 * size, qPrintable(QString::number(size)));
        }
    }

    void marksThatDifferHaveTextsThatDiffer()
    {
        for (const double from : { 0.0, -3.0, 100.0, 12345.0 }) {
            for (const double span : { 1.0, 0.3, 7.0, 25.0 }) {
                for (int power = -14; power <= 14; power += 2) {
                    const double scale = std::pow(10.0, power);
                    const Ticks ticks = ticksWithin(from * scale, (from + span) * scale, 6);
                    QStringList texts;
                    for (const double value : ticks.values) {
                        const QString text = ticks.text(value);
                        QVERIFY2(!texts.contains(text), qPrintable(texts.join(' ') + " " + text));
                        QVERIFY2(text.size() <= 12, qPrintable(text));
                        const QString plain = QString(text).replace(QChar(0x2212), QLatin1Char('-'));
                        QVERIFY2(std::abs(plain.toDouble() - value) <= 1e-9 * (std::abs(value) + ticks.step),
                            qPrintable(text + " " + QString::number(value, 'g', 17)));
                        texts << text;
                    }
                }
            }
        }
    }

    void aMeasuredNumberIsNeverShownAsNothing()
    {
        QCOMPARE(measureText(0), QStringLiteral("0.00"));
        QCOMPARE(measureText(0.784), QStringLiteral("0.78"));
        QCOMPARE(measureText(-0.05), QStringLiteral("\u22120.05"));
        QCOMPARE(measureText(0.0042), QStringLiteral("0.0042"));
        QCOMPARE(measureText(0.00042), QStringLiteral("0.00042"));
        QCOMPARE(measureText(3.14e-7), QStringLiteral("3.1e\u22127"));
        QCOMPARE(measureText(28640.687), QStringLiteral("28640.69"));
        QCOMPARE(measureText(2.346e12), QStringLiteral("2.35e12"));
        QCOMPARE(measureText(std::nan("")), QStringLiteral("-"));
    }

    void numbersCarryATrueMinusAndNoNegativeZero()
    {
        QCOMPARE(tickText(-1.5, 1), QStringLiteral("\u22121.5"));
        QCOMPARE(tickText(-0.001, 1, true), QStringLiteral("0.0"));
        QCOMPARE(tickText(2, 0, true), QStringLiteral("+2"));
        QCOMPARE(tickText(0.25, 2), QStringLiteral("0.25"));
    }

    void labelsThatDoNotMeetStayWhereTheyAre()
    {
        QCOMPARE(spreadLabels({ 90, 10, 50 }, 14, 0, 100), (std::vector<double> { 90, 10, 50 }));
    }

    void twoLabelsOnOneSpotPartEvenly()
    {
        QCOMPARE(spreadLabels({ 50, 50 }, 14, 0, 100), (std::vector<double> { 43, 57 }));
    }

    void labelsKeepInsideTheirColumn()
    {
        QCOMPARE(spreadLabels({ 0, 1, 99 }, 14, 0, 100), (std::vector<double> { 7, 21, 93 }));
    }

    void spreadLabelsNeverOverlapAndKeepTheirOrder()
    {
        std::mt19937 random(2);
        std::uniform_real_distribution<double> place(-20, 220);
        for (int round = 0; round < 300; ++round) {
            std::vector<double> wanted(1 + round % 12);
            std::generate(wanted.begin(), wanted.end(), [&] { return place(random); });
            const std::vector<double> spread = spreadLabels(wanted, 14, 0, 200);
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                QVERIFY(spread[i] >= 7 - 1e-9 && spread[i] <= 193 + 1e-9);
                for (std::size_t j = 0; j < wanted.size(); ++j) {
                    if (i != j) {
                        QVERIFY(std::abs(spread[i] - spread[j]) >= 14 - 1e-9);
                    }
                    if (wanted[i] < wanted[j]) {
                        QVERIFY(spread[i] < spread[j]);
                    }
                }
            }
        }
    }

    void labelsWithoutRoomAreSpreadEvenly()
    {
        QVERIFY(!labelsFit(5, 14, 0, 60));
        QVERIFY(labelsFit(4, 15, 0, 60));
        QCOMPARE(spreadLabels({ 5, 1, 2, 3, 4 }, 14, 0, 50), (std::vector<double> { 45, 5, 15, 25, 35 }));
    }

    void labelsBesideCurvesTouchNeitherCurvesNorEachOther()
    {
        std::vector<CurveLabel> labels(3);
        const std::vector<double> heights { 130, 90, 30 };
        for (std::size_t c = 0; c < 3; ++c) {
            for (int k = 0; k <= 200; ++k) {
                const double u = (k - 100) / 40.0;
                labels[c].curve << QPointF(2.4 * k, 170 - heights[c] * std::exp(-u * u / 2));
            }
            labels[c].size = QSizeF(90, 15);
        }
        const QRectF area(0, 0, 480, 180);
        const std::vector<QRectF> placed = placeBesideCurves(labels, area);
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(!placed[i].isNull());
            QVERIFY(area.contains(placed[i]));
            for (std::size_t j = 0; j < 3; ++j) {
                QVERIFY(i == j || !placed[i].intersects(placed[j]));
                for (const QPointF& point : labels[j].curve) {
                    QVERIFY(!placed[i].contains(point));
                }
            }
        }
    }

    void aLabelDoesNotLieBetweenThePointsOfACoarseCurve()
    {
        // Straight pieces between few points: a label has room between two of them, and the line goes through
        // it.
        std::vector<CurveLabel> labels(2);
        labels[0].curve << QPointF(0, 170) << QPointF(120, 20) << QPointF(240, 150) << QPointF(360, 20)
                        << QPointF(480, 170);
        labels[1].curve << QPointF(0, 60) << QPointF(240, 175) << QPointF(480, 60);
        labels[0].size = labels[1].size = QSizeF(64, 15);
        const QRectF area(0, 0, 480, 180);
        const std::vector<QRectF> placed = placeBesideCurves(labels, area);
        for (const QRectF& rect : placed) {
            QVERIFY(!rect.isNull());
            for (const auto& label : labels)
                for (qsizetype k = 1; k < label.curve.size(); ++k)
                    for (int s = 0; s <= 400; ++s) {
                        const QPointF on
                            = label.curve[k - 1] + (label.curve[k] - label.curve[k - 1]) * (s / 400.0);
                        QVERIFY(!rect.contains(on));
                    }
        }
    }

    void aLabelBesideACurveStaysWhileItCan()
    {
        CurveLabel label;
        for (int k = 0; k <= 200; ++k) {
            label.curve << QPointF(2 * k, 120 - 80 * std::sin(k / 200.0 * 3.14159));
        }
        label.size = QSizeF(60, 14);
        const QRectF area(0, 0, 400, 140);
        label.before = placeBesideCurves({ label }, area)[0];
        const QRectF first = label.before;
        for (QPointF& point : label.curve) {
            point.ry() += 1.5;
        }
        QCOMPARE(placeBesideCurves({ label }, area)[0], first);
    }
};

QTEST_GUILESS_MAIN(ChartMathTest)
#include "tst_chartmath.moc"
