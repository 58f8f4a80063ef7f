// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scatterchart.h"

#include "ui/charts/pointsitem.h"
#include "ui/charts/words.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kMarkerRoom = 14; // before a label's text
constexpr double kLegendEdge = 6; // from the picture's sides
constexpr double kReach = 1.06; // of the farthest point: none lies on the edge

std::vector<QStringList> rows(const jobs::RunDigest& digest)
{
    std::vector<QStringList> rows;
    if (digest.errors && digest.task == Task::Regression) {
        const analysis::ErrorAnalysis& errors = *digest.errors;
        const std::size_t count = std::min(errors.y.size(), errors.delta.size());
        rows.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            rows.push_back({ cell(errors.y[i]), cell(errors.delta[i]) });
        }
    }
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.run || !data.run->errors)
        return {};
    const auto& digest = *data.run;
    return ScatterChart::tr(
        "Change of the absolute error of each of the %1 %2 by %3: above zero %4 is nearer to the label "
        "than its baseline (%5 corrections, %6 mistakes).")
        .arg(QString::number(digest.errors->n), rowsWords(digest), labelWords(data),
            runInSentence(digest.run), QString::number(digest.errors->corrections),
            QString::number(digest.errors->mistakes));
}

} // namespace

ScatterChart::ScatterChart(const FigureInfo& figure, QWidget* parent)
    : Chart(figure, parent)
    , m_points(new PointsItem)
{
    m_corrections.key = QStringLiteral("corrections");
    m_mistakes.key = QStringLiteral("mistakes");
    scene()->addItem(m_points);
}

void ScatterChart::clearSides()
{
    for (Side* side : { &m_corrections, &m_mistakes }) {
        side->points.clear();
        side->rows.clear();
    }
    m_unchanged = 0;
}

void ScatterChart::rebuildWithoutRun()
{
    m_points->setVisible(false);
    clearSides();
    setWords(figure().title, {});
    setEmpty(noErrorsSentence(nullptr));
}

void ScatterChart::rebuild(const jobs::RunDigest& digest)
{
    clearSides();
    const bool any = digest.errors && digest.task == Task::Regression && !digest.errors->delta.empty();
    m_points->setVisible(any);
    if (!any) {
        setWords(figure().title, {});
        setEmpty(digest.task == Task::Classification && digest.errors
                ? tr("Labels of this cohort are classes: see corrections and mistakes by class.")
                : noErrorsSentence(&digest));
        return;
    }
    const analysis::ErrorAnalysis& errors = *digest.errors;
    double low = errors.y.front();
    double high = low;
    double farthest = 0;
    for (std::size_t i = 0; i < std::min(errors.y.size(), errors.delta.size()); ++i) {
        const QPointF point(errors.y[i], errors.delta[i]);
        if (!std::isfinite(point.x()) || !std::isfinite(point.y())) {
            continue;
        }
        low = std::min(low, point.x());
        high = std::max(high, point.x());
        farthest = std::max(farthest, std::abs(point.y()));
        if (point.y() == 0) {
            ++m_unchanged;
            continue;
        }
        Side& side = point.y() > 0 ? m_corrections : m_mistakes;
        side.points.push_back(point);
        side.rows.push_back(i);
    }
    m_corrections.label = tr("corrections %1").arg(errors.corrections);
    m_mistakes.label = tr("mistakes %1").arg(errors.mistakes);

    QString caption = tr("up is better, %1").arg(splitWords(digest));
    if (usesEvaluationLabels(digest)) {
        caption += QStringLiteral("; ") + evaluationLabelsNote();
        setFootnote(evaluationLabelsNote());
    }
    setWords(figure().title, caption);
    const double room = high > low ? 0.03 * (high - low) : 0.5;
    m_label = labelWords(data());
    m_x = Axis { low - room, high + room, false, false, m_label, {} };
    const double reach = farthest > 0 ? kReach * farthest : 1;
    m_y = Axis { -reach, reach, false, true,
        !namesLabel() ? tr("error change (label units)") : tr("error change (units of %1)").arg(m_label),
        {} };
}

void ScatterChart::prepare()
{
    Chart::prepare();
    // Above the plot: within it the key would lie on points.
    LegendPlace room;
    const double wider
        = std::max(textWidth(labelFont(), m_corrections.label), textWidth(labelFont(), m_mistakes.label));
    const bool hasRoomBesideAxis = leftMargin() + kMarkerRoom + wider + kLegendEdge <= canvas().width();
    room.left = hasRoomBesideAxis ? leftMargin() : kLegendEdge;
    room.top = 2;
    room.width = canvas().width() - room.left - kLegendEdge;
    room.rowHeight = room.textHeight = ink().labelPx + 4;
    room.mostHeight = 2 * room.rowHeight;
    room.swatch = kMarkerRoom;
    m_legend
        = layLegend({ { m_corrections.label, {} }, { m_mistakes.label, {} } }, room, widthIn(labelFont()));
}

double ScatterChart::topMargin() const { return Chart::topMargin() + m_legend.bottom; }

void ScatterChart::place()
{
    std::vector<PointsItem::Group> groups(2);
    groups[0].colour = theme().corrections;
    groups[0].shape = PointsItem::Shape::Circle;
    groups[1].colour = theme().mistakes;
    groups[1].shape = PointsItem::Shape::Diamond;
    for (std::size_t g = 0; g < 2; ++g) {
        const Side& side = g == 0 ? m_corrections : m_mistakes;
        if (m_hidden.count(side.key) > 0) {
            continue;
        }
        groups[g].points.reserve(side.points.size());
        for (const QPointF& point : side.points) {
            const QPointF pixel = toPixel(point.x(), point.y());
            if (plot().adjusted(-1, -1, 1, 1).contains(pixel)) {
                groups[g].points.push_back(pixel);
            }
        }
    }
    const std::size_t total = m_corrections.points.size() + m_mistakes.points.size();
    double radius = total > 2000 ? ink().dot * 0.7 : total > 500 ? ink().dot * 0.85 : ink().dot;
    radius = std::max(radius, 1.0);
    const auto use = !ink().paper ? PointsItem::Use::Screen
        : ink().isShown           ? PointsItem::Use::Page
                                  : PointsItem::Use::File;
    m_points->setPoints(std::move(groups), radius, plot().adjusted(-5, -5, 5, 5), use);

    m_corrections.labelRect = m_legend.rects[0];
    m_mistakes.labelRect = m_legend.rects[1];
}

void ScatterChart::paintOver(QPainter& painter)
{
    painter.setPen(QPen(theme().dim, ink().paper ? 0.7 : 1, Qt::DashLine));
    const double zero = std::round(toPixel(0, 0).y()) + 0.5;
    if (zero >= plot().top() && zero <= plot().bottom()) {
        painter.drawLine(QPointF(plot().left(), zero), QPointF(plot().right(), zero));
    }
    if (!ink().paper && !selected().empty()) {
        const auto& ids = drawn()->errorIds;
        painter.setPen(QPen(theme().text, 1.4));
        painter.setBrush(Qt::NoBrush);
        visitPoints([&](const QPointF& at, std::size_t row) {
            if (row < ids.size() && isSelected(ids[row])) {
                painter.drawEllipse(at, ink().dot + 1, ink().dot + 1);
            }
        });
    }
    painter.setFont(labelFont());
    qsizetype at = 0; // in the legend, whose texts are cut where the picture is too narrow
    const auto label
        = [&](const Side& side, const QColor& colour, const QColor& text, PointsItem::Shape shape) {
              const bool hidden = m_hidden.count(side.key) > 0;
              painter.setPen(Qt::NoPen);
              painter.setBrush(hidden ? theme().baseline : colour);
              PointsItem::drawMarker(
                  painter, QPointF(side.labelRect.left() + 4, side.labelRect.center().y()), ink().dot, shape);
              painter.setPen(hidden ? theme().baselineText : text);
              drawText(painter, side.labelRect.adjusted(kMarkerRoom, 0, 0, 0),
                  Qt::AlignLeft | Qt::AlignVCenter, m_legend.texts[at++]);
          };
    label(m_corrections, theme().corrections, theme().correctionsText, PointsItem::Shape::Circle);
    label(m_mistakes, theme().mistakes, theme().mistakesText, PointsItem::Shape::Diamond);
}

bool ScatterChart::clicked(const QPointF& pixel)
{
    for (const Side* side : { &m_corrections, &m_mistakes }) {
        if (side->labelRect.contains(pixel)) {
            if (m_hidden.erase(side->key) == 0) {
                m_hidden.insert(side->key);
            }
            return true;
        }
    }
    return false;
}

QString ScatterChart::summary() const
{
    const QString counts
        = tr("%1, %2, unchanged %3").arg(m_corrections.label, m_mistakes.label).arg(m_unchanged);
    return selected().empty() ? counts : tr("%1; %2 selected").arg(counts).arg(selectedHere());
}

FigureInfo scatterFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("scatter");
    figure.title = ScatterChart::tr("Correction scatter");
    figure.inPaper = QStringLiteral("6, 7");
    figure.needs = ScatterChart::tr("a weighted run with a finished baseline, on labels that are numbers");
    figure.explanation = ScatterChart::tr(
        "Each point is one person or row. Above zero the weighted model is nearer to its label "
        "than the baseline.");
    figure.columns = { QStringLiteral("label"), QStringLiteral("error_change") };
    figure.suits = [](const jobs::RunDigest& digest) { return digest.task == Task::Regression; };
    figure.showsErrors = true;
    figure.rows = ofRun(rows);
    figure.legend = legend;
    figure.make = makerOf<ScatterChart>();
    return figure;
}

} // namespace btw::charts
