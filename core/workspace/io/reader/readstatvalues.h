// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <readstat.h>

#include <optional>
#include <string>

namespace btw::io::reader {

/// A value as a number; nothing where it is a text.
std::optional<double> numberOf(const readstat_value_t& value);
/// A value as a text; empty where it is none.
std::string textOf(const readstat_value_t& value);
/// What is wrong with a file, as a clause.
std::string wordsOf(readstat_error_t error);

} // namespace btw::io::reader
