// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/missingwords.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace btw::io {

namespace {

/// In small letters, sorted. Dashes of any length and of other alphabets than ASCII are ruled below.
constexpr std::array<std::string_view, 65> kWords = { "#bezug!", "#blocked!", "#calc!", "#connect!",
    "#div/0!", "#field!", "#getting_data", "#n/a", "#n/a n/a", "#na", "#name?", "#null!", "#num!", "#nv",
    "#ref!", "#spill!", "#unknown!", "#value!", "#wert!", "#zahl!", "(blank)", "(empty)", "(missing)", "(na)",
    "(null)", "(unknown)", "*", "-1.#ind", "-1.#qnan", "-nan", "-nan(ind)", "1.#ind", "1.#nan", "1.#qnan",
    "<missing>", "<na>", "<null>", "<unknown>", "\\n", "fehlend", "inconnu", "k. a.", "k.a.", "keine angabe",
    "manquant", "missing", "n a", "n. a.", "n.a", "n.a.", "n/a", "na", "nan(ind)", "nat", "nil", "none",
    "not available", "not known", "not recorded", "null", "pd.na", "unbekannt", "unk", "unknown",
    "unspecified" };
constexpr std::size_t kLongest = 16;

} // namespace

bool isMissingWord(std::string_view cell)
{
    const std::string_view word = bareId(cell);
    if (word.empty() || word.size() > kLongest)
        return false;
    // Nothing but dots, question marks or dashes.
    constexpr std::string_view kEnDash = "\xE2\x80\x93";
    constexpr std::string_view kEmDash = "\xE2\x80\x94";
    constexpr std::string_view kMinus = "\xE2\x88\x92";
    constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
    if (word.find_first_not_of('.') == std::string_view::npos
        || word.find_first_not_of('?') == std::string_view::npos
        || word.find_first_not_of('-') == std::string_view::npos || word == kEnDash || word == kEmDash
        || word == kMinus || word == kEllipsis)
        return true;
    const std::string small = lowered(std::string(word));
    return std::binary_search(kWords.begin(), kWords.end(), std::string_view(small));
}

} // namespace btw::io
