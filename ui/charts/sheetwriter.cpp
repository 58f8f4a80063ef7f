// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sheetwriter.h"

#include "engine/error.h"
#include "ui/charts/outlinedevice.h"
#include "ui/charts/sheetmetadata.h"
#include "ui/charts/svgfonts.h"

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
constexpr int kVectorDpi = 2540; // a unit of an SVG is 0.01 mm
constexpr int kPdfDpi = 1200;

QStringList formats()
{
    return { QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("png"), QStringLiteral("csv") };
}

[[noreturn]] void refuse(const QString& sentence) { throw Error(sentence.toStdString(), Error::Kind::Input); }

void drawInto(QPaintDevice& device, const SheetPicture& picture, const QSizeF& target, bool hasOutlines)
{
    QPainter painter(&device);
    if (!hasOutlines) {
        picture.paint(painter, target);
        return;
    }
    OutlineDevice outlines(painter, target.toSize());
    QPainter other(&outlines);
    picture.paint(other, target);
}

QByteArray drawnSvg(const SheetPicture& picture, bool hasOutlines)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(kVectorDpi);
    const QSizeF target = picture.sizeMm() * 100;
    svg.setSize(target.toSize());
    svg.setViewBox(QRectF(QPointF(0, 0), target));
    drawInto(svg, picture, target, hasOutlines);
    // Qt does not escape a title and a description, and a class may be called "<30".
    const QString words = QStringLiteral("<title>%1</title>\n<desc>%2</desc>\n<metadata>\n%3</metadata>\n")
                              .arg(xmlText(picture.title()), xmlText(picture.description()),
                                  QString::fromUtf8(rdfOf(metadataOf(picture))));
    const qsizetype head = bytes.indexOf("<title>");
    const qsizetype end = bytes.indexOf("</desc>", head) + 8;
    bytes.replace(head, end - head, words.toUtf8());
    return bytes;
}

QByteArray svgOf(const SheetPicture& picture)
{
    if (!picture.sheet().hasOutlines)
        if (const auto embedded = withEmbeddedFonts(drawnSvg(picture, false)))
            return *embedded;
    return drawnSvg(picture, true);
}

QByteArray pdfOf(const SheetPicture& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(kPdfDpi);
    pdf.setPageSize(QPageSize(picture.sizeMm(), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF());
    pdf.setTitle(picture.title());
    pdf.setCreator(QStringLiteral("BTW Workbench"));
    pdf.setDocumentXmpMetadata(xmpOf(metadataOf(picture)));
    drawInto(pdf, picture, picture.sizeMm() * (kPdfDpi / kMmPerInch), picture.sheet().hasOutlines);
    return bytes;
}

QByteArray pngOf(const SheetPicture& picture, int dpi)
{
    const QSizeF pixels = picture.sizeMm() * (dpi / kMmPerInch);
    const bool isTransparent = picture.sheet().isTransparent;
    QImage image(pixels.toSize(), isTransparent ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    image.fill(isTransparent ? Qt::transparent : Qt::white);
    image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / kMmPerInch * 1000)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    {
        QPainter painter(&image); // pixels know neither fonts nor outlines
        picture.paint(painter, image.size());
    }
    for (const auto& [key, value] : metadataOf(picture))
        image.setText(key, value);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QString sentenceOfEmpty(const SheetPicture& picture, std::size_t index)
{
    const auto& panel = picture.panels()[index];
    const QString what
        = panel.data.run ? Words::tr("Run %1").arg(panel.data.run->run.id) : Words::tr("This study");
    return Words::tr("Figure \"%1\" needs %2. %3 has nothing to show: %4")
        .arg(panel.figure.id, panel.figure.needs, what, picture.emptyText(index));
}

} // namespace

QByteArray sheetBytes(
    const Sheet& sheet, const std::vector<SheetPicture::Panel>& panels, const QString& suffix, int dpi)
{
    if (!formats().contains(suffix))
        refuse(Words::tr("There is no format .%1; choose .svg, .pdf, .png or .csv.").arg(suffix));
    if (!(sheet.widthMm >= 30 && sheet.widthMm <= 1000))
        refuse(Words::tr("A figure of %1 mm cannot be drawn; choose a width from 30 to 1000 mm.")
                   .arg(sheet.widthMm));
    if (panels.empty())
        refuse(Words::tr("The page has no figure yet; add one first."));
    // As drawn for the first time: labels of a live chart stay where they were, and a file has no past.
    const SheetPicture picture(sheet, panels);
    const QSizeF mm = picture.sizeMm();
    if (dpi < 50 || dpi > 2400 || std::max(mm.width(), mm.height()) / kMmPerInch * dpi > 16000)
        refuse(Words::tr(
            "%1 dpi at %2 mm cannot be drawn; choose 50 to 2400 dpi and at most 16000 pixels across.")
                   .arg(dpi)
                   .arg(sheet.widthMm));
    for (std::size_t i = 0; i < panels.size(); ++i)
        if (!picture.emptyText(i).isEmpty())
            refuse(sentenceOfEmpty(picture, i));
    return suffix == QLatin1String("csv") ? sheetCsv(picture).toUtf8()
        : suffix == QLatin1String("svg")  ? svgOf(picture)
        : suffix == QLatin1String("pdf")  ? pdfOf(picture)
                                          : pngOf(picture, dpi);
}

void writeSheet(
    const Sheet& sheet, const std::vector<SheetPicture::Panel>& panels, const QString& path, int dpi)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (!formats().contains(suffix))
        refuse(Words::tr("%1 has no format that can be written; end its name in .svg, .pdf, .png or .csv.")
                   .arg(path));
    const QByteArray bytes = sheetBytes(sheet, panels, suffix, dpi);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw Error(
            Words::tr("%1 could not be written (%2); choose a folder that exists and can be written to.")
                .arg(path, file.errorString())
                .toStdString(),
            Error::Kind::Work);
}

} // namespace btw::charts
