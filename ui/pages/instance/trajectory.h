// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/experiments/instance.h"

#include <QWidget>

#include <vector>

namespace btw::pages {

/// A person's weights over the epochs, a line a modality, the best epoch marked.
class Trajectory : public QWidget
{
    Q_OBJECT

public:
    explicit Trajectory(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setModalities(std::vector<experiments::InstanceModality> modalities, std::int64_t bestEpoch);
    bool isEmpty() const; ///< nothing moves: no weights by epoch

    QSize sizeHint() const override { return { 320, 130 }; }
    QSize minimumSizeHint() const override { return { 200, 130 }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<experiments::InstanceModality> m_modalities;
    std::int64_t m_bestEpoch = 0;
    widgets::Theme m_theme = widgets::Theme::light();
};

} // namespace btw::pages
