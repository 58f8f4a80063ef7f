// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/exportfigure.h"

#include "engine/error.h"
#include "ui/charts/sheetwriter.h"

namespace btw::charts {

bool exportFigure(const FigureInfo& figure, const FigureData& data, const QString& path, double widthMm,
    int dpi, QString* error)
{
    Sheet sheet;
    sheet.widthMm = widthMm;
    sheet.panels.emplace_back();
    sheet.panels.back().figure = figure.id;
    try {
        writeSheet(sheet, { { figure, data, {} } }, path, dpi);
    } catch (const Error& refused) {
        if (error != nullptr)
            *error = QString::fromUtf8(refused.what());
        return false;
    }
    return true;
}

} // namespace btw::charts
