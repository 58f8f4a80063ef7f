// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace btw::analysis {

/// Two-sided p value of Student's t with `freedom` degrees of freedom. NaN for a NaN, or without freedom.
double studentP(double t, double freedom);

} // namespace btw::analysis
