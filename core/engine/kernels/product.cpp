// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/product.h"

namespace btw::kernels {

#ifdef BTW_X86
ProductKernels product512();
ProductKernels product256();
#endif

namespace {

std::vector<ProductKernels> found()
{
    std::vector<ProductKernels> kernels;
#ifdef BTW_X86
    if (__builtin_cpu_supports("avx512f"))
        kernels.push_back(product512());
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        kernels.push_back(product256());
#endif
    return kernels;
}

} // namespace

const std::vector<ProductKernels>& productKernels()
{
    static const auto kFound = found();
    return kFound;
}

} // namespace btw::kernels
