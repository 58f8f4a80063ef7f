// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/densitychart.h"

#include "ui/charts/words.h"
#include "ui/models/words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::charts {

namespace {

/// The stretch of labels that is drawn. The tails of the kernel reach beyond the data; the axis ends where
/// the labels do, with a little room.
Range labelsDrawn(const analysis::ErrorAnalysis& errors)
{
    Range range { std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity() };
    for (const auto* curve : { &errors.all, &errors.corrected, &errors.mistaken }) {
        const std::size_t count = std::min(curve->x.size(), curve->density.size());
        if (count > 0) {
            range.low = std::min(range.low, curve->x.front());
            range.high = std::max(range.high, curve->x[count - 1]);
        }
    }
    const auto [first, last] = std::minmax_element(errors.y.begin(), errors.y.end());
    if (first != errors.y.end() && *last > *first) {
        const double room = 0.1 * (*last - *first);
        range.low = std::max(range.low, *first - room);
        range.high = std::min(range.high, *last + room);
    }
    return range;
}

QList<QPointF> pointsOf(const analysis::DensityCurve& curve, const Range& labels)
{
    QList<QPointF> points;
    for (std::size_t i = 0; i < std::min(curve.x.size(), curve.density.size()); ++i) {
        if (curve.x[i] >= labels.low && curve.x[i] <= labels.high) {
            points << QPointF(curve.x[i], curve.density[i]);
        }
    }
    return points;
}

std::vector<QStringList> rows(const jobs::RunDigest& digest)
{
    std::vector<QStringList> rows;
    if (!digest.errors || digest.task != Task::Regression) {
        return rows;
    }
    const analysis::ErrorAnalysis& errors = *digest.errors;
    const Range labels = labelsDrawn(errors);
    const auto add = [&](const char* name, const analysis::DensityCurve& curve) {
        for (const QPointF& point : pointsOf(curve, labels)) {
            rows.push_back({ QString::fromLatin1(name), cell(point.x()), cell(point.y()) });
        }
    };
    add("all", errors.all);
    add("corrections", errors.corrected);
    add("mistakes", errors.mistaken);
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.run || !data.run->errors)
        return {};
    const auto& digest = *data.run;
    const auto& errors = *digest.errors;
    // Of one or two rows no density can be drawn.
    QStringList curves { DensityChart::tr("of all %1 (n = %2)").arg(rowsWords(digest)).arg(errors.n) };
    if (!errors.corrected.density.empty())
        curves << DensityChart::tr(
            "of those that %1 puts nearer to the label than its baseline (corrections, %2)")
                      .arg(runInSentence(digest.run))
                      .arg(errors.corrections);
    if (!errors.mistaken.density.empty())
        curves << DensityChart::tr("of those that %1 puts farther away from the label (mistakes, %2)")
                      .arg(curves.size() > 1 ? DensityChart::tr("it") : runInSentence(digest.run))
                      .arg(errors.mistakes);
    return DensityChart::tr("Density over %1 %2.", "a column, and of which rows")
        .arg(labelWords(data), models::joined(curves));
}

} // namespace

void DensityChart::rebuildWithoutRun()
{
    m_lines.clear();
    setWords(figure().title, {});
    setEmpty(noErrorsSentence(nullptr));
}

void DensityChart::rebuild(const jobs::RunDigest& digest)
{
    m_lines.clear();
    m_labels = Labels::BesideCurve;
    m_hoverDecimals = 3;
    Range labels;
    double highest = 0;
    const auto add = [&](const QString& key, const QString& name, const analysis::DensityCurve& curve,
                         const QColor& colour, const QColor& text, bool fill) {
        Line line;
        line.key = key;
        line.name = name;
        line.value = QString::number(curve.n);
        line.colour = colour;
        line.text = text;
        line.fill = fill;
        line.points = pointsOf(curve, labels);
        if (!line.points.isEmpty()) {
            highest = std::max(highest, *std::max_element(curve.density.begin(), curve.density.end()));
            m_lines.push_back(line);
        }
    };
    if (digest.errors && digest.task == Task::Regression) {
        const analysis::ErrorAnalysis& errors = *digest.errors;
        labels = labelsDrawn(errors);
        add(QStringLiteral("all"), tr("all"), errors.all, theme().baseline, theme().baselineText, false);
        add(QStringLiteral("corrections"), tr("corrections"), errors.corrected, theme().corrections,
            theme().correctionsText, true);
        add(QStringLiteral("mistakes"), tr("mistakes"), errors.mistaken, theme().mistakes,
            theme().mistakesText, true);
    }
    QString caption;
    if (m_lines.empty()) {
        setEmpty(digest.task == Task::Classification && digest.errors
                ? tr("Labels of this cohort are classes: see corrections and mistakes by class.")
                : noErrorsSentence(&digest));
    } else {
        caption = tr("over labels, %1").arg(splitWords(digest));
        if (usesEvaluationLabels(digest)) {
            caption += QStringLiteral("; ") + evaluationLabelsNote();
            setFootnote(evaluationLabelsNote());
        }
    }
    setWords(figure().title, caption);
    if (m_lines.empty()) {
        return;
    }
    m_label = labelWords(data());
    m_x = Axis { labels.low, labels.high, false, false, m_label, {} };
    const Range range = niceRange(0, highest * 1.08, 4);
    m_y = Axis { 0, range.high, false, false, tr("density"), {} };
}

QString DensityChart::hoverTitle(double x) const
{
    return tr("%1 %2", "label and its value").arg(m_label, tickText(x, 2));
}

FigureInfo densityFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("density");
    figure.title = DensityChart::tr("Corrections and mistakes");
    figure.inPaper = QStringLiteral("4");
    figure.needs = DensityChart::tr("a weighted run with a finished baseline, on labels that are numbers");
    figure.explanation = DensityChart::tr(
        "Where on the label's scale the instances lie: all of them, the corrections and the "
        "mistakes, each curve scaled by its share of all. A correction: the weighted model "
        "is nearer to the label than the baseline. A mistake: it is farther away.");
    figure.columns = { QStringLiteral("curve"), QStringLiteral("label"), QStringLiteral("density") };
    figure.suits = [](const jobs::RunDigest& digest) { return digest.task == Task::Regression; };
    figure.showsErrors = true;
    figure.rows = ofRun(rows);
    figure.legend = legend;
    figure.make = makerOf<DensityChart>();
    return figure;
}

} // namespace btw::charts
