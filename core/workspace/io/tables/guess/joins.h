// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/tablegroups.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace btw::io {

/// A column that may hold the ids of a table's rows.
struct IdColumn
{
    std::string name;
    Naming naming = Naming::No;
    bool words = false;
    bool unique = false; ///< nearly no value repeats
    std::set<std::string> keys; ///< its values, however they are spelt (IdKeys)
    std::vector<std::string> examples;
    std::vector<std::string> rows; ///< the key of each row; empty where there is none
};

/// The columns of a table that may hold ids: those that are called so, and others of distinct words or whole
/// numbers. Numbers of rows are ids only where they are called so. `known`: names that are taken for ids
/// though they repeat.
std::vector<IdColumn> idColumns(const TableGroup& table, const std::set<std::string>& known = {});

/// Whether a table surely has ids: a column that is called so, or of distinct words that are no text.
const IdColumn* surelyIds(const std::vector<IdColumn>& columns);

/// How many of the other column's values are among those of the labels, whatever their spelling, and some
/// that are not.
struct Shared
{
    std::size_t values = 0; ///< different ones of the other column
    std::size_t found = 0;
    std::vector<std::string> strangers;
};
Shared sharedIds(const IdColumn& labels, const IdColumn& other);

/// By which columns tables are joined to the labels.
struct Joins
{
    std::string id; ///< column of the labels; empty where the labels have none
    std::vector<std::string> columns; ///< of each table, empty where it has none that fits
};

/// The id of the labels that most tables share, and the column of each that holds it; `columns` are those of
/// each table, `labels` the place of the labels' among them. `preferred`: of the labels, or empty.
Joins findJoins(const std::vector<std::vector<IdColumn>>& columns, std::size_t labels, bool whole,
    const std::string& preferred);

/// Two columns that are ids in the labels and in a table, too, but put other rows together than the join
/// does: in one of them rows are numbered in each table's own order.
struct Contradiction
{
    std::size_t table = 0;
    std::string labels; ///< column of the labels
    std::string column; ///< of the table
};
std::optional<Contradiction> contradiction(
    const std::vector<std::vector<IdColumn>>& columns, std::size_t labels, const Joins& joins, bool whole);

/// "matched by 'id', its rows go with other rows of labels.csv than matched by 'mrn'".
std::string contradicting(const Joins& joins, const Contradiction& other, const std::string& labelFile);

/// Some of the values, for a sentence.
std::string someOf(const std::vector<std::string>& examples);

/// Why a table's ids are not joined to those of the labels. \param whole all rows of both were looked at
std::string unlikeIds(const IdColumn& ids, const IdColumn& labels, const std::string& labelFile, bool whole);

} // namespace btw::io
