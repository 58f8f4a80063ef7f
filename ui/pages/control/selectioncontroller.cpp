// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/selectioncontroller.h"

#include <algorithm>

namespace btw::pages {

void SelectionController::select(
    const QString& data, const std::vector<std::string>& ids, store::SelectedIn in)
{
    std::unordered_set<std::string> known;
    std::vector<std::string> once;
    once.reserve(ids.size());
    for (const auto& id : ids)
        if (known.insert(id).second)
            once.push_back(id);
    using store::SelectedIn;
    if (in == SelectedIn::Table && m_in == SelectedIn::Errors && data == m_data
        && std::any_of(ids.begin(), ids.end(), [this](const auto& id) { return contains(id); }))
        in = SelectedIn::Errors;
    if (data == m_data && known == m_known) {
        m_in = m_in == SelectedIn::Errors ? m_in : in;
        return; // what one view tells the others comes back from each of them
    }
    m_in = in;
    m_data = data;
    m_ids = std::move(once);
    m_known = std::move(known);
    Q_EMIT changed();
}

void SelectionController::inspect(const std::string& id, qint64 run)
{
    Q_EMIT inspected(QString::fromStdString(id), run);
}

} // namespace btw::pages
