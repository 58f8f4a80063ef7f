// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace btw::analysis {

/// Two-sided p value of Student's t with `freedom` degrees of freedom. NaN for a NaN, or without freedom.
double studentP(double t, double freedom);
/// The t at least 0 of which studentP() is p, e.g. 2.093 of 0.05 with 19 degrees of freedom: the half width
/// of a 95% interval in standard errors. \param p above 0, at most 1
double studentT(double p, double freedom);

} // namespace btw::analysis
