// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartprobe.h"

#include "sampledigest.h"

#include <algorithm>
#include <cstdlib>

namespace btw::charts::sample {

namespace {

bool near(QRgb a, QRgb b)
{
    return std::abs(qRed(a) - qRed(b)) < 10 && std::abs(qGreen(a) - qGreen(b)) < 10
        && std::abs(qBlue(a) - qBlue(b)) < 10;
}

} // namespace

int pixelsOf(const QImage& picture, const QColor& colour)
{
    const QImage image = picture.convertToFormat(QImage::Format_RGB32);
    const QRgb wanted = colour.rgb();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        const auto* row = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        count += static_cast<int>(
            std::count_if(row, row + image.width(), [&](QRgb c) { return near(c, wanted); }));
    }
    return count;
}

jobs::RunDigest digestFor(const QString& kind, store::RunStatus status)
{
    const bool classes = kind == QLatin1String("classes") || kind == QLatin1String("confusion");
    return classes ? classification(12, 40, status) : regression(12, 40, 686, status);
}

std::unique_ptr<Chart> shown(const QString& kind, const widgets::Theme& theme, QSize size)
{
    std::unique_ptr<Chart> chart = makeChart(kind);
    chart->setTheme(theme);
    chart->resize(size);
    chart->setData(dataFor(kind, digestFor(kind)));
    chart->show();
    chart->refreshNow();
    return chart;
}

void keep(QWidget& widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("BTW_TEST_PICTURES");
    if (!folder.isEmpty()) {
        widget.grab().save(folder + QLatin1Char('/') + name + QLatin1String(".png"));
    }
}

} // namespace btw::charts::sample
