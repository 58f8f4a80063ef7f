// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>
#include <c10/core/impl/LocalDispatchKeySet.h>

#include <cstddef>
#include <vector>

/// Makes a model's loss a function whose slope is the gradient that autograd computes. While it lives,
/// normal_() draws the same numbers whatever type they are kept in, so that a model in float and one in
/// double have the same noise. And what a model detaches can be held constant: each Tensor::detach() of a
/// later pass then gives the numbers that it gave in the first one. For one thread, and one at a time.
class HeldConstant
{
public:
    /// \param holds false: what is detached follows the point, as usual
    explicit HeldConstant(bool holds);
    ~HeldConstant();
    HeldConstant(const HeldConstant&) = delete;
    HeldConstant& operator=(const HeldConstant&) = delete;

    void beginFirst(); ///< a first pass
    void beginLater(); ///< a later pass
    void end(); ///< of a pass

    at::Tensor detached(const at::Tensor& x);

private:
    enum class Pass : std::uint8_t { None, First, Later } m_pass = Pass::None;
    bool m_holds;
    std::vector<at::Tensor> m_kept;
    std::size_t m_next = 0;
    c10::impl::IncludeDispatchKeyGuard m_included;
};
