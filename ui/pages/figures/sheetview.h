// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/sheetpicture.h"
#include "ui/widgets/theme.h"

#include <QAbstractScrollArea>
#include <QPixmap>
#include <QTimer>

#include <memory>
#include <optional>

namespace btw::pages {

class FigureEditor;

/// The page at its printed size, under a ruler in millimetres. A click selects a panel, a drag moves it to
/// another place, a figure of the gallery is dropped in. By keyboard: arrows select, Ctrl and arrows move,
/// Delete removes, plus and minus zoom, 0 is the printed size; a panel is copied from one page to another.
class SheetView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit SheetView(FigureEditor& editor, QWidget* parent = nullptr);
    ~SheetView() override;

    void setTheme(const widgets::Theme& theme);
    const charts::SheetPicture& picture(); ///< as it is drawn now
    void refreshNow(); ///< draws at once what would be drawn soon
    /// In hundredths of the printed size; 0: as much as fits, the printed size at most.
    void setZoom(int percent);
    int zoom() const { return m_zoom; }
    void copyPanel(); ///< the selected one, to the clipboard, with what it is of
    void pastePanels(); ///< from the clipboard; without any there, nothing happens
    QString footer(); ///< "Printed size, 174 x 135 mm, 100%"

Q_SIGNALS:
    void drawn(); ///< another picture than before

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    double pixelsPerMm() const;
    QRectF pageRect() const; ///< in the viewport
    QRectF panelRect(std::size_t panel);
    std::optional<std::size_t> panelAt(const QPointF& at);
    std::size_t placeAt(const QPointF& at); ///< before which panel a drop would go
    void redraw();
    void followSize();
    void paintRuler(QPainter& painter) const;
    void paintPanelMarks(QPainter& painter);

    FigureEditor& m_editor;
    widgets::Theme m_theme = widgets::Theme::light();
    std::unique_ptr<charts::SheetPicture> m_picture;
    QPixmap m_pixmap; ///< of it, at the zoom
    QTimer m_timer;
    int m_zoom = 0;
    std::optional<QPointF> m_press;
    std::optional<std::size_t> m_target; ///< where what is dragged would go
    bool m_isDragging = false;
    bool m_isStale = false; ///< changed while nobody looked
};

} // namespace btw::pages
