// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/ids.h"

#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <QString>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace btw::io {

namespace {

/// Whether a text begins and ends with characters of ASCII, of which only blanks are invisible.
bool isAsciiAround(std::string_view text)
{
    const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    return text.empty() || (isAscii(text.front()) && isAscii(text.back()));
}

/// What spreadsheets put around a number so that it stays as it is: ="007" and '007.
std::string_view withoutSheetMarks(std::string_view id)
{
    constexpr std::size_t kAround = 3; // ="" of ="7"
    if (id.size() > kAround && id.starts_with("=\"") && id.ends_with('"'))
        return id.substr(2, id.size() - kAround);
    return id.size() > 1 && id.front() == '\'' && isDigit(id[1]) ? id.substr(1) : id;
}

/// The number that an id is, whatever its zeros. Not by way of a floating-point number, which holds 15 digits
/// for sure: ids of 17 digits would become those of others.
std::string numberOf(std::string_view id)
{
    id = withoutSheetMarks(id);
    std::string_view digits = id;
    if (const std::size_t point = digits.find('.'); point != std::string_view::npos
        && digits.substr(point + 1).find_first_not_of('0') == std::string_view::npos)
        digits = digits.substr(0, point);
    if (!areDigits(digits))
        return canonicalName(id);
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return std::string(digits.substr(first));
}

/// Whether a spreadsheet made a rounded number of a long one: "1.2E+11".
bool isRoundedId(std::string_view id)
{
    // "1.2E+11": a mantissa of few digits, and a power.
    const std::size_t power = id.find_first_of("Ee");
    if (power == std::string_view::npos || power == 0 || power + 2 >= id.size() || id[power + 1] != '+')
        return false;
    const auto digits = [](std::string_view text) {
        return std::all_of(
            text.begin(), text.end(), [](char c) { return isDigit(c) || c == '.' || c == ','; });
    };
    return digits(id.substr(0, power)) && digits(id.substr(power + 2));
}

/// Ids that become the same by these keys and are spelt differently.
void checkAlike(const std::vector<std::string>& ids, const std::string& what, IdMatching by,
    const std::function<std::string(std::size_t)>& where, Problems& problems)
{
    const IdKeys keys(by == IdMatching::Numbers, by == IdMatching::Letters);
    // Most tables spell all of theirs in one way, and need no comparison.
    std::unordered_map<std::string, std::size_t> spelt;
    bool any = false;
    for (const std::string& id : ids)
        any = any || keys.of(id) != id;
    if (!any)
        return;
    std::unordered_set<std::string> said;
    std::size_t alike = 0;
    std::size_t first = 0;
    std::size_t other = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        std::string key = keys.of(ids[i]);
        const auto [found, isNew] = spelt.try_emplace(key, i);
        if (isNew || ids[found->second] == ids[i] || !said.insert(std::move(key)).second)
            continue;
        if (alike++ == 0) {
            first = found->second;
            other = i;
        }
    }
    if (alike == 0)
        return;
    // Rounded ones that look alike were different: only their source can tell.
    const bool rounded = by == IdMatching::Numbers && (isRoundedId(ids[first]) || isRoundedId(ids[other]));
    std::vector<Remedy> matching;
    if (!rounded)
        matching.emplace_back(MatchIds { by });
    problems.warning("ids-alike", where(other),
        { by == IdMatching::Numbers
                ? "the {} {} is the same number as {}, which is spelt differently (zeros, decimals); they "
                  "count as two{}"
                : "the {} {} is {} but for capital letters, blanks or how accents are written; they count as "
                  "two{}",
            what, inQuotes(ids[other]), inQuotes(ids[first]),
            alike == 1 ? std::string()
                       : (alike == 2 ? ", and so does " : ", and so do ")
                    + counted(static_cast<std::int64_t>(alike) - 1, "more pair", "more pairs") },
        rounded ? "take the numbers from where they came from, in a column of text"
                : "spell them alike if they are one",
        std::move(matching));
}

} // namespace

std::string_view bareId(std::string_view text)
{
    for (bool more = true; more;) {
        const std::size_t before = text.size();
        text = trimmed(text);
        if (isAsciiAround(text))
            return text;
        for (const Invisible& one : kInvisible) {
            if (text.starts_with(one.bytes))
                text.remove_prefix(one.bytes.size());
            if (text.ends_with(one.bytes))
                text.remove_suffix(one.bytes.size());
        }
        more = text.size() != before;
    }
    return text;
}

bool isNobody(std::string_view id)
{
    const std::string_view bare = bareId(id);
    // Most ids end with a digit, and no such word does.
    if (!bare.empty() && isDigit(bare.back()))
        return false;
    return bare.empty() || isMissingWord(bare) || isCalled(bare, "nan");
}

std::string foldedLetters(std::string_view text)
{
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return lowered(std::string(text));
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
        .toCaseFolded()
        .normalized(QString::NormalizationForm_C)
        .toStdString();
}

IdKeys::IdKeys(const ReadingPlan& plan)
    : IdKeys(plan.matchesIds(IdMatching::Numbers), plan.matchesIds(IdMatching::Letters))
{
}

std::string IdKeys::of(std::string_view id) const
{
    const std::string_view bare = bareId(id);
    std::string key = m_numbers ? numberOf(bare) : std::string(bare);
    if (!m_letters)
        return key;
    std::erase_if(key, isBlank);
    return foldedLetters(key);
}

void IdKeys::apply(std::vector<std::string>& ids) const
{
    for (std::string& id : ids) {
        if (m_numbers || m_letters)
            id = of(id);
        else if (const std::string_view bare = bareId(id); bare.size() != id.size())
            id = std::string(bare);
    }
}

void checkIdSpelling(const std::vector<std::string>& ids, const std::string& what,
    const std::function<std::string(std::size_t)>& where, Problems& problems)
{
    const auto rounded
        = std::find_if(ids.begin(), ids.end(), [](const std::string& id) { return isRoundedId(id); });
    if (rounded != ids.end())
        problems.warning("ids-rounded", where(static_cast<std::size_t>(rounded - ids.begin())),
            { "the {} {} is a long number that a spreadsheet rounded: others may have become the same", what,
                inQuotes(*rounded) },
            "take the numbers from where they came from, in a column of text");
    checkAlike(ids, what, IdMatching::Numbers, where, problems);
    checkAlike(ids, what, IdMatching::Letters, where, problems);
}

void UnknownIds::report(
    const std::string& id, const std::string& where, const DropRowsWith& dropping, Problems& problems)
{
    const IdKeys numbers(true);
    const IdKeys letters(false, true);
    if (!std::exchange(m_compared, true))
        for (const auto& [known, row] : m_rowOfId) {
            m_byNumber.try_emplace(numbers.of(known), &known);
            m_byLetters.try_emplace(letters.of(known), &known);
        }
    const auto say = [&](const std::string& known, IdMatching by, const char* remedy) {
        problems.error("id-spelt-differently", where,
            { "the id {} is not among the labels, where it is spelt {}", inQuotes(id), inQuotes(known) },
            remedy, { MatchIds { by } });
    };
    const auto number = m_byNumber.find(numbers.of(id));
    const bool rounded = number != m_byNumber.end() && (isRoundedId(id) || isRoundedId(*number->second));
    if (rounded)
        problems.error("id-rounded", where,
            { "the id {} has no row among the labels; {} there is equal to it only because a spreadsheet "
              "rounded long numbers",
                inQuotes(id), inQuotes(*number->second) },
            "take the numbers from where they came from, in a column of text", { dropping });
    else if (number != m_byNumber.end())
        say(*number->second, IdMatching::Numbers, "spell the ids alike, or match them as numbers");
    else if (const auto alike = m_byLetters.find(letters.of(id)); alike != m_byLetters.end())
        say(*alike->second, IdMatching::Letters,
            "spell the ids alike, or match them whatever their capital letters, blanks and accents are");
    else
        problems.error("id-without-label", where, { "the id {} has no row among the labels", inQuotes(id) },
            "add its label, or remove the row", { dropping });
}

} // namespace btw::io
