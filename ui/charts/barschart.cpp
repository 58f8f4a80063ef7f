// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/barschart.h"

#include "ui/charts/modelschart.h"
#include "ui/charts/words.h"
#include "ui/models/intervalcolumn.h"
#include "ui/models/words.h"
#include "ui/widgets/names.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kBarWidth = 0.66; // of a model's slot

QString legend(const FigureData& data)
{
    if (!data.study)
        return {};
    const auto& all = data.study->models;
    const bool hasWhiskers
        = std::any_of(all.begin(), all.end(), [](const auto& one) { return std::isfinite(one.std); });
    const QString what = !hasWhiskers ? BarsChart::tr("mean")
        : data.study->seeds > 1       ? BarsChart::tr("mean, whiskers are the standard deviation over seeds")
                                      : BarsChart::tr("mean, whiskers are the standard deviation over folds");
    return modelsLegend(data, what, BarsChart::tr("reference models grey"));
}
} // namespace

void BarsChart::rebuildWithoutRun()
{
    m_bars.clear();
    setWords(figure().title, {});
    setEmpty(tr("No training has ended yet. Then each of its models has a bar here."));
}

void BarsChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.study || data.study->models.empty())
        return;
    setEmpty({});
    m_metric = models::metricShort(data.study->metric);
    QStringList names;
    double low = 0;
    double high = 0;
    std::vector<models::Interval> intervals;
    for (const auto& one : data.study->models) {
        const bool hasInterval = std::isfinite(one.low) && std::isfinite(one.high);
        intervals.push_back({ one.mean, hasInterval ? one.low : one.mean - one.std,
            hasInterval ? one.high : one.mean + one.std });
    }
    const auto written = models::intervalColumn(intervals);
    for (std::size_t i = 0; i < written.size(); ++i) {
        const auto& one = data.study->models[i];
        Bar bar { widgets::shownName(one.name), written[i].estimate, one.mean, one.std, one.isReference };
        const double spread = std::isfinite(one.std) ? one.std : 0;
        low = std::min(low, one.mean - spread);
        high = std::max(high, one.mean + spread);
        names << bar.name;
        m_bars.push_back(std::move(bar));
    }
    m_x = Axis { -0.5, static_cast<double>(names.size()) - 0.5, false, false, {}, names };
    const Range range = niceRange(low, high * 1.08, 5); // a bar begins at zero
    m_y = Axis { range.low, range.high, false, false,
        data.study->lowerIsBetter ? tr("%1 (lower is better)").arg(m_metric) : m_metric, {} };
    setWords(figure().title, tr("%1, mean and standard deviation").arg(m_metric));
}

void BarsChart::paintOver(QPainter& painter)
{
    double widest = 0;
    for (const auto& bar : m_bars)
        widest = std::max(widest, textWidth(tickFont(), bar.number));
    const double slot = plot().width() / static_cast<double>(m_bars.size());
    const bool hasNumbers = widest + 3 <= slot;
    painter.setFont(tickFont());
    const double h = ink().tickPx + 4;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const auto& bar = m_bars[i];
        const auto x = static_cast<double>(i);
        const QRectF rect = QRectF(toPixel(x - kBarWidth / 2, std::max(bar.value, 0.0)),
            toPixel(x + kBarWidth / 2, std::min(bar.value, 0.0)));
        painter.setPen(Qt::NoPen);
        QColor fill = bar.isReference ? theme().baseline : theme().accent;
        fill.setAlphaF(bar.isReference ? 0.6F : 0.9F);
        painter.setBrush(fill);
        painter.drawRect(rect);
        double top = rect.top();
        if (std::isfinite(bar.spread)) {
            const QPointF high = toPixel(x, bar.value + bar.spread);
            const QPointF low = toPixel(x, bar.value - bar.spread);
            painter.setPen(QPen(theme().text, ink().line * 0.6));
            painter.drawLine(low, high);
            for (const QPointF& end : { low, high })
                painter.drawLine(end - QPointF(ink().dot, 0), end + QPointF(ink().dot, 0));
            top = std::min(top, high.y());
        }
        if (hasNumbers) {
            painter.setPen(theme().text);
            drawText(
                painter, QRectF(rect.center().x() - slot / 2, top - h, slot, h), Qt::AlignCenter, bar.number);
        }
    }
}

QString BarsChart::words(const Bar& bar) const
{
    return std::isfinite(bar.spread)
        ? tr("%1: %2 %3, standard deviation %4").arg(bar.name, m_metric, bar.number, measureText(bar.spread))
        : tr("%1: %2 %3").arg(bar.name, m_metric, bar.number);
}

QList<HoverRow> BarsChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    const double at = std::round(toData(pixel).x());
    if (at < 0 || at >= static_cast<double>(m_bars.size()))
        return {};
    anchor = QPointF(toPixel(at, 0).x(), pixel.y());
    return { { words(m_bars[static_cast<std::size_t>(at)]), QColor() } };
}

std::optional<QPointF> BarsChart::stepFrom(const QPointF& pixel, int steps)
{
    const double last = static_cast<double>(m_bars.size()) - 1;
    const double at = pixel.x() < plot().left() ? 0
        : pixel.x() > plot().right()            ? last
                                                : std::round(toData(pixel).x()) + steps;
    return QPointF(toPixel(std::clamp(at, 0.0, std::max(0.0, last)), 0).x(), pixel.y());
}

QString BarsChart::summary() const
{
    QStringList parts;
    for (const auto& bar : m_bars)
        parts << words(bar);
    return parts.join(QStringLiteral("; "));
}

FigureInfo barsFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("bars");
    figure.title = BarsChart::tr("Models as bars");
    figure.inPaper = QStringLiteral("1");
    figure.needs = BarsChart::tr("an experiment, or trainings, that have ended");
    figure.explanation
        = BarsChart::tr("One bar per model: its figure on test rows, mean over seeds and folds. The whisker "
                        "is the standard deviation over seeds, or over folds where there is one seed; grey "
                        "bars are plain models to compare with.");
    figure.columns = modelColumns();
    figure.need = experiments::FigureNeed::Models;
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.rows = modelRows;
    figure.legend = legend;
    figure.make = makerOf<BarsChart>();
    return figure;
}

} // namespace btw::charts
