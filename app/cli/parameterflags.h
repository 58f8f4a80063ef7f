// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"

#include "engine/spec/parameter.h"
#include "engine/systems/system.h"

#include <utility>
#include <vector>

namespace btw::cli {

/// One flag for every key of a spec but `preset`: `--top-k 4` for `top_k`; and `--system`, another name of
/// `--model`.
std::vector<Option> parameterOptions(const systems::SystemRegistry& systems);

/// The keys that flags set.
class ParameterFlags
{
public:
    /// \throws btw::Error for a value that its key may not have, naming the flag and what is allowed, and for
    /// two different systems.
    ParameterFlags(const Arguments& arguments, const systems::SystemRegistry& systems);

    /// \throws btw::Error for a key that the spec's system does not read, or, other than its default, not for
    /// this task: the flag would change nothing.
    void applyTo(training::ExperimentSpec& spec, Task task) const;

private:
    const systems::SystemRegistry& m_systems;
    std::vector<std::pair<training::Parameter, std::string>> m_values;
};

} // namespace btw::cli
