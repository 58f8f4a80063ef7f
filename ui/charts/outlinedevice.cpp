// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/outlinedevice.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

namespace btw::charts {

/// What a QPaintEngine does not override it draws by paths; and so letters become paths, too.
class OutlineDevice::Engine : public QPaintEngine
{
public:
    explicit Engine(QPainter& target)
        : QPaintEngine(QPaintEngine::AllFeatures)
        , m_target(target)
    {
    }

    bool begin(QPaintDevice* /*device*/) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }

    void updateState(const QPaintEngineState& now) override
    {
        const auto changed = now.state();
        if (changed & DirtyPen)
            m_target.setPen(now.pen());
        if (changed & DirtyBrush)
            m_target.setBrush(now.brush());
        if (changed & DirtyBrushOrigin)
            m_target.setBrushOrigin(now.brushOrigin());
        if (changed & DirtyTransform)
            m_target.setTransform(now.transform());
        if (changed & DirtyOpacity)
            m_target.setOpacity(now.opacity());
        if (changed & DirtyHints)
            m_target.setRenderHints(now.renderHints());
        if (changed & DirtyClipPath)
            m_target.setClipPath(now.clipPath(), now.clipOperation());
        if (changed & DirtyClipRegion)
            m_target.setClipRegion(now.clipRegion(), now.clipOperation());
        if (changed & DirtyClipEnabled)
            m_target.setClipping(now.isClipEnabled());
    }

    void drawPath(const QPainterPath& path) override { m_target.drawPath(path); }
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override
    {
        if (mode == PolylineMode)
            m_target.drawPolyline(points, count);
        else
            m_target.drawPolygon(points, count, mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
    }
    void drawPixmap(const QRectF& rect, const QPixmap& pixmap, const QRectF& source) override
    {
        m_target.drawPixmap(rect, pixmap, source);
    }
    void drawImage(const QRectF& rect, const QImage& image, const QRectF& source,
        Qt::ImageConversionFlags flags) override
    {
        m_target.drawImage(rect, image, source, flags);
    }

private:
    QPainter& m_target;
};

OutlineDevice::OutlineDevice(QPainter& target, const QSize& size)
    : m_engine(std::make_unique<Engine>(target))
    , m_target(target)
    , m_size(size)
{
}

OutlineDevice::~OutlineDevice() = default;

QPaintEngine* OutlineDevice::paintEngine() const { return m_engine.get(); }

int OutlineDevice::metric(PaintDeviceMetric metric) const
{
    switch (metric) {
    case PdmWidth:
        return m_size.width();
    case PdmHeight:
        return m_size.height();
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
    case PdmDpiX:
    case PdmPhysicalDpiX:
        return m_target.device()->logicalDpiX();
    case PdmDpiY:
    case PdmPhysicalDpiY:
        return m_target.device()->logicalDpiY();
    default:
        return QPaintDevice::metric(metric);
    }
}

} // namespace btw::charts
