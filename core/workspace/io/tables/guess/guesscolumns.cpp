// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/guesscolumns.h"

#include "engine/data/names.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace btw::io {

namespace {

constexpr const char* kFreeText = "its values are free text or names that hardly repeat";

/// Sentences, not names: on average a handful of words each.
bool isProse(const ColumnLook& look)
{
    constexpr std::ptrdiff_t kWords = 5;
    std::ptrdiff_t blanks = 0;
    for (const auto& value : look.distinct)
        blanks += std::count(value.begin(), value.end(), ' ');
    return blanks >= (kWords - 1) * static_cast<std::ptrdiff_t>(look.distinct.size());
}

} // namespace

bool ColumnLook::isFeature() const
{
    constexpr std::size_t kAlways = 2;
    // One value in a whole table says nothing about the other rows; further rows may have more.
    constexpr std::size_t kShort = 10;
    const bool single = values == 1 && rows >= kShort && rows < kPreviewRows;
    if (dates || (rows > 0 && values == 0) || single)
        return false;
    return numeric || distinct.size() <= std::max(kAlways, values / 2);
}

bool ColumnLook::isSplits() const
{
    return !distinct.empty() && std::all_of(distinct.begin(), distinct.end(), [](const std::string& value) {
        return data::parseSplit(value).has_value();
    });
}

namespace {

/// The number beside the marks of a cell: of `0%`, `<5`, `2A`.
std::optional<double> numberIn(const MarkedNumber& marked)
{
    const bool is = marked.form == CellForm::Number || marked.form == CellForm::Limit
        || marked.form == CellForm::Flagged;
    return is ? std::optional(marked.value) : std::nullopt;
}

} // namespace

std::set<std::int64_t> ColumnLook::wholeNumbers() const
{
    constexpr double kMostWhole = 1e15; // beyond that a double cannot tell whole numbers apart
    std::set<std::int64_t> numbers;
    for (const std::string& value : distinct) {
        if (const auto number = wholeNumber(value))
            numbers.insert(*number);
        else if (const auto beside = numberIn(readMarked(value));
                 beside && *beside == std::floor(*beside) && std::abs(*beside) < kMostWhole)
            numbers.insert(static_cast<std::int64_t>(*beside));
    }
    return numbers;
}

bool ColumnLook::isClasses() const
{
    if (!numeric)
        return true;
    if (!whole)
        return false;
    const std::set<std::int64_t> numbers = wholeNumbers();
    constexpr std::size_t kMostClasses = 10;
    return !numbers.empty() && numbers.size() <= kMostClasses;
}

namespace {

/// How the values of a column begin.
struct Beginnings
{
    std::size_t plain = 0;
    std::size_t marked = 0; ///< with a unit, a flag, a limit or marks between thousands
    std::size_t limits = 0;
    std::size_t ranges = 0;
    std::size_t dates = 0;
    std::size_t compact = 0; ///< 20240131
    std::size_t words = 0;
    std::size_t begun = 0; ///< words that begin like a number, but are no marked one
    std::set<std::string> units;
    std::string date; ///< the first
    std::string word; ///< the first that is no plain number
};

void lookAtCell(
    const std::string& cell, NumberKind kind, double value, const MarkedNumber& marked, Beginnings& seen)
{
    if (kind == NumberKind::Number || kind == NumberKind::Infinite) {
        ++seen.plain;
        seen.compact += isCompactDate(value) ? 1 : 0;
        if (seen.date.empty())
            seen.date = cell;
        return;
    }
    if (marked.form == CellForm::Date && seen.dates++ == 0)
        seen.date = cell;
    if (marked.form == CellForm::Date)
        return;
    const bool number = marked.form == CellForm::Number;
    if (number && marked.unit.empty()) {
        ++seen.plain;
        return;
    }
    if (seen.word.empty())
        seen.word = cell;
    if (number)
        seen.units.insert(marked.unit);
    seen.limits += marked.form == CellForm::Limit ? 1 : 0;
    seen.begun += marked.form == CellForm::Text && marked.begins ? 1 : 0;
    seen.ranges += marked.form == CellForm::Range ? 1 : 0;
    const bool isMarked = number || marked.form == CellForm::Limit || marked.form == CellForm::Flagged
        || marked.form == CellForm::Pair;
    ++(isMarked ? seen.marked : seen.words);
}

} // namespace

ColumnLook lookAt(const TablePreview& preview, std::size_t column)
{
    ColumnLook look;
    look.rows = preview.rows.size();
    Beginnings seen;
    for (const std::vector<std::string>& row : preview.rows) {
        const std::string& cell = row[column];
        double value = 0;
        const NumberKind kind = parseNumber(cell, value);
        if (kind == NumberKind::Missing || isMissingWord(cell))
            continue;
        ++look.values;
        // `0` behind a blank that does not break, `'0` and `="0"` are the number, as reading takes them.
        const MarkedNumber marked = kind == NumberKind::Text ? readMarked(cell) : MarkedNumber {};
        const bool plain = marked.form == CellForm::Number && marked.unit.empty();
        look.distinct.insert(plain ? canonicalName(marked.value) : canonicalName(cell));
        const auto beside = numberIn(marked);
        look.whole = look.whole
            && (kind == NumberKind::Text ? !beside || *beside == std::floor(*beside)
                                         : wholeNumber(cell).has_value());
        lookAtCell(cell, kind, value, marked, seen);
    }
    constexpr std::size_t kFew = 10; // one value in so many
    constexpr std::size_t kFewKinds = 10; // different values that may be words
    constexpr std::size_t kEnough = 3; // numbers that are dates by chance are few
    const bool compact = seen.compact == look.values && look.values >= kEnough;
    look.dates = compact || (seen.dates > 0 && seen.dates * 2 >= look.values);
    look.example = look.dates ? seen.date : seen.word;
    const std::size_t numbers = seen.plain + seen.marked;
    look.numeric = !look.dates && (look.values - numbers) * kFew <= look.values;
    if (look.dates || look.values == 0)
        return look;
    // Stages (1, 2, 3a, 3b) and bands (<18, >=65) are words that begin like numbers.
    constexpr std::size_t kManyUnits = 2;
    const bool bands = seen.plain == 0 && seen.limits == seen.marked && seen.limits > 0;
    const bool codes = seen.units.size() >= kManyUnits || bands;
    const bool begin = numbers * 2 >= look.values && seen.ranges * kFew < look.values;
    const bool words = look.distinct.size() <= kFewKinds && look.distinct.size() * 2 <= look.values;
    if (begin && (!look.numeric || (codes && words))) {
        look.numeric = !words;
        look.numbersAsWords = words;
    }
    if (!look.numeric && (numbers + seen.begun) * 2 >= look.values && seen.ranges * kFew < look.values)
        look.numbersAsWords = true;
    return look;
}

RoleGuess::Reason whyLeftOut(const ColumnLook& look, std::string columns)
{
    if (look.values == 0 || (look.values == 1 && !look.dates))
        return { std::move(columns), "left out",
            look.values == 0 ? look.rows < kPreviewRows
                    ? "it is empty"
                    : "it is empty in the first rows, by which columns are judged"
                             : "it has a value in one row only",
            data::Severity::Warning, "column-empty", "nothing needs to be done, or fill it" };
    if (look.numbersAsWords)
        return { std::move(columns), "left out",
            "its values look like numbers, such as " + inQuotes(look.example)
                + ", but cannot be read as numbers",
            data::Severity::Warning, "numbers-left-out", "write plain numbers, and units into the header" };
    if (!look.dates)
        return { std::move(columns), "left out", kFreeText, data::Severity::Warning, "words-left-out",
            isProse(look)
                ? "keep it if it is a feature; texts become a modality of tokens by btw tokens (handbook, "
                  "Encoders from files)"
                : "keep it if it is a feature" };
    return { std::move(columns), "left out",
        "its values are dates or times of day, as " + inQuotes(look.example)
            + ", which cannot be features as they are",
        data::Severity::Warning, "dates-left-out",
        "put what matters about the date into a column of numbers, such as the days since admission" };
}

namespace {

/// Whether truths are written as words in some cells and as numbers in others.
bool mixesTruths(const std::set<std::string>& distinct)
{
    bool words = false;
    bool numbers = false;
    for (const std::string& value : distinct) {
        const bool word = isCalled(value, "true") || isCalled(value, "false");
        if (!word && value != "0" && value != "1")
            return false;
        (word ? words : numbers) = true;
    }
    return words && numbers;
}

} // namespace

RoleGuess::Reason whyWords(const ColumnLook& look, std::string columns)
{
    if (mixesTruths(look.distinct))
        return { std::move(columns), "categories, one yes/no column each",
            "TRUE and FALSE stand beside 1 and 0, and count as different words", data::Severity::Warning,
            "truths-mixed", "write all of them in one way" };
    if (!look.numbersAsWords)
        return { std::move(columns), "categories, one yes/no column each",
            "its values are words that repeat" };
    return { std::move(columns), "categories, one yes/no column each",
        "few different values repeat, though most of them begin like numbers, as " + inQuotes(look.example),
        data::Severity::Warning, "numbers-as-words", "write plain numbers if that is what they are" };
}

IdLook lookAtIds(const TablePreview& preview, std::size_t column, const ColumnLook& look)
{
    IdLook out;
    // "1001.07" may be a site and a person, and 17 digits are no longer whole as a number.
    out.canBe = !look.numeric || look.whole || namesIds(preview.header[column]) == Naming::Surely;
    if (!out.canBe)
        return out;
    std::set<std::string_view> different;
    std::set<std::string> keys;
    const IdKeys spelling(true, true);
    for (const std::vector<std::string>& row : preview.rows) {
        const std::string_view id = bareId(row[column]);
        if (isNobody(id))
            continue;
        ++out.values;
        if (different.insert(id).second)
            keys.insert(spelling.of(id));
    }
    out.distinct = different.size();
    out.alike = keys.size();
    return out;
}

bool isOneOf(std::string_view name, const Names& names)
{
    return std::any_of(
        names.begin(), names.end(), [name](std::string_view word) { return isCalled(name, word); });
}

bool isLikeLabel(std::string_view column, std::string_view label)
{
    if (label.empty())
        return false;
    static const Names kAnnotations = { "annotation", "annotations", "ground_truth" };
    const bool begins = column.size() > label.size()
        && kNameSeparators.find(column[label.size()]) != std::string_view::npos
        && std::equal(label.begin(), label.end(), column.begin(),
            [](char a, char b) { return lowered(a) == lowered(b); });
    if (begins || isOneOf(column, kLabelNames) || isOneOf(column, kAnnotations))
        return true;
    // `true_label`, `LabelReader2`, `GroundTruth`, `y_pred`.
    static const Names kParts = { "label", "pred", "truth", "gold" };
    if (std::none_of(
            kParts.begin(), kParts.end(), [column](std::string_view part) { return contains(column, part); }))
        return false; // most of thousands of columns
    static const Names kTelling = { "label", "labels", "prediction", "predictions", "predicted", "pred",
        "truth", "groundtruth", "gold" };
    const std::vector<std::string> words = wordsOf(column);
    return std::any_of(
        words.begin(), words.end(), [](const std::string& word) { return isOneOf(word, kTelling); });
}

} // namespace btw::io
