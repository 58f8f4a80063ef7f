// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/densitychart.h"

#include "ui/charts/words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::charts {

void DensityChart::rebuildWithoutRun()
{
    m_lines.clear();
    setWords(tr("Corrections and mistakes"), {});
    setEmpty(noErrorsSentence(nullptr));
}

void DensityChart::rebuild(const jobs::RunDigest& digest)
{
    m_lines.clear();
    m_labels = Labels::BesideCurve;
    m_hoverDecimals = 3;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
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
        for (std::size_t i = 0; i < std::min(curve.x.size(), curve.density.size()); ++i) {
            line.points << QPointF(curve.x[i], curve.density[i]);
            highest = std::max(highest, curve.density[i]);
        }
        if (!line.points.isEmpty()) {
            low = std::min(low, line.points.first().x());
            high = std::max(high, line.points.last().x());
            m_lines.push_back(line);
        }
    };
    if (digest.errors && digest.task == Task::Regression) {
        const analysis::ErrorAnalysis& errors = *digest.errors;
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
    setWords(tr("Corrections and mistakes"), caption,
        tr("A correction: the weighted model is nearer to the label than the baseline. A mistake: it is "
           "farther away."));
    if (m_lines.empty()) {
        return;
    }
    // The tails of the kernel reach beyond the data; the axis ends where the labels do, with a little room.
    const auto [first, last] = std::minmax_element(digest.errors->y.begin(), digest.errors->y.end());
    if (first != digest.errors->y.end() && *last > *first) {
        const double room = 0.1 * (*last - *first);
        low = std::max(low, *first - room);
        high = std::min(high, *last + room);
    }
    m_x = Axis { low, high, false, false, tr("label"), {} };
    const Range range = niceRange(0, highest * 1.08, 4);
    m_y = Axis { 0, range.high, false, false, tr("density"), {} };
    for (Line& line : m_lines) {
        const auto outside = [&](const QPointF& p) { return p.x() < low || p.x() > high; };
        line.points.erase(std::remove_if(line.points.begin(), line.points.end(), outside), line.points.end());
    }
    m_lines.erase(std::remove_if(
                      m_lines.begin(), m_lines.end(), [](const Line& line) { return line.points.isEmpty(); }),
        m_lines.end());
}

QString DensityChart::hoverTitle(double x) const { return tr("label %1").arg(tickText(x, 2)); }

} // namespace btw::charts
