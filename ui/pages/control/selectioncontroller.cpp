// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/selectioncontroller.h"

namespace btw::pages {

void SelectionController::select(const QString& data, const std::vector<std::string>& ids)
{
    std::unordered_set<std::string> known;
    std::vector<std::string> once;
    once.reserve(ids.size());
    for (const auto& id : ids)
        if (known.insert(id).second)
            once.push_back(id);
    if (data == m_data && known == m_known)
        return; // what one view tells the others comes back from each of them
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
