// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/figureinfo.h"
#include "ui/charts/nameaxis.h"
#include "ui/charts/ticks.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/digest.h"

#include <QChart>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QStringList>
#include <QTimer>
#include <QValueAxis>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>

class QMenu;

namespace btw::charts {

class PaintItem;

/// One axis of a figure, in the data's own units.
struct Axis
{
    double low = 0;
    double high = 1;
    bool epochs = false; ///< whole numbers from 1
    bool sign = false; ///< +1 instead of 1
    QString title; ///< with units
    QStringList names; ///< categories at 0, 1, 2, ...; then low and high are -0.5 and n - 0.5
};

/// Sizes of what is drawn, in device independent pixels (1/96 inch on paper).
struct Ink
{
    bool paper = false;
    bool isShown = false; ///< paper that is looked at on the screen, and not written to a file
    int tickPx = widgets::Theme::kTickPx;
    int labelPx = widgets::Theme::kCaptionPx;
    double line = 2.0;
    double dot = 3.5; ///< radius
    QString family; ///< of all text; empty: the program's
    bool dashes = false; ///< lines differ by their dashes, too, where colours cannot tell them apart
    static Ink forPaper();
};

/// What a person chose of one figure.
struct ChartView
{
    bool hasBands = true; ///< around lines
    std::optional<Range> atLeast; ///< the y axis reaches at least so far; data is never cut off
    bool operator==(const ChartView& other) const
    {
        return hasBands == other.hasBands && atLeast.has_value() == other.atLeast.has_value()
            && (!atLeast || (atLeast->low == other.atLeast->low && atLeast->high == other.atLeast->high));
    }
};

/// One line of the hover box.
struct HoverRow
{
    QString text;
    QColor colour;
};

/// Base of the figures: a view that draws one figure of a run's digest, live, on screen and to a file with
/// the same code. Data may arrive at any rate: a redraw is coalesced (40 ms), replaces points in place and
/// waits while the chart is hidden. Hover and arrow keys show values; a drag zooms, a double click or Escape
/// resets; the context menu exports.
///
/// A chart of people (hasPeople()) selects them: a click, with Shift in addition to the others, a drag with
/// Shift those in the rectangle; Space what the arrow keys are at, Ctrl+A all, Escape none. A double click,
/// or Enter, asks for one person.
///
/// Lines and areas are Qt Charts series in one QChart with a fixed plot area; grid, numbers and direct
/// labels are drawn around them, because Qt Charts has no labels at a line's end.
class Chart : public QGraphicsView
{
    Q_OBJECT

public:
    explicit Chart(const FigureInfo& figure, QWidget* parent = nullptr);
    ~Chart() override;

    /// Which figure this is.
    const FigureInfo& figure() const { return m_figure; }
    QString kind() const { return m_figure.id; }

    /// Its place among the charts of a page, which do not redraw in one turn of the event loop.
    void setTurn(int turn) { m_turn = turn; }

    void setTheme(const widgets::Theme& theme);
    const widgets::Theme& theme() const { return m_theme; }
    void setInk(const Ink& ink);

    /// Shows this digest from the next redraw on. Null shows the sentence of a chart without a run.
    void setDigest(std::shared_ptr<const jobs::RunDigest> digest);
    void setDigest(const jobs::RunDigest& digest);
    /// The same of a run with what else its figures need, or of a study. The data's digest is kept.
    void setData(const FigureData& data);
    void setView(const ChartView& view);
    const FigureData& data() const { return m_data; } ///< that is drawn, or will be soon

    /// The people who are selected, here or elsewhere.
    using People = std::unordered_set<std::string>;
    void setSelected(const People& ids);
    const People& selected() const { return m_selected; }
    /// What it draws are people, so that they can be selected.
    virtual bool hasPeople() const { return false; }

    QString title() const { return m_title; } ///< for the card, e.g. "Modality weights"
    QString caption() const { return m_caption; } ///< e.g. "kl-local, mean and 10-90% band"
    QString help() const; ///< what the reader looks at: of the figure, and of this run
    /// Whether a part of the figure (FigureInfo::Part) is drawn at this size.
    virtual bool shows(const QString& /*part*/) const { return true; }
    QString emptyText() const { return m_empty; } ///< empty where there is something to draw
    bool isZoomed() const { return m_zoom.has_value(); }
    void resetZoom();

    /// Redraws at once what a timer would redraw soon; works for hidden charts, too.
    void refreshNow();
    /// The size on paper, in device independent pixels, of a figure that is to be that large: taller where a
    /// legend, names or rows need it, so that the plot keeps its size. Ask before `drawTo`.
    QSizeF sizeOnPaper(const QSizeF& wanted);
    /// Draws the figure in a rectangle of the painter, `size` being its size in device independent pixels.
    void drawTo(QPainter& painter, const QRectF& target, const QSizeF& size);
    /// Export and zoom actions; the caller owns the menu.
    std::unique_ptr<QMenu> makeMenu();
    /// Those that take the figure along: pictures and the numbers.
    void addExports(QMenu& menu);

    QSize sizeHint() const override { return { 480, 260 }; }
    QSize minimumSizeHint() const override { return { 220, 140 }; }

Q_SIGNALS:
    void wordsChanged(); ///< title, caption or help
    void redrawn(); ///< a coalesced redraw took place
    void peopleChosen(const std::vector<std::string>& ids); ///< by a person: these are selected now
    void personWanted(const std::string& id);
    void saved(const QString& path); ///< picture or numbers, by a person

protected:
    /// Reads the digest (never null) into axes, words and series' values. `setEmpty` where it holds nothing.
    virtual void rebuild(const jobs::RunDigest& /*digest*/) { }
    /// The same of figures that are made of more than a run's digest.
    virtual void rebuildFrom(const FigureData& data);
    /// A chart without a run: no values, title and empty text.
    virtual void rebuildWithoutRun() = 0;
    /// Width to keep free on the right of the plot, and height above it, for labels.
    virtual double rightMargin(double available);
    virtual double topMargin() const;
    virtual double leftMargin() const;
    virtual double bottomMargin() const;
    /// The size or the values changed: decide what margins depend on, such as a legend. Called before them.
    virtual void prepare();
    /// Height that the plot needs at least, for a figure on paper.
    virtual double leastPlotHeight() const;
    /// The plot rectangle or the values changed: put points, areas and labels into place.
    virtual void place() { }
    virtual void paintUnder(QPainter& painter); ///< grid, numbers, axis titles
    virtual void paintOver(QPainter& painter) = 0; ///< labels, markers
    /// Rows of the hover box at a place in the plot; `anchor` is where the crosshair goes. Empty: none.
    virtual QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor);
    virtual void paintHover(QPainter& painter, const QPointF& anchor);
    /// The place that an arrow key moves to from `pixel`, if the chart knows steps.
    virtual std::optional<QPointF> stepFrom(const QPointF& pixel, int steps);
    /// The same of the keys up and down.
    virtual std::optional<QPointF> stepDownFrom(const QPointF& pixel, int steps);
    virtual bool clicked(const QPointF& pixel);
    /// Of a chart of people: those at a place, in a rectangle, and all.
    virtual std::vector<std::string> peopleAt(const QPointF& pixel) const;
    virtual std::vector<std::string> peopleIn(const QRectF& pixels) const;
    virtual std::vector<std::string> allPeople() const;
    bool isSelected(const std::string& id) const { return m_selected.count(id) > 0; }
    /// The digest that is on show; data() may be newer already. Null without one.
    const std::shared_ptr<const jobs::RunDigest>& drawn() const { return m_drawn; }
    virtual bool canZoom() const { return true; }
    /// What the figure says, for a screen reader.
    virtual QString summary() const = 0;

    /// \param help what is particular to this run, after the figure's own explanation
    void setWords(const QString& title, const QString& caption, const QString& help = {});
    void setEmpty(const QString& sentence) { m_empty = sentence; }
    void setFootnote(const QString& note) { m_footnote = note; }
    void relayout();
    void schedule(); ///< a coalesced redraw

    QPointF toPixel(double x, double y) const;
    QPointF toData(const QPointF& pixel) const;
    QRectF plot() const { return m_plot; }
    QSizeF canvas() const { return m_canvas; }
    const Ink& ink() const { return m_ink; }
    const ChartView& view() const { return m_view; }
    bool namesLabel() const;
    QFont tickFont() const;
    QFont labelFont() const;
    Ticks xTicks() const;
    Ticks yTicks() const;
    void drawText(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text) const;
    /// Categories under the plot, on several lines or aslant where they must.
    void drawNames(QPainter& painter) const;
    void drawXTitle(QPainter& painter) const { drawXTitle(painter, titled(m_x, m_names.named)); }
    void drawXTitle(QPainter& painter, const QString& title) const;
    void drawYTitle(QPainter& painter, const QString& title) const;
    /// An axis' title, which says how many of its names stand there if not all do.
    static QString titled(const Axis& axis, qsizetype named);
    double textWidth(const QFont& font, const QString& text) const;
    TextWidth widthIn(const QFont& font) const; ///< of this chart, which must outlive it
    /// Shares of the height, which names and legends may take, are of this: what a figure on paper grows by
    /// does not count.
    double frameHeight() const { return m_frameHeight > 0 ? m_frameHeight : m_canvas.height(); }
    const NameAxis& names() const { return m_names; }

    Axis m_x;
    Axis m_y;
    std::set<QString> m_hidden; ///< keys of series that were switched off
    QChart* m_chart; ///< owned by the scene
    QValueAxis* m_xAxis; ///< owned by m_chart, like m_yAxis; both invisible
    QValueAxis* m_yAxis;

    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();
    void layOut(); ///< for m_canvas, of what is up to date
    void addLooks(); ///< to the footnote
    void paintBehind(QPainter& painter);
    void paintFront(QPainter& painter);
    void paintHoverBox(QPainter& painter);
    /// As many rows, and as much of them, as fit into the chart.
    void fitHoverRows(QList<HoverRow>& rows, const QFont& font, double rowHeight) const;
    void updateItems();
    double below() const; ///< everything under the plot
    double overhang() const; ///< how far the last number of the x axis reaches over the right edge
    void exportAs(const QString& suffix);
    void copyPicture();
    bool stepBy(int across, int down); ///< of the keys; whether there is such a place
    void describe(); ///< to a screen reader: the figure, or what the keys are at
    void choose(const std::vector<std::string>& ids, bool isAdding);
    bool selectionKey(QKeyEvent* event); ///< whether it was one

    FigureInfo m_figure;
    QGraphicsScene m_scene;
    PaintItem* m_under; ///< owned by m_scene, like m_over
    PaintItem* m_over;
    QTimer m_timer;
    bool m_stale = true;
    int m_turn = 0;
    FigureData m_data;
    std::shared_ptr<const jobs::RunDigest> m_drawn;
    ChartView m_view;
    widgets::Theme m_theme = widgets::Theme::light();
    Ink m_ink;
    QSizeF m_canvas;
    double m_frameHeight = 0; ///< of a figure on paper, before it grew
    NameAxis m_names;
    QRectF m_plot;
    QString m_title, m_caption, m_help, m_empty, m_footnote;
    std::optional<QRectF> m_zoom; ///< in data units: left, bottom, width, height
    std::optional<QPointF> m_hover, m_press;
    QRectF m_rubber;
    bool m_rubberSelects = false; ///< people, instead of zooming
    People m_selected;
    bool m_focusRing = false; ///< focus came by the keyboard
};

} // namespace btw::charts
