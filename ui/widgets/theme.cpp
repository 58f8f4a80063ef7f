// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace btw::widgets {

namespace {

QFont fontOf(int pixels, QFont::Weight weight)
{
    QFont font(Theme::family());
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setStyleStrategy(QFont::PreferAntialias);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

double linearChannel(double value)
{
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linearChannel(colour.redF()) + 0.7152 * linearChannel(colour.greenF())
        + 0.0722 * linearChannel(colour.blueF());
}

/// Of the colours as they come round again.
Qt::PenStyle dashOf(std::size_t round)
{
    constexpr std::array<Qt::PenStyle, 4> kStyles { Qt::SolidLine, Qt::DashLine, Qt::DotLine,
        Qt::DashDotLine };
    return kStyles[round % kStyles.size()];
}

double digitAdvance(const QFontMetricsF& metrics)
{
    double widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    }
    return widest;
}

struct TabularRun
{
    QString text;
    double natural = 0;
    double advance = 0;
};

// Digits stand alone; everything between them stays one run and keeps its kerning.
std::vector<TabularRun> tabularRuns(const QString& text, const QFontMetricsF& metrics)
{
    const double digit = digitAdvance(metrics);
    std::vector<TabularRun> runs;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        if (!text[i].isDigit()) {
            while (end < text.size() && !text[end].isDigit()) {
                ++end;
            }
        }
        TabularRun run { text.mid(i, end - i), 0, 0 };
        run.natural = metrics.horizontalAdvance(run.text);
        run.advance = text[i].isDigit() ? digit : run.natural;
        runs.push_back(run);
        i = end;
    }
    return runs;
}

} // namespace

Theme Theme::light()
{
    Theme t;
    t.background = QColor(0xF5, 0xF6, 0xF8);
    t.panel = QColor(0xFF, 0xFF, 0xFF);
    t.text = QColor(0x1B, 0x24, 0x30);
    t.dim = QColor(0x66, 0x70, 0x85);
    t.line = QColor(0xE3, 0xE6, 0xEB);
    t.grid = QColor(0xEB, 0xED, 0xF1);
    t.accent = QColor(0x25, 0x63, 0xEB);
    t.accentSoft = QColor(0xEA, 0xF1, 0xFF);
    t.accentText = QColor(0xFF, 0xFF, 0xFF);
    t.dimOnSoft = QColor(0x59, 0x63, 0x78);
    t.hover = QColor(0xF2, 0xF4, 0xF7);
    t.danger = QColor(0xB4, 0x2B, 0x12);
    t.dangerLine = QColor(0xF0, 0xB5, 0xA8);
    t.good = QColor(0x00, 0x7A, 0x58);
    t.warning = QColor(0x85, 0x57, 0x00);
    t.warningSoft = QColor(0xFF, 0xF6, 0xE0);
    t.corrections = QColor(0x00, 0x9E, 0x73);
    t.mistakes = QColor(0xE6, 0x9F, 0x00);
    t.correctionsText = QColor(0x00, 0x7A, 0x58);
    t.mistakesText = QColor(0x8A, 0x5C, 0x00);
    t.baseline = QColor(0x8A, 0x93, 0xA5);
    t.baselineText = QColor(0x66, 0x70, 0x85);
    t.modalities = { QColor(0x00, 0x72, 0xB2), QColor(0xD5, 0x5E, 0x00), QColor(0x82, 0x50, 0xDF),
        QColor(0x56, 0xB4, 0xE9), QColor(0x8C, 0x56, 0x4B), QColor(0xCC, 0x79, 0xA7),
        QColor(0x30, 0x33, 0x50), QColor(0x5B, 0x60, 0x00) };
    t.modalityTexts = { QColor(0x1D, 0x54, 0xA2), QColor(0xB2, 0x4F, 0x0D), QColor(0x78, 0x45, 0xD6),
        QColor(0x23, 0x79, 0xA0), QColor(0x7D, 0x4E, 0x46), QColor(0xA3, 0x48, 0x7A),
        QColor(0x30, 0x33, 0x50), QColor(0x51, 0x4F, 0x00) };
    t.classes = { QColor(0x4A, 0x1C, 0xA8), QColor(0x09, 0x5B, 0x6A), QColor(0x7A, 0x68, 0x9D),
        QColor(0x5E, 0x34, 0x29), QColor(0x24, 0x26, 0x05), QColor(0x22, 0x0B, 0x68) };
    return t;
}

Theme Theme::dark()
{
    Theme t;
    t.isDark = true;
    t.background = QColor(0x14, 0x18, 0x1F);
    t.panel = QColor(0x1C, 0x22, 0x2B);
    t.text = QColor(0xE8, 0xEC, 0xF2);
    t.dim = QColor(0x98, 0xA2, 0xB3);
    t.line = QColor(0x2C, 0x34, 0x40);
    t.grid = QColor(0x28, 0x2F, 0x3A);
    t.accent = QColor(0x6E, 0xA0, 0xFF);
    t.accentSoft = QColor(0x22, 0x31, 0x4D);
    t.accentText = QColor(0x0E, 0x16, 0x26);
    t.dimOnSoft = QColor(0xA8, 0xB2, 0xC3);
    t.hover = QColor(0x24, 0x2B, 0x36);
    t.danger = QColor(0xFF, 0x8A, 0x78);
    t.dangerLine = QColor(0x7A, 0x3B, 0x33);
    t.good = QColor(0x3F, 0xD3, 0x9C);
    t.warning = QColor(0xF5, 0xC2, 0x4B);
    t.warningSoft = QColor(0x38, 0x2F, 0x1B);
    t.corrections = QColor(0x34, 0xD3, 0x99);
    t.mistakes = QColor(0xF5, 0xB8, 0x2E);
    t.correctionsText = t.corrections;
    t.mistakesText = t.mistakes;
    t.baseline = QColor(0x8A, 0x94, 0xA6);
    t.baselineText = QColor(0x98, 0xA2, 0xB3);
    t.modalities = { QColor(0x44, 0xA9, 0xFA), QColor(0xFF, 0x93, 0x4C), QColor(0xB9, 0x8A, 0xD2),
        QColor(0xA5, 0xDB, 0xF9), QColor(0xC3, 0x8A, 0x6A), QColor(0xF0, 0xA3, 0xCB),
        QColor(0xE6, 0xE2, 0xB0), QColor(0x84, 0xA6, 0x9E) };
    t.modalityTexts = t.modalities;
    t.classes = { QColor(0x6A, 0xFE, 0xD9), QColor(0xA9, 0xB3, 0xFE), QColor(0xD8, 0xF0, 0x5B),
        QColor(0xD9, 0x58, 0xA9), QColor(0x6B, 0x94, 0x40), QColor(0xB5, 0xC2, 0x98) };
    return t;
}

Theme Theme::highContrast()
{
    Theme t;
    t.isDark = true;
    t.isHighContrast = true;
    t.background = QColor(0x00, 0x00, 0x00);
    t.panel = QColor(0x00, 0x00, 0x00);
    t.text = QColor(0xFF, 0xFF, 0xFF);
    t.dim = QColor(0xE6, 0xE6, 0xE6);
    t.line = QColor(0xFF, 0xFF, 0xFF);
    t.grid = QColor(0x5A, 0x5A, 0x5A);
    t.accent = QColor(0xFF, 0xE1, 0x4D);
    t.accentSoft = QColor(0x33, 0x2E, 0x00);
    t.accentText = QColor(0x00, 0x00, 0x00);
    t.dimOnSoft = QColor(0xF2, 0xF2, 0xF2);
    t.hover = QColor(0x2B, 0x2B, 0x2B);
    t.danger = QColor(0xFF, 0x9E, 0x8F);
    t.dangerLine = QColor(0xFF, 0x9E, 0x8F);
    t.good = QColor(0x5C, 0xF2, 0xB8);
    t.warning = QColor(0xFF, 0xD2, 0x5C);
    t.warningSoft = QColor(0x2E, 0x26, 0x00);
    t.corrections = QColor(0x3D, 0xF0, 0xAF);
    t.mistakes = QColor(0xFF, 0xB9, 0x1A);
    t.correctionsText = t.corrections;
    t.mistakesText = t.mistakes;
    t.baseline = QColor(0xD0, 0xD0, 0xD0);
    t.baselineText = t.baseline;
    t.modalities = { QColor(0x61, 0xC1, 0xFD), QColor(0xFE, 0x9A, 0x66), QColor(0xA6, 0x8F, 0xFE),
        QColor(0xB8, 0xE8, 0xFF), QColor(0xC6, 0xA0, 0xA4), QColor(0xEE, 0x96, 0xDA),
        QColor(0xF2, 0xEF, 0xC0), QColor(0xAE, 0xCB, 0xB5) };
    t.modalityTexts = t.modalities;
    t.classes = { QColor(0x4D, 0xA6, 0xAA), QColor(0xDD, 0xF3, 0x42), QColor(0x54, 0x7C, 0xFD),
        QColor(0xFE, 0xC3, 0xCF), QColor(0x67, 0xC8, 0x52), QColor(0xDC, 0x56, 0x56) };
    return t;
}

Theme Theme::print()
{
    Theme t = light();
    t.background = Qt::white;
    t.text = Qt::black;
    t.dim = QColor(0x26, 0x26, 0x26);
    t.line = QColor(0x80, 0x80, 0x80);
    t.grid = QColor(0xDD, 0xDD, 0xDD);
    t.baseline = QColor(0x75, 0x75, 0x75);
    t.baselineText = QColor(0x59, 0x59, 0x59);
    return t;
}

Theme Theme::forScheme(const QPalette& desktop)
{
    return desktop.color(QPalette::Window).lightnessF() < 0.5F ? dark() : light();
}

Qt::PenStyle Theme::modalityDash(std::size_t index)
{
    return dashOf(index / std::tuple_size_v<decltype(Theme::modalities)>);
}

Qt::PenStyle Theme::classDash(std::size_t index)
{
    return dashOf(index / std::tuple_size_v<decltype(Theme::classes)>);
}

QColor Theme::band(QColor colour)
{
    colour.setAlphaF(static_cast<float>(kBandOpacityPercent) / 100.0F);
    return colour;
}

QPalette Theme::palette() const
{
    QPalette p;
    p.setColor(QPalette::Window, background);
    p.setColor(QPalette::Base, panel);
    p.setColor(QPalette::AlternateBase, hover);
    p.setColor(QPalette::Button, panel);
    p.setColor(QPalette::ToolTipBase, panel);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
             QPalette::ToolTipText, QPalette::BrightText }) {
        p.setColor(role, text);
        p.setColor(QPalette::Disabled, role, dim);
    }
    p.setColor(QPalette::PlaceholderText, dim);
    p.setColor(QPalette::Highlight, accent);
    p.setColor(QPalette::HighlightedText, accentText);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    p.setColor(QPalette::Mid, line);
    p.setColor(QPalette::Midlight, line);
    p.setColor(QPalette::Light, panel);
    p.setColor(QPalette::Dark, dim);
    p.setColor(QPalette::Shadow, line);
    return p;
}

QString Theme::family()
{
    // Asked once: fontconfig takes its time to answer, and a chart asks for a hundred fonts.
    static const QString kFamily = [] {
        QString inter = QStringLiteral("Inter");
        return QFontDatabase::hasFamily(inter)
            ? inter
            : QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    }();
    return kFamily;
}

QFont Theme::textFont() { return fontOf(kTextPx, QFont::Normal); }
QFont Theme::headingFont() { return fontOf(kTextPx, QFont::DemiBold); }
QFont Theme::titleFont() { return fontOf(kTitlePx, QFont::DemiBold); }
QFont Theme::captionFont() { return fontOf(kCaptionPx, QFont::Normal); }
QFont Theme::labelFont() { return fontOf(kCaptionPx, QFont::DemiBold); }
QFont Theme::tickFont() { return fontOf(kTickPx, QFont::Normal); }

double contrastRatio(const QColor& a, const QColor& b)
{
    // https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor blended(const QColor& top, const QColor& bottom)
{
    const float alpha = top.alphaF();
    const auto mix = [alpha](float over, float under) { return over * alpha + under * (1.0F - alpha); };
    return QColor::fromRgbF(
        mix(top.redF(), bottom.redF()), mix(top.greenF(), bottom.greenF()), mix(top.blueF(), bottom.blueF()));
}

double tabularWidth(const QFont& font, const QString& text)
{
    const QFontMetricsF metrics(font);
    double width = 0;
    for (const TabularRun& run : tabularRuns(text, metrics)) {
        width += run.advance;
    }
    return width;
}

void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text)
{
    const QFontMetricsF metrics(painter.font());
    const std::vector<TabularRun> runs = tabularRuns(text, metrics);
    double width = 0;
    for (const TabularRun& run : runs) {
        width += run.advance;
    }
    double x = rect.left();
    if (alignment & Qt::AlignRight) {
        x = rect.right() - width;
    } else if (alignment & Qt::AlignHCenter) {
        x = rect.center().x() - width / 2;
    }
    double y = rect.top() + metrics.ascent();
    if (alignment & Qt::AlignBottom) {
        y = rect.bottom() - metrics.descent();
    } else if (alignment & Qt::AlignVCenter) {
        y = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    }
    for (const TabularRun& run : runs) {
        painter.drawText(QPointF(x + (run.advance - run.natural) / 2, y), run.text);
        x += run.advance;
    }
}

} // namespace btw::widgets
