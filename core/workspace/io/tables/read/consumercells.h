// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/csvtable.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// The name in a cell: blanks around it belong to it only where it stands in quotes.
std::string nameIn(const CsvReader& record, std::size_t column);
/// The name in a cell of a plain row.
std::string nameIn(std::string_view cell);
/// Whether a cell of a plain row holds a name.
bool isName(std::string_view cell);

/// What is wrong with a cell that names nobody (isNobody): `what` it should name, "id" or "group".
data::Sentence namesNobody(const char* what, std::string_view cell);
/// What can be done about it.
std::vector<Remedy> remediesOfNobody(
    const RowLog& log, std::size_t row, const std::string& column, std::string_view cell);

/// Of so many rows, those that are looked at to tell a column of words from one with a wrong word: enough to
/// tell, and few enough for a file with a million wrong words.
std::ptrdiff_t lookedAt(std::size_t rows);

/// Columns that may be meant where the one that a manifest names is not there: for the id, or the label.
std::vector<Remedy> columnCandidates(const TableHeader& header, bool ids);

} // namespace btw::io
