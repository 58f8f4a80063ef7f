// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/digest.h"

#include <QTimer>
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
    /// Hands the digest to one chart after the other, a few milliseconds apart: four redraws in one turn of
    /// the event loop would be felt.
    void setDigest(std::shared_ptr<const jobs::RunDigest> digest);
    void flush(); ///< hands it to all that still wait
    std::vector<charts::Chart*> shownCharts() const;

private:
    void handOn();

    std::shared_ptr<const jobs::RunDigest> m_digest;
    std::vector<bool> m_waits; ///< one a card: it has not seen m_digest
    std::size_t m_next = 0;
    QTimer m_timer;
    std::vector<charts::ChartCard*> m_cards; ///< weights, metric, density, scatter, classes, confusion
    Task m_task = Task::Regression;
};

} // namespace btw::pages
