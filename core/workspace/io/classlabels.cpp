// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/classlabels.h"

#include "workspace/io/problems.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace btw::io {

namespace {

bool isOneOf(const std::string& word, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// A label in small letters, without blanks.
std::string loweredName(std::string_view name)
{
    std::string key(name);
    std::erase_if(key, isBlank);
    return foldedLetters(key);
}

/// Which of the words that people write for yes and no are the same among these labels: where they were
/// written in several ways, and nothing says that one of them means something else.
class Truths
{
public:
    explicit Truths(const std::vector<std::string>& names)
    {
        std::set<std::string> all;
        for (const std::string& name : names)
            all.insert(loweredName(name));
        const auto any = [&all](std::string_view a, std::string_view b) {
            return all.contains(std::string(a)) || all.contains(std::string(b));
        };
        const bool yes = any("yes", "no");
        const bool truth = any("true", "false");
        // Letters alone may be other abbreviations: F and M, N and T.
        m_yesLetters = yes && any("y", "n");
        m_truthLetters = truth && any("t", "f");
        const bool numbers = any("1", "0");
        const int ways = (yes ? 1 : 0) + (truth ? 1 : 0) + (numbers ? 1 : 0) + (m_yesLetters ? 1 : 0)
            + (m_truthLetters ? 1 : 0);
        m_mixed = ways > 1 && std::all_of(all.begin(), all.end(), [this](const std::string& name) {
            return !meaning(name).empty() || (name.size() > 1 && !wholeNumber(name));
        });
    }

    /// What the spellings of one class have in common.
    std::string keyOf(const std::string& name) const
    {
        std::string key = loweredName(name);
        const std::string_view meant = m_mixed ? meaning(key) : std::string_view();
        return meant.empty() ? key : std::string(meant);
    }

private:
    std::string_view meaning(const std::string& key) const
    {
        if (isOneOf(key, { "1", "true", "yes" }) || (m_yesLetters && key == "y")
            || (m_truthLetters && key == "t"))
            return "true";
        if (isOneOf(key, { "0", "false", "no" }) || (m_yesLetters && key == "n")
            || (m_truthLetters && key == "f"))
            return "false";
        return {};
    }

    bool m_yesLetters = false;
    bool m_truthLetters = false;
    bool m_mixed = false;
};

/// A way in which a label is written.
struct Spelling
{
    std::string text;
    std::string name; ///< what it is called as a class
    std::size_t rows = 0;
};

/// In the order of their first rows.
std::vector<Spelling> spellingsOf(const std::vector<std::string>& labels)
{
    std::vector<Spelling> spellings;
    std::unordered_map<std::string_view, std::size_t> seen;
    for (const std::string& label : labels) {
        const std::string_view bare = bareId(label);
        const auto [found, isNew] = seen.try_emplace(bare, spellings.size());
        if (isNew)
            spellings.push_back({ std::string(bare), labelName(bare) });
        ++spellings[found->second].rows;
    }
    return spellings;
}

/// The classes of labels: those that are spelt differently are one, called as most of its rows are.
/// \return the class of each name.
std::unordered_map<std::string, std::string> mergeSpellings(
    const std::vector<std::string>& labels, CodedLabels& coded)
{
    const std::vector<Spelling> spellings = spellingsOf(labels);
    std::vector<std::string> names;
    std::unordered_map<std::string, std::size_t> rows; // of each name
    for (const Spelling& one : spellings)
        if (rows[one.name] += one.rows; rows[one.name] == one.rows)
            names.push_back(one.name);
    const Truths truths(names);
    struct Class
    {
        std::string name;
        std::vector<std::string> spellings;
    };
    std::map<std::string, Class> classes; // by key
    for (const std::string& name : names) {
        Class& own = classes[truths.keyOf(name)];
        if (own.name.empty() || rows[name] > rows[own.name])
            own.name = name;
    }
    for (const Spelling& one : spellings)
        classes[truths.keyOf(one.name)].spellings.push_back(one.text);
    std::unordered_map<std::string, std::string> classOf;
    for (const std::string& name : names)
        classOf.emplace(name, classes[truths.keyOf(name)].name);
    for (auto& [key, one] : classes) {
        coded.classes.push_back(one.name);
        if (one.spellings.size() < 2)
            continue;
        std::erase(one.spellings, one.name);
        coded.merged[one.name] = std::move(one.spellings);
    }
    coded.classes = sortedNames(std::move(coded.classes));
    return classOf;
}

/// What people write where they have no value, and what may be a class as well.
bool maybeMissing(const std::string& name)
{
    return isOneOf(lowered(name),
        { "nd", "n.d.", "n.d", "n/d", "nk", "n.k.", "n/k", "nr", "n.r.", "n/r", "x", "blank", "inf",
            "not done", "not tested", "not applicable", "not assessed", "not evaluated", "not reported",
            "not measured", "not determined", "no data", "no answer", "pending", "tbd", "to be determined",
            "refused", "declined", "don't know", "dont know", "do not know", "(leer)", "leer",
            "nicht bekannt", "entf\xC3\xA4llt" });
}

/// Numbers that stand for a missing value in many data sets.
bool isMissingCode(std::int64_t number)
{
    constexpr std::array<std::int64_t, 17> kCodes
        = { 9, 77, 88, 99, 255, 777, 888, 999, 7777, 8888, 9999, -9, -77, -88, -99, -999, -9999 };
    return std::find(kCodes.begin(), kCodes.end(), number) != kCodes.end();
}

} // namespace

std::string labelName(std::string_view label)
{
    const std::string_view bare = bareId(label);
    if (const auto whole = wholeNumber(bare))
        return std::to_string(*whole);
    const MarkedNumber marked = readMarked(bare);
    const bool plain = marked.form == CellForm::Number && marked.sign == DecimalSign::None
        && (marked.unit.empty() || marked.unit == "%");
    return plain ? canonicalName(marked.value) : std::string(bare);
}

std::vector<std::string> doubtfulClasses(const std::vector<std::string>& classes)
{
    constexpr std::size_t kFewest = 2; // others: with one, the word is half of the question
    std::vector<std::string> doubtful;
    for (const std::string& name : classes)
        if (maybeMissing(name))
            doubtful.push_back(name);
    std::vector<std::string> codes;
    bool small = true;
    std::int64_t largest = 0;
    for (const std::string& name : classes) {
        const auto number = wholeNumber(name);
        if (number && isMissingCode(*number)) {
            codes.push_back(name);
            continue;
        }
        constexpr std::int64_t kSmall = 20;
        small = small && (!number || (*number >= -3 && *number <= kSmall));
        largest = std::max(largest, number.value_or(0));
    }
    constexpr std::int64_t kBelowNine = 5; // grades from 0 to 5, and 9
    for (const std::string& code : codes)
        if (small && (code != "9" || largest <= kBelowNine))
            doubtful.push_back(code);
    return doubtful.size() + kFewest <= classes.size() ? doubtful : std::vector<std::string>();
}

std::vector<std::string> sortedNames(std::vector<std::string> names)
{
    double value = 0;
    const bool numeric = std::all_of(names.begin(), names.end(),
        [&value](const std::string& name) { return parseNumber(name, value) == NumberKind::Number; });
    std::sort(names.begin(), names.end(), [numeric](const std::string& a, const std::string& b) {
        if (!numeric)
            return a < b;
        double left = 0;
        double right = 0;
        parseNumber(a, left);
        parseNumber(b, right);
        return left != right ? left < right : a < b;
    });
    return names;
}

CodedLabels codeLabels(const std::vector<std::string>& labels, std::vector<std::string> classes)
{
    CodedLabels coded;
    std::unordered_map<std::string, std::string> classOf;
    if (classes.empty())
        classOf = mergeSpellings(labels, coded);
    else
        coded.classes = std::move(classes);
    std::unordered_map<std::string, std::size_t> byName;
    bool numericNames = false;
    for (std::size_t c = 0; c < coded.classes.size(); ++c)
        byName.try_emplace(canonicalName(coded.classes[c]), c);
    for (std::size_t c = 0; c < coded.classes.size(); ++c) {
        byName.try_emplace(labelName(coded.classes[c]), c);
        numericNames = numericNames || wholeNumber(coded.classes[c]).has_value();
    }
    for (const auto& [spelling, name] : classOf)
        byName.try_emplace(spelling, byName[name]);

    constexpr auto kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> asName(labels.size(), kNone);
    std::vector<std::size_t> asIndex(labels.size(), kNone);
    bool allNames = true;
    bool allIndices = true;
    std::unordered_map<std::string_view, std::size_t> codes; // of each spelling
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto [known, isNew] = codes.try_emplace(labels[i], kNone);
        if (isNew) {
            auto found = byName.find(canonicalName(labels[i]));
            if (found == byName.end())
                found = byName.find(labelName(labels[i]));
            known->second = found == byName.end() ? kNone : found->second;
        }
        asName[i] = known->second;
        const auto index = wholeNumber(labels[i]);
        if (index && *index >= 0 && static_cast<std::size_t>(*index) < coded.classes.size())
            asIndex[i] = static_cast<std::size_t>(*index);
        allNames = allNames && asName[i] != kNone;
        allIndices = allIndices && asIndex[i] != kNone;
    }

    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool useIndex = numericNames ? !allNames && allIndices : asName[i] == kNone;
        const std::size_t code = useIndex ? asIndex[i] : asName[i];
        if (code == kNone)
            coded.unknown.push_back(i);
        coded.y.push_back(code == kNone ? 0.0 : static_cast<double>(code));
    }
    return coded;
}

MissingLabels::MissingLabels(
    const std::vector<std::string>& labels, const std::vector<std::string>& classes, bool wordsAreClasses)
    : m_classes(classes)
    , m_wordsAreClasses(wordsAreClasses)
{
    std::set<std::string> others;
    for (const std::string& label : labels)
        if (double value = 0; !isMissingWord(label) && parseNumber(label, value) == NumberKind::Text)
            others.insert(canonicalName(label));
    m_noneIsClass = others.size() > 1;
}

bool MissingLabels::contains(const std::string& label) const
{
    double value = 0;
    if (!isMissingWord(label) && parseNumber(label, value) != NumberKind::Missing)
        return false;
    if (isMissingWord(label) && (m_wordsAreClasses || (m_noneIsClass && isCalled(bareId(label), "none"))))
        return false;
    return std::find(m_classes.begin(), m_classes.end(), bareId(label)) == m_classes.end();
}

bool MissingLabels::isClassNone(const std::string& label) const
{
    return m_noneIsClass && !m_wordsAreClasses && m_classes.empty() && isCalled(bareId(label), "none");
}

data::Sentence MissingLabels::what(const std::string& label)
{
    return isMissingWord(label)
        ? data::Sentence { "the label is missing: {} is a word for that", inQuotes(label) }
        : data::Sentence("the label is missing");
}

std::string mergedText(const CodedLabels& coded)
{
    std::string text;
    for (const auto& [name, spellings] : coded.merged) {
        text += text.empty() ? "" : "; ";
        for (std::size_t i = 0; i < spellings.size(); ++i)
            text += (i == 0 ? "" : i + 1 < spellings.size() ? ", " : " and ") + inQuotes(spellings[i]);
        text += (spellings.size() == 1 ? " is read as " : " are read as ") + inQuotes(name);
    }
    return text;
}

} // namespace btw::io
