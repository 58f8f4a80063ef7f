// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/splitcolumn.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"

#include <algorithm>
#include <map>
#include <utility>

namespace btw::io {

namespace {

/// The values of a column that is called like splits, and what each of them can be.
struct Values
{
    std::size_t rows = 0;
    std::size_t words = 0; ///< rows with a word for a split
    std::size_t numbers = 0; ///< rows with 0, 1 or 2
    std::map<std::string, std::vector<std::int64_t>> others; ///< lines of each value that is none; "" of gaps
    bool train = false;
    bool test = false;
    std::string heldOut; ///< as it is spelt
};

std::int64_t lineOf(const TablePreview& preview, std::size_t row)
{
    return row < preview.lines.size() ? preview.lines[row]
                                      : static_cast<std::int64_t>(row) + (preview.named ? 2 : 1);
}

Values valuesOf(const TablePreview& preview, std::size_t column)
{
    Values values;
    for (std::size_t r = 0; r < preview.rows.size(); ++r) {
        const std::string_view cell = trimmed(preview.rows[r][column]);
        ++values.rows;
        const auto split = data::parseSplit(canonicalName(cell));
        if (!split) {
            values.others[std::string(cell)].push_back(lineOf(preview, r));
            continue;
        }
        double number = 0;
        const bool isNumber = parseNumber(cell, number) == NumberKind::Number;
        ++(isNumber ? values.numbers : values.words);
        values.train = values.train || split == Split::Train;
        if (contains(cell, "hold") || contains(cell, "held"))
            values.heldOut = cell;
        else
            values.test = values.test || split == Split::Test;
    }
    return values;
}

/// Whole numbers, or "fold 1": few, each of them in several rows.
bool isFolds(const TablePreview& preview, std::size_t column, bool counting)
{
    constexpr std::size_t kMost = 20;
    std::map<std::int64_t, std::size_t> folds;
    for (const std::vector<std::string>& row : preview.rows) {
        std::string_view cell = trimmed(row[column]);
        if (cell.size() > 4 && isCalled(cell.substr(0, 4), "fold"))
            cell = trimmed(cell.substr(cell.find_first_not_of("_- ", 4) == std::string_view::npos
                    ? cell.size()
                    : cell.find_first_not_of("_- ", 4)));
        const auto number = wholeNumber(cell);
        if (!number || *number < 0)
            return false;
        ++folds[*number];
    }
    if (folds.empty() || folds.size() > kMost)
        return false;
    return !counting
        || (folds.size() > 1 && folds.begin()->first <= 1 && folds.size() * 2 <= preview.rows.size()
            && folds.rbegin()->first - folds.begin()->first + 1 == static_cast<std::int64_t>(folds.size()));
}

std::string listRows(const std::vector<std::int64_t>& lines)
{
    constexpr std::size_t kShown = 5;
    std::vector<std::string> numbers;
    for (const std::int64_t line : lines)
        numbers.push_back(grouped(line));
    const std::string text = (lines.size() == 1 ? "row " : "rows ") + commaList(numbers, kShown);
    return lines.size() > kShown
        ? text + " and " + grouped(static_cast<std::int64_t>(lines.size() - kShown)) + " more"
        : text;
}

/// Whether nearly every cell is a word for a split, whatever the column is called: train and another one. Not
/// where its name says splits, which is looked at more closely.
bool isMadeOfSplits(const TablePreview& preview, std::size_t column, const ColumnLook& look)
{
    constexpr std::size_t kMostWords = 8;
    const auto isWord = [](const std::string& value) {
        return data::parseSplit(canonicalName(value)) && !wholeNumber(value);
    };
    if (!preview.named || look.numeric || look.distinct.size() < 2 || look.distinct.size() > kMostWords
        || namesSplits(preview.header[column]) != Naming::No
        || std::count_if(look.distinct.begin(), look.distinct.end(), isWord) < 2)
        return false;
    const Values values = valuesOf(preview, column);
    constexpr std::size_t kTenth = 10;
    return values.train && (values.rows - values.words) * kTenth <= values.rows;
}

SplitColumn wrong(const std::string& file, const std::string& column, const Values& values)
{
    constexpr std::size_t kShown = 4;
    SplitColumn out;
    out.use = SplitColumn::Use::Wrong;
    std::string what;
    std::vector<Remedy> dropping;
    for (const auto& [word, lines] : values.others) {
        if (dropping.size() < kShown) {
            what += (what.empty() ? "" : "; ") + (word.empty() ? std::string("nothing") : inQuotes(word))
                + " in " + listRows(lines);
            dropping.emplace_back(DropRowsWith { file, column, word });
        }
    }
    if (values.others.size() > kShown)
        what += "; and " + grouped(static_cast<std::int64_t>(values.others.size() - kShown)) + " more values";
    std::vector<Remedy> remedies { DrawSplits {}, KeepColumn { file, column } };
    // Without these rows something has to be left.
    if (values.words + values.numbers > 0)
        remedies.insert(remedies.begin(), dropping.begin(), dropping.end());
    out.reason = { inQuotes(column), "split",
        "its name suggests splits, but some values are not one: " + what, data::Severity::Error,
        "split-unknown", "write train, val or test in every row, or say that the column is not a split",
        std::move(remedies) };
    return out;
}

/// A column that splits by its values alone: it may say so of another trial, and the person is told.
SplitColumn byItsValues(const Values& values, const std::string& file, const std::string& column)
{
    if (!values.others.empty())
        return wrong(file, column, values);
    SplitColumn out;
    out.use = SplitColumn::Use::Split;
    out.reason
        = { inQuotes(column), "split", "all of its values are words for splits", data::Severity::Warning,
              "split-by-values", "keep it as a feature if it means something else, or draw splits",
              { KeepColumn { file, column }, DrawSplits {} } };
    return out;
}

/// `is_train`, `train_flag`, `is_test`: a number there says yes or no, and not which split.
bool isFlag(const std::string& name)
{
    const std::vector<std::string> words = wordsOf(name);
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word == "is" || word == "flag" || word == "istrain" || word == "istest";
    });
}

} // namespace

SplitColumn lookAtSplits(
    const TablePreview& preview, std::size_t column, const ColumnLook& look, const std::string& file)
{
    SplitColumn out;
    const std::string& name = preview.header[column];
    if (isMadeOfSplits(preview, column, look))
        return byItsValues(valuesOf(preview, column), file, name);
    // Words of a name cost more than its letters, and tables have thousands of columns.
    static const Names kParts = { "split", "set", "part", "fold", "cv", "train", "test", "valid" };
    if (!preview.named || std::none_of(kParts.begin(), kParts.end(), [&name](std::string_view part) {
            return contains(name, part);
        }))
        return out;
    const Naming splits = namesSplits(name);
    const Naming folds = namesFolds(name);
    if ((splits == Naming::No && folds == Naming::No) || look.values == 0)
        return out;
    const Values values = valuesOf(preview, column);
    const bool words = values.words * 2 >= values.rows;
    const auto leaveOut = [&](const char* why) {
        out.use = SplitColumn::Use::LeftOut;
        out.reason = { inQuotes(name), "left out", why, data::Severity::Warning, "folds-left-out",
            "give the split of each row in a column 'split' (train, val, test) if they are to be kept",
            { KeepColumn { file, name } } };
    };
    if (folds != Naming::No && !words) {
        if (isFolds(preview, column, folds == Naming::Maybe)) {
            leaveOut("its values are folds of a cross-validation, which are not splits");
            return out;
        }
        if (folds == Naming::Maybe)
            return out;
        return wrong(file, name, values);
    }
    if (splits == Naming::Maybe && !words)
        return out;
    if (isFlag(name) && values.words == 0) {
        out = wrong(file, name, values);
        out.reason.why
            = "it says of each row whether it is for training or testing, but 0, 1 and 2 stand for "
              "train, val and test";
        std::erase_if(out.reason.remedies,
            [](const Remedy& remedy) { return std::holds_alternative<DropRowsWith>(remedy); });
        return out;
    }
    if (!values.others.empty())
        return wrong(file, name, values);
    out.use = SplitColumn::Use::Split;
    out.reason = { inQuotes(name), "split", "its name says so, and its values are names of splits" };
    if (values.test && !values.heldOut.empty()) {
        out.use = SplitColumn::Use::Wrong;
        out.reason.severity = data::Severity::Error;
        out.reason.code = "split-unknown";
        out.reason.why = "it holds both test and " + inQuotes(values.heldOut)
            + "; it is unclear which of them is the test split";
        out.reason.remedy = "call one of them val, or leave its rows out";
        out.reason.remedies
            = { DropRowsWith { file, name, values.heldOut }, DrawSplits {}, KeepColumn { file, name } };
    } else if (values.numbers > 0) {
        out.reason.severity = data::Severity::Warning;
        out.reason.code = "split-numbers";
        out.reason.why = "its name says so, and its numbers are read as 0 train, 1 val, 2 test";
        out.reason.remedy = "write train, val and test if it means something else, or draw splits";
        out.reason.remedies = { DrawSplits {}, KeepColumn { file, name } };
    } else if (!values.heldOut.empty()) {
        out.reason.severity = data::Severity::Warning;
        out.reason.code = "split-held-out";
        out.reason.why = "its name says so; " + inQuotes(values.heldOut) + " is read as test";
        out.reason.remedy = "write train, val and test if it means something else, or draw splits";
        out.reason.remedies = { DrawSplits {}, KeepColumn { file, name } };
    }
    return out;
}

} // namespace btw::io
