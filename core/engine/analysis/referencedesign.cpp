// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/referencedesign.h"

#include "engine/analysis/linearmodels.h"
#include "engine/error.h"

#include <cmath>
#include <limits>
#include <utility>

namespace btw::analysis {

namespace {

using data::Cohort;
using data::Modality;
using Eigen::Index;
using Eigen::MatrixXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void refuse()
{
    throw Error("The model cannot be used: it was fitted on other features or classes. Train it again.");
}

std::vector<std::size_t> indicesBelow(const std::vector<double>& numbers, std::size_t end)
{
    std::vector<std::size_t> indices;
    for (const double value : numbers) {
        if (!(value >= 0 && value < static_cast<double>(end)))
            refuse();
        indices.push_back(static_cast<std::size_t>(value));
    }
    return indices;
}

/// Mean over real steps; NaN where nothing is known.
MatrixXd instanceMeans(const Cohort& cohort, const Modality& modality)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    MatrixXd means(static_cast<Index>(cohort.size()), modality.dims);
    std::vector<double> sums(dims);
    std::vector<double> counts(dims);
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        std::fill(sums.begin(), sums.end(), 0.0);
        std::fill(counts.begin(), counts.end(), 0.0);
        const std::size_t from = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
        const std::size_t to = from + (modality.present[i] ? static_cast<std::size_t>(modality.steps(i)) : 0);
        for (std::size_t step = from; step < to; ++step) {
            const float* row = modality.values.data() + step * dims;
            for (std::size_t d = 0; d < dims; ++d) {
                if (!std::isnan(row[d])) {
                    sums[d] += row[d];
                    counts[d] += 1;
                }
            }
        }
        for (std::size_t d = 0; d < dims; ++d)
            means(static_cast<Index>(i), static_cast<Index>(d)) = counts[d] > 0 ? sums[d] / counts[d] : kNaN;
    }
    return means;
}

/// Population mean and deviation of one feature over rows.
std::pair<double, double> scaleOf(const MatrixXd& values, Index d, const std::vector<std::size_t>& rows)
{
    double count = 0;
    double sum = 0;
    for (const std::size_t row : rows) {
        const double value = values(static_cast<Index>(row), d);
        if (!std::isnan(value)) {
            count += 1;
            sum += value;
        }
    }
    const double mean = count > 0 ? sum / count : 0.0;
    double squares = 0;
    for (const std::size_t row : rows) {
        const double value = values(static_cast<Index>(row), d);
        if (!std::isnan(value))
            squares += (value - mean) * (value - mean);
    }
    const double deviation = count > 0 ? std::sqrt(squares / count) : 0.0;
    // What rounding leaves of a constant is no spread.
    return { mean, deviation > 1e-10 * std::abs(mean) ? deviation : 1.0 };
}

/// What is unknown becomes 0.
void standardise(ReferenceDesign& design)
{
    for (Index d = 0; d < design.values.cols(); ++d) {
        const double mean = design.means[static_cast<std::size_t>(d)];
        const double scale = design.scales[static_cast<std::size_t>(d)];
        for (Index i = 0; i < design.values.rows(); ++i)
            design.values(i, d)
                = std::isnan(design.values(i, d)) ? 0.0 : (design.values(i, d) - mean) / scale;
    }
}

void nameFeatures(ReferenceDesign& design, const Modality& modality)
{
    for (std::size_t d = 0; d < static_cast<std::size_t>(modality.dims); ++d)
        design.features.push_back(modality.name + "/"
            + (d < modality.columns.size() ? modality.columns[d] : std::to_string(d + 1)));
}

} // namespace

ReferenceDesign designOf(
    const Cohort& cohort, const Modality& modality, const std::vector<std::size_t>& training)
{
    ReferenceDesign design { instanceMeans(cohort, modality), {}, {}, {} };
    for (Index d = 0; d < design.values.cols(); ++d) {
        const auto [mean, scale] = scaleOf(design.values, d, training);
        design.means.push_back(mean);
        design.scales.push_back(scale);
    }
    standardise(design);
    nameFeatures(design, modality);
    return design;
}

ReferenceDesign designBy(const Cohort& cohort, const Modality& modality, const std::vector<double>& means,
    const std::vector<double>& scales, std::size_t first)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    if (means.size() < first + dims || scales.size() < first + dims)
        refuse();
    const auto part = [&](const std::vector<double>& all) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
        return std::vector<double>(begin, begin + modality.dims);
    };
    ReferenceDesign design { instanceMeans(cohort, modality), {}, part(means), part(scales) };
    standardise(design);
    nameFeatures(design, modality);
    return design;
}

ReferenceDesign joinedDesign(const Cohort& cohort, const std::vector<ReferenceDesign>& designs,
    const std::vector<std::size_t>& lacking)
{
    auto columns = static_cast<Index>(lacking.size());
    for (const ReferenceDesign& design : designs)
        columns += design.values.cols();
    ReferenceDesign all { MatrixXd(static_cast<Index>(cohort.size()), columns), {}, {}, {} };
    Index at = 0;
    for (const ReferenceDesign& design : designs) {
        all.values.middleCols(at, design.values.cols()) = design.values;
        at += design.values.cols();
        all.features.insert(all.features.end(), design.features.begin(), design.features.end());
        all.means.insert(all.means.end(), design.means.begin(), design.means.end());
        all.scales.insert(all.scales.end(), design.scales.begin(), design.scales.end());
    }
    for (const std::size_t m : lacking) {
        const Modality& modality = cohort.modalities[m];
        for (std::size_t i = 0; i < cohort.size(); ++i)
            all.values(static_cast<Index>(i), at) = modality.present[i] ? 0.0 : 1.0;
        ++at;
        all.features.push_back(modality.name + "/absent");
    }
    return all;
}

Predictions predictReference(
    const Cohort& people, const std::vector<std::size_t>& modalities, bool alone, const ModelState& state)
{
    const auto& means = state.numbers("means");
    const auto& scales = state.numbers("scales", means.size());
    std::vector<ReferenceDesign> designs;
    std::size_t first = 0;
    for (const std::size_t m : modalities) {
        designs.push_back(designBy(people, people.modalities[m], means, scales, first));
        first += static_cast<std::size_t>(people.modalities[m].dims);
    }
    std::vector<std::size_t> lacking;
    for (const std::size_t place : indicesBelow(state.numbers("lacking"), modalities.size()))
        lacking.push_back(modalities[place]);
    const MatrixXd x = joinedDesign(people, designs, lacking).values;

    const auto& intercepts = state.numbers("intercepts");
    const auto outputs = static_cast<Index>(intercepts.size());
    const auto& coefficients
        = state.numbers("coefficients", static_cast<std::size_t>(x.cols()) * intercepts.size());
    const MatrixXd scores = (x * Eigen::Map<const MatrixXd>(coefficients.data(), x.cols(), outputs)).rowwise()
        + Eigen::Map<const Eigen::RowVectorXd>(intercepts.data(), outputs);
    MatrixXd predicted = scores;
    if (people.task == Task::Regression && outputs != 1)
        refuse();
    if (people.task == Task::Classification) {
        const auto seen = indicesBelow(state.numbers("classes"), people.classCount());
        if (seen.empty() || intercepts.size() != (seen.size() > 2 ? seen.size() : 1))
            refuse();
        predicted = classProbabilities(scores, seen, people.classCount());
    }
    Predictions result;
    result.width = people.predictionWidth();
    result.values.assign(people.size() * result.width, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (alone && people.modalities[modalities.front()].present[i] == 0)
            continue;
        for (std::size_t k = 0; k < result.width; ++k)
            result.row(i)[k] = static_cast<float>(predicted(static_cast<Index>(i), static_cast<Index>(k)));
    }
    return result;
}

} // namespace btw::analysis
