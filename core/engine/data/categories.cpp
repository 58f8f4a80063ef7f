// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/fitting.h"

#include "engine/data/problems.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace btw::data {

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

/// What one column of a modality becomes.
struct Plan
{
    const CategoryColumn* category = nullptr; ///< null: numbers stay as they are
    std::vector<float> place; ///< of each word: its column (one-hot) or its value (ordinal); NaN: never seen
    std::size_t width = 1;
};

/// Calls `use(row)` for the rows of `values` that instance i has.
template <typename Use> void forRows(const Modality& modality, std::size_t i, const Use& use)
{
    const std::size_t first = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
    for (std::int64_t step = 0; step < modality.steps(i); ++step)
        use(first + static_cast<std::size_t>(step));
}

std::vector<std::size_t> trainingUses(
    const Cohort& cohort, const Modality& modality, const CategoryColumn& category)
{
    std::vector<std::size_t> uses(category.words.size(), 0);
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] != Split::Train)
            continue;
        forRows(modality, i, [&](std::size_t row) {
            const float value
                = modality.values[row * static_cast<std::size_t>(modality.dims) + category.column];
            if (!std::isnan(value))
                ++uses[static_cast<std::size_t>(value)];
        });
    }
    return uses;
}

std::string nameOf(const Modality& modality, std::size_t column)
{
    return modality.columns.empty() ? std::to_string(column + 1) : modality.columns[column];
}

Plan planFor(const Cohort& cohort, const Modality& modality, const CategoryColumn& category,
    std::vector<std::string>& neverSeen)
{
    const std::vector<std::size_t> uses = trainingUses(cohort, modality, category);
    Plan plan;
    plan.category = &category;
    std::size_t next = 0;
    for (std::size_t w = 0; w < uses.size(); ++w) {
        const bool known = uses[w] > 0 || (category.declared && category.encoding == Encoding::Ordinal);
        if (!known)
            neverSeen.push_back(category.words[w]);
        plan.place.push_back(known ? static_cast<float>(next++) : kMissing);
    }
    if (next == 0)
        throw Error("Column " + nameOf(modality, category.column) + " of modality " + modality.name
            + " has no word in any training row: leave the column out.");
    plan.width = category.encoding == Encoding::OneHot ? next : 1;
    return plan;
}

void write(const Plan& plan, float value, float* to)
{
    if (!plan.category) {
        *to = value;
        return;
    }
    const bool missing = std::isnan(value);
    const float place = missing ? kMissing : plan.place[static_cast<std::size_t>(value)];
    if (plan.category->encoding == Encoding::Ordinal) {
        *to = place;
        return;
    }
    std::fill_n(to, plan.width, missing ? kMissing : 0.0F);
    if (!std::isnan(place))
        to[static_cast<std::size_t>(place)] = 1;
}

SourceColumn sourceOf(const Plan& plan, const std::string& name)
{
    SourceColumn source { name };
    if (!plan.category)
        return source;
    source.encoding = plan.category->encoding;
    for (std::size_t w = 0; w < plan.place.size(); ++w)
        if (!std::isnan(plan.place[w]))
            source.words.push_back(plan.category->words[w]);
    return source;
}

void rewrite(Modality& modality, const std::vector<Plan>& plans)
{
    const auto oldWidth = static_cast<std::size_t>(modality.dims);
    std::size_t width = 0;
    std::vector<std::string> names;
    modality.sources.clear();
    for (std::size_t c = 0; c < plans.size(); ++c) {
        width += plans[c].width;
        const std::string name = nameOf(modality, c);
        modality.sources.push_back(sourceOf(plans[c], name));
        if (!plans[c].category || plans[c].category->encoding == Encoding::Ordinal) {
            names.push_back(name);
            continue;
        }
        for (std::size_t w = 0; w < plans[c].place.size(); ++w)
            if (!std::isnan(plans[c].place[w]))
                names.push_back(name + "=" + plans[c].category->words[w]);
    }
    const std::size_t rows = modality.values.size() / oldWidth;
    std::vector<float> values(rows * width, 0.0F);
    for (std::size_t row = 0; row < rows; ++row) {
        // Rows of absent instances stay zero.
        if (!modality.isRagged() && modality.present[row] == 0)
            continue;
        float* to = values.data() + row * width;
        for (std::size_t c = 0; c < plans.size(); ++c) {
            write(plans[c], modality.values[row * oldWidth + c], to);
            to += plans[c].width;
        }
    }
    modality.values = std::move(values);
    modality.dims = static_cast<std::int64_t>(width);
    modality.columns = std::move(names);
}

} // namespace

std::vector<Problem> encodeCategories(Cohort& cohort)
{
    std::vector<Problem> problems;
    const std::vector<CategoryColumn> categories = std::exchange(cohort.categories, {});
    for (std::size_t m = 0; m < cohort.modalities.size(); ++m) {
        Modality& modality = cohort.modalities[m];
        std::vector<Plan> plans(static_cast<std::size_t>(modality.dims));
        bool any = false;
        for (const CategoryColumn& category : categories) {
            if (category.modality != m)
                continue;
            any = true;
            std::vector<std::string> neverSeen;
            plans[category.column] = planFor(cohort, modality, category, neverSeen);
            if (!neverSeen.empty())
                problems.push_back(note("word-never-trained",
                    "modality " + modality.name + ", " + nameOf(modality, category.column),
                    { "{} that no training row has: {}.", count(neverSeen.size(), "word"),
                        listed(neverSeen) },
                    category.encoding == Encoding::OneHot ? "They count as none of the known words."
                                                          : "They count as missing."));
        }
        if (any)
            rewrite(modality, plans);
    }
    return problems;
}

} // namespace btw::data
