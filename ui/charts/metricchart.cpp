// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/metricchart.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "ui/charts/peoplewords.h"
#include "ui/charts/words.h"
#include "ui/models/words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::charts {

namespace {

QList<QPointF> pointsOf(const std::vector<double>& values)
{
    QList<QPointF> points;
    for (std::size_t e = 0; e < values.size(); ++e) {
        if (std::isfinite(values[e])) {
            points << QPointF(static_cast<double>(e + 1), values[e]);
        }
    }
    return points;
}

std::vector<QStringList> rows(const jobs::RunDigest& digest)
{
    const auto at = [](const std::vector<double>& values, std::size_t e) {
        return e < values.size() ? cell(values[e]) : QString();
    };
    std::vector<QStringList> rows;
    const std::size_t epochs = std::max(digest.validationMetric.size(), digest.baselineMetric.size());
    rows.reserve(epochs);
    for (std::size_t e = 0; e < epochs; ++e) {
        rows.push_back(
            { QString::number(e + 1), at(digest.validationMetric, e), at(digest.baselineMetric, e) });
    }
    return rows;
}

/// By which the kept epoch was chosen; empty where that is what is drawn.
QString chosenBy(const jobs::RunDigest& digest)
{
    if (digest.run.spec.select == training::Select::Loss)
        return MetricChart::tr("the loss");
    const auto metric = analysis::smoothingMetric(digest.task);
    return metric == digest.metric ? QString() : models::metricShort(metric);
}

QString legend(const jobs::RunDigest& digest)
{
    const QString metric = models::metricName(digest.metric); // in full: the axis has the short one
    QString text = MetricChart::tr("%1 on the validation rows by epoch").arg(metric);
    if (!digest.baselineMetric.empty() && digest.run.step != training::Step::Baseline)
        text = MetricChart::tr("%1: solid %2, dashed its baseline").arg(text, runInSentence(digest.run));
    const auto best = static_cast<std::size_t>(std::max<std::int64_t>(0, digest.run.bestEpoch));
    const bool hasRing = best > 0 && best <= digest.validationMetric.size()
        && std::isfinite(digest.validationMetric[best - 1]);
    if (!hasRing)
        return MetricChart::tr("%1.", "a sentence").arg(text);
    const QString by = chosenBy(digest);
    return by.isEmpty()
        ? MetricChart::tr("%1; the ring marks the epoch that is kept.").arg(text)
        : MetricChart::tr("%1; the ring marks the epoch that is kept, which is chosen by %2.").arg(text, by);
}

} // namespace

void MetricChart::rebuildWithoutRun()
{
    m_lines.clear();
    m_rings.clear();
    setWords(figure().title, {});
    setEmpty(noEpochSentence(nullptr));
}

void MetricChart::rebuild(const jobs::RunDigest& digest)
{
    m_lines.clear();
    m_rings.clear();
    m_hoverDecimals = 3;
    const QString metric = models::metricShort(digest.metric);
    const bool isBaseline = digest.run.step == training::Step::Baseline;

    if (!isBaseline && !digest.baselineMetric.empty()) {
        Line line;
        line.key = QStringLiteral("baseline");
        line.name = tr("baseline");
        line.colour = theme().baseline;
        line.text = theme().baselineText;
        line.dash = Qt::DashLine;
        line.width = 0.8;
        line.points = pointsOf(digest.baselineMetric);
        if (!line.points.isEmpty()) {
            line.value = measureText(line.points.last().y());
            m_lines.push_back(line);
        }
    }
    Line own;
    own.key = QStringLiteral("run");
    own.name = runLabel(digest.run);
    own.colour = theme().accent;
    own.text = theme().accent;
    own.endDot = true;
    own.points = pointsOf(digest.validationMetric);

    QString caption = m_lines.empty() ? own.name : tr("this run against its baseline");
    if (own.points.isEmpty()) {
        m_lines.clear();
        setEmpty(noEpochSentence(&digest));
        caption.clear();
    } else {
        own.value = measureText(own.points.last().y());
        m_lines.push_back(own);
        const std::int64_t best = digest.run.bestEpoch;
        for (const QPointF& point : own.points) {
            if (static_cast<std::int64_t>(point.x()) == best) {
                m_rings.push_back({ point, theme().accent });
                const QString by = chosenBy(digest);
                caption += by.isEmpty() ? tr(", best %1 at epoch %2").arg(measureText(point.y())).arg(best)
                                        : tr(", %1 at epoch %2, which is chosen by %3")
                                              .arg(measureText(point.y()))
                                              .arg(best)
                                              .arg(by);
            }
        }
    }
    if (!m_lines.empty())
        caption += allValidationRows(digest);
    if (usesEvaluationLabels(digest) && !m_lines.empty()) {
        caption += QStringLiteral("; ") + evaluationLabelsNote();
        setFootnote(evaluationLabelsNote());
    }
    setWords(tr("Validation %1").arg(metric), caption,
        analysis::lowerIsBetter(digest.metric) ? tr("Lower is better.") : tr("Higher is better."));

    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    std::size_t longest = 0;
    for (const Line& line : m_lines) {
        longest = std::max(longest, static_cast<std::size_t>(line.points.last().x()));
        for (const QPointF& point : line.points) {
            low = std::min(low, point.y());
            high = std::max(high, point.y());
        }
    }
    m_x = Axis { 1, static_cast<double>(lastAxisEpoch(digest, longest)), true, false, tr("epoch"), {} };
    const Range range = niceRange(low, high, 4);
    const auto* facts = analysis::findMetric(digest.metric);
    const bool inLabelUnits = facts != nullptr && facts->inLabelUnits;
    const bool share = !inLabelUnits && low >= 0 && high <= 1;
    m_y = Axis { share ? std::max(0.0, range.low) : range.low, share ? std::min(1.0, range.high) : range.high,
        false, false,
        inLabelUnits ? (!namesLabel() ? tr("%1 (label units)").arg(metric)
                                      : tr("%1 (units of %2)").arg(metric, labelWords(data())))
                     : metric,
        {} };
}

QString MetricChart::hoverTitle(double x) const { return tr("epoch %1").arg(static_cast<int>(x)); }

FigureInfo metricFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("metric");
    figure.title = MetricChart::tr("Validation metric");
    figure.needs = MetricChart::tr("a run of a model that is trained in epochs");
    figure.explanation = MetricChart::tr("How well the model does on the validation rows after each epoch. "
                                         "Solid is this run, dashed its baseline; the ring marks the epoch "
                                         "that is kept.");
    figure.columns = { QStringLiteral("epoch"), QStringLiteral("validation_{metric}"),
        QStringLiteral("baseline_{metric}") };
    figure.suits = [](const jobs::RunDigest& digest) { return !digest.fittedAtOnce; };
    figure.rows = ofRun(rows);
    figure.legend = ofRun(legend);
    figure.make = makerOf<MetricChart>();
    return figure;
}

} // namespace btw::charts
