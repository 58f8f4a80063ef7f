// SPDX-License-Identifier: GPL-3.0-or-later
// People who are selected in a chart, and are so everywhere.
#include "ui/charts/chart.h"
#include "ui/charts/paintitem.h"

#include <QKeyEvent>

#include <algorithm>

namespace btw::charts {

std::vector<std::string> Chart::peopleAt(const QPointF& /*pixel*/) const { return {}; }
std::vector<std::string> Chart::peopleIn(const QRectF& /*pixels*/) const { return {}; }
std::vector<std::string> Chart::allPeople() const { return {}; }

void Chart::setSelected(const People& ids)
{
    if (ids == m_selected) {
        return;
    }
    m_selected = ids;
    if (hasPeople()) {
        m_over->update();
    }
}

void Chart::choose(const std::vector<std::string>& ids, bool isAdding)
{
    People next = isAdding ? m_selected : People();
    const bool areAllIn
        = std::all_of(ids.begin(), ids.end(), [&](const std::string& id) { return next.count(id) > 0; });
    for (const auto& id : ids) {
        if (isAdding && areAllIn) {
            next.erase(id); // a second time lets them go
        } else {
            next.insert(id);
        }
    }
    if (next == m_selected) {
        return;
    }
    // In the order of the figure, then those whom it does not show.
    std::vector<std::string> all;
    People shown;
    for (auto& id : allPeople()) {
        if (next.count(id) > 0 && shown.insert(id).second) {
            all.push_back(std::move(id));
        }
    }
    const auto before = static_cast<std::ptrdiff_t>(all.size());
    for (const auto& id : next) {
        if (shown.count(id) == 0) {
            all.push_back(id);
        }
    }
    std::sort(all.begin() + before, all.end());
    setSelected(next);
    Q_EMIT peopleChosen(all);
}

bool Chart::selectionKey(QKeyEvent* event)
{
    if (!hasPeople() || !m_empty.isEmpty()) {
        return false;
    }
    const auto here = m_hover ? peopleAt(*m_hover) : std::vector<std::string>();
    if (event->key() == Qt::Key_Space && !here.empty()) {
        choose(here, true);
        describe();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !here.empty()) {
        if (here.size() > 1) {
            choose(here, false); // of a cell: its people, of whom one is shown
        }
        Q_EMIT personWanted(here.front());
    } else if (event->matches(QKeySequence::SelectAll)) {
        choose(allPeople(), false);
    } else if (event->key() == Qt::Key_Escape && !m_zoom && !m_hover && !m_selected.empty()) {
        choose({}, false);
    } else {
        return false;
    }
    return true;
}

} // namespace btw::charts
