// SPDX-License-Identifier: GPL-3.0-or-later
// Included before everything when clang compiles. In C++20 libstdc++ 12 makes std::vector's members
// constexpr, and clang 14 then instantiates them where a vector of an incomplete type is merely named, which
// LibTorch 1.13 does (ATen/core/List.h names std::vector<c10::IValue> before c10::IValue is complete). So
// <vector>, and only it, is read here with that constexpr switched off. The one function whose earlier
// declaration would then disagree is renamed; it serves std::fill on std::vector<bool>, which is therefore
// not to be had from clang (std::vector::assign is).
#pragma once
#pragma GCC system_header

#include <algorithm>
#include <memory>
#include <string>

#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 __fill_a1_bits
#include <vector>
#undef __fill_a1
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
