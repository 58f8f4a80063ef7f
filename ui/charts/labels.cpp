// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace btw::charts {

bool labelsFit(std::size_t count, double height, double low, double high)
{
    return static_cast<double>(count) * height <= high - low + 1e-9;
}

std::vector<double> spreadLabels(const std::vector<double>& wanted, double height, double low, double high)
{
    const std::size_t count = wanted.size();
    std::vector<double> centres(count);
    if (count == 0) {
        return centres;
    }
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return wanted[a] < wanted[b]; });
    if (!labelsFit(count, height, low, high)) {
        for (std::size_t i = 0; i < count; ++i) {
            centres[order[i]]
                = low + (static_cast<double>(i) + 0.5) * (high - low) / static_cast<double>(count);
        }
        return centres;
    }

    // Taking i * height off turns "at least height apart" into "not decreasing": isotonic regression by
    // pooling adjacent violators, whose solution stays optimal when it is clamped to the bounds.
    struct Block
    {
        double sum = 0;
        std::size_t size = 0;
        double mean() const { return sum / static_cast<double>(size); }
    };
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < count; ++i) {
        blocks.push_back({ wanted[order[i]] - static_cast<double>(i) * height, 1 });
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().size += last.size;
        }
    }
    const double lowest = low + height / 2;
    const double highest = high - height / 2 - static_cast<double>(count - 1) * height;
    std::size_t i = 0;
    for (const Block& block : blocks) {
        const double value = std::clamp(block.mean(), lowest, std::max(lowest, highest));
        for (std::size_t j = 0; j < block.size; ++j, ++i) {
            centres[order[i]] = value + static_cast<double>(i) * height;
        }
    }
    return centres;
}

namespace {

/// The square of it.
double distanceTo(const QRectF& rect, const QPointF& point)
{
    const double dx = std::max({ rect.left() - point.x(), 0.0, point.x() - rect.right() });
    const double dy = std::max({ rect.top() - point.y(), 0.0, point.y() - rect.bottom() });
    return dx * dx + dy * dy;
}

/// From the line through the points, not only from the points: between two of a coarse curve there is room
/// for a whole label.
double distanceTo(const QRectF& rect, const QPolygonF& curve)
{
    double nearest = std::numeric_limits<double>::infinity();
    for (qsizetype k = 0; k < curve.size(); ++k) {
        nearest = std::min(nearest, distanceTo(rect, curve[k]));
        if (k == 0)
            continue;
        const QPointF from = curve[k - 1];
        const QPointF way = curve[k] - from;
        const double length = std::hypot(way.x(), way.y());
        const int steps = static_cast<int>(length / 2); // pixels
        for (int s = 1; s < steps; ++s)
            nearest = std::min(nearest, distanceTo(rect, from + way * (static_cast<double>(s) / steps)));
    }
    return std::sqrt(nearest);
}

// Lower is better; infinite where the place cannot be taken.
double badness(const QRectF& rect, std::size_t own, const std::vector<CurveLabel>& labels,
    const std::vector<QRectF>& taken, const QRectF& area)
{
    constexpr double kForbidden = std::numeric_limits<double>::infinity();
    if (!area.contains(rect)) {
        return kForbidden;
    }
    for (const QRectF& other : taken) {
        if (!other.isNull() && other.adjusted(-6, -3, 6, 3).intersects(rect)) {
            return kForbidden;
        }
    }
    const double toOwn = distanceTo(rect, labels[own].curve);
    if (toOwn < 2) {
        return kForbidden;
    }
    double toOther = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < labels.size(); ++j) {
        if (j != own) {
            toOther = std::min(toOther, distanceTo(rect, labels[j].curve));
        }
    }
    if (toOther < 3) {
        return kForbidden;
    }
    // A reader gives a label to the nearest curve, so a rival near by costs more than a longer way.
    return toOwn + std::max(0.0, 14 + toOwn - toOther) * 4;
}

} // namespace

std::vector<QRectF> placeBesideCurves(const std::vector<CurveLabel>& labels, const QRectF& area)
{
    std::vector<QRectF> placed(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const CurveLabel& label = labels[i];
        if (label.curve.isEmpty()) {
            continue;
        }
        const std::vector<QRectF> taken(placed.begin(), placed.begin() + static_cast<std::ptrdiff_t>(i));
        double peak = std::numeric_limits<double>::infinity();
        for (const QPointF& point : label.curve) {
            peak = std::min(peak, point.y());
        }
        double best = std::numeric_limits<double>::infinity();
        const auto offer = [&](const QRectF& rect, double extra) {
            const double cost = badness(rect, i, labels, taken, area) + extra;
            if (cost < best) {
                best = cost;
                placed[i] = rect;
            }
        };
        const double w = label.size.width();
        const double h = label.size.height();
        const qsizetype stride = std::max<qsizetype>(1, label.curve.size() / 40);
        for (qsizetype k = 0; k < label.curve.size(); k += stride) {
            const QPointF p = label.curve[k];
            // Towards the foot of a curve all of them run together: higher up is easier to read.
            const double extra = 0.15 * (p.y() - peak);
            for (const double lift : { 4.0, 10.0, 18.0 }) {
                const std::array<QPointF, 4> corners { QPointF(p.x() - w / 2, p.y() - h - lift),
                    QPointF(p.x() + lift, p.y() - h), QPointF(p.x() - w - lift, p.y() - h),
                    QPointF(p.x() - w / 2, p.y() + lift) };
                for (const QPointF& corner : corners) {
                    offer(QRectF(corner, label.size), extra);
                }
            }
        }
        if (!label.before.isNull() && std::isfinite(best)) {
            const double old = badness(QRectF(label.before.topLeft(), label.size), i, labels, taken, area);
            if (old < best + 25) { // so that a live label does not hop about for a small gain
                placed[i] = QRectF(label.before.topLeft(), label.size);
            }
        }
    }
    return placed;
}

} // namespace btw::charts
