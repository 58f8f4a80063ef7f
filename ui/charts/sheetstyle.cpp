// SPDX-License-Identifier: GPL-3.0-or-later
// How a page of figures looks: sizes of letters and lines, and colours.
#include "ui/charts/sheet.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QRawFont>

namespace btw::charts {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Sheet)
};

/// The first of these that is installed, and can be embedded (a Type 1 font cannot): journals ask for
/// Helvetica or Arial, Liberation Sans has their widths. Empty: the program's own.
QString journalFamily()
{
    for (const char* name : { "Arial", "Helvetica", "Liberation Sans", "Nimbus Sans" })
        if (const QLatin1String family(name); QFontDatabase::hasFamily(family)
            && !QRawFont::fromFont(QFont(family)).fontTable("head").isEmpty())
            return family;
    return {};
}

widgets::Theme greys()
{
    auto theme = widgets::Theme::print();
    const auto grey = [](int value) { return QColor(value, value, value); };
    theme.modalities
        = { grey(0), grey(0x70), grey(0x38), grey(0x9A), grey(0x55), grey(0x85), grey(0x24), grey(0x7A) };
    theme.modalityTexts
        = { grey(0), grey(0x60), grey(0x38), grey(0x66), grey(0x55), grey(0x62), grey(0x24), grey(0x68) };
    theme.classes = { grey(0), grey(0x60), grey(0x38), grey(0x66), grey(0x24), grey(0x55) };
    theme.corrections = grey(0x30);
    theme.correctionsText = grey(0x30);
    theme.mistakes = grey(0x9A);
    theme.mistakesText = grey(0x60);
    theme.accent = grey(0);
    theme.baseline = grey(0x8C);
    return theme;
}

} // namespace

std::vector<SheetChoice> sheetStyles()
{
    return { { QStringLiteral("plain"), Words::tr("plain") },
        { QStringLiteral("nature"), Words::tr("Nature-like (6 and 6.75 pt)") },
        { QStringLiteral("science"), Words::tr("Science-like (6.75 and 7.5 pt)") },
        { QStringLiteral("slide"), Words::tr("slide (15 pt)") } };
}

std::vector<SheetChoice> sheetColours()
{
    return { { QStringLiteral("safe"), Words::tr("safe for colour-blind readers") },
        { QStringLiteral("greys"), Words::tr("greys") } };
}

Ink sheetInk(const Sheet& sheet)
{
    Ink ink = Ink::forPaper();
    if (sheet.style == QLatin1String("nature")) {
        ink.tickPx = 8;
        ink.labelPx = 9;
        ink.line = 1.0;
        ink.dot = 1.8;
        ink.family = journalFamily();
    } else if (sheet.style == QLatin1String("science")) {
        ink.tickPx = 9;
        ink.labelPx = 10;
        ink.line = 1.2;
        ink.dot = 2.0;
        ink.family = journalFamily();
    } else if (sheet.style == QLatin1String("slide")) {
        ink.tickPx = 18;
        ink.labelPx = 20;
        ink.line = 3;
        ink.dot = 5;
    }
    ink.dashes = sheet.colours == QLatin1String("greys");
    return ink;
}

widgets::Theme sheetTheme(const Sheet& sheet)
{
    return sheet.colours == QLatin1String("greys") ? greys() : widgets::Theme::print();
}

} // namespace btw::charts
