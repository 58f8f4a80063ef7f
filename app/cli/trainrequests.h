// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "parameterflags.h"

#include "workspace/jobs/request.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace btw::cli {

class Arguments;

/// The seeds of "1,2,3". \throws btw::Error
std::vector<std::uint64_t> parseSeeds(const QString& text);

/// What `--subsets` asks for, each a list of names: `all` (every one of two modalities or more but that of
/// all), `leave-one-out`, or lists as `a,b;b,c`. \throws btw::Error where they would be too many, or a list
/// is no list of the cohort's modalities.
std::vector<std::vector<std::string>> parseSubsets(const QString& text, const data::Cohort& cohort);

/// A spec in parts: what --spec holds, and what the flags set over it.
class SpecArguments
{
public:
    /// \throws btw::Error for a spec file that is not one JSON object, and as ParameterFlags.
    explicit SpecArguments(const Arguments& arguments);

    /// The resolved spec: preset, then the file's keys, then the flags. \throws btw::Error
    training::ExperimentSpec resolve(std::size_t trainingInstances, Task task) const;
    /// Whether the preset follows from the size of the cohort.
    bool isAuto() const;

private:
    QJsonObject m_file;
    systems::SystemRegistry m_systems = systems::builtinSystems();
    ParameterFlags m_flags;
    std::optional<QString> m_preset;
};

} // namespace btw::cli
