// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/densitychart.h"

#include "ui/charts/words.h"
#include "ui/models/words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::charts {

namespace {

bool isOfClasses(const jobs::RunDigest& digest) { return digest.task == Task::Classification; }

/// The stretch of labels, or of classes that of probabilities, that is drawn. The tails of the kernel reach
/// beyond the data; the axis ends where the labels do, with a little room.
Range scaleDrawn(const jobs::RunDigest& digest)
{
    if (isOfClasses(digest))
        return { 0, 1 };
    const auto& errors = *digest.errors;
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
    if (!digest.errors) {
        return rows;
    }
    const analysis::ErrorAnalysis& errors = *digest.errors;
    const Range scale = scaleDrawn(digest);
    const auto add = [&](const char* name, const analysis::DensityCurve& curve) {
        for (const QPointF& point : pointsOf(curve, scale)) {
            rows.push_back({ QString::fromLatin1(name), cell(point.x()), cell(point.y()) });
        }
    };
    add("all", errors.all);
    add(isOfClasses(digest) ? "nearer" : "corrections", errors.corrected);
    add(isOfClasses(digest) ? "farther" : "mistakes", errors.mistaken);
    return rows;
}

QString legendOfClasses(const jobs::RunDigest& digest, const QString& label)
{
    const auto& errors = *digest.errors;
    QStringList curves { DensityChart::tr("of all %1 (n = %2)").arg(rowsWords(digest)).arg(errors.n) };
    if (!errors.corrected.density.empty())
        curves << DensityChart::tr("of those whose true class gets a higher one from %1 (nearer, %2)")
                      .arg(runInSentence(digest.run))
                      .arg(errors.corrected.n);
    if (!errors.mistaken.density.empty())
        curves << DensityChart::tr("of those whose true class gets a lower one (farther, %1)")
                      .arg(errors.mistaken.n);
    return DensityChart::tr(
        "Density over the probability that the baseline gives the true class (%1), %2. The "
        "paper's figure is of labels that are numbers; for classes this one is ours.")
        .arg(label, models::joined(curves));
}

QString legend(const FigureData& data)
{
    if (!data.run || !data.run->errors)
        return {};
    const auto& digest = *data.run;
    if (isOfClasses(digest))
        return legendOfClasses(digest, labelWords(data));
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
    const bool ofClasses = isOfClasses(digest);
    Range scale;
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
        line.points = pointsOf(curve, scale);
        if (!line.points.isEmpty()) {
            highest = std::max(highest, *std::max_element(curve.density.begin(), curve.density.end()));
            m_lines.push_back(line);
        }
    };
    if (digest.errors) {
        const analysis::ErrorAnalysis& errors = *digest.errors;
        scale = scaleDrawn(digest);
        add(QStringLiteral("all"), tr("all"), errors.all, theme().baseline, theme().baselineText, false);
        add(QStringLiteral("corrections"), ofClasses ? tr("nearer") : tr("corrections"), errors.corrected,
            theme().corrections, theme().correctionsText, true);
        add(QStringLiteral("mistakes"), ofClasses ? tr("farther") : tr("mistakes"), errors.mistaken,
            theme().mistakes, theme().mistakesText, true);
    }
    const QString title = ofClasses ? tr("Nearer to or farther from the true class") : figure().title;
    if (m_lines.empty()) {
        setEmpty(noErrorsSentence(&digest));
        setWords(title, {});
        return;
    }
    QString caption = ofClasses ? tr("by the baseline's probability of it, %1").arg(splitWords(digest))
                                : tr("over labels, %1").arg(splitWords(digest));
    if (usesEvaluationLabels(digest)) {
        caption += QStringLiteral("; ") + evaluationLabelsNote();
        setFootnote(evaluationLabelsNote());
    }
    setWords(title, caption);
    m_label = ofClasses ? tr("baseline's probability of the true class") : labelWords(data());
    m_x = Axis { scale.low, scale.high, false, false, m_label, {} };
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
    figure.needs = DensityChart::tr("a weighted run with a finished baseline");
    figure.explanation = DensityChart::tr(
        "Where on the label's scale the instances lie: all of them, the corrections and the "
        "mistakes, each curve scaled by its share of all. A correction: the weighted model "
        "is nearer to the label than the baseline. A mistake: it is farther away. Where the label is a "
        "class, the scale is the probability that the baseline gives the true class, and the weighted model "
        "is "
        "nearer where it gives the true class more, and farther where it gives it less; the paper has this "
        "figure of numbers only.");
    figure.columns = { QStringLiteral("curve"), QStringLiteral("{label}"), QStringLiteral("density") };
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.showsErrors = true;
    figure.rows = ofRun(rows);
    figure.legend = legend;
    figure.make = makerOf<DensityChart>();
    return figure;
}

} // namespace btw::charts
