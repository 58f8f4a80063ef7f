// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::weighting {

/// Weight variants of docs/method ("Weight variants").
enum class Variant : std::uint8_t {
    None,
    KlLocal,
    KlGlobal,
    MiGlobal,
    Btw,
    CcLocal,
    Constant,
    HeldOut,
    BtwOof,
    Shuffled
};
/// Where the conditional variance of a regression prediction comes from.
enum class Variance : std::uint8_t { Neighbours, Global, ResidualLabels };
/// Which training instances the mutual information of a modality is estimated on.
enum class MiPolicy : std::uint8_t { Present, All };
/// Whether unimodal probabilities are made as sure as they are right, by one temperature a modality.
enum class Calibrate : std::uint8_t { None, Temperature };
/// When new weights are computed.
enum class Update : std::uint8_t { EveryEpoch, OnImprovement };
/// Where what is large enough is computed: results agree to 1e-6 (counts exactly, logarithms to the last bit
/// or two). Without a GPU and kernels for it, both are the processor.
enum class Where : std::uint8_t { Processor, Device };

/// What a Weigher is asked for; the defaults are docs/method's.
struct Options
{
    Variant variant = Variant::Btw;
    Variance variance = Variance::Neighbours;
    MiPolicy mi = MiPolicy::Present;
    Calibrate calibrate = Calibrate::None;
    bool rescale = false; ///< multiply by the number of modalities present; fixed weights stay as they are
    Where where = Where::Processor;
};

} // namespace btw::weighting
