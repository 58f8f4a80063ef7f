// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/exportfigure.h"

#include "engine/error.h"
#include "ui/charts/sheetwriter.h"

namespace btw::charts {

namespace {

Sheet sheetOf(const FigureInfo& figure, double widthMm)
{
    Sheet sheet;
    sheet.widthMm = widthMm;
    sheet.panels.emplace_back();
    sheet.panels.back().figure = figure.id;
    return sheet;
}

} // namespace

bool exportFigure(const FigureInfo& figure, const FigureData& data, const QString& path, double widthMm,
    int dpi, QString* error)
{
    try {
        writeSheet(sheetOf(figure, widthMm), { { figure, data, {} } }, path, dpi);
    } catch (const Error& refused) {
        if (error != nullptr)
            *error = QString::fromUtf8(refused.what());
        return false;
    }
    return true;
}

QImage pictureOf(const FigureInfo& figure, const FigureData& data, double widthMm, int dpi)
{
    try {
        return QImage::fromData(
            sheetBytes(sheetOf(figure, widthMm), { { figure, data, {} } }, QStringLiteral("png"), dpi));
    } catch (const Error&) {
        return {}; // nothing is drawn of it
    }
}

} // namespace btw::charts
