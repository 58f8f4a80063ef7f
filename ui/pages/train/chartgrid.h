// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/digest.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

class QGridLayout;

namespace btw::charts {
class Chart;
class ChartCard;
class FigureRegistry;
}

namespace btw::pages {

/// The figures that suit a run, in the order of the registry, two in a row; one that is left over takes a row
/// of its own, below the words.
class ChartGrid : public QWidget
{
    Q_OBJECT

public:
    explicit ChartGrid(const charts::FigureRegistry& figures, QWidget* parent = nullptr);

    /// Words that belong to the charts, to stand below the pairs. Becomes its parent's.
    void setWords(QWidget* words);
    void setTheme(const widgets::Theme& theme);
    /// Hands the digest to one chart after the other, a few milliseconds apart: four redraws in one turn of
    /// the event loop would be felt.
    void setDigest(std::shared_ptr<const jobs::RunDigest> digest);
    void flush(); ///< hands it to all that still wait
    std::vector<charts::Chart*> shownCharts() const;
    /// The people who are selected, here or elsewhere.
    void setSelected(const std::unordered_set<std::string>& ids);

Q_SIGNALS:
    void peopleChosen(const std::vector<std::string>& ids); ///< by a person, in one of the charts
    void personWanted(const std::string& id);

private:
    void handOn();
    void arrange(const jobs::RunDigest& digest);

    std::shared_ptr<const jobs::RunDigest> m_digest;
    std::vector<bool> m_waits; ///< one a card: it has not seen m_digest
    std::size_t m_next = 0;
    QTimer m_timer;
    std::vector<charts::ChartCard*> m_cards; ///< one a figure
    std::vector<bool> m_suits; ///< one a card: it is shown
    QGridLayout* m_grid;
    QWidget* m_words = nullptr;
};

} // namespace btw::pages
