// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decisionchart.h"

#include "ui/charts/words.h"
#include "ui/widgets/names.h"

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {

using analysis::NetBenefit;

constexpr double kBelowZero = 0.2; // of the greatest net benefit: how far down the axis reaches

std::vector<QStringList> rows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.probabilities)
        return rows;
    const auto& curve = data.probabilities->decision;
    const auto& baseline = data.probabilities->baseline;
    rows.reserve(curve.size());
    for (std::size_t i = 0; i < curve.size(); ++i)
        rows.push_back(
            { cell(curve[i].threshold), cell(curve[i].value), cell(curve[i].low), cell(curve[i].high),
                cell(curve[i].treatAll), i < baseline.size() ? cell(baseline[i].value) : QString() });
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.probabilities)
        return {};
    return DecisionChart::tr("Net benefit of acting on who is at or above a threshold risk, of %1 test rows: "
                             "beside acting on everybody and acting on nobody (Vickers and Elkin 2006).")
        .arg(static_cast<qulonglong>(data.probabilities->n));
}

/// The part of the points that lies above `lowest`: what falls far below zero is worth nothing anyway.
QList<QPointF> above(const QList<QPointF>& points, double lowest)
{
    QList<QPointF> kept;
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (points[i].y() < lowest) {
            if (!kept.isEmpty()) { // down to the edge
                const QPointF a = points[i - 1];
                const double share = (a.y() - lowest) / (a.y() - points[i].y());
                kept << QPointF(a.x() + share * (points[i].x() - a.x()), lowest);
            }
            break;
        }
        kept << points[i];
    }
    return kept;
}

} // namespace

void DecisionChart::rebuildWithoutRun()
{
    m_lines.clear();
    setWords(figure().title, {});
    setEmpty(tr("No run yet. Once one on two classes has ended, this shows what deciding by it is worth."));
}

void DecisionChart::addLine(const QString& key, const QString& name, const std::vector<NetBenefit>& curve,
    double NetBenefit::*value, const QColor& colour, const QColor& text)
{
    Line line;
    line.key = key;
    line.name = name;
    line.colour = colour;
    line.text = text;
    QList<QPointF> points;
    for (const auto& point : curve)
        if (std::isfinite(point.*value))
            points << QPointF(point.threshold, point.*value);
    line.points = above(points, m_lowest);
    if (!line.points.isEmpty())
        m_lines.push_back(line);
}

void DecisionChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.probabilities || data.probabilities->decision.empty()) {
        setEmpty(data.probabilities
                ? tr("This data has more than two classes: net benefit is about treating or not.")
                : tr("This needs the probabilities of a run of two classes whose training has ended."));
        return;
    }
    setEmpty({});
    m_hoverDecimals = 3;
    const auto& curve = data.probabilities->decision;
    double highest = 0;
    for (const auto& point : curve)
        for (const double value : { point.value, point.high, point.treatAll })
            highest = std::isfinite(value) ? std::max(highest, value) : highest;
    highest = highest > 0 ? highest : 0.01;
    m_lowest = -kBelowZero * highest;
    // Where nobody is treated any more the curves lie on zero: the axis ends a little behind.
    double last = 0.3;
    for (const auto& point : curve)
        if (point.value > 0.01 * highest || point.treatAll > 0)
            last = std::max(last, point.threshold);
    last = std::min(1.0, std::ceil((last + 0.02) * 10) / 10);

    Line nobody;
    nobody.key = QStringLiteral("nobody");
    nobody.name = tr("act on nobody");
    nobody.colour = theme().baseline;
    nobody.text = theme().baselineText;
    nobody.width = 0.8;
    nobody.points = { QPointF(0, 0), QPointF(last, 0) };
    m_lines.push_back(nobody);
    addLine(QStringLiteral("everybody"), tr("act on everybody"), curve, &NetBenefit::treatAll,
        theme().baseline, theme().baselineText);
    m_lines.back().dash = Qt::DotLine;
    if (!data.probabilities->baseline.empty()) {
        const auto& found = *data.probabilities;
        const auto colour = found.baselineColour;
        addLine(QStringLiteral("baseline"),
            found.baselineName.isEmpty() ? tr("baseline") : widgets::shownName(found.baselineName),
            found.baseline, &NetBenefit::value, colour ? theme().modality(*colour) : theme().baseline,
            colour ? theme().modalityText(*colour) : theme().baselineText);
        m_lines.back().dash = Qt::DashLine;
    }
    addLine(QStringLiteral("run"), data.run ? runLabel(data.run->run) : tr("everything"), curve,
        &NetBenefit::value, theme().accent, theme().accent);
    Line& own = m_lines.back();
    for (const auto& point : curve)
        if (std::isfinite(point.low) && std::isfinite(point.high)) {
            own.low << QPointF(point.threshold, std::max(point.low, m_lowest));
            own.high << QPointF(point.threshold, std::max(point.high, m_lowest));
        }
    for (auto& line : m_lines)
        for (auto* points : { &line.points, &line.low, &line.high })
            points->removeIf([last](const QPointF& point) { return point.x() > last; });
    m_x = Axis { 0, last, false, false, tr("risk at which one would act"), {} };
    m_y = Axis { m_lowest, niceRange(0, highest, 4).high, false, false, tr("net benefit"), {} };
    setWords(figure().title, tr("test rows, with 95% interval"));
}

QString DecisionChart::summary() const
{
    QStringList parts;
    for (const double risk : { 0.1, 0.2, 0.3, 0.5 }) {
        QStringList values;
        for (const auto& line : m_lines)
            if (const double y = valueAt(line.points, risk);
                std::isfinite(y) && m_hidden.count(line.key) == 0)
                values << hoverValue(line, y, NAN, NAN);
        if (values.size() > 1)
            parts << tr("at a risk of %1: %2", "net benefits")
                         .arg(tickText(risk, 1), values.join(QStringLiteral(", ")));
    }
    return caption() + QStringLiteral(": ") + parts.join(QStringLiteral("; "));
}

QString DecisionChart::hoverTitle(double x) const
{
    return tr("acting from a risk of %1").arg(tickText(x, 2));
}

FigureInfo decisionFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("decision");
    figure.title = DecisionChart::tr("Net benefit");
    figure.needs = DecisionChart::tr("a run on two classes whose training has ended");
    figure.explanation = DecisionChart::tr(
        "If you would act from a risk of 20 percent on, the curve at 0.2 shows what deciding by the model is "
        "worth (the net benefit), in true positives per person, beside acting on everybody and acting on "
        "nobody. The higher line is the better way to decide.");
    figure.columns = { QStringLiteral("threshold"), QStringLiteral("net_benefit"), QStringLiteral("low"),
        QStringLiteral("high"), QStringLiteral("treat_all"), QStringLiteral("baseline") };
    figure.need = experiments::FigureNeed::Probabilities;
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest& digest) {
        return digest.task == Task::Classification && digest.classes.size() == 2;
    };
    figure.rows = rows;
    figure.legend = legend;
    figure.bandLegend = DecisionChart::tr("The band is the pointwise 95% bootstrap interval of the model.");
    figure.make = makerOf<DecisionChart>();
    return figure;
}

} // namespace btw::charts
