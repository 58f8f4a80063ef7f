// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/kl.h"

#include "engine/error.h"
#include "engine/kernels/devicefunctions.h"

#include <algorithm>
#include <cmath>

namespace btw::weighting {

using kernels::excessOverLog;

void normaliseProbabilities(const float* probabilities, std::size_t width, const std::string& model,
    const std::string& id, std::vector<double>& out)
{
    const auto fail = [&](const std::string& what, const std::string& remedy) {
        throw Error(
            "The prediction of " + model + " for instance '" + id + "' " + what + ": " + remedy + ".");
    };
    out.resize(width);
    double raw = 0;
    double clipped = 0;
    for (std::size_t c = 0; c < width; ++c) {
        const double p = probabilities[c];
        if (!std::isfinite(p)) {
            fail("is not finite (class " + std::to_string(c) + ")",
                "give a probability for every class, or mark the modality absent");
        }
        if (p < 0) {
            fail("has a negative probability (" + std::to_string(p) + " for class " + std::to_string(c) + ")",
                "give probabilities, not scores");
        }
        raw += p;
        out[c] = std::max(p, kProbabilityFloor);
        clipped += out[c];
    }
    if (std::abs(raw - 1) > kProbabilitySumTolerance) {
        fail("has probabilities that sum to " + std::to_string(raw), "make them sum to 1");
    }
    for (double& p : out) {
        p /= clipped;
    }
}

double klClassification(const std::vector<double>& p, const std::vector<double>& q)
{
    // sum p ln(p/q) = sum p (q/p - 1 - ln(q/p)), since both sum to 1: no term is negative, nothing cancels.
    double sum = 0;
    for (std::size_t c = 0; c < p.size(); ++c) {
        sum += p[c] * excessOverLog(q[c], p[c]);
    }
    return sum;
}

double klRegression(double meanP, double varianceP, double meanQ, double varianceQ)
{
    return kernels::divergenceOfNormals(meanP, varianceP, meanQ, varianceQ);
}

} // namespace btw::weighting
