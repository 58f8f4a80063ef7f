// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace btw::jobs {

/// Bins of equal width for a histogram, at most kMost of them. Values that are multiples of a step (whole
/// numbers, ratings in fifths) lie amid their bins, the same number of possible values in each; with other
/// edges some bins would hold one more than their neighbours, and the histogram a comb that is not there.
class Binning
{
public:
    static constexpr std::size_t kMost = 32;
    static constexpr std::size_t kContinuous = 24; ///< without a step

    /// \param step the values' distance, 0 for any. One bin where low = high.
    Binning(double low, double high, double step);
    /// Range and step found in the values; they must be finite.
    static Binning of(const std::vector<double>& values);

    double low() const { return m_low; }
    double high() const { return m_low + m_width * static_cast<double>(m_count); }
    std::size_t count() const { return m_count; }
    std::size_t binOf(double value) const
    {
        const double at = (value - m_low) * m_scale;
        const auto bin = at > 0 ? static_cast<std::size_t>(at) : 0;
        return bin < m_count ? bin : m_count - 1;
    }

private:
    double m_low;
    double m_width;
    double m_scale; ///< 1 / m_width
    std::size_t m_count;
};

/// The middle value, or the mean of the two in the middle; NaN without any. Orders `values` anew.
double medianOf(std::vector<double>& values);

} // namespace btw::jobs
