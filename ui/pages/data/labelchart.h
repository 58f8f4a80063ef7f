// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/nameaxis.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/cohortsummary.h"

#include <QWidget>

#include <memory>

namespace btw::pages {

/// The labels of each split on one scale: bars for classes side by side, or histograms one below the other.
/// Lengths and heights are shares of the split's rows, so that splits of any size can be compared.
class LabelChart : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostClasses = 16;

    explicit LabelChart(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setSummary(std::shared_ptr<const jobs::CohortSummary> summary);
    /// Of the bar there; of a class's name the whole name; of "and 4 more classes" which these are.
    QString wordsAt(const QPoint& at) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    bool isClasses() const;
    std::size_t shownClasses() const;
    double share(std::size_t entry, std::size_t split) const; ///< of the split's rows
    double largestShare() const;
    double leftOfPanels() const;
    charts::RowNames classNames() const; ///< of all classes, as they are written at this width
    int rowHeight() const; ///< of a class
    QRectF classPanel(std::size_t split) const;
    QRectF histogram(std::size_t split) const;
    void paintClasses(QPainter& painter) const;
    void paintHistograms(QPainter& painter) const;
    void describe();

    widgets::Theme m_theme;
    std::shared_ptr<const jobs::CohortSummary> m_summary;
};

} // namespace btw::pages
