// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/features.h"

#include "engine/error.h"

#include <algorithm>

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

void leaveOut(Modality& modality, std::size_t feature)
{
    const auto width = static_cast<std::size_t>(modality.dims);
    std::size_t to = 0;
    for (std::size_t from = 0; from < modality.values.size(); ++from)
        if (from % width != feature)
            modality.values[to++] = modality.values[from];
    modality.values.resize(to);
    if (!modality.columns.empty())
        modality.columns.erase(modality.columns.begin() + static_cast<std::ptrdiff_t>(feature));
    --modality.dims;
}

} // namespace

std::optional<std::size_t> featureCalled(const Modality& modality, const std::string& name)
{
    const auto found = std::find(modality.columns.begin(), modality.columns.end(), name);
    if (found != modality.columns.end())
        return static_cast<std::size_t>(found - modality.columns.begin());
    for (std::size_t d = 0; d < static_cast<std::size_t>(modality.dims); ++d)
        if (std::to_string(d + 1) == name)
            return d;
    return std::nullopt;
}

void leaveOutFeature(Cohort& cohort, const std::string& modality, const std::string& feature)
{
    const auto found = std::find_if(cohort.modalities.begin(), cohort.modalities.end(),
        [&modality](const Modality& one) { return one.name == modality; });
    if (found == cohort.modalities.end())
        throw Error("The recipe leaves out a feature of the modality " + modality
            + ", which the cohort does not have: correct its name.");
    const auto at = static_cast<std::size_t>(found - cohort.modalities.begin());
    std::optional<std::size_t> column = featureCalled(*found, feature);
    if (!column)
        column = featureOfWords(cohort, at, feature);
    if (!column)
        throw Error("The recipe leaves out the feature " + feature + " of " + modality
            + ", which is not there: correct its name, or give its number from 1.");
    if (found->dims == 1 && cohort.modalities.size() == 1)
        throw Error("The recipe leaves out " + feature + ", the only feature there is: keep another one.");
    const bool whole = found->dims == 1;
    std::erase_if(cohort.categories, [&](const CategoryColumn& category) {
        return category.modality == at && category.column == *column;
    });
    for (CategoryColumn& category : cohort.categories) {
        if (whole && category.modality > at)
            --category.modality;
        else if (category.modality == at && category.column > *column)
            --category.column;
    }
    if (whole)
        cohort.modalities.erase(found);
    else
        leaveOut(*found, *column);
}

} // namespace btw::data
