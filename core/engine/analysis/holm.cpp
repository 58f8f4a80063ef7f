// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::analysis {

std::vector<double> holmCorrected(const std::vector<double>& p)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (!std::isnan(p[i]))
            order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });

    std::vector<double> corrected = p;
    double largest = 0;
    for (std::size_t step = 0; step < order.size(); ++step) {
        const double scaled = p[order[step]] * static_cast<double>(order.size() - step);
        largest = std::max(largest, std::min(scaled, 1.0));
        corrected[order[step]] = largest;
    }
    return corrected;
}

MeanStd meanAndStd(const std::vector<double>& values)
{
    MeanStd summary;
    summary.n = values.size();
    const auto n = static_cast<double>(values.size());
    for (const double value : values)
        summary.mean += value;
    summary.mean /= n;
    double squares = 0;
    for (const double value : values)
        squares += (value - summary.mean) * (value - summary.mean);
    summary.std = std::sqrt(squares / (n - 1));
    if (values.size() < 2)
        summary.std = std::numeric_limits<double>::quiet_NaN();
    if (values.empty())
        summary.mean = std::numeric_limits<double>::quiet_NaN();
    return summary;
}

} // namespace btw::analysis
