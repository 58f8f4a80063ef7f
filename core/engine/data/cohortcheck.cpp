// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"

#include "engine/data/modalitycheck.h"
#include "engine/data/names.h"
#include "engine/data/problems.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace btw::data {

namespace {

void checkSizes(const Cohort& cohort, std::vector<Problem>& problems)
{
    const std::size_t n = cohort.size();
    if (n == 0) {
        problems.push_back(error("no-instances", "labels", "The cohort has no instances.",
            "Check that the label file or array is not empty."));
    }
    if (cohort.modalities.empty())
        problems.push_back(
            error("no-modalities", "modalities", "The cohort has no modalities.", "Name at least one."));
    expectLength(problems, "ids", cohort.ids.size(), n, "id");
    if (!cohort.splits.empty())
        expectLength(problems, "splits", cohort.splits.size(), n, "split");
    if (!cohort.groups.empty())
        expectLength(problems, "groups", cohort.groups.size(), n, "group");
    for (const Modality& modality : cohort.modalities)
        checkModalitySizes(cohort, modality, problems);
}

void checkNames(const Cohort& cohort, std::vector<Problem>& problems)
{
    std::set<std::string> seen;
    for (const Modality& modality : cohort.modalities) {
        const std::string where = "modality " + modality.name;
        if (!isModalityName(modality.name)) {
            problems.push_back(
                error("modality-name", where, { "A modality cannot be called \"{}\".", modality.name },
                    "Use a name without blanks, commas, slashes and quotes other than "
                        + std::string(kReservedNames) + "."));
        }
        if (!seen.insert(modality.name).second)
            problems.push_back(
                error("modality-name-twice", where, "Two modalities have this name.", "Rename one of them."));
    }
}

void checkIds(const Cohort& cohort, std::vector<Problem>& problems)
{
    std::unordered_set<std::string_view> seen;
    seen.reserve(cohort.ids.size());
    std::vector<std::string> repeated;
    for (const std::string& id : cohort.ids) {
        if (!seen.insert(id).second)
            repeated.push_back(id);
    }
    if (!repeated.empty()) {
        problems.push_back(
            error("ids-not-unique", "ids", { "These ids are not unique: {}.", listed(repeated) },
                "Give every instance its own id; use the group column for rows of one person."));
    }
}

void checkClasses(const Cohort& cohort, std::vector<Problem>& problems)
{
    if (cohort.task != Task::Classification)
        return;
    if (cohort.classCount() < 2) {
        problems.push_back(error("too-few-classes", "classes",
            { "A classification needs two classes and the cohort has {}.", cohort.classCount() },
            "Check the label column, or declare the task as regression."));
    }
    const std::set<std::string> names(cohort.classes.begin(), cohort.classes.end());
    if (names.size() != cohort.classCount())
        problems.push_back(error("class-name-twice", "classes", "Two classes have the same name.",
            "Give every class its own name."));
}

bool isClass(const Cohort& cohort, double y)
{
    return y >= 0 && y < static_cast<double>(cohort.classCount()) && y == std::floor(y);
}

void checkLabels(const Cohort& cohort, std::vector<Problem>& problems)
{
    const bool regression = cohort.task == Task::Regression;
    std::vector<std::string> notFinite;
    std::vector<std::string> notClass;
    std::vector<std::string> outside;
    std::vector<std::string> tooLarge;
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const double y = cohort.y[i];
        if (!std::isfinite(y)) {
            notFinite.push_back(cohort.ids[i]);
            continue;
        }
        // Predictions are float32.
        if (std::fabs(y) > std::numeric_limits<float>::max())
            tooLarge.push_back(cohort.ids[i]);
        if (!regression && !isClass(cohort, y))
            notClass.push_back(cohort.ids[i]);
        if (regression && cohort.labelRange
            && (y < cohort.labelRange->first || y > cohort.labelRange->second))
            outside.push_back(cohort.ids[i]);
        if (cohort.splits.empty() || cohort.splits[i] == Split::Train) {
            least = std::min(least, y);
            most = std::max(most, y);
        }
    }
    if (!notFinite.empty()) {
        problems.push_back(error("label-missing", "labels",
            { "{} missing or infinite: {}.", count(notFinite.size(), "label"), listed(notFinite) },
            "Fill in the label, or leave these instances out.", leavingOut(notFinite)));
    }
    if (!tooLarge.empty()) {
        problems.push_back(error("label-too-large", "labels",
            { "{} beyond 3.4e38, the largest number that a model can predict: {}.",
                count(tooLarge.size(), "label"), listed(tooLarge) },
            "Bring the labels to another unit, or leave these instances out.", leavingOut(tooLarge)));
    }
    if (!notClass.empty()) {
        problems.push_back(error("label-no-class", "labels",
            { "{} not among the classes: {}.", count(notClass.size(), "label"), listed(notClass) },
            "Use a class index from 0 or a name listed in classes."));
    }
    if (!outside.empty()) {
        problems.push_back(warning("label-outside-range", "labels",
            { "{} outside the declared range of {} to {}: {}.", count(outside.size(), "label"),
                number(cohort.labelRange->first), number(cohort.labelRange->second), listed(outside) },
            "Correct label_range or the labels."));
    }
    if (regression && least == most) {
        problems.push_back(error("label-constant", "labels",
            { "Every training label is {}, so there is nothing to learn.", number(least) },
            "Check that the label column is the one you mean."));
    }
}

void checkAnyModality(const Cohort& cohort, std::vector<Problem>& problems)
{
    std::vector<std::string> without;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (std::none_of(cohort.modalities.begin(), cohort.modalities.end(),
                [i](const Modality& modality) { return modality.present[i] != 0; }))
            without.push_back(cohort.ids[i]);
    }
    if (!without.empty()) {
        problems.push_back(error("instance-without-modality", "ids",
            { "{} without any modality: {}.", count(without.size(), "instance"), listed(without) },
            "Leave these instances out, or check that ids are spelt alike in all files.",
            leavingOut(without)));
    }
}

void checkSplits(const Cohort& cohort, std::vector<Problem>& problems)
{
    std::array<std::size_t, 3> rows {};
    std::vector<std::array<std::size_t, 3>> classRows(cohort.classCount());
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const auto split = static_cast<std::size_t>(cohort.splits[i]);
        ++rows[split];
        if (isClass(cohort, cohort.y[i]))
            ++classRows[static_cast<std::size_t>(cohort.y[i])][split];
    }
    for (const Split split : { Split::Train, Split::Validation, Split::Test }) {
        const std::string where = "split " + splitName(split);
        const auto s = static_cast<std::size_t>(split);
        if (rows[s] == 0) {
            problems.push_back(error("split-empty", where, "The split has no rows.",
                "Mark rows as " + splitName(split)
                    + ", or leave the split column out to have 70/10/20 drawn.",
                drawing()));
            continue;
        }
        std::vector<std::string> absent;
        for (std::size_t c = 0; c < classRows.size(); ++c) {
            if (classRows[c][s] == 0)
                absent.push_back(cohort.classes[c]);
        }
        if (absent.empty())
            continue;
        if (split == Split::Train) {
            problems.push_back(error("class-without-training-row", where,
                { "Classes without a training row: {}.", listed(absent) },
                "Move rows of them into training, merge them with another class, or leave them out.",
                drawing()));
        } else if (absent.size() + 1 == classRows.size()) {
            problems.push_back(error("split-one-class", where,
                "Only one class is there, so AUROC and AUPRC cannot be computed.",
                "Draw other splits (split_seed), or bring more instances.", drawing()));
        } else {
            problems.push_back(
                note("class-without-row", where, { "Classes without a row: {}.", listed(absent) },
                    "Metrics of these classes say nothing here; draw other splits if they matter."));
        }
    }
}

void checkGroups(const Cohort& cohort, std::vector<Problem>& problems)
{
    if (cohort.groups.empty())
        return;
    std::unordered_map<std::string, Split> splitOf;
    std::set<std::string> torn;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const auto found = splitOf.emplace(cohort.groups[i], cohort.splits[i]).first;
        if (found->second != cohort.splits[i])
            torn.insert(cohort.groups[i]);
    }
    if (!torn.empty()) {
        problems.push_back(error("group-in-two-splits", "groups",
            { "{} in more than one split: {}.", count(torn.size(), "group"),
                listed({ torn.begin(), torn.end() }) },
            "Keep each group in one split, or leave the split column out to have whole groups drawn.",
            drawing()));
    }
}

/// 64 bits over everything that a model would see of instance i; equal features give equal ones.
std::uint64_t fingerprint(const Cohort& cohort, std::size_t i)
{
    constexpr std::uint64_t kSeed = 0x9e3779b97f4a7c15ULL;
    constexpr std::uint64_t kMultiplier = 0xff51afd7ed558ccdULL; // of MurmurHash3's finaliser
    const auto mixed = [](std::uint64_t hash, std::uint64_t word) {
        hash = (hash ^ word) * kMultiplier;
        return hash ^ (hash >> 32U);
    };
    std::uint64_t hash = kSeed;
    const auto mix = [&](std::uint64_t word) { hash = mixed(hash, word); };
    for (const Modality& modality : cohort.modalities) {
        mix(modality.present[i]);
        if (modality.present[i] == 0)
            continue;
        const auto dims = static_cast<std::size_t>(modality.dims);
        const std::size_t from = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
        const std::size_t to = from + static_cast<std::size_t>(modality.steps(i));
        mix(to - from);
        // Four chains, as one waits for each product.
        constexpr std::size_t kChains = 4;
        std::array<std::uint64_t, kChains> chains { kSeed, kSeed + 1, kSeed + 2, kSeed + 3 };
        const float* value = modality.values.data() + from * dims;
        const float* const end = modality.values.data() + to * dims;
        for (; end - value >= static_cast<std::ptrdiff_t>(kChains); value += kChains)
            for (std::size_t k = 0; k < kChains; ++k)
                chains.at(k) = mixed(chains.at(k), std::bit_cast<std::uint32_t>(value[k]));
        for (; value != end; ++value)
            mix(std::bit_cast<std::uint32_t>(*value));
        for (const std::uint64_t chain : chains)
            mix(chain);
        for (std::size_t step = from; step < to && !modality.times.empty(); ++step)
            mix(std::bit_cast<std::uint32_t>(modality.times[step]));
    }
    return hash;
}

void checkDuplicates(const Cohort& cohort, std::vector<Problem>& problems)
{
    std::unordered_map<std::uint64_t, std::size_t> firstWith;
    firstWith.reserve(cohort.size());
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const std::size_t other = firstWith.emplace(fingerprint(cohort, i), i).first->second;
        if (cohort.splits[other] != cohort.splits[i])
            pairs.push_back(cohort.ids[other] + " and " + cohort.ids[i]);
    }
    if (pairs.empty())
        return;
    // A few rounded numbers are the same in different people by chance.
    constexpr std::int64_t kFew = 5;
    std::int64_t numbers = 0;
    for (const Modality& modality : cohort.modalities)
        numbers += modality.isRagged() ? kFew : modality.dims;
    if (numbers < kFew)
        problems.push_back(note("copies-in-two-splits", "splits",
            { "{} of instances with the same features in two splits: {}. With so few features this may be "
              "chance.",
                count(pairs.size(), "pair"), listed(pairs) },
            "If they are copies, remove them, or give both the same group."));
    else
        problems.push_back(warning("copies-in-two-splits", "splits",
            { "{} of instances with the same features in two splits: {}.", count(pairs.size(), "pair"),
                listed(pairs) },
            "Remove the copies, or give both the same group."));
}

} // namespace

std::vector<Problem> checkCohort(const Cohort& cohort)
{
    std::vector<Problem> problems;
    checkSizes(cohort, problems);
    if (!problems.empty())
        return problems; // the checks below index by these sizes
    checkNames(cohort, problems);
    checkIds(cohort, problems);
    checkClasses(cohort, problems);
    checkLabels(cohort, problems);
    checkAnyModality(cohort, problems);
    for (const Modality& modality : cohort.modalities)
        checkModality(cohort, modality, problems);
    if (!cohort.splits.empty()) {
        checkSplits(cohort, problems);
        checkGroups(cohort, problems);
        checkDuplicates(cohort, problems);
    }
    sortBySeverity(problems);
    return problems;
}

bool hasErrors(const std::vector<Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(),
        [](const Problem& problem) { return problem.severity == Severity::Error; });
}

} // namespace btw::data
