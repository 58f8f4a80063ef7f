// SPDX-License-Identifier: GPL-3.0-or-later
// What lies where in the scatter, and whom it is.
#include "ui/charts/scatterchart.h"

#include "ui/widgets/names.h"

#include <QPainter>

#include <algorithm>

namespace btw::charts {

namespace {
constexpr double kReach = 14; // pixels from a point
} // namespace

void ScatterChart::visitPoints(const std::function<void(const QPointF&, std::size_t)>& visit) const
{
    const QRectF inside = plot().adjusted(-1, -1, 1, 1);
    for (const Side* side : { &m_corrections, &m_mistakes }) {
        if (m_hidden.count(side->key) > 0) {
            continue;
        }
        for (std::size_t i = 0; i < side->points.size(); ++i) {
            const QPointF pixel = toPixel(side->points[i].x(), side->points[i].y());
            if (inside.contains(pixel)) {
                visit(pixel, side->rows[i]);
            }
        }
    }
}

std::optional<ScatterChart::Hit> ScatterChart::nearest(const QPointF& pixel, double within) const
{
    std::optional<Hit> found;
    double best = within * within;
    visitPoints([&](const QPointF& at, std::size_t row) {
        const QPointF away = at - pixel;
        const double distance = QPointF::dotProduct(away, away);
        if (distance < best) {
            best = distance;
            const auto& errors = *drawn()->errors;
            found = Hit { QPointF(errors.y[row], errors.delta[row]), row };
        }
    });
    return found;
}

qsizetype ScatterChart::selectedHere() const
{
    const auto ids = allPeople();
    return std::count_if(ids.begin(), ids.end(), [this](const std::string& id) { return isSelected(id); });
}

bool ScatterChart::hasPeople() const
{
    const auto& run = drawn();
    return run && run->errors && run->errorIds.size() == run->errors->y.size() && !run->errorIds.empty();
}

QString ScatterChart::idOf(std::size_t row) const
{
    return hasPeople() ? widgets::shownName(drawn()->errorIds[row]) : QString();
}

std::vector<std::string> ScatterChart::peopleAt(const QPointF& pixel) const
{
    const auto hit = hasPeople() ? nearest(pixel, kReach) : std::nullopt;
    return hit ? std::vector<std::string> { drawn()->errorIds[hit->row] } : std::vector<std::string>();
}

std::vector<std::string> ScatterChart::peopleIn(const QRectF& pixels) const
{
    std::vector<std::string> ids;
    visitPoints([&](const QPointF& at, std::size_t row) {
        if (pixels.contains(at)) {
            ids.push_back(drawn()->errorIds[row]);
        }
    });
    return ids;
}

std::vector<std::string> ScatterChart::allPeople() const
{
    return hasPeople() ? drawn()->errorIds : std::vector<std::string>();
}

QList<HoverRow> ScatterChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    const auto hit = nearest(pixel, kReach);
    if (!hit) {
        return {};
    }
    anchor = toPixel(hit->at.x(), hit->at.y());
    const bool better = hit->at.y() > 0;
    QList<HoverRow> rows { { tr("%1 %2", "label and its value").arg(m_label, tickText(hit->at.x(), 2)),
                               QColor() },
        { (better ? tr("correction %1") : tr("mistake %1")).arg(tickText(hit->at.y(), 3, true)),
            better ? theme().corrections : theme().mistakes } };
    if (const QString id = idOf(hit->row); !id.isEmpty()) {
        const bool isIn = isSelected(drawn()->errorIds[hit->row]);
        rows.prepend({ isIn ? tr("%1, selected").arg(id) : id, QColor() });
    }
    return rows;
}

void ScatterChart::paintHover(QPainter& painter, const QPointF& anchor)
{
    painter.setPen(QPen(theme().text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(anchor, ink().dot + 3, ink().dot + 3);
}

std::optional<QPointF> ScatterChart::stepFrom(const QPointF& pixel, int steps)
{
    std::optional<QPointF> best;
    visitPoints([&](const QPointF& at, std::size_t /*row*/) {
        const bool ahead = steps > 0 ? at.x() > pixel.x() + 0.5 : at.x() < pixel.x() - 0.5;
        if (ahead && (!best || (steps > 0 ? at.x() < best->x() : at.x() > best->x()))) {
            best = at;
        }
    });
    return best;
}

} // namespace btw::charts
