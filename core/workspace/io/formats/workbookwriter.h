// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace btw::io {

/// Tables as a workbook of Excel (.xlsx, ECMA-376): text, and numbers with the digits that they are shown
/// with. Written by QuaZip alone, since libxlsxwriter's minizip and QuaZip's have functions of the same
/// names, of which one process can call one only.
class WorkbookWriter
{
public:
    /// A sheet, empty; what follows goes into it. \param columns their names: a bold row that stays where it
    /// is. \param widths in characters, one a column
    void addSheet(const QString& name, const QStringList& columns, const std::vector<double>& widths);
    void text(const QString& text);
    /// Nothing where it is not finite. \param format Excel's own, "0.000" or "0.00E+00"
    void number(double value, const QByteArray& format);
    void skip(int cells) { m_sheets.back().column += cells; }
    void endRow();

    /// The whole file. \throws btw::Error (Kind::Work)
    QByteArray bytes() const;

private:
    struct Sheet
    {
        QString name;
        QByteArray widths; ///< as XML
        QByteArray rows;
        QByteArray open; ///< cells of the row that is not ended
        int row = 1;
        int column = 0;
    };

    int styleOf(const QByteArray& format);
    void addText(const QString& text, int style);
    QByteArray nextCell();
    QByteArray stylesXml() const;

    std::vector<Sheet> m_sheets;
    std::vector<QByteArray> m_formats;
};

} // namespace btw::io
