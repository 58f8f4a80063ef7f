// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/reading.h"

#include <algorithm>
#include <cmath>

namespace btw::analysis {

namespace {

// Written out rather than std::nearbyint, which obeys whatever rounding mode a caller has left behind.
double roundHalfToEven(double value)
{
    const double below = std::floor(value);
    const double rest = value - below;
    if (rest < 0.5)
        return below;
    if (rest > 0.5)
        return below + 1;
    return std::fmod(below, 2.0) == 0 ? below : below + 1;
}

} // namespace

std::size_t readingClasses(Reading reading)
{
    switch (reading) {
    case Reading::Seven:
        return 7;
    case Reading::Five:
        return 5;
    case Reading::NonNegative:
    case Reading::Positive:
        break;
    }
    return 2;
}

int readAs(Reading reading, double value)
{
    switch (reading) {
    case Reading::Seven:
        return static_cast<int>(roundHalfToEven(std::clamp(value, -3.0, 3.0))) + 3;
    case Reading::Five:
        return static_cast<int>(roundHalfToEven(std::clamp(value, -2.0, 2.0))) + 2;
    case Reading::NonNegative:
        return value >= 0 ? 1 : 0;
    case Reading::Positive:
        break;
    }
    return value > 0 ? 1 : 0;
}

int readLabel(Reading reading, double label)
{
    return reading == Reading::Positive && label == 0 ? -1 : readAs(reading, label);
}

const std::vector<NamedReading>& namedReadings()
{
    static const std::vector<NamedReading> kReadings {
        { Reading::Seven, "acc7", "" },
        { Reading::Five, "acc5", "" },
        { Reading::NonNegative, "acc2_nonneg", "f1_nonneg" },
        { Reading::Positive, "acc2_pos", "f1_pos" },
    };
    return kReadings;
}

} // namespace btw::analysis
