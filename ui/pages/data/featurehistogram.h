// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/cohortsummary.h"

#include <QWidget>

namespace btw::pages {

/// One feature's values, with an axis.
class FeatureHistogram : public QWidget
{
    Q_OBJECT

public:
    explicit FeatureHistogram(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme, const QColor& colour);
    void setFeature(const jobs::FeatureSummary& feature, const QString& name);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF area() const;

    widgets::Theme m_theme;
    QColor m_colour;
    jobs::FeatureSummary m_feature;
};

/// "−2.9 to 3.1, mean 0.02; 14 of 1,600 cells empty".
QString featureWords(const jobs::FeatureSummary& feature);

} // namespace btw::pages
