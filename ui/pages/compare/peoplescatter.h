// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/peopleplot.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace btw::pages {

/// A scatter of people that are selected in it. By mouse: a rectangle, or a lasso (setLasso, or with Alt); a
/// click for one; with Shift to those selected already; a double click opens a person. By keyboard: arrows go
/// from point to point, Space selects one or lets it go, Enter opens it, Ctrl+A selects all, Escape none.
class PeopleScatter : public QWidget
{
    Q_OBJECT

public:
    explicit PeopleScatter(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    /// \param names one a point, for tool tips and screen readers
    void setPoints(std::vector<PeoplePlot::Point> points, std::vector<QString> names, const QString& xTitle);
    void setSelected(std::vector<bool> selected); ///< by others
    void setLasso(bool lasso) { m_isLasso = lasso; }
    const PeoplePlot& plot() const { return m_plot; }
    std::optional<std::size_t> current() const { return m_current; }

    QSize sizeHint() const override { return { 420, 300 }; }
    QSize minimumSizeHint() const override { return { 260, 220 }; }

Q_SIGNALS:
    void selected(const std::vector<std::size_t>& points); ///< by the person
    void opened(std::size_t point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::vector<std::size_t> chosen() const;
    void choose(std::vector<std::size_t> points, bool isAdding);
    void toggle(std::size_t point);
    void goTo(std::size_t point);
    void describe();

    PeoplePlot m_plot;
    std::vector<QString> m_names;
    std::optional<std::size_t> m_current; ///< of the keyboard
    bool m_isLasso = false;
    bool m_isDragging = false;
    bool m_dragsLasso = false;
    QPolygonF m_track; ///< of the mouse since it was pressed
    widgets::Theme m_theme = widgets::Theme::light();
};

} // namespace btw::pages
