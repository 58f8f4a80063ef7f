// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/figureregistry.h"
#include "ui/charts/sheet.h"

#include <QRectF>
#include <QSizeF>

#include <memory>
#include <vector>

class QPainter;

namespace btw::charts {

/// A page of figures laid out and ready to be painted: on the screen, and by sheetwriter.h to a file. Needs a
/// QApplication.
class SheetPicture
{
public:
    /// One panel with what it is drawn of.
    struct Panel
    {
        FigureInfo figure;
        FigureData data;
        ChartView view;
    };
    enum class Use { File, Screen }; ///< on the screen many points are drawn as an image, quickly
    /// \param panels one for each of the sheet's; one without data leaves its place empty
    SheetPicture(Sheet sheet, std::vector<Panel> panels, Use use = Use::File);
    ~SheetPicture();
    SheetPicture(const SheetPicture&) = delete;
    SheetPicture& operator=(const SheetPicture&) = delete;

    const Sheet& sheet() const { return m_sheet; }
    const std::vector<Panel>& panels() const { return m_panels; }
    QSizeF sizeMm() const; ///< of the page
    QRectF panelRectMm(std::size_t index) const;
    /// Why a panel has nothing to draw; empty where it has.
    QString emptyText(std::size_t index) const;
    const Chart* chart(std::size_t index) const; ///< of a panel; null without data
    void paint(QPainter& painter, const QSizeF& target) const; ///< the page fills the target

    QString title() const; ///< of a file
    QString description() const; ///< what the page says, in words

private:
    struct Placed
    {
        std::unique_ptr<Chart> chart; ///< null without data
        QRectF rect; ///< with its head, in device independent pixels
    };
    double layRow(std::size_t first, std::size_t end, const std::vector<SheetPlace>& places, double top,
        double stretch);
    void lay();
    double headHeight() const; ///< of "(a) title"; none of a single figure
    void paintHead(QPainter& painter, std::size_t index) const;

    Sheet m_sheet;
    std::vector<Panel> m_panels;
    std::vector<Placed> m_placed;
    Ink m_ink;
    widgets::Theme m_theme;
    QSizeF m_size; ///< in device independent pixels
};

/// The text under the page: "(a) ... (b) ...", or one figure's caption.
QString captionOf(const SheetPicture& picture);
/// The numbers of all panels as CSV; of several, each after a line "# (a) weights, 12".
QString sheetCsv(const SheetPicture& picture);
/// The name of the page's file without a suffix: of one figure fileStem().
QString fileStem(const SheetPicture& picture);

} // namespace btw::charts
