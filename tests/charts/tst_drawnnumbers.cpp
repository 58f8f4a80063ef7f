// SPDX-License-Identifier: GPL-3.0-or-later
// That the picture holds the run's numbers: every line, band, bar and cell, none missing, none altered.
#include "chartprobe.h"
#include "drawnseries.h"
#include "sampledigest.h"

#include <QTest>

using namespace btw;
using namespace btw::charts;
using namespace btw::charts::sample;
using widgets::Theme;

namespace {

QList<QPointF> byEpoch(const std::vector<double>& values)
{
    QList<QPointF> points;
    for (std::size_t e = 0; e < values.size(); ++e)
        points << QPointF(static_cast<double>(e + 1), values[e]);
    return points;
}

QList<QPointF> weightsByEpoch(
    const std::vector<store::WeightSummary>& weights, double store::WeightSummary::*part)
{
    std::vector<double> values;
    for (const auto& weight : weights)
        values.push_back(weight.*part);
    return byEpoch(values);
}

} // namespace

class DrawnNumbersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyModalityHasItsLineAndBand()
    {
        const auto digest = digestFor(QStringLiteral("weights"));
        const auto chart = shown(QStringLiteral("weights"));
        QCOMPARE(seriesOf<QLineSeries>(*chart).size(), std::size_t(3));
        QCOMPARE(seriesOf<QAreaSeries>(*chart).size(), std::size_t(3));
        for (std::size_t m = 0; m < 3; ++m) {
            const auto& weights = digest.weights[m];
            const QColor colour = chart->theme().modality(m);
            QCOMPARE(lineOf(*chart, colour), weightsByEpoch(weights, &store::WeightSummary::mean));
            const auto [low, high] = bandOf(*chart, colour);
            QCOMPARE(low, weightsByEpoch(weights, &store::WeightSummary::low));
            QCOMPARE(high, weightsByEpoch(weights, &store::WeightSummary::high));
        }
    }

    void theRunAndItsBaselineHaveALine()
    {
        const auto digest = digestFor(QStringLiteral("metric"));
        const auto chart = shown(QStringLiteral("metric"));
        QCOMPARE(seriesOf<QLineSeries>(*chart).size(), std::size_t(2));
        QCOMPARE(lineOf(*chart, chart->theme().accent), byEpoch(digest.validationMetric));
        QCOMPARE(lineOf(*chart, chart->theme().baseline), byEpoch(digest.baselineMetric));
    }

    void curvesAreThoseOfTheErrorAnalysisWithinTheLabels()
    {
        const auto digest = digestFor(QStringLiteral("density"));
        const auto chart = shown(QStringLiteral("density"));
        const Theme theme = chart->theme();
        QCOMPARE(seriesOf<QLineSeries>(*chart).size(), std::size_t(3));
        // Labels lie in -3 ... 3 and touch both ends: a tenth of that is drawn beyond them.
        const auto inside = [](const analysis::DensityCurve& curve) {
            QList<QPointF> points;
            for (std::size_t i = 0; i < curve.x.size(); ++i)
                if (curve.x[i] >= -3.6 && curve.x[i] <= 3.6)
                    points << QPointF(curve.x[i], curve.density[i]);
            return points;
        };
        QCOMPARE(lineOf(*chart, theme.baseline), inside(digest.errors->all));
        QCOMPARE(lineOf(*chart, theme.corrections), inside(digest.errors->corrected));
        QCOMPARE(lineOf(*chart, theme.mistakes), inside(digest.errors->mistaken));
        QCOMPARE(bandOf(*chart, theme.corrections).second, inside(digest.errors->corrected));
        QCOMPARE(bandOf(*chart, theme.mistakes).second, inside(digest.errors->mistaken));
    }

    void everyClassHasItsThreeBars()
    {
        const auto chart = shown(QStringLiteral("classes"));
        const auto series = seriesOf<QBarSeries>(*chart);
        QCOMPARE(series.size(), std::size_t(1));
        QList<QList<double>> bars;
        for (const auto* set : series.front()->barSets()) {
            QList<double> values;
            for (int i = 0; i < set->count(); ++i)
                values << set->at(i);
            bars << values;
        }
        QCOMPARE(bars, (QList<QList<double>> { { 146, 234, 92, 45 }, { 12, 18, 9, 4 }, { 7, 21, 3, 5 } }));
    }

    /// Each cell is seen: where its share becomes another, exactly one patch of the picture changes.
    void everyCellIsDrawn_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("confusion") << "confusion";
        QTest::newRow("routing") << "routing";
    }

    void everyCellIsDrawn()
    {
        QFETCH(const QString, kind);
        const auto chart = shown(kind);
        const auto count = kind == QLatin1String("confusion") ? std::size_t(4) : std::size_t(3);
        const QImage before = chart->grab().toImage();
        QRect all;
        for (std::size_t row = 0; row < count; ++row) {
            auto digest = digestFor(kind);
            if (kind == QLatin1String("confusion")) // two cells of a row change places
                std::swap(digest.confusion[row][0], digest.confusion[row][3]);
            else
                std::swap(digest.routing[row][row], digest.routing[row][7]);
            chart->setDigest(digest);
            chart->refreshNow();
            const QImage after = chart->grab().toImage();
            const QRect changed = difference(before, after);
            QVERIFY2(!changed.isEmpty(), qPrintable(QString::number(row)));
            QVERIFY2(!changed.intersects(all), qPrintable(QString::number(row)));
            all |= changed;
        }
    }

    void cellsSayTheirNumbers()
    {
        const auto confusion = shown(QStringLiteral("confusion"))->accessibleDescription();
        QCOMPARE(confusion.count(QLatin1String("; ")), 15);
        QVERIFY(confusion.contains(QLatin1String("true under 3 days, predicted 3 to 7 days: 38 (26%)")));
        QVERIFY(confusion.endsWith(QLatin1String("true over 14 days, predicted over 14 days: 21 (47%)")));
        const auto routing = shown(QStringLiteral("routing"))->accessibleDescription();
        QCOMPARE(routing.count(QLatin1String("; ")), 23);
        QVERIFY(routing.startsWith(QLatin1String("Text to expert 1: 32%; Text to expert 2: 10%")));
        QVERIFY(routing.contains(QLatin1String("Video to expert 3: 32%")));
    }

private:
    static QRect difference(const QImage& a, const QImage& b)
    {
        QRect changed;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                if (a.pixel(x, y) != b.pixel(x, y))
                    changed |= QRect(x, y, 1, 1);
        return changed;
    }
};

QTEST_MAIN(DrawnNumbersTest)
#include "tst_drawnnumbers.moc"
