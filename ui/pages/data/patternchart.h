// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/cohortsummary.h"

#include <QWidget>

#include <array>
#include <memory>

namespace btw::pages {

struct PatternColumns;

/// Which modalities come together (as an UpSet plot: Lex et al., IEEE TVCG 2014): a row of dots for each
/// combination that occurs, filled where the modality is there, with a bar by split and its counts. A row can
/// be chosen with the mouse, or with the arrows and Enter, to see its instances.
class PatternChart : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostPatterns = 12;

    explicit PatternChart(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setSummary(std::shared_ptr<const jobs::CohortSummary> summary);
    QString wordsOf(std::size_t pattern) const; ///< "ts, text and ecg: 612 rows (38%), 428 train, ..."
    int rowAt(const QPointF& at) const; ///< -1: none

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void patternChosen(std::size_t pattern);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    std::size_t shown() const;
    void paintHead(QPainter& painter, const PatternColumns& at) const;
    void paintPattern(QPainter& painter, const PatternColumns& at, std::size_t pattern) const;
    void setCurrent(int row);

    widgets::Theme m_theme;
    std::shared_ptr<const jobs::CohortSummary> m_summary;
    int m_current = 0;
    int m_hovered = -1;
};

} // namespace btw::pages
