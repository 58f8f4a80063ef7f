// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace btw::experiments {

/// An experiment that the program brings (resources/presets): one of the paper's tables.
struct Preset
{
    QString id; ///< by which commands take it: "table-4-los"
    QString name; ///< "Table 4: systems beside each other (planted length of stay)"
    QString about;
    QJsonObject json; ///< as its file has it

    /// The planted cohorts that it is made for: that of its `data`, then its `shapes`.
    QStringList samples() const;
};

/// In the order of their ids.
std::vector<Preset> presets();
std::optional<Preset> presetCalled(const QString& id);

} // namespace btw::experiments
