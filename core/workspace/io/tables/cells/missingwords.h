// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace btw::io {

/// Whether a cell is one of the words that people and programs write where a value is missing: `NA`, `N/A`,
/// `NULL`, `None`, `NaT`, `missing`, `unknown`, `k.A.`, `-`, `?`, `.`, `*`, the errors of spreadsheets
/// (`#DIV/0!`); in any case. The one list for numbers, words, labels and ids. Empty cells and NaN are not
/// words: parseNumber knows them. Words that may mean something else (`ND`, `X`, `inf`) are not among them.
bool isMissingWord(std::string_view cell);

} // namespace btw::io
