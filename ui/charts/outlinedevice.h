// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPaintDevice>

#include <memory>

class QPainter;

namespace btw::charts {

/// Hands everything on to another painter, text as the outlines of its letters: whoever opens the file needs
/// no font.
class OutlineDevice : public QPaintDevice
{
public:
    /// \param target paints on a device of that size; it outlives this one
    OutlineDevice(QPainter& target, const QSize& size);
    ~OutlineDevice() override;
    QPaintEngine* paintEngine() const override;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    std::unique_ptr<Engine> m_engine;
    QPainter& m_target;
    QSize m_size;
};

} // namespace btw::charts
