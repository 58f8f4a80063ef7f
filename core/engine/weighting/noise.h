// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace btw::weighting {

/// The first `count` numbers of numpy.random.RandomState(0).standard_normal, with every standard library
/// (whose normal_distribution differ): ties fall as they do in scikit-learn's
/// mutual_info_regression(x, y, random_state=0). On OpenMP's threads.
std::vector<double> standardNormals(std::size_t count);

} // namespace btw::weighting
