// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/bintimes.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace btw::io {

namespace {

/// Bins of one series, all instances after each other.
class Binning
{
public:
    Binning(const data::Modality& series, double hours)
        : m_series(series)
        , m_hours(hours)
        , m_width(static_cast<std::size_t>(series.dims))
    {
    }

    /// How many instance i needs.
    double bins(std::size_t i) const
    {
        return m_series.steps(i) == 0 ? 0 : binOf(i, m_series.offsets[i + 1] - 1) + 1;
    }

    void add(std::size_t i, data::Modality& out)
    {
        const auto count = static_cast<std::size_t>(bins(i));
        m_sums.assign(count * m_width, 0.0);
        m_counts.assign(count * m_width, 0);
        for (std::int64_t step = m_series.offsets[i]; step < m_series.offsets[i + 1]; ++step) {
            const std::size_t to = static_cast<std::size_t>(binOf(i, step)) * m_width;
            const float* values = m_series.values.data() + static_cast<std::size_t>(step) * m_width;
            for (std::size_t d = 0; d < m_width; ++d)
                if (!std::isnan(values[d])) {
                    m_sums[to + d] += static_cast<double>(values[d]);
                    ++m_counts[to + d];
                }
        }
        for (std::size_t k = 0; k < m_sums.size(); ++k)
            out.values.push_back(m_counts[k] > 0
                    ? static_cast<float>(m_sums[k] / static_cast<double>(m_counts[k]))
                    : std::numeric_limits<float>::quiet_NaN());
        out.offsets.push_back(out.offsets.back() + static_cast<std::int64_t>(count));
    }

private:
    /// Time stamps are float32: 0.7 lies a little below, and belongs to the bin that begins there all the
    /// same.
    double binOf(std::size_t i, std::int64_t step) const
    {
        constexpr double kRounding = 1.2e-7; // of float32, relative
        const auto first = static_cast<double>(m_series.times[static_cast<std::size_t>(m_series.offsets[i])]);
        const auto time = static_cast<double>(m_series.times[static_cast<std::size_t>(step)]);
        const double slack = kRounding * std::max(std::fabs(first), std::fabs(time));
        return std::floor((time - first + slack) / m_hours);
    }

    const data::Modality& m_series;
    const double m_hours;
    const std::size_t m_width;
    std::vector<double> m_sums;
    std::vector<std::int64_t> m_counts;
};

void bin(data::Modality& modality, double hours, const data::Cohort& cohort, const ReadLimits& limits,
    Problems& problems)
{
    const std::string where = "modality " + modality.name;
    Binning binning(modality, hours);
    double most = 0;
    double total = 0;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const double bins = binning.bins(i);
        most = std::max(most, bins);
        total += bins;
        if (bins > static_cast<double>(kMostBins))
            problems.error("too-many-bins", where,
                { "in intervals of {} h, {} would need {} steps; the limit is {}", canonicalName(hours),
                    inQuotes(cohort.ids[i]), canonicalName(bins), kMostBins },
                "choose wider intervals, or correct time stamps that are not in hours");
    }
    if (most > static_cast<double>(kMostBins))
        return;
    if (total * static_cast<double>(modality.dims) * sizeof(float)
        > static_cast<double>(limits.memoryBytes)) {
        problems.error("memory", where,
            { "in intervals of {} h it would need more than the limit of {} bytes of memory",
                canonicalName(hours), limits.memoryBytes },
            "choose wider intervals");
        return;
    }
    data::Modality out;
    out.name = modality.name;
    out.kind = data::ModalityKind::Sequence;
    out.dims = modality.dims;
    out.present = std::move(modality.present);
    out.columns = std::move(modality.columns);
    out.offsets.assign(1, 0);
    out.values.reserve(static_cast<std::size_t>(total) * static_cast<std::size_t>(out.dims));
    for (std::size_t i = 0; i < cohort.size(); ++i)
        binning.add(i, out);
    modality = std::move(out);
    problems.note("times-binned", where,
        { "times are grouped into intervals of {} h from the first of each instance: at most {}, each the "
          "mean of the values in its interval, and missing where there is none",
            canonicalName(hours), counted(static_cast<std::int64_t>(most), "step", "steps") },
        "choose other intervals if these are too wide or too narrow");
}

} // namespace

void binTimes(
    data::Cohort& cohort, const ReadingPlan& plan, const ReadLimits& limits, std::vector<Problem>& problems)
{
    Problems found;
    for (const Remedy& remedy : plan.remedies()) {
        const auto* binning = std::get_if<BinTimes>(&remedy);
        if (binning == nullptr)
            continue;
        const auto fits = [binning](const data::Modality& modality) {
            return binning->modality.empty() || modality.name == binning->modality;
        };
        const auto& all = cohort.modalities;
        if (std::none_of(all.begin(), all.end(), fits))
            refuseIdle(found, "recipe",
                { "the recipe groups the times of {} into intervals, and this data has no such modality",
                    inQuotes(binning->modality) },
                "name a modality that is there");
        else if (std::none_of(all.begin(), all.end(), [&](const data::Modality& modality) {
                     return fits(modality) && modality.kind == data::ModalityKind::Series;
                 }))
            found.warning("remedy-idle", "recipe",
                binning->modality.empty() ? data::Sentence("no modality is a series with time stamps, so "
                                                           "grouping times into intervals changes nothing")
                                          : data::Sentence { "there are no time stamps in {}, so grouping "
                                                             "its times into intervals changes nothing",
                                              binning->modality },
                "leave the grouping of times out");
    }
    for (data::Modality& modality : cohort.modalities)
        if (const double hours = plan.binOf(modality.name);
            hours > 0 && modality.kind == data::ModalityKind::Series)
            bin(modality, hours, cohort, limits, found);
    std::vector<Problem> all = found.take();
    problems.insert(problems.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
}

} // namespace btw::io
