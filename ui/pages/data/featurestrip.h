// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/cohortsummary.h"

#include <QWidget>

#include <memory>

namespace btw::pages {

/// A modality's first features as small histograms side by side, as many as fit. One is chosen with the mouse
/// or the arrows, to be drawn larger.
class FeatureStrip : public QWidget
{
    Q_OBJECT

public:
    explicit FeatureStrip(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme, const QColor& colour);
    /// Modality `modality` of the summary.
    void setSummary(std::shared_ptr<const jobs::CohortSummary> summary, std::size_t modality);
    void setCurrent(std::size_t feature); ///< one that is not shown marks none
    std::size_t shown() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void featureChosen(std::size_t feature);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    const jobs::ModalitySummary& modality() const { return m_summary->modalities[m_modality]; }
    QRectF cell(std::size_t feature) const;
    int featureAt(const QPointF& at) const;

    widgets::Theme m_theme;
    QColor m_colour;
    std::shared_ptr<const jobs::CohortSummary> m_summary;
    std::size_t m_modality = 0;
    std::size_t m_current = 0;
};

} // namespace btw::pages
