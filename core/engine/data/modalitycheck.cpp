// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/modalitycheck.h"

#include "engine/data/labellikeness.h"
#include "engine/data/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace btw::data {

namespace {

std::string place(const Modality& modality) { return "modality " + modality.name; }

bool isTraining(const Cohort& cohort, std::size_t i)
{
    return cohort.splits.empty() || cohort.splits[i] == Split::Train;
}

/// First row of `values` that belongs to instance i.
std::size_t firstStep(const Modality& modality, std::size_t i)
{
    return modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
}

void checkSteps(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    std::vector<std::string> empty;
    std::vector<std::string> unannounced;
    std::vector<std::string> disordered;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const std::int64_t steps = modality.steps(i);
        if (modality.present[i] != 0 && steps == 0)
            empty.push_back(cohort.ids[i]);
        if (modality.present[i] == 0 && steps > 0)
            unannounced.push_back(cohort.ids[i]);
        if (modality.kind == ModalityKind::Series) {
            const auto first = modality.times.begin() + modality.offsets[i];
            const auto last = modality.times.begin() + modality.offsets[i + 1];
            if (!std::all_of(first, last, [](float time) { return std::isfinite(time); })
                || !std::is_sorted(first, last))
                disordered.push_back(cohort.ids[i]);
        }
    }
    if (!empty.empty()) {
        problems.push_back(error("present-without-steps", place(modality),
            { "{} present without a single step: {}.", count(empty.size(), "instance"), listed(empty) },
            "Mark the modality as absent there."));
    }
    if (!unannounced.empty()) {
        problems.push_back(error("steps-of-absent", place(modality),
            { "{} with steps but marked as absent: {}.", count(unannounced.size(), "instance"),
                listed(unannounced) },
            "Mark the modality as present there, or remove the steps."));
    }
    if (!disordered.empty()) {
        problems.push_back(error("times-disordered", place(modality),
            { "{} with time stamps that are missing or go back: {}.", count(disordered.size(), "instance"),
                listed(disordered) },
            "Sort the steps by time and give each a time stamp."));
    }
}

void checkPresence(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    if (cohort.splits.empty()) {
        if (std::all_of(modality.present.begin(), modality.present.end(), [](auto has) { return has == 0; }))
            problems.push_back(
                error("modality-absent", place(modality), "No instance has it.", "Leave the modality out."));
        return;
    }
    std::array<std::size_t, 3> rows {};
    std::array<std::size_t, 3> withIt {};
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const auto split = static_cast<std::size_t>(cohort.splits[i]);
        ++rows[split];
        withIt[split] += modality.present[i] != 0 ? 1 : 0;
    }
    for (const Split split : { Split::Train, Split::Validation, Split::Test }) {
        const auto s = static_cast<std::size_t>(split);
        // A model of one modality needs two rows to train on, and a conditional variance leaves the instance
        // itself out, so that validation needs two.
        if (rows[s] == 0 || withIt[s] >= (split == Split::Test ? 1U : 2U))
            continue;
        const std::string only = withIt[s] == 0 ? "No instance" : "Only one instance";
        problems.push_back(error("modality-absent-in-split", place(modality),
            { "{} of the {} split has it.", only, splitName(split) },
            "Draw other splits (split_seed), or leave the modality out.", drawing()));
    }
}

/// Whether the feature is another word of the column of words that the one before it comes from ("sex=f",
/// "sex=m"): both of them are one cell of the file.
bool continuesWords(const Modality& modality, std::size_t d)
{
    if (d == 0 || d >= modality.columns.size())
        return false;
    const std::string& name = modality.columns[d];
    const std::size_t length = name.find('=');
    return length != std::string::npos
        && modality.columns[d - 1].compare(0, length + 1, name, 0, length + 1) == 0;
}

} // namespace

std::vector<std::uint8_t> ownCells(const Modality& modality)
{
    std::vector<std::uint8_t> counts(static_cast<std::size_t>(modality.dims), 1);
    for (std::size_t d = 0; d < counts.size(); ++d)
        counts[d] = continuesWords(modality, d) ? 0 : 1;
    return counts;
}

namespace {

/// Missing, infinite and constant features. \return whether all values are finite or missing.
bool checkValues(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    std::vector<float> first(dims, std::numeric_limits<float>::quiet_NaN());
    std::vector<std::uint8_t> varies(dims, 0);
    const auto counts = ownCells(modality);
    const auto cells = static_cast<std::size_t>(std::count(counts.begin(), counts.end(), 1));
    std::size_t steps = 0; // of instances that have the modality
    std::size_t missing = 0;
    std::size_t infinite = 0;
    std::string infiniteAt;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (modality.present[i] == 0)
            continue;
        const std::size_t from = firstStep(modality, i);
        const std::size_t to = from + static_cast<std::size_t>(modality.steps(i));
        const bool training = isTraining(cohort, i);
        steps += to - from;
        for (std::size_t step = from; step < to; ++step) {
            const float* row = modality.values.data() + step * dims;
            for (std::size_t d = 0; d < dims; ++d) {
                const float value = row[d];
                if (std::isfinite(value)) {
                    if (training && first[d] != value) {
                        varies[d] = std::isnan(first[d]) ? 0 : 1;
                        first[d] = varies[d] != 0 ? first[d] : value;
                    }
                } else if (std::isnan(value)) {
                    missing += counts[d];
                } else if (infinite++ == 0) {
                    infiniteAt = "instance " + cohort.ids[i] + ", " + featureTitle(modality, d);
                }
            }
        }
    }
    if (infinite > 0) {
        problems.push_back(error("infinite-values", place(modality),
            { "{} infinite, first at {}.", count(infinite, "value"), infiniteAt },
            "Leave the cell empty if it is missing, or correct it."));
    }
    if (missing > 0) {
        problems.push_back(note("missing-values", place(modality),
            { "{} missing of {}.", count(missing, "value"), steps * cells },
            modality.kind == ModalityKind::Series
                ? "They are ignored: a feature counts only at the times at which it was measured."
                : "They are replaced by the average of the training rows."));
    }
    std::vector<std::string> constant;
    for (std::size_t d = 0; d < dims; ++d) {
        if (varies[d] == 0)
            constant.push_back(featureTitle(modality, d));
    }
    if (!constant.empty()) {
        problems.push_back(warning("constant-features", place(modality),
            { "{} without variation in the training rows: {}.", count(constant.size(), "feature"),
                listed(constant) },
            "They say nothing; leave them out."));
    }
    return infinite == 0;
}

} // namespace

void checkModalitySizes(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    const std::size_t n = cohort.size();
    const std::string where = place(modality);
    if (modality.dims < 1) {
        problems.push_back(error("no-features", where, "It has no features.",
            "Give it at least one column, or leave the modality out."));
        return;
    }
    const auto dims = static_cast<std::size_t>(modality.dims);
    expectLength(problems, where + ", presence", modality.present.size(), n, "flag");
    if (!modality.columns.empty())
        expectLength(problems, where + ", column names", modality.columns.size(), dims, "name");
    std::size_t steps = n;
    if (modality.isRagged()) {
        if (modality.offsets.size() != n + 1 || modality.offsets.front() != 0
            || !std::is_sorted(modality.offsets.begin(), modality.offsets.end())) {
            problems.push_back(
                error("sequence-lengths", where, "Its sequence lengths do not describe the instances.",
                    "Give one length of 0 or more for each instance."));
            return;
        }
        steps = static_cast<std::size_t>(modality.offsets.back());
    }
    expectLength(problems, where + ", values", modality.values.size(), steps * dims, "value");
    if (modality.kind == ModalityKind::Series)
        expectLength(problems, where + ", time stamps", modality.times.size(), steps, "time stamp");
    else if (!modality.times.empty())
        problems.push_back(error("times-without-series", where, "It has time stamps but is not a series.",
            "Declare its kind as series."));
}

void checkModality(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    if (modality.isRagged())
        checkSteps(cohort, modality, problems);
    checkPresence(cohort, modality, problems);
    checkPresenceLikeness(cohort, modality, problems);
    if (checkValues(cohort, modality, problems) && !modality.isRagged())
        checkLabelLikeness(cohort, modality, problems);
}

} // namespace btw::data
