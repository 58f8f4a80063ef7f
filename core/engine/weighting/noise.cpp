// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/noise.h"

#include <cmath>
#include <cstdint>
#include <random>

namespace btw::weighting {

namespace {

constexpr std::int64_t kParallelFrom = 2000;

// In [-1, 1), from 53 random bits.
double uniform(std::mt19937& engine)
{
    const auto high = static_cast<double>(engine() >> 5U);
    const auto low = static_cast<double>(engine() >> 6U);
    return 2 * ((high * 0x1p26 + low) * 0x1p-53) - 1;
}

} // namespace

std::vector<double> standardNormals(std::size_t count)
{
    // Marsaglia's polar method on MT19937: points of the unit disc one after the other, then what they make.
    std::mt19937 engine { 0 }; // NOLINT(cert-msc51-cpp): the same numbers every time are wanted
    const std::size_t pairs = (count + 1) / 2;
    std::vector<double> numbers(2 * pairs);
    std::vector<double> squares(pairs);
    for (std::size_t i = 0; i < pairs; ++i) {
        double square = 0;
        do {
            numbers[2 * i + 1] = uniform(engine);
            numbers[2 * i] = uniform(engine);
            square = numbers[2 * i + 1] * numbers[2 * i + 1] + numbers[2 * i] * numbers[2 * i];
        } while (square >= 1 || square == 0);
        squares[i] = square;
    }
    const auto end = static_cast<std::int64_t>(pairs);
#pragma omp parallel for schedule(static) if (end > kParallelFrom)
    for (std::int64_t p = 0; p < end; ++p) {
        const auto i = static_cast<std::size_t>(p);
        const double factor = std::sqrt(-2 * std::log(squares[i]) / squares[i]);
        numbers[2 * i] *= factor;
        numbers[2 * i + 1] *= factor;
    }
    numbers.resize(count);
    return numbers;
}

} // namespace btw::weighting
