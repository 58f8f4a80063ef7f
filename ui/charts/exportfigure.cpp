// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/exportfigure.h"

#include "ui/charts/chart.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <cmath>

namespace btw::charts {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ExportFigure)
};

constexpr double kMmPerInch = 25.4;
constexpr double kPixelsPerInch = 96; // device independent pixels
constexpr int kVectorDpi = 2540; // a unit of an SVG is 0.01 mm
constexpr int kPdfDpi = 1200;

QSizeF sizeMm(const FigureInfo& figure, double widthMm)
{
    return { widthMm, widthMm * (widthMm > 120 ? figure.wideAspect : figure.aspect) };
}

void drawInto(QPaintDevice& device, Chart& chart, const QSizeF& target, const QSizeF& size)
{
    QPainter painter(&device);
    painter.fillRect(QRectF(QPointF(0, 0), target), Qt::white);
    chart.drawTo(painter, QRectF(QPointF(0, 0), target), size);
}

QByteArray svgOf(Chart& chart, const QSizeF& mm, const QSizeF& size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(kVectorDpi);
    const QSizeF target = mm * 100;
    svg.setSize(target.toSize());
    svg.setViewBox(QRectF(QPointF(0, 0), target));
    drawInto(svg, chart, target, size);
    // Qt does not escape a title and a description, and a class may be called "<30".
    const QString words
        = QStringLiteral("<title>%1</title>\n<desc>%2</desc>\n")
              .arg(chart.title().toHtmlEscaped(), chart.accessibleDescription().toHtmlEscaped());
    const qsizetype head = bytes.indexOf("<title>");
    const qsizetype end = bytes.indexOf("</desc>", head) + 8;
    bytes.replace(head, end - head, words.toUtf8());
    // An SVG only names its font: where it is not installed, something alike should step in.
    const QByteArray family = widgets::Theme::family().toUtf8();
    bytes.replace(
        "font-family=\"" + family + "\"", "font-family=\"" + family + ", Helvetica, Arial, sans-serif\"");
    return bytes;
}

QByteArray pdfOf(Chart& chart, const QSizeF& mm, const QSizeF& size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(kPdfDpi);
    pdf.setPageSize(QPageSize(mm, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF());
    pdf.setTitle(chart.title());
    pdf.setCreator(QStringLiteral("BTW Workbench"));
    drawInto(pdf, chart, mm * (kPdfDpi / kMmPerInch), size);
    return bytes;
}

QByteArray pngOf(Chart& chart, const QSizeF& mm, const QSizeF& size, int dpi)
{
    const QSizeF pixels = mm * (dpi / kMmPerInch);
    QImage image(pixels.toSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / kMmPerInch * 1000)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    drawInto(image, chart, image.size(), size);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

bool exportFigure(const FigureInfo& figure, const jobs::RunDigest& digest, const QString& path,
    double widthMm, int dpi, QString* error)
{
    const auto fail = [&](const QString& sentence) {
        if (error != nullptr) {
            *error = sentence;
        }
        return false;
    };
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (!QStringList {
            QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("png"), QStringLiteral("csv") }
             .contains(suffix)) {
        return fail(
            Words::tr("%1 has no format that can be written; end its name in .svg, .pdf, .png or .csv.")
                .arg(path));
    }
    if (!(widthMm >= 30 && widthMm <= 1000)) {
        return fail(
            Words::tr("A figure of %1 mm cannot be drawn; choose a width from 30 to 1000 mm.").arg(widthMm));
    }
    if (dpi < 50 || dpi > 2400 || widthMm / kMmPerInch * dpi > 16000) {
        return fail(Words::tr(
            "%1 dpi at %2 mm cannot be drawn; choose 50 to 2400 dpi and at most 16000 pixels across.")
                        .arg(dpi)
                        .arg(widthMm));
    }
    const std::unique_ptr<Chart> chart = figure.make(figure);
    chart->setTheme(widgets::Theme::print());
    chart->setInk(Ink::forPaper());
    chart->setDigest(digest);
    chart->refreshNow();
    if (!chart->emptyText().isEmpty()) {
        return fail(Words::tr("Figure \"%1\" needs %2. Run %3 has nothing to show: %4")
                        .arg(figure.id, figure.needs)
                        .arg(digest.run.id)
                        .arg(chart->emptyText()));
    }
    const QSizeF size = chart->sizeOnPaper(sizeMm(figure, widthMm) * (kPixelsPerInch / kMmPerInch));
    const QSizeF mm = size * (kMmPerInch / kPixelsPerInch);
    const QByteArray bytes = suffix == QLatin1String("csv") ? figureCsv(figure, digest).toUtf8()
        : suffix == QLatin1String("svg")                    ? svgOf(*chart, mm, size)
        : suffix == QLatin1String("pdf")                    ? pdfOf(*chart, mm, size)
                                                            : pngOf(*chart, mm, size, dpi);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return fail(
            Words::tr("%1 could not be written (%2); choose a folder that exists and can be written to.")
                .arg(path, file.errorString()));
    }
    return true;
}

} // namespace btw::charts
