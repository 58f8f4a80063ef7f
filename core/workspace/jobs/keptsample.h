// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/samples.h"

#include <QString>

#include <cstddef>
#include <cstdint>

namespace btw::jobs {

/// A planted cohort as experiments and projects name it: "sample:mosi"; with another seed "sample:mosi:3".
struct NamedSample
{
    const data::SampleKind* kind = nullptr;
    std::uint64_t seed = 0;

    std::size_t bytes() const; ///< of its values in memory
    double seconds() const; ///< that making and keeping it takes on a usual computer, roughly
};

/// \throws btw::Error for a kind that there is not, and a seed that is no number
NamedSample namedSample(const QString& name);

/// Where a project keeps it. \param storeFolder `<store>.d`
QString keptSamplePath(const QString& storeFolder, const NamedSample& sample);

/// Makes it, where the project does not have it yet: of the largest that is work of minutes. \return its path
/// \throws btw::Error
QString keepSample(const QString& storeFolder, const NamedSample& sample);

} // namespace btw::jobs
