// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/encoderproblems.h"

#include "engine/error.h"
#include "engine/model/encoderfile.h"
#include "engine/model/fusionmodel.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>

namespace btw::model {

namespace {

constexpr float kLargestToken = 16777216.0F; // whole numbers are exact up to here

data::Problem problem(const std::string& what, const std::string& remedy, const std::string& modality)
{
    return { data::Severity::Error, "encoder_files", what, remedy, "encoder-does-not-fit", { modality } };
}

/// The steps of instance i as the file gets them.
at::Tensor stepsOf(const data::Modality& modality, std::size_t i)
{
    const auto* from = modality.values.data() + modality.offsets[i] * modality.dims;
    auto values = at::empty({ 1, modality.steps(i), modality.dims }, at::kFloat);
    auto* to = values.data_ptr<float>();
    for (std::int64_t k = 0; k < values.numel(); ++k)
        to[k] = std::isnan(from[k]) ? 0.0F : from[k];
    return values;
}

/// The first row with a number that is no token.
std::optional<std::size_t> withoutTokens(const data::Modality& modality)
{
    for (std::size_t i = 0; i < modality.present.size(); ++i)
        for (auto step = modality.offsets[i]; step < modality.offsets[i + 1]; ++step) {
            const float value = modality.values[static_cast<std::size_t>(step)];
            // A comparison with NaN is false.
            if (!(value >= 0 && value <= kLargestToken && value == std::floor(value)))
                return i;
        }
    return std::nullopt;
}

/// Rows on which a file would fail first.
std::set<std::size_t> extremes(const data::Modality& modality)
{
    std::optional<std::size_t> shortest, longest, largest;
    float most = 0;
    for (std::size_t i = 0; i < modality.present.size(); ++i) {
        if (modality.present[i] == 0 || modality.steps(i) == 0)
            continue;
        if (!shortest || modality.steps(i) < modality.steps(*shortest))
            shortest = i;
        if (!longest || modality.steps(i) > modality.steps(*longest))
            longest = i;
        const auto begin = modality.values.begin();
        const auto own = *std::max_element(
            begin + modality.offsets[i] * modality.dims, begin + modality.offsets[i + 1] * modality.dims);
        if (!largest || own > most) {
            largest = i;
            most = own;
        }
    }
    std::set<std::size_t> rows;
    for (const auto& row : { shortest, longest, largest })
        if (row)
            rows.insert(*row);
    return rows;
}

std::vector<data::Problem> tryOut(
    const data::Cohort& cohort, const data::Modality& modality, const std::string& path, bool isTuned)
{
    if (modality.kind == data::ModalityKind::Series)
        return { problem("The values of " + modality.name
                + " were measured at uneven times, which a file's forward does not get.",
            "Group the times into intervals first (--bin HOURS), or leave out the file of " + modality.name
                + ".",
            modality.name) };
    try {
        const EncoderFile file(path, modality.isRagged(), modality.dims, stepRange(modality));
        if (isTuned)
            file.requireTunable();
        if (!modality.isRagged())
            return {};
        const bool isTokens = file.takes() == EncoderTakes::Tokens;
        if (const auto row = isTokens ? withoutTokens(modality) : std::nullopt)
            return { problem(path + " takes token numbers, and row " + cohort.ids[*row] + " of "
                    + modality.name + " holds a number that is not one.",
                "Give whole numbers from 0 on, or a file that takes values.", modality.name) };
        const at::NoGradGuard noGradient;
        for (const auto row : extremes(modality)) {
            const auto steps = stepsOf(modality, row);
            const auto mask = at::ones({ 1, steps.size(1) }, at::kBool);
            try {
                (void)file.encodedTwice(isTokens ? steps.squeeze(2).to(at::kLong) : steps, mask);
            } catch (const UnfitEncoder& unfit) {
                const std::string remedy = !unfit.remedy().empty() ? unfit.remedy() + "."
                    : isTokens
                    ? "Cut the text by the vocabulary that the file was made with, or name another "
                      "file."
                    : "Give sequences that the file takes, or name another file.";
                return { problem("On row " + cohort.ids[row] + " (" + std::to_string(steps.size(1)) + " steps"
                        + (isTokens ? ", tokens up to "
                                    + std::to_string(steps.max().to(at::kLong).item<std::int64_t>())
                                    : std::string())
                        + "): " + path + ": " + unfit.clause() + ".",
                    remedy, modality.name) };
            }
        }
    } catch (const Error& error) {
        return { problem(error.what(), "Or leave out the file of " + modality.name + ".", modality.name) };
    }
    return {};
}

/// Of all that the problems of a modality's file depend on, but the file.
std::size_t fingerprint(const data::Cohort& cohort, const data::Modality& modality)
{
    std::size_t all = 0;
    const auto add = [&](const auto& items) {
        const auto bytes = std::string_view(
            reinterpret_cast<const char*>(items.data()), items.size() * sizeof(*items.data()));
        constexpr std::size_t kGolden = 0x9E3779B97F4A7C15ULL;
        all ^= std::hash<std::string_view>()(bytes) + kGolden + (all << 6U) + (all >> 2U);
    };
    add(modality.name);
    add(modality.values);
    add(modality.offsets);
    add(modality.present);
    for (const auto& id : cohort.ids)
        add(id);
    return all;
}

/// As tryOut(), which takes long where the file is large, and is asked for each arm of an experiment, each
/// training and each forecast.
std::vector<data::Problem> problemsOf(
    const data::Cohort& cohort, const data::Modality& modality, const std::string& path, bool isTuned)
{
    using Known = std::tuple<std::string, std::uintmax_t, std::filesystem::file_time_type, std::int64_t, int,
        bool, std::size_t>;
    static std::mutex mutex;
    static std::map<Known, std::vector<data::Problem>> known;
    std::error_code unreadable;
    const auto size = std::filesystem::file_size(path, unreadable);
    if (unreadable)
        return tryOut(cohort, modality, path, isTuned);
    const Known key { path, size, std::filesystem::last_write_time(path, unreadable), modality.dims,
        static_cast<int>(modality.kind), isTuned, fingerprint(cohort, modality) };
    {
        const std::lock_guard lock(mutex);
        if (const auto found = known.find(key); found != known.end())
            return found->second;
    }
    auto problems = tryOut(cohort, modality, path, isTuned);
    const std::lock_guard lock(mutex);
    constexpr std::size_t kMostKnown = 1000;
    if (known.size() >= kMostKnown)
        known.clear();
    known.emplace(key, problems);
    return problems;
}

} // namespace

std::pair<std::int64_t, std::int64_t> stepRange(const data::Modality& modality)
{
    std::pair<std::int64_t, std::int64_t> range { 0, 0 };
    for (std::size_t i = 0; modality.isRagged() && i < modality.present.size(); ++i) {
        const auto steps = modality.steps(i);
        if (modality.present[i] == 0 || steps == 0)
            continue;
        range.first = range.first == 0 ? steps : std::min(range.first, steps);
        range.second = std::max(range.second, steps);
    }
    return range.first == 0 ? ModelShape::Input {}.steps : range;
}

std::vector<data::Problem> encoderProblems(const data::Cohort& cohort, const training::ExperimentSpec& spec)
{
    std::vector<data::Problem> problems;
    for (const auto& file : training::encoderFiles(spec)) {
        const auto found = std::find_if(cohort.modalities.begin(), cohort.modalities.end(),
            [&](const auto& one) { return one.name == file.modality; });
        const auto& used = spec.modalities;
        if (found == cohort.modalities.end()
            || (!used.empty() && std::find(used.begin(), used.end(), file.modality) == used.end()))
            continue; // cannotFit() says of names that are none
        for (auto& one : problemsOf(cohort, *found, file.path, training::encoderRate(spec) > 0))
            problems.push_back(std::move(one));
    }
    return problems;
}

} // namespace btw::model
