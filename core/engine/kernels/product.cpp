// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/product.h"

namespace btw::kernels {

#ifdef BTW_X86
ProductFunction product512();
ProductFunction product256();
#endif

std::vector<ProductFunction> productFunctions()
{
    std::vector<ProductFunction> found;
#ifdef BTW_X86
    if (__builtin_cpu_supports("avx512f"))
        found.push_back(product512());
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        found.push_back(product256());
#endif
    return found;
}

ProductFunction productFunction()
{
    static const auto functions = productFunctions();
    return functions.empty() ? nullptr : functions.front();
}

} // namespace btw::kernels
