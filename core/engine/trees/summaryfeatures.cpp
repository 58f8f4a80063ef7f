// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/summaryfeatures.h"

#include "engine/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace btw::trees {

namespace {

using data::Modality;
using data::ModalityKind;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr std::array<const char*, 4> kSummaries { "mean", "min", "max", "slope" };

/// As float32; what is beyond its range is its largest number, since no tree takes an infinite value.
float narrowed(double value)
{
    constexpr double kMost = std::numeric_limits<float>::max();
    return static_cast<float>(std::clamp(value, -kMost, kMost));
}

std::string columnName(const Modality& modality, std::size_t d)
{
    return modality.name + "/" + (d < modality.columns.size() ? modality.columns[d] : std::to_string(d + 1));
}

void addNames(const Modality& modality, std::vector<std::string>& names)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    for (std::size_t d = 0; d < dims; ++d) {
        const std::string column = columnName(modality, d);
        if (!modality.isRagged()) {
            names.push_back(column);
            continue;
        }
        for (const char* summary : kSummaries)
            names.push_back(column + "/" + summary);
    }
    if (modality.isRagged())
        names.push_back(modality.name + "/length");
}

/// The times and values of the steps of one instance at which one dimension is known.
struct Course
{
    std::vector<double> times;
    std::vector<double> values;
};

double slopeOf(const Course& course)
{
    const auto n = static_cast<double>(course.values.size());
    const double meanTime = std::accumulate(course.times.begin(), course.times.end(), 0.0) / n;
    const double mean = std::accumulate(course.values.begin(), course.values.end(), 0.0) / n;
    double products = 0;
    double squares = 0;
    for (std::size_t i = 0; i < course.values.size(); ++i) {
        const double time = course.times[i] - meanTime;
        products += time * (course.values[i] - mean);
        squares += time * time;
    }
    return squares > 0 ? products / squares : std::nan("");
}

void summarise(const Course& course, float* out)
{
    if (course.values.empty()) {
        std::fill_n(out, kSummaries.size(), kNaN);
        return;
    }
    const auto [least, most] = std::minmax_element(course.values.begin(), course.values.end());
    const double sum = std::accumulate(course.values.begin(), course.values.end(), 0.0);
    out[0] = narrowed(sum / static_cast<double>(course.values.size()));
    out[1] = narrowed(*least);
    out[2] = narrowed(*most);
    out[3] = narrowed(slopeOf(course));
}

void fillRow(const Modality& modality, std::size_t i, Course& course, float* out)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    if (modality.present[i] == 0) {
        std::fill_n(out, summaryWidth(modality), kNaN);
        return;
    }
    if (!modality.isRagged()) {
        std::copy_n(modality.values.data() + i * dims, dims, out);
        return;
    }
    const auto first = static_cast<std::size_t>(modality.offsets[i]);
    const auto steps = static_cast<std::size_t>(modality.steps(i));
    for (std::size_t d = 0; d < dims; ++d) {
        course.times.clear();
        course.values.clear();
        for (std::size_t step = 0; step < steps; ++step) {
            const float value = modality.values[(first + step) * dims + d];
            if (std::isnan(value))
                continue;
            course.values.push_back(value);
            course.times.push_back(modality.kind == ModalityKind::Series
                    ? static_cast<double>(modality.times[first + step])
                    : static_cast<double>(step));
        }
        summarise(course, out + d * kSummaries.size());
    }
    out[dims * kSummaries.size()] = static_cast<float>(steps);
}

} // namespace

std::size_t summaryWidth(const Modality& modality)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    return modality.isRagged() ? dims * kSummaries.size() + 1 : dims;
}

FeatureTable summaryFeatures(const data::Cohort& cohort, const std::vector<std::size_t>& modalities)
{
    std::vector<const Modality*> chosen;
    chosen.reserve(modalities.size());
    for (const std::size_t m : modalities) {
        if (m >= cohort.modalities.size())
            throw Error("The cohort has " + std::to_string(cohort.modalities.size())
                + " modalities: there is no number " + std::to_string(m + 1) + ".");
        chosen.push_back(&cohort.modalities[m]);
    }
    std::sort(
        chosen.begin(), chosen.end(), [](const Modality* a, const Modality* b) { return a->name < b->name; });
    FeatureTable table;
    table.rows = cohort.size();
    for (const Modality* modality : chosen)
        addNames(*modality, table.names);
    table.values.resize(table.rows * table.columns());
    Course course;
    for (std::size_t i = 0; i < table.rows; ++i) {
        float* out = table.row(i);
        for (const Modality* modality : chosen) {
            fillRow(*modality, i, course, out);
            out += summaryWidth(*modality);
        }
    }
    return table;
}

FeatureTable summaryFeatures(const data::Cohort& cohort)
{
    std::vector<std::size_t> all(cohort.modalities.size());
    std::iota(all.begin(), all.end(), std::size_t { 0 });
    return summaryFeatures(cohort, all);
}

} // namespace btw::trees
