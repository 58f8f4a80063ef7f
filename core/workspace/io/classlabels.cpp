// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/classlabels.h"

#include "workspace/io/problems.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

namespace btw::io {

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// What the spellings of one class have in common; `truths`: 1 and true are the same there.
std::string keyOf(std::string_view label, bool truths)
{
    std::string key = canonicalName(bareId(label));
    std::erase_if(key, isBlank);
    key = foldedLetters(key);
    if (truths && (key == "1" || key == "0"))
        return key == "1" ? "true" : "false";
    return key;
}

/// Whether there are nothing but truths, some of them as words and some as numbers.
bool mixesTruths(const std::vector<std::string>& names)
{
    bool words = false;
    bool numbers = false;
    for (const std::string& name : names) {
        const std::string key = keyOf(name, false);
        words = words || key == "true" || key == "false";
        numbers = numbers || key == "1" || key == "0";
        if (key != "true" && key != "false" && key != "1" && key != "0")
            return false;
    }
    return words && numbers;
}

/// Every label's name, in the order of their first rows, and in how many rows each is.
std::vector<std::pair<std::string, std::size_t>> namesOf(const std::vector<std::string>& labels)
{
    std::vector<std::pair<std::string, std::size_t>> names;
    std::unordered_map<std::string, std::size_t> seen;
    for (const std::string& label : labels) {
        std::string name = canonicalName(label);
        const auto [found, isNew] = seen.try_emplace(name, names.size());
        if (isNew)
            names.emplace_back(std::move(name), 0);
        ++names[found->second].second;
    }
    return names;
}

/// The classes of labels: those that are spelt differently are one, called as most of its rows are.
/// \return the class of each name that is no class itself.
std::unordered_map<std::string, std::string> mergeNames(
    const std::vector<std::string>& labels, CodedLabels& coded)
{
    const auto names = namesOf(labels);
    std::vector<std::string> all;
    for (const auto& [name, rows] : names)
        all.push_back(name);
    const bool truths = mixesTruths(all);
    std::unordered_map<std::string, std::size_t> most; // by key
    for (std::size_t n = 0; n < names.size(); ++n) {
        const auto [found, isNew] = most.try_emplace(keyOf(names[n].first, truths), n);
        if (!isNew && names[n].second > names[found->second].second)
            found->second = n;
    }
    std::unordered_map<std::string, std::string> classOf;
    for (std::size_t n = 0; n < names.size(); ++n) {
        const std::size_t best = most[keyOf(names[n].first, truths)];
        if (best == n) {
            coded.classes.push_back(names[n].first);
            continue;
        }
        coded.merged[names[best].first].push_back(names[n].first);
        classOf.emplace(names[n].first, names[best].first);
    }
    coded.classes = sortedNames(std::move(coded.classes));
    return classOf;
}

} // namespace

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
        classOf = mergeNames(labels, coded);
    else
        coded.classes = std::move(classes);
    std::unordered_map<std::string, std::size_t> byName;
    bool numericNames = false;
    for (std::size_t c = 0; c < coded.classes.size(); ++c) {
        byName.try_emplace(canonicalName(coded.classes[c]), c);
        numericNames = numericNames || wholeNumber(coded.classes[c]).has_value();
    }
    for (const auto& [spelling, name] : classOf)
        byName.try_emplace(spelling, byName[name]);

    constexpr auto kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> asName(labels.size(), kNone);
    std::vector<std::size_t> asIndex(labels.size(), kNone);
    bool allNames = true;
    bool allIndices = true;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (const auto found = byName.find(canonicalName(labels[i])); found != byName.end())
            asName[i] = found->second;
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

MissingLabels::MissingLabels(const std::vector<std::string>& labels, const std::vector<std::string>& classes)
    : m_classes(classes)
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
    if (m_noneIsClass && isCalled(trimmed(label), "none"))
        return false;
    return std::find(m_classes.begin(), m_classes.end(), trimmed(label)) == m_classes.end();
}

bool MissingLabels::isClassNone(const std::string& label) const
{
    return m_noneIsClass && m_classes.empty() && isCalled(trimmed(label), "none");
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
