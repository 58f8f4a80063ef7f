// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/trajectorychart.h"

#include "ui/charts/peoplewords.h"
#include "ui/charts/words.h"
#include "ui/widgets/names.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace btw::charts {

namespace {

std::vector<QStringList> rows(const jobs::RunDigest& digest)
{
    std::size_t epochs = 0;
    for (const auto& weights : digest.weights) {
        epochs = std::max(epochs, weights.size());
    }
    std::vector<QStringList> rows;
    rows.reserve(epochs);
    for (std::size_t e = 0; e < epochs; ++e) {
        QStringList row { QString::number(e + 1) };
        for (std::size_t m = 0; m < digest.modalities.size(); ++m) {
            if (m < digest.weights.size() && e < digest.weights[m].size()) {
                const store::WeightSummary& weight = digest.weights[m][e];
                row << cell(weight.mean) << cell(weight.low) << cell(weight.high);
            } else {
                row << QString() << QString() << QString();
            }
        }
        rows.push_back(row);
    }
    return rows;
}

/// The best epoch of a run that has ended with another one; else 0.
std::int64_t keptEpoch(const jobs::RunDigest& digest)
{
    const auto last = digest.weights.empty() ? 0 : static_cast<std::int64_t>(digest.weights.front().size());
    return digest.run.status == store::RunStatus::Finished && digest.run.bestEpoch < last
        ? digest.run.bestEpoch
        : 0;
}

QString legend(const jobs::RunDigest& digest)
{
    const auto text
        = TrajectoryChart::tr("Weight of each modality by epoch (%1): mean over the training rows "
                              "that have the modality.")
              .arg(variantName(digest.run.variant));
    const auto kept = keptEpoch(digest);
    return kept == 0
        ? text
        : TrajectoryChart::tr("%1 The model that is kept is that of epoch %2; the numbers beside "
                              "the lines are of the last epoch.")
              .arg(text)
              .arg(kept);
}

/// Of neighbours that greys alone could not tell apart.
Qt::PenStyle paperDash(std::size_t index)
{
    constexpr std::array<Qt::PenStyle, 4> styles { Qt::SolidLine, Qt::DashLine, Qt::DotLine,
        Qt::DashDotLine };
    return styles[index % styles.size()];
}

} // namespace

void TrajectoryChart::rebuildWithoutRun()
{
    m_lines.clear();
    setWords(figure().title, {});
    setEmpty(noWeightsSentence(nullptr));
}

void TrajectoryChart::rebuild(const jobs::RunDigest& digest)
{
    m_lines.clear();
    std::size_t epochs = 0;
    double highest = 0;
    for (std::size_t m = 0; m < digest.weights.size() && m < digest.modalities.size(); ++m) {
        Line line;
        line.key = QString::fromStdString(digest.modalities[m]);
        line.name = widgets::shownName(line.key);
        line.colour = theme().modality(m);
        line.text = theme().modalityText(m);
        line.dash = ink().dashes ? paperDash(m) : widgets::Theme::modalityDash(m);
        line.endDot = true;
        for (std::size_t e = 0; e < digest.weights[m].size(); ++e) {
            const store::WeightSummary& weight = digest.weights[m][e];
            if (std::isfinite(weight.mean) && std::isfinite(weight.low) && std::isfinite(weight.high)) {
                const auto x = static_cast<double>(e + 1);
                line.points << QPointF(x, weight.mean);
                line.low << QPointF(x, weight.low);
                line.high << QPointF(x, weight.high);
                highest = std::max({ highest, weight.mean, weight.high });
            }
        }
        if (!line.points.isEmpty()) {
            epochs = std::max(epochs, digest.weights[m].size());
            m_lines.push_back(line);
        }
    }
    // All to the same place, that of the largest: they stand below each other.
    double largest = 0;
    for (const Line& line : m_lines) {
        largest = std::max(largest, std::abs(line.points.last().y()));
    }
    constexpr double kWithTwoDecimals = 0.01;
    for (Line& line : m_lines) {
        const double last = line.points.last().y();
        line.value = largest >= kWithTwoDecimals ? tickText(last, 2) : measureText(last);
    }
    QString caption;
    if (m_lines.empty()) {
        setEmpty(noWeightsSentence(&digest));
    } else {
        caption = tr("%1, mean and 10\u201390% band").arg(variantName(digest.run.variant))
            + allTrainingRows(digest);
        if (const auto kept = keptEpoch(digest); kept > 0)
            caption += tr("; the kept model is that of epoch %1").arg(kept);
    }
    if (usesEvaluationLabels(digest) && !m_lines.empty()) {
        caption += QStringLiteral("; ") + evaluationLabelsNote();
        setFootnote(evaluationLabelsNote());
    }
    setWords(figure().title, caption, m_lines.empty() ? QString() : weightMeaning(digest.run.variant));
    m_x = Axis { 1, static_cast<double>(lastAxisEpoch(digest, epochs)), true, false, tr("epoch"), {} };
    const Range range = niceRange(0, highest > 0 ? highest : 1, 5);
    m_y = Axis { range.low, range.high, false, false, tr("weight"), {} };
}

QString TrajectoryChart::hoverTitle(double x) const { return tr("epoch %1").arg(static_cast<int>(x)); }

FigureInfo weightsFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("weights");
    figure.title = TrajectoryChart::tr("Modality weights");
    figure.inPaper = QStringLiteral("3");
    figure.needs = TrajectoryChart::tr("a weighted run with at least one epoch");
    figure.explanation = TrajectoryChart::tr(
        "Each line is the weight of one modality, epoch by epoch: its mean over the training rows that have "
        "the modality. The band holds the middle 80 percent of those rows.");
    figure.columns = { QStringLiteral("epoch"), QStringLiteral("{modality}_mean"),
        QStringLiteral("{modality}_low"), QStringLiteral("{modality}_high") };
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.rows = ofRun(rows);
    figure.legend = ofRun(legend);
    figure.bandLegend = TrajectoryChart::tr("The bands hold the middle 80 percent of these rows.");
    figure.make = makerOf<TrajectoryChart>();
    return figure;
}

} // namespace btw::charts
