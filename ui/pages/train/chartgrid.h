// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/digest.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace btw::charts {
class Chart;
class ChartCard;
}

namespace btw::pages {

/// The four charts of a run in two rows: weights and validation metric above; below corrections and mistakes
/// over the labels and instance by instance, or, for classes, per class and as a confusion matrix.
class ChartGrid : public QWidget
{
    Q_OBJECT

public:
    explicit ChartGrid(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setTask(Task task);
    void setDigest(const std::shared_ptr<const jobs::RunDigest>& digest);
    std::vector<charts::Chart*> shownCharts() const;

private:
    std::vector<charts::ChartCard*> m_cards; ///< weights, metric, density, scatter, classes, confusion
    Task m_task = Task::Regression;
};

} // namespace btw::pages
