// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/rowwords.h"

#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/text.h"

#include <algorithm>

namespace btw::io {

bool isUnit(std::string_view cell)
{
    static const Names kUnits = { "g", "kg", "mg", "ug", "ng", "pg", "l", "ml", "dl", "mol", "mmol", "umol",
        "nmol", "bpm", "c", "f", "k", "mmhg", "kpa", "pa", "hpa", "m", "cm", "mm", "s", "sec", "seconds",
        "ms", "min", "minutes", "h", "hr", "hrs", "hours", "d", "day", "days", "week", "weeks", "month",
        "months", "y", "yr", "year", "years", "a", "iu", "u", "hz", "khz", "mv", "v", "w", "kcal", "kj", "j",
        "meq", "mosm", "score", "points", "ratio", "count", "counts", "n", "percent", "pct", "unit", "units",
        "fl", "breaths", "beats", "celsius", "-" };
    cell = trimmed(cell);
    if (cell.size() > 2 && (cell.front() == '[' || cell.front() == '(')
        && (cell.back() == ']' || cell.back() == ')'))
        cell = cell.substr(1, cell.size() - 2);
    constexpr std::size_t kLongest = 16;
    if (cell.empty() || cell.size() > kLongest)
        return false;
    return isOneOf(cell, kUnits) || cell.find_first_of("/%") != std::string_view::npos
        || cell.find("\xC2\xB0") != std::string_view::npos || cell.find("\xC2\xB5") != std::string_view::npos
        || cell.find("\xCE\xBC") != std::string_view::npos;
}

const std::vector<std::string>& totalWords()
{
    static const std::vector<std::string> kTotals = { "total", "totals", "grand total", "subtotal",
        "sub-total", "sum", "sums", "mean", "means", "average", "avg", "median", "sd", "std", "stdev",
        "std dev", "std. dev", "overall", "standard deviation", "minimum", "maximum", "gesamt", "summe",
        "mittelwert", "mittel", "anzahl", "somme", "moyenne", "suma", "media", "promedio", "mediana",
        "variance", "sem", "iqr", "std error", "std. error", "standard error", "p-value", "p value",
        "n missing", "missing values", "reference range", "ref range", "ref. range", "normal range",
        "reference", "geomean", "geometric mean", "quartile", "percentile", "1%", "2.5%", "5%", "10%", "25%",
        "50%", "75%", "90%", "95%", "97.5%", "99%" };
    return kTotals;
}

const std::vector<std::string>& perhapsTotalWords()
{
    static const std::vector<std::string> kPerhaps = { "min", "max", "n", "count", "counts", "se", "cv",
        "var", "ref", "range", "%", "p", "unit", "units" };
    return kPerhaps;
}

namespace {

bool isOneOfWords(std::string_view cell, const std::vector<std::string>& words)
{
    cell = trimmed(cell.substr(0, cell.find('(')));
    while (!cell.empty() && (cell.back() == ':' || cell.back() == '.' || cell.back() == '='))
        cell = trimmed(cell.substr(0, cell.size() - 1));
    return std::find(words.begin(), words.end(), lowered(std::string(cell))) != words.end();
}

} // namespace

bool isPerhapsTotalWord(std::string_view cell) { return isOneOfWords(cell, perhapsTotalWords()); }

bool isTotalWord(std::string_view cell) { return isOneOfWords(cell, totalWords()); }

} // namespace btw::io
