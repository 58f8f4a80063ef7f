// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <vector>

namespace btw::pages {

class ImportDraft;
struct ImportTable;

/// The files that a table is read from.
QString tableName(const ImportTable& table);
/// What is said of the columns that are selected: their names, and of a single one why its role was guessed.
QString chosenWords(const ImportDraft& draft, std::size_t table, const std::vector<std::size_t>& columns);

} // namespace btw::pages
