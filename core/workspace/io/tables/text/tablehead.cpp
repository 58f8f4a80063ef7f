// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/tablehead.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/tables/text/textsource.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace btw::io {

namespace {

constexpr std::size_t kMostRecords = 120;
constexpr std::size_t kMostCells = 2'000'000;

/// Without the last line where it goes on in the rest of the file.
std::string_view wholeLines(std::string_view text, bool whole)
{
    if (whole)
        return text;
    const std::size_t end = text.find_last_of("\r\n");
    return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

/// The separator of a spreadsheet's `sep=;`, quoted or not, with separators behind it or not; takes that line
/// off the text.
std::optional<char> takeHint(std::string_view& text)
{
    std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    const std::size_t size = line.size();
    const bool quoted = line.starts_with('"');
    line.remove_prefix(quoted ? 1 : 0);
    if (line.size() < 5 || (line.substr(0, 4) != "sep=" && line.substr(0, 4) != "SEP="))
        return std::nullopt;
    const char separator = line[4];
    std::string_view rest = line.substr(5);
    if (quoted && rest.starts_with('"'))
        rest.remove_prefix(1);
    if (rest.find_first_not_of(" ,;\t") != std::string_view::npos || isLineEnd(separator) || separator == '"')
        return std::nullopt;
    const bool both = text.substr(size, 2) == "\r\n";
    text.remove_prefix(std::min(text.size(), size + (both ? 2 : 1)));
    return separator;
}

/// How well a separator parts the records: most of them have as many cells.
struct Trial
{
    char separator = ',';
    bool blanks = false;
    std::size_t width = 1; ///< cells of most records; the more where two are as frequent
    std::size_t agreeing = 0; ///< records of this width
    std::size_t records = 0; ///< but for blank lines and comments
    std::size_t first = 1; ///< cells of the first record
    bool names = false; ///< one of the first records of this width holds words alone, as a header does

    double share(std::size_t all) const
    {
        return width < 2 || all == 0 ? 0 : static_cast<double>(agreeing) / static_cast<double>(all);
    }
};

bool holdsWordsAlone(const std::vector<std::string_view>& cells)
{
    return cells.size() > 1
        && std::none_of(cells.begin(), cells.end(), [](std::string_view cell) { return isLikeNumber(cell); });
}

/// Whether a separator parts the records better than another, which spreadsheets put less often where decimal
/// commas are about.
bool isBetter(const Trial& trial, const Trial& other, std::size_t all)
{
    constexpr double kMuch = 0.25;
    constexpr double kClearly = 0.05;
    const double more = trial.share(all) - other.share(all);
    if (std::fabs(more) > kMuch || (trial.names == other.names && std::fabs(more) > kClearly))
        return more > 0;
    if (trial.names != other.names)
        return trial.names;
    if (trial.share(all) == 0)
        return trial.first > other.first;
    return !trial.names || trial.width > other.width;
}

Trial tryOut(std::string_view text, char separator)
{
    Trial trial { separator };
    std::map<std::size_t, std::size_t> widths;
    std::set<std::size_t> ofNames;
    std::size_t cells = 0;
    for (CsvReader reader(text, separator, 1);
         trial.records < kMostRecords && cells < kMostCells && reader.next();) {
        const std::size_t width = reader.cells().size();
        cells += width;
        if (reader.text().starts_with('#') || (width == 1 && trimmed(reader.cells()[0]).empty()))
            continue;
        if (trial.records++ == 0)
            trial.first = width;
        ++widths[width];
        constexpr std::size_t kNearTop = 20;
        if (trial.records <= kNearTop && holdsWordsAlone(reader.cells()))
            ofNames.insert(width);
    }
    for (const auto& [width, count] : widths)
        if (count >= trial.agreeing) {
            trial.width = width;
            trial.agreeing = count;
        }
    trial.names = ofNames.contains(trial.width) || ofNames.contains(trial.width - 1); // R's is one short
    return trial;
}

Trial choose(std::string_view text, std::optional<char> hint, std::string& separated)
{
    if (hint)
        if (const Trial trial = tryOut(text, *hint); trial.width > 1)
            return trial;
    std::array<Trial, 3> usual = { tryOut(text, ','), tryOut(text, ';'), tryOut(text, '\t') };
    std::size_t all = 0;
    for (const Trial& trial : usual)
        all = std::max(all, trial.records);
    Trial* best = &usual[0];
    for (Trial& trial : usual)
        if (&trial != best && isBetter(trial, *best, all))
            best = &trial;
    constexpr double kNearlyAll = 0.9;
    constexpr std::size_t kFewest = 3;
    if (best->share(all) >= kNearlyAll || (best->width > 1 && all < kFewest))
        return *best;
    constexpr double kMost = 0.6;
    if (const Trial bars = tryOut(text, '|');
        all >= 2 && bars.share(all) >= (best->width == 1 ? kMost : kNearlyAll))
        return bars;
    if (best->width == 1 && all >= kFewest) {
        BlankCells().append(text, separated);
        Trial blanks = tryOut(separated, '\t');
        blanks.blanks = true;
        const bool shortHeader = blanks.agreeing + 1 == all && blanks.first + 1 == blanks.width;
        if (blanks.share(all) == 1 || shortHeader)
            return blanks;
    }
    return *best;
}

HeadRecord recordOf(const CsvReader& reader)
{
    HeadRecord record;
    record.line = reader.line();
    record.quotedFirst = reader.isQuoted(0);
    for (const std::string_view cell : reader.cells()) {
        record.cells.emplace_back(bareId(cell)); // nobody sees what stands around a name
        record.filled += record.cells.back().empty() ? 0 : 1;
    }
    record.comment = record.cells[0].starts_with('#');
    return record;
}

/// Words and numbers parted by blanks are a sentence; only numbers, or nearly, are a table.
bool holdsNumbers(const TableHead& head)
{
    std::size_t numbers = 0;
    std::size_t cells = 0;
    for (const HeadRecord& record : head.records)
        for (const std::string& cell : record.cells) {
            ++cells;
            numbers += isLikeNumber(cell) ? 1 : 0;
        }
    return numbers * 2 >= cells;
}

} // namespace

TableHead lookAtHead(std::string_view text, bool whole)
{
    text = wholeLines(text, whole);
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    const std::optional<char> hint = takeHint(text);
    const auto read = [&](std::string_view from, const Trial& trial) {
        TableHead head;
        head.hint = hint.has_value();
        head.whole = whole;
        head.separator = trial.separator;
        head.blanks = trial.blanks;
        head.width = trial.width;
        std::size_t cells = 0;
        CsvReader reader(from, trial.separator, hint ? 2 : 1);
        while (head.records.size() < kMostRecords && cells < kMostCells) {
            if (!reader.next())
                return head;
            head.records.push_back(recordOf(reader));
            cells += reader.cells().size();
        }
        head.whole = false;
        return head;
    };
    std::string separated;
    const Trial trial = choose(text, hint, separated);
    TableHead head = read(trial.blanks ? std::string_view(separated) : text, trial);
    if (trial.blanks && !holdsNumbers(head))
        return read(text, Trial {});
    return head;
}

bool isLikeNumber(std::string_view cell)
{
    cell = trimmed(cell);
    bool digit = false;
    bool letters = false;
    // A fraction in brackets is a unit or a list of codes: (0/1).
    if ((cell.starts_with('(') || cell.starts_with('[')) && cell.find('/') != std::string_view::npos)
        return false;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        const char c = cell[i];
        digit = digit || isDigit(c);
        const bool letter = isLetter(c);
        // The exponent of 1e-5, the T and the Z of a date.
        const bool known = letter && (c == 'e' || c == 'E' || c == 'T' || c == 'Z') && i > 0
            && (isDigit(cell[i - 1]) || cell[i - 1] == '.');
        letters = letters || (letter && !known);
    }
    if (digit && !letters)
        return true;
    double value = 0;
    return !cell.empty() && parseNumber(cell, value) == NumberKind::Infinite;
}

} // namespace btw::io
