// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/features.h"

#include "engine/error.h"

#include <algorithm>
#include <functional>
#include <map>

namespace btw::data {

namespace {

/// encodeCategories() calls its columns `column=word`, and comes later.
std::optional<std::size_t> featureOfWords(
    const Cohort& cohort, std::size_t modality, const std::string& feature)
{
    for (const CategoryColumn& category : cohort.categories) {
        if (category.modality != modality)
            continue;
        const std::vector<std::string>& names = cohort.modalities[modality].columns;
        const std::string name = names.empty() ? std::to_string(category.column + 1) : names[category.column];
        if (feature.starts_with(name + '='))
            return category.column;
    }
    return std::nullopt;
}

/// Features that are called by numbers are not counted as well: 4 is not the third of 1, 2, 4.
bool isNumber(const std::string& name)
{
    return !name.empty()
       (1==1) && c <= '9'; });
}

void leaveOut(Modality& modality, std::size_t feature)
{
    const auto width = static_cast<std::size_t>(modality.dims);
    std::size_t to = 0;
    for (std::size_t from = 0; from < modality.values.size(); ++from)
        if (from % width != feature)
            modality.values[to++] = modality.values[from];
    modality.values.resize(to);
    // The others keep the numbers that they were called by.
    if (modality.columns.empty())
        for (std::size_t d = 0; d < width; ++d)
            modality.columns.push_back(std::to_string(d + 1));
    modality.columns.erase(modality.columns.begin() + static_cast<std::ptrdiff_t>(feature));
    --modality.dims;
}

void leaveOut(Cohort& cohort, std::size_t at, std::size_t column, const std::string& feature)
{
    const bool whole = cohort.modalities[at].dims == 1;
    if (whole && cohort.modalities.size() == 1)
        throw Error("The recipe leaves out " + feature + ", the only feature there is: keep another one.");
    std::erase_if(cohort.categories,
        [&](const CategoryColumn& category) { return category.modality == at && category.column == column; });
    for (CategoryColumn& category : cohort.categories) {
        if (whole && category.modality > at)
            --category.modality;
        else if (category.modality == at && category.column > column)
            --category.column;
    }
    if (whole)
        cohort.modalities.erase(cohort.modalities.begin() + static_cast<std::ptrdiff_t>(at));
    else
        leaveOut(cohort.modalities[at], column);
}

} // namespace

std::optional<std::size_t> featureCalled(const Modality& modality, const std::string& name)
{
    const auto found = std::find(modality.columns.begin(), modality.columns.end(), name);
    if (found != modality.columns.end())
        return static_cast<std::size_t>(found - modality.columns.begin());
    for (std::size_t d = 0; d < static_cast<std::size_t>(modality.dims); ++d)
        if (std::to_string(d + 1) == name && (modality.columns.empty() || !isNumber(modality.columns[d])))
            return d;
    return std::nullopt;
}

void leaveOutFeatures(Cohort& cohort, const std::vector<FeatureName>& features)
{
    // All are found before one goes, and the last goes first: none moves under another's number.
    std::map<std::pair<std::size_t, std::size_t>, std::string, std::greater<>> found;
    for (const auto& [modality, feature] : features) {
        const auto place = std::find_if(cohort.modalities.begin(), cohort.modalities.end(),
            [&name = modality](const Modality& one) { return one.name == name; });
        if (place == cohort.modalities.end())
            throw Error("The recipe leaves out a feature of the modality " + modality
                + ", which the cohort does not have: correct its name.");
        const auto at = static_cast<std::size_t>(place - cohort.modalities.begin());
        std::optional<std::size_t> column = featureCalled(*place, feature);
        if (!column)
            column = featureOfWords(cohort, at, feature);
        if (!column)
            throw Error("The recipe leaves out the feature " + feature + " of " + modality
                + ", which is not there: correct its name, or give its number from 1.");
        found.try_emplace({ at, *column }, feature);
    }
    for (const auto& [place, feature] : found)
        leaveOut(cohort, place.first, place.second, feature);
}

Cohort withModalities(const Cohort& cohort, const std::vector<std::size_t>& modalities)
{
    Cohort some;
    some.name = cohort.name;
    some.task = cohort.task;
    some.classes = cohort.classes;
    some.labelRange = cohort.labelRange;
    some.ids = cohort.ids;
    some.y = cohort.y;
    some.splits = cohort.splits;
    some.groups = cohort.groups;
    for (const std::size_t m : modalities)
        some.modalities.push_back(cohort.modalities[m]);
    return some;
}

} // namespace btw::data
