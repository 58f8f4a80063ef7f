// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/request.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace btw::cli {

class Arguments;

/// The seeds of "1,2,3". \throws btw::Error
std::vector<std::uint64_t> parseSeeds(const QString& text);

/// A spec in parts: what --spec holds, and what the flags set over it.
class SpecArguments
{
public:
    /// \throws btw::Error for a spec file that is not one JSON object.
    explicit SpecArguments(const Arguments& arguments);

    /// The resolved spec: preset, then the file's keys, then the flags. \throws btw::Error
    training::ExperimentSpec resolve(std::size_t trainingInstances) const;
    /// Whether the preset follows from the size of the cohort.
    bool isAuto() const;

private:
    QJsonObject m_file;
    QJsonObject m_flags;
    std::optional<QString> m_preset;
};

} // namespace btw::cli
