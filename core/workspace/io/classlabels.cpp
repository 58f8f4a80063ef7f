// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/classlabels.h"

#include "workspace/io/tables/number.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace btw::io {

namespace {

std::vector<std::string> distinctSorted(const std::vector<std::string>& labels)
{
    std::vector<std::string> names;
    std::unordered_map<std::string, std::size_t> seen;
    for (const std::string& label : labels) {
        std::string name = canonicalName(label);
        if (seen.try_emplace(name, names.size()).second)
            names.push_back(std::move(name));
    }
    return sortedNames(std::move(names));
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
    coded.classes = classes.empty() ? distinctSorted(labels) : std::move(classes);
    std::unordered_map<std::string, std::size_t> byName;
    bool numericNames = false;
    for (std::size_t c = 0; c < coded.classes.size(); ++c) {
        byName.try_emplace(canonicalName(coded.classes[c]), c);
        numericNames = numericNames || wholeNumber(coded.classes[c]).has_value();
    }

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

} // namespace btw::io
