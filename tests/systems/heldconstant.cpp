// SPDX-License-Identifier: GPL-3.0-or-later
#include "heldconstant.h"

#include <ATen/ops/normal_ops.h>
#include <torch/library.h>

namespace {

/// Of LibTorch's dispatcher, for tests: what is registered under it comes before all else while it is
/// included.
constexpr auto kKey = c10::DispatchKey::TESTING_ONLY_GenericMode;

HeldConstant* theOne = nullptr;

at::Tensor detach(const at::Tensor& x)
{
    const c10::impl::ExcludeDispatchKeyGuard below(kKey);
    return theOne->detached(x);
}

/// \param generator in an optional of LibTorch's own (1.13), or of the standard library
template <typename Optional>
at::Tensor& normal(at::Tensor& x, double mean, double deviation, Optional generator)
{
    const c10::impl::ExcludeDispatchKeyGuard below(kKey);
    return x.copy_(at::empty(x.sizes(), at::kDouble).normal_(mean, deviation, generator));
}

} // namespace

TORCH_LIBRARY_IMPL(_, TESTING_ONLY_GenericMode, library)
{
    library.fallback(torch::CppFunction::makeFallthrough());
}

TORCH_LIBRARY_IMPL(aten, TESTING_ONLY_GenericMode, library)
{
    library.impl("detach", &detach);
    library.impl("normal_", static_cast<at::_ops::normal_::schema*>(&normal));
}

HeldConstant::HeldConstant(bool holds)
    : m_holds(holds)
    , m_included(kKey)
{
    theOne = this;
}

HeldConstant::~HeldConstant() { theOne = nullptr; }

void HeldConstant::beginFirst()
{
    m_pass = Pass::First;
    m_kept.clear();
}

void HeldConstant::beginLater()
{
    m_pass = Pass::Later;
    m_next = 0;
}

void HeldConstant::end() { m_pass = Pass::None; }

at::Tensor HeldConstant::detached(const at::Tensor& x)
{
    if (m_holds && m_pass == Pass::Later)
        return m_kept.at(m_next++);
    const auto result = x.detach();
    if (m_holds && m_pass == Pass::First)
        m_kept.push_back(result.clone()); // of a parameter itself, whose numbers are about to be moved
    return result;
}
