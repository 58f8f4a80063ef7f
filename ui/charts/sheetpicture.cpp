// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sheetpicture.h"

#include "ui/charts/paperfont.h"

#include "ui/widgets/names.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kPixelsPerInch = 96; // device independent pixels
constexpr double kWide = 120; // mm: a wide figure need not become as much taller
constexpr double kGapMm = 4; // between panels
constexpr double kLeastStretch = 0.4; // of a panel on a page of fixed height

double pixels(double mm) { return mm * kPixelsPerInch / kMmPerInch; }
double millimetres(double pixels) { return pixels * kMmPerInch / kPixelsPerInch; }

} // namespace

SheetPicture::SheetPicture(Sheet sheet, std::vector<Panel> panels, Use use)
    : m_sheet(std::move(sheet))
    , m_panels(std::move(panels))
    , m_ink(sheetInk(m_sheet))
    , m_theme(sheetTheme(m_sheet))
{
    m_ink.isShown = use == Use::Screen;
    m_placed.reserve(m_panels.size());
    for (const auto& panel : m_panels) {
        Placed placed;
        if (!panel.data.isEmpty()) {
            placed.chart = panel.figure.make(panel.figure);
            placed.chart->setTheme(m_theme);
            placed.chart->setInk(m_ink);
            placed.chart->setView(panel.view);
            placed.chart->setData(panel.data);
            placed.chart->refreshNow();
        }
        m_placed.push_back(std::move(placed));
    }
    lay();
}

SheetPicture::~SheetPicture() = default;

double SheetPicture::headHeight() const { return m_panels.size() > 1 ? m_ink.labelPx + 7.0 : 0; }

double SheetPicture::layRow(
    std::size_t first, std::size_t end, const std::vector<SheetPlace>& places, double top, double stretch)
{
    const double gap = pixels(kGapMm);
    const double column = (pixels(m_sheet.widthMm) - gap * (m_sheet.columns - 1)) / m_sheet.columns;
    double height = 0;
    for (std::size_t i = first; i < end; ++i) {
        const auto& figure = m_panels[i].figure;
        const double width = column * places[i].span + gap * (places[i].span - 1);
        const double aspect = millimetres(width) > kWide ? figure.wideAspect : figure.aspect;
        const QSizeF wanted(width, width * aspect * stretch);
        const double needed
            = m_placed[i].chart ? m_placed[i].chart->sizeOnPaper(wanted).height() : wanted.height();
        height = std::max(height, needed + headHeight());
        m_placed[i].rect = QRectF((column + gap) * places[i].column, top, width, 0);
    }
    for (std::size_t i = first; i < end; ++i)
        m_placed[i].rect.setHeight(height);
    return height;
}

void SheetPicture::lay()
{
    const auto places = placesOf(m_sheet);
    const double gap = pixels(kGapMm);
    const double fixed = pixels(m_sheet.heightMm);
    double stretch = 1;
    // A page of fixed height: its panels become lower or higher alike. Legends keep their size, so that it
    // takes more than one try.
    for (int pass = 0; pass < 4; ++pass) {
        double top = 0;
        for (std::size_t first = 0; first < m_panels.size();) {
            std::size_t end = first;
            while (end < m_panels.size() && places[end].row == places[first].row)
                ++end;
            top += (first > 0 ? gap : 0);
            top += layRow(first, end, places, top, stretch);
            first = end;
        }
        m_size = QSizeF(
            pixels(m_sheet.widthMm), std::max(top, m_panels.empty() ? pixels(m_sheet.widthMm * 0.5) : top));
        if (fixed <= 0 || m_panels.empty() || std::abs(top - fixed) < 1)
            break;
        stretch = std::max(kLeastStretch, stretch * fixed / top);
    }
    if (fixed > m_size.height())
        m_size.setHeight(fixed);
}

QSizeF SheetPicture::sizeMm() const { return { millimetres(m_size.width()), millimetres(m_size.height()) }; }

QRectF SheetPicture::panelRectMm(std::size_t index) const
{
    const QRectF& rect = m_placed.at(index).rect;
    return QRectF(millimetres(rect.left()), millimetres(rect.top()), millimetres(rect.width()),
        millimetres(rect.height()));
}

QString SheetPicture::emptyText(std::size_t index) const
{
    const auto& chart = m_placed.at(index).chart;
    return chart ? chart->emptyText() : Chart::tr("Nothing is loaded yet.");
}

const Chart* SheetPicture::chart(std::size_t index) const { return m_placed.at(index).chart.get(); }

void SheetPicture::paintHead(QPainter& painter, std::size_t index) const
{
    const auto& chart = m_placed[index].chart;
    const QString whole = chart ? chart->title() : m_panels[index].figure.title;
    QFont strong = widgets::Theme::labelFont();
    if (!joinsLetters(whole))
        strong = copyable(strong);
    strong.setPixelSize(m_ink.labelPx);
    strong.setWeight(QFont::Bold);
    if (!m_ink.family.isEmpty())
        strong.setFamily(m_ink.family);
    QFont font = strong;
    font.setWeight(QFont::Normal);
    const QRectF& rect = m_placed[index].rect;
    const QRectF head(rect.left() + 2, rect.top(), rect.width() - 4, m_ink.labelPx + 4);
    painter.setPen(m_theme.text);
    painter.setFont(strong);
    const QString letter = panelLetter(index);
    constexpr int kFlags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip;
    painter.drawText(head, kFlags, letter);
    const double room = QFontMetricsF(strong).horizontalAdvance(letter) + m_ink.labelPx * 0.6;
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const QString title = widgets::cutAtWord(
        whole, head.width() - room, [&](const QString& text) { return metrics.horizontalAdvance(text); });
    painter.drawText(head.adjusted(room, 0, 0, 0), kFlags, title);
}

void SheetPicture::paint(QPainter& painter, const QSizeF& target) const
{
    const double across = target.width() / m_size.width();
    const double down = target.height() / m_size.height();
    if (!m_sheet.isTransparent)
        painter.fillRect(QRectF(QPointF(0, 0), target), Qt::white);
    for (std::size_t i = 0; i < m_placed.size(); ++i) {
        if (headHeight() > 0) {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.scale(across, down);
            paintHead(painter, i);
            painter.restore();
        }
        if (!m_placed[i].chart)
            continue;
        const QRectF body = m_placed[i].rect.adjusted(0, headHeight(), 0, 0);
        painter.save();
        m_placed[i].chart->drawTo(painter,
            QRectF(body.left() * across, body.top() * down, body.width() * across, body.height() * down),
            body.size());
        painter.restore();
    }
}

QString SheetPicture::title() const
{
    QStringList titles;
    for (std::size_t i = 0; i < m_placed.size(); ++i)
        titles << (m_placed[i].chart ? m_placed[i].chart->title() : m_panels[i].figure.title);
    return titles.join(QStringLiteral("; "));
}

QString SheetPicture::description() const
{
    QStringList parts;
    for (std::size_t i = 0; i < m_placed.size(); ++i)
        if (m_placed[i].chart)
            parts << (m_placed.size() > 1 ? panelLetter(i) + QLatin1Char(' ') : QString())
                    + m_placed[i].chart->accessibleDescription();
    return parts.join(QLatin1Char('\n'));
}

QString captionOf(const SheetPicture& picture)
{
    const auto& panels = picture.panels();
    QStringList parts;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        if (!picture.emptyText(i).isEmpty()) // there is no picture
            continue;
        const QString caption
            = captionOf(panels[i].figure, panels[i].data, panels[i].view.hasBands, picture.chart(i));
        parts << (panels.size() > 1 ? panelLetter(i) + QLatin1Char(' ') + caption : caption);
    }
    return parts.join(QLatin1Char(' '));
}

QString sheetCsv(const SheetPicture& picture)
{
    const auto& panels = picture.panels();
    QStringList parts;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const QString csv = figureCsv(panels[i].figure, panels[i].data);
        parts << (panels.size() > 1 ? QStringLiteral("# %1 %2, %3\n")
                                          .arg(panelLetter(i), panels[i].figure.id, panels[i].data.source.run)
                    + csv
                                    : csv);
    }
    return parts.join(QLatin1Char('\n'));
}

QString fileStem(const SheetPicture& picture)
{
    const auto& panels = picture.panels();
    if (panels.empty())
        return QStringLiteral("figure");
    if (panels.size() == 1)
        return fileStem(panels.front().figure, panels.front().data);
    QStringList kinds;
    for (const auto& panel : panels)
        if (!kinds.contains(panel.figure.id))
            kinds << panel.figure.id;
    const QString data = asFileName(panels.front().data.source.data);
    return (data.isEmpty() ? QString() : data + QLatin1Char('-')) + kinds.join(QLatin1Char('-'));
}

} // namespace btw::charts
