// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace btw::analysis {

/// A sentiment score in -3..3 read as a class, as the CMU-MOSI literature does.
enum class Reading {
    Seven, ///< round(clip(v, -3, 3)), half to even
    Five, ///< round(clip(v, -2, 2)), half to even
    NonNegative, ///< v >= 0, over all instances
    Positive ///< v > 0, over instances whose label is not 0
};

/// Classes 0..readingClasses() - 1.
std::size_t readingClasses(Reading reading);
int readAs(Reading reading, double value);
/// The label's class, or -1 where the reading leaves the instance out.
int readLabel(Reading reading, double label);

struct NamedReading
{
    Reading reading;
    std::string_view accuracy; ///< name of its accuracy metric
    std::string_view f1; ///< name of its weighted F1, or empty
};
const std::vector<NamedReading>& namedReadings();

} // namespace btw::analysis
