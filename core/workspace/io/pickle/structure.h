// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace btw::io::pickle {

class Document;

/// Values nested deeper than this are refused; no layout of data comes near.
inline constexpr std::size_t kDeepest = 100;

/// Refuses a document whose root contains itself, or is nested too deeply; so whoever walks it comes to an
/// end. `at` is the place for the message. \throws Refused
void checkStructure(const Document& document, std::size_t at);

} // namespace btw::io::pickle
