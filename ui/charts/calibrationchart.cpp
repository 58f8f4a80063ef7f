// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/calibrationchart.h"

#include "ui/charts/words.h"
#include "ui/models/words.h"
#include "ui/widgets/names.h"
#include "workspace/jobs/subgroups.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {

constexpr double kReach = 10; // pixels from a tenth's mark

bool isShown(const analysis::CalibrationBin& bin) { return bin.people >= jobs::kSmallestSubgroup; }

std::vector<QStringList> rows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.probabilities)
        return rows;
    for (const auto& one : data.probabilities->calibration) {
        const QString name = QString::fromStdString(one.name);
        for (const auto& bin : one.curve.deciles)
            if (isShown(bin))
                rows.push_back({ name, QStringLiteral("tenth"), cell(bin.mean), cell(bin.observed),
                    cell(bin.low), cell(bin.high), QString::number(bin.n) });
        for (const auto& point : one.curve.smooth)
            rows.push_back(
                { name, QStringLiteral("smooth"), cell(point.p), cell(point.observed), {}, {}, {} });
    }
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.probabilities)
        return {};
    const auto& found = *data.probabilities;
    const QString what = CalibrationChart::tr("Observed share by predicted probability of %1 test rows")
                             .arg(static_cast<qulonglong>(found.n));
    if (found.calibration.size() != 1)
        return CalibrationChart::tr(
            "%1, each class against the rest; on the dashed diagonal probabilities can be "
            "taken at their word.")
            .arg(what);
    const auto& curve = found.calibration.front().curve;
    QStringList marks;
    if (std::any_of(curve.deciles.begin(), curve.deciles.end(), isShown))
        marks << CalibrationChart::tr("tenths of the rows with 95% intervals");
    if (!curve.smooth.empty())
        marks << CalibrationChart::tr("a smooth curve");
    marks << CalibrationChart::tr("the dashed diagonal, on which probabilities can be taken at their word");
    QString text = CalibrationChart::tr("%1 (%2): %3.")
                       .arg(what, widgets::shownName(found.calibration.front().name), models::joined(marks));
    if (std::isfinite(curve.slope) && std::isfinite(curve.intercept))
        text += QLatin1Char(' ')
            + CalibrationChart::tr("Slope %1, intercept %2.")
                  .arg(tickText(curve.slope, 2), tickText(curve.intercept, 2));
    if (!found.others.empty())
        text += QLatin1Char(' ')
            + CalibrationChart::tr("Tenths are of the first repeat and seed; thin lines are the others.");
    if (!std::all_of(curve.deciles.begin(), curve.deciles.end(), isShown))
        text += QLatin1Char(' ') + CalibrationChart::tr("Tenths of fewer than 10 people are left out.");
    return text;
}

} // namespace

void CalibrationChart::rebuildWithoutRun()
{
    m_lines.clear();
    m_rings.clear();
    m_tenths.clear();
    m_others.clear();
    setWords(figure().title, {});
    setEmpty(tr("No run yet. Once one has ended, its probabilities are compared with what happened."));
}

void CalibrationChart::addTenths(const analysis::CalibrationCurve& curve)
{
    for (const auto& bin : curve.deciles) {
        if (!isShown(bin))
            continue;
        const QString who = bin.people == bin.n ? tr("%1 people").arg(static_cast<qulonglong>(bin.n))
                                                : tr("%1 rows of %2 people")
                                                      .arg(static_cast<qulonglong>(bin.n))
                                                      .arg(static_cast<qulonglong>(bin.people));
        const QString interval = std::isfinite(bin.low)
            ? tr(" (95% interval %1 to %2)").arg(tickText(bin.low, 2), tickText(bin.high, 2))
            : QString();
        m_tenths.push_back({ QPointF(bin.mean, bin.observed), bin.low, bin.high,
            tr("predicted %1, observed %2%3: %4")
                .arg(tickText(bin.mean, 2), tickText(bin.observed, 2), interval, who) });
        m_rings.push_back({ m_tenths.back().at, theme().accent });
    }
}

void CalibrationChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.probabilities || data.probabilities->calibration.empty()) {
        setEmpty(tr("This needs the probabilities of a run of classes whose training has ended."));
        return;
    }
    setEmpty({});
    const auto& classes = data.probabilities->calibration;
    double highest = 0;
    const auto reach = [&highest](const QPointF& point) {
        highest = std::max({ highest, point.x(), point.y() });
    };
    if (classes.size() == 1)
        addTenths(classes.front().curve);
    for (const auto& tenth : m_tenths) {
        reach(tenth.at);
        if (std::isfinite(tenth.high))
            reach({ 0, tenth.high });
    }
    const auto pointsOf = [&reach](const std::vector<analysis::CalibrationPoint>& smooth) {
        QList<QPointF> points;
        for (const auto& point : smooth) {
            points << QPointF(point.p, point.observed);
            reach(points.last());
        }
        return points;
    };
    for (const auto& other : data.probabilities->others)
        m_others.push_back(pointsOf(other));
    for (std::size_t c = 0; c < classes.size(); ++c) {
        Line line;
        line.key = QString::fromStdString(classes[c].name);
        line.name = widgets::shownName(classes[c].name);
        line.colour = classes.size() == 1 ? theme().accent : theme().classColour(c);
        line.text = classes.size() == 1 ? theme().accent : theme().classColour(c);
        line.dash = widgets::Theme::classDash(c);
        line.points = pointsOf(classes[c].curve.smooth);
        if (!line.points.isEmpty())
            m_lines.push_back(line);
    }
    if (m_lines.empty() && m_tenths.empty()) {
        setEmpty(tr("No class has enough people, with it and without it, for a curve."));
        return;
    }
    const double top = std::min(1.0, niceRange(0, highest, 5).high);
    Line diagonal;
    diagonal.key = QStringLiteral("diagonal");
    diagonal.name = tr("as predicted");
    diagonal.colour = theme().baseline;
    diagonal.text = theme().baselineText;
    diagonal.dash = Qt::DashLine;
    diagonal.width = 0.8;
    diagonal.points = { QPointF(0, 0), QPointF(top, top) };
    m_lines.insert(m_lines.begin(), diagonal);
    m_x = Axis { 0, top, false, false,
        classes.size() == 1 ? tr("predicted risk of %1").arg(widgets::shownName(classes.front().name))
                            : tr("predicted probability"),
        {} };
    m_y = Axis { 0, top, false, false, tr("observed share"), {} };
    setWords(figure().title,
        classes.size() == 1 ? tr("%1, test rows").arg(widgets::shownName(classes.front().name))
                            : tr("each class against the rest, test rows"));
}

void CalibrationChart::paintUnder(QPainter& painter)
{
    LineChart::paintUnder(painter);
    painter.save();
    painter.setClipRect(plot());
    QColor faint = theme().accent;
    faint.setAlphaF(0.4F);
    painter.setPen(QPen(faint, 0.6 * ink().line));
    for (const auto& other : m_others) {
        QPolygonF line;
        for (const QPointF& point : other)
            line << toPixel(point.x(), point.y());
        painter.drawPolyline(line);
    }
    painter.restore();
}

void CalibrationChart::paintOver(QPainter& painter)
{
    painter.setPen(QPen(theme().accent, ink().line * 0.6));
    const QRectF inside = plot().adjusted(-1, -1, 1, 1);
    for (const auto& tenth : m_tenths) {
        if (!std::isfinite(tenth.low) || !std::isfinite(tenth.high))
            continue;
        const QPointF low = toPixel(tenth.at.x(), tenth.low);
        const QPointF high = toPixel(tenth.at.x(), tenth.high);
        if (inside.contains(low) && inside.contains(high))
            painter.drawLine(low, high);
    }
    LineChart::paintOver(painter);
}

const CalibrationChart::Tenth* CalibrationChart::tenthAt(const QPointF& pixel) const
{
    const Tenth* found = nullptr;
    double best = kReach;
    for (const auto& tenth : m_tenths) {
        const QPointF away = toPixel(tenth.at.x(), tenth.at.y()) - pixel;
        if (const double distance = std::hypot(away.x(), away.y()); distance < best) {
            best = distance;
            found = &tenth;
        }
    }
    return found;
}

QString CalibrationChart::hoverTitle(double x) const { return tr("predicted %1").arg(tickText(x, 2)); }

QList<HoverRow> CalibrationChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    if (const Tenth* tenth = tenthAt(pixel)) {
        anchor = toPixel(tenth->at.x(), tenth->at.y());
        return { { tenth->words, QColor() } };
    }
    return LineChart::hoverAt(pixel, anchor);
}

void CalibrationChart::paintHover(QPainter& painter, const QPointF& anchor)
{
    if (!tenthAt(anchor)) {
        LineChart::paintHover(painter, anchor);
        return;
    }
    painter.setPen(QPen(theme().text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(anchor, ink().dot + 3, ink().dot + 3);
}

std::optional<QPointF> CalibrationChart::stepFrom(const QPointF& pixel, int steps)
{
    const Tenth* next = nullptr;
    for (const auto& tenth : m_tenths) {
        const double at = toPixel(tenth.at.x(), 0).x();
        const bool isAhead = steps > 0 ? at > pixel.x() + 0.5 : at < pixel.x() - 0.5;
        if (isAhead && (!next || (steps > 0 ? tenth.at.x() < next->at.x() : tenth.at.x() > next->at.x())))
            next = &tenth;
    }
    if (next)
        return toPixel(next->at.x(), next->at.y());
    return m_tenths.empty() ? LineChart::stepFrom(pixel, steps) : std::nullopt;
}

QString CalibrationChart::summary() const
{
    QStringList parts;
    for (const auto& tenth : m_tenths)
        parts << tenth.words;
    return parts.isEmpty() ? LineChart::summary() : parts.join(QStringLiteral("; "));
}

FigureInfo calibrationFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("calibration");
    figure.title = CalibrationChart::tr("Calibration");
    figure.needs = CalibrationChart::tr("a run on labels that are classes, whose training has ended");
    figure.explanation = CalibrationChart::tr(
        "Of those to whom the model gave a probability of 0.3, did it happen to three in ten? On the dashed "
        "diagonal it did: there probabilities can be taken at their word. Below it the model promises too "
        "much.");
    figure.columns = { QStringLiteral("class"), QStringLiteral("kind"), QStringLiteral("predicted"),
        QStringLiteral("observed"), QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("n") };
    figure.need = experiments::FigureNeed::Probabilities;
    figure.aspect = 0.8;
    figure.wideAspect = 0.6;
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest& digest) { return digest.task == Task::Classification; };
    figure.rows = rows;
    figure.legend = legend;
    figure.make = makerOf<CalibrationChart>();
    return figure;
}

} // namespace btw::charts
