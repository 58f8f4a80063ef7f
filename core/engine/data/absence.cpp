// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"
#include "engine/data/problems.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace btw::data {

namespace {

bool hasAnyValue(const Modality& modality, std::size_t i)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    const std::size_t from = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
    const std::size_t to = from + static_cast<std::size_t>(modality.steps(i));
    return std::any_of(modality.values.begin() + static_cast<std::ptrdiff_t>(from * dims),
        modality.values.begin() + static_cast<std::ptrdiff_t>(to * dims),
        [](float value) { return !std::isnan(value); });
}

/// Takes the steps of absent instances out of a ragged modality; zeroes the rows of a vector.
void emptyAbsent(Modality& modality)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    if (!modality.isRagged()) {
        for (std::size_t i = 0; i < modality.present.size(); ++i) {
            if (modality.present[i] == 0)
                std::fill_n(modality.values.begin() + static_cast<std::ptrdiff_t>(i * dims), dims, 0.0F);
        }
        return;
    }
    std::size_t kept = 0; // steps
    std::size_t from = 0;
    for (std::size_t i = 0; i < modality.present.size(); ++i) {
        const auto to = static_cast<std::size_t>(modality.offsets[i + 1]);
        if (modality.present[i] != 0) {
            for (std::size_t step = from; step < to; ++step, ++kept) {
                std::copy_n(modality.values.data() + step * dims, dims, modality.values.data() + kept * dims);
                if (!modality.times.empty())
                    modality.times[kept] = modality.times[step];
            }
        }
        modality.offsets[i + 1] = static_cast<std::int64_t>(kept);
        from = to;
    }
    modality.values.resize(kept * dims);
    if (!modality.times.empty())
        modality.times.resize(kept);
}

} // namespace

std::vector<Problem> markAbsent(Cohort& cohort)
{
    std::vector<Problem> notes;
    for (Modality& modality : cohort.modalities) {
        std::vector<std::string> changed;
        for (std::size_t i = 0; i < modality.present.size(); ++i) {
            if (modality.present[i] != 0 && !hasAnyValue(modality, i)) {
                modality.present[i] = 0;
                changed.push_back(i < cohort.ids.size() ? cohort.ids[i] : std::to_string(i));
            }
        }
        emptyAbsent(modality);
        if (!changed.empty()) {
            notes.push_back(note("absent-without-values", "modality " + modality.name,
                { changed.size() == 1 ? "{} without any value counts as absent: {}."
                                      : "{} without any value count as absent: {}.",
                    count(changed.size(), "instance"), listed(changed) },
                "Nothing needs to be done."));
        }
    }
    return notes;
}

} // namespace btw::data
