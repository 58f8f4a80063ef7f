// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace btw::io {

// Changes to how a source is read, each of which fixes a problem once a person chooses it. Files, rows and
// columns are named as the problem's place names them: a file relative to its folder, a row by its line from
// 1, a column by its header, or by its number from 1 where there is none.

/// Leaves out one row, and with it what is aligned to it by position.
struct DropRow
{
    std::string file;
    std::int64_t row = 0;
    bool operator==(const DropRow&) const = default;
};

/// Leaves out every row whose cell in `column` is `word`.
struct DropRowsWith
{
    std::string file;
    std::string column;
    std::string word;
    bool operator==(const DropRowsWith&) const = default;
};

/// Leaves out every row of a table that has a problem of its own.
struct DropBadRows
{
    std::string file;
    bool operator==(const DropBadRows&) const = default;
};

/// Leaves out one instance, whatever the format.
struct DropInstance
{
    std::string id;
    bool operator==(const DropInstance&) const = default;
};

/// Leaves out every instance of arrays or a pickle that has a problem of its own.
struct DropBadInstances
{
    bool operator==(const DropBadInstances&) const = default;
};

/// Leaves out a column; `number` (from 1) says which one among several of the same name, 0 means all of them.
struct DropColumn
{
    std::string file;
    std::string column;
    std::size_t number = 0;
    bool operator==(const DropColumn&) const = default;
};

/// Leaves out one feature (its name, or its number from 1) of a modality, whatever the format.
struct DropFeature
{
    std::string modality;
    std::string feature;
    bool operator==(const DropFeature&) const = default;
};

/// Takes back a column that was left out because it looks like running numbers or tells the label: it becomes
/// a feature.
struct KeepColumn
{
    std::string file;
    std::string column;
    bool operator==(const KeepColumn&) const = default;
};

/// Every cell of `column` that holds `word` counts as empty; of an array, infinite numbers ("inf").
struct MarkMissing
{
    std::string file;
    std::string column;
    std::string word;
    bool operator==(const MarkMissing&) const = default;
};

/// What stands for a measurement below or above what the device could measure ("<0.01"): the limit itself,
/// half of it (of upper limits the limit), or a missing value.
enum class LimitReading : std::uint8_t { Limit, Half, Missing };

struct ReadLimitsAs
{
    std::string file;
    std::string column;
    LimitReading reading = LimitReading::Limit;
    bool operator==(const ReadLimitsAs&) const = default;
};

/// Which mark stands before the decimals of a table's numbers, '.' or ','; the other one stands between
/// thousands.
struct DecimalMark
{
    std::string file;
    char mark = '.';
    bool operator==(const DecimalMark&) const = default;
};

/// The header stands on this line; what comes before is no part of the table.
struct HeaderLine
{
    std::string file;
    std::int64_t row = 1;
    bool operator==(const HeaderLine&) const = default;
};

/// The words of `column` become numbers, one column for each; those of the label, classes.
struct TreatAsCategory
{
    std::string file;
    std::string column;
    bool operator==(const TreatAsCategory&) const = default;
};

/// `column` names the instances.
struct UseAsId
{
    std::string file;
    std::string column;
    bool operator==(const UseAsId&) const = default;
};

/// Rows are numbered; a column that was the id becomes the group, so that rows of one id stay together.
struct NumberRows
{
    std::string file;
    bool operator==(const NumberRows&) const = default;
};

/// Which ids are the same, beyond those spelt alike: those equal as numbers ("007" and "7", "1.0" and "1"),
/// or those equal but for capital letters and blanks.
enum class IdMatching : std::uint8_t { Numbers, Letters };

struct MatchIds
{
    IdMatching by = IdMatching::Numbers;
    bool operator==(const MatchIds&) const = default;
};

/// `column` is what is predicted; without a task the one that was guessed or described stays.
struct UseAsLabel
{
    std::string file;
    std::string column;
    std::optional<Task> task = {};
    bool operator==(const UseAsLabel&) const = default;
};

/// Makes the label of two columns: whether the event `word` of `column` happened within so much `time`, in
/// that column's unit. Who was not watched long enough is left out; who had another event earlier is left
/// out, too, or counts as without this one.
struct PredictWithin
{
    std::string file;
    std::string column;
    std::string word;
    std::string time;
    double within = 0;
    bool othersCountAsNone = false;
    bool operator==(const PredictWithin&) const = default;
};

/// Makes a modality of a list of words, a row each, such as the genes in which somebody has a mutation: a
/// feature for each word of `column`, 1 or the number of rows. Who has no row has none of them (zero), or was
/// not looked at (the modality is absent).
struct CountWords
{
    std::string file;
    std::string column;
    bool numbers = false; ///< how often, else whether at all
    bool othersAreZero = false;
    bool operator==(const CountWords&) const = default;
};

/// The columns of a table become a modality for each prefix of their names, however many that are.
struct GroupByPrefix
{
    std::string file;
    bool operator==(const GroupByPrefix&) const = default;
};

/// Leaves out a whole table.
struct DropTable
{
    std::string file;
    bool operator==(const DropTable&) const = default;
};

/// `column` describes the instances and is no feature: what subgroups are made of.
struct DescribeWith
{
    std::string file;
    std::string column;
    bool operator==(const DescribeWith&) const = default;
};

/// Brings the time stamps of a modality into bins of so many hours, whatever the format.
struct BinTimes
{
    std::string modality; ///< empty: of every series
    double hours = 1;
    bool operator==(const BinTimes&) const = default;
};

/// The splits of the source are not used; new ones keep groups together where the cohort has groups.
struct DrawSplits
{
    bool operator==(const DrawSplits&) const = default;
};

using Remedy = std::variant<DropRow, DropRowsWith, DropBadRows, DropInstance, DropBadInstances, DropColumn,
    DropFeature, KeepColumn, MarkMissing, ReadLimitsAs, DecimalMark, HeaderLine, TreatAsCategory, UseAsId,
    NumberRows, MatchIds, UseAsLabel, PredictWithin, CountWords, GroupByPrefix, DropTable, DescribeWith,
    BinTimes, DrawSplits>;

/// One function for each kind of remedy: `std::visit(Each { [](const DropRow& r) { ... }, [](const auto&) {
/// ... } }, r)`.
template <typename... Functions> struct Each : Functions...
{
    using Functions::operator()...;
};
template <typename... Functions> Each(Functions...) -> Each<Functions...>;

/// The file of a remedy; empty where it concerns none in particular.
inline std::string fileOf(const Remedy& remedy)
{
    return std::visit(
        [](const auto& one) -> std::string {
            if constexpr (requires { one.file; })
                return one.file;
            else
                return {};
        },
        remedy);
}

/// The column of a remedy; empty where it concerns none.
inline std::string columnOf(const Remedy& remedy)
{
    return std::visit(
        [](const auto& one) -> std::string {
            if constexpr (requires { one.column; })
                return one.column;
            else
                return {};
        },
        remedy);
}

} // namespace btw::io
