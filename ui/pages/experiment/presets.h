// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <vector>

namespace btw::pages {

/// An experiment that the program brings: one of the paper's tables.
struct Preset
{
    QString name; ///< "Table 4: systems beside each other (planted length of stay)"
    QString about;
    QJsonObject json; ///< as its file has it
};

/// In the order of the tables.
std::vector<Preset> presets();

} // namespace btw::pages
