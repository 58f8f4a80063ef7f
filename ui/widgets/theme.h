// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include <array>
#include <cstddef>

class QPainter;
class QRectF;

namespace btw::widgets {

/// Colours, spacing and fonts of the whole program, as a value: the application applies `palette()`,
/// `textFont()` and `styleSheet()` once, charts are handed the value itself.
///
/// A series colour paints lines and areas; where the same thing is written out as text, use its text twin
/// (`modalityText`, `correctionsText`, ...), which keeps 4.5:1 against background, panel and soft boxes.
///
/// The style sheet looks at these dynamic properties (set before the widget is shown):
///   card=true       QFrame: a panel with a 1 px border and round corners
///   soft=true       QFrame: an explanation box on the accent's tint
///   warning=true    QFrame: a box that warns
///   bar=true        QFrame: top or status bar; side=true: the navigation column
///   role            QLabel: "title" (20 px semibold), "heading" (13 px semibold), "caption" (12 px dim),
///                   "section" (12 px semibold dim), "danger", "good"
///   small=true      QPushButton: a low one inside a box or beside a field
///   kind            QPushButton: "primary", "danger", "quiet" (no border until hovered)
///   nav=true        QListView: rows as in the navigation and the queue (no frame, round selection)
struct Theme
{
    // Ground
    QColor background, panel, text, dim, line, grid, accent, accentSoft, accentText, dimOnSoft, hover;
    // What things mean
    QColor danger, dangerLine, good, warning, warningSoft;
    QColor corrections, mistakes, correctionsText, mistakesText;
    QColor baseline, baselineText; ///< the run that another is compared with: grey, dashed
    std::array<QColor, 8> modalities, modalityTexts; ///< in the order of the cohort's modalities
    /// Lines and text of classes that are drawn beside each other: none is taken for a modality.
    std::array<QColor, 6> classes;
    bool isDark = false;
    bool isHighContrast = false;

    // Spacing, in device independent pixels
    static constexpr int kGrid = 4;
    static constexpr int kPage = 20; ///< around a page
    static constexpr int kCardGap = 14; ///< between cards
    static constexpr int kCardInside = 12; ///< inside a card
    static constexpr int kCardRadius = 8;
    static constexpr int kControlRadius = 6;
    static constexpr int kBandOpacityPercent = 16;
    /// Font sizes, in device independent pixels
    static constexpr int kTextPx = 13;
    static constexpr int kTitlePx = 20;
    static constexpr int kCaptionPx = 12;
    static constexpr int kTickPx = 11;

    static Theme light();
    static Theme dark();
    static Theme highContrast();
    static Theme print(); ///< for figures on paper: white, black text
    /// The theme that suits a desktop's palette: dark where its windows are dark.
    static Theme forScheme(const QPalette& desktop);

    /// Colour of the modality with this index; past the eighth the colours repeat, told apart by
    /// `modalityDash`. Any two of the eight, and of their texts, differ for readers with and without colour
    /// blindness (tests/charts/tst_theme.cpp measures it).
    QColor modality(std::size_t index) const { return modalities[index % modalities.size()]; }
    QColor modalityText(std::size_t index) const { return modalityTexts[index % modalityTexts.size()]; }
    static Qt::PenStyle modalityDash(std::size_t index);
    /// Of a class, past the sixth told apart by `classDash`.
    QColor classColour(std::size_t index) const { return classes[index % classes.size()]; }
    static Qt::PenStyle classDash(std::size_t index);
    /// `colour` at the opacity of a band.
    static QColor band(QColor colour);

    QPalette palette() const;
    QString styleSheet() const;

    /// Inter where installed, else the system's family.
    static QString family();
    static QFont textFont(); ///< 13 px
    static QFont headingFont(); ///< 13 px semibold: card titles
    static QFont titleFont(); ///< 20 px semibold: page titles
    static QFont captionFont(); ///< 12 px
    static QFont labelFont(); ///< 12 px semibold: direct labels of a chart
    static QFont tickFont(); ///< 11 px: axis numbers
};

/// WCAG 2 contrast ratio of two opaque colours, 1..21.
double contrastRatio(const QColor& a, const QColor& b);
/// `top` at its own opacity over an opaque `bottom`.
QColor blended(const QColor& top, const QColor& bottom);

/// Draws `text` with tabular figures: every digit takes the widest digit's advance, so that columns of
/// numbers line up in families whose figures are proportional (Inter).
void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);
double tabularWidth(const QFont& font, const QString& text);

} // namespace btw::widgets
