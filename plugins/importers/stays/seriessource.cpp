// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/stays/seriessource.h"

#include "workspace/io/pickle/array.h"
#include "workspace/io/pickle/columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace btw::importers {

using namespace io::pickle;

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr const char* kNothing = "nothing needs to be done";

} // namespace

SeriesSource::SeriesSource(std::string name, std::string valuesKey, Unsorted unsorted, Infinity infinity)
    : m_name(std::move(name))
    , m_key(std::move(valuesKey))
    , m_unsorted(unsorted)
    , m_infinity(infinity)
{
}

void SeriesSource::readRegular(std::string valuesKey)
{
    m_key = std::move(valuesKey);
    m_isRegular = true;
}

void SeriesSource::addAbsent() { m_stays.emplace_back(); }

bool SeriesSource::add(Value values, Value times, const std::string& timesKey, Value mask, CohortDraft& draft)
{
    const std::size_t i = m_stays.size();
    const std::string key = subscript(m_key);
    Stay stay;
    const auto fail = [&](const std::string& code, const std::string& at, const data::Sentence& what,
                          const std::string& remedy) {
        draft.problems.error(code, draft.places.of(i, subscript(at)), what, remedy);
        return false;
    };
    auto block = RowBlock::of(values, draft.memory);
    if (!block)
        return fail("features-expected", m_key,
            { "rows of features are expected, and this is {}", values.description() },
            "save an array (T, D) of numbers per stay");
    if (m_dims > 0 && block->dims() > 0 && block->dims() != m_dims)
        return fail("feature-count", m_key,
            "there are " + io::grouped(block->dims()) + " features where the stays before have "
                + io::grouped(m_dims),
            "give every stay the same features");
    m_dims = std::max(m_dims, block->dims());
    m_timesKey = timesKey;

    if (m_isRegular) {
        draft.memory.need(static_cast<std::uint64_t>(block->rows()) + 1, sizeof(float) + sizeof(Stay));
        for (std::int64_t k = 0; k < block->rows(); ++k)
            stay.times.push_back(static_cast<float>(k));
        stay.values = std::move(*block);
        m_stays.push_back(std::move(stay));
        return true;
    }
    const auto stamps = times.isNull() ? std::nullopt : numbersOf(times);
    if (!stamps || stamps->width * stamps->rows != static_cast<std::size_t>(block->rows()))
        return fail("time-shape", timesKey,
            io::grouped(block->rows()) + " time stamps are expected, and this is " + times.description(),
            "give one time stamp per row of " + m_key);
    draft.memory.need(stamps->values.size() + 1, sizeof(float) + sizeof(Stay));
    for (std::size_t k = 0; k < stamps->values.size(); ++k) {
        if (!std::isfinite(stamps->values[k]))
            return fail("time-missing", timesKey,
                "the time stamp of step " + std::to_string(k) + " is not a number",
                "give every step a time stamp");
        stay.times.push_back(io::toFloat(stamps->values[k]));
    }
    if (!mask.isNull()) {
        auto measured = RowBlock::of(mask, draft.memory);
        if (!measured || measured->rows() != block->rows() || measured->dims() != block->dims())
            return fail("array-shape", m_key + "_mask", "the mask does not have the shape of " + m_key,
                "save 1 for each measured value and 0 for the others");
        stay.mask = std::move(*measured);
    }
    stay.values = std::move(*block);
    m_stays.push_back(std::move(stay));
    return true;
}

void SeriesSource::turnIfFalling(CohortDraft& draft)
{
    std::int64_t rising = 0;
    std::int64_t falling = 0;
    for (const Stay& stay : m_stays)
        for (std::size_t k = 1; k < stay.times.size(); ++k) {
            rising += stay.times[k] > stay.times[k - 1] ? 1 : 0;
            falling += stay.times[k] < stay.times[k - 1] ? 1 : 0;
        }
    const bool turn = falling > rising;
    if (turn)
        for (Stay& stay : m_stays)
            for (float& time : stay.times)
                time = -time;
    draft.problems.note("time-reading", draft.places.ofKey(0, "[0]" + subscript(m_timesKey)),
        turn ? "time stamps fall: they are read as hours to the end of the stay, as negative numbers"
             : "time stamps do not fall: they are read as hours from the beginning of the stay",
        "call them text_time if they count from the beginning");
}

std::vector<std::size_t> SeriesSource::order(std::size_t stay, CohortDraft& draft)
{
    const std::vector<float>& times = m_stays[stay].times;
    std::vector<std::size_t> steps(times.size());
    std::iota(steps.begin(), steps.end(), std::size_t(0));
    const auto back = std::is_sorted_until(times.begin(), times.end());
    if (back == times.end())
        return steps;
    if (m_unsorted == Unsorted::IsAnError) {
        draft.instanceError("time-goes-back", stay,
            draft.places.of(stay, subscript(m_timesKey), subscript(back - times.begin())),
            "the time stamp goes back", "sort the steps by time");
        return steps;
    }
    ++m_sorted;
    std::stable_sort(
        steps.begin(), steps.end(), [&times](std::size_t a, std::size_t b) { return times[a] < times[b]; });
    return steps;
}

void SeriesSource::append(std::size_t index, data::Modality& out, CohortDraft& draft)
{
    const Stay& stay = m_stays[index];
    const auto rows = static_cast<std::size_t>(stay.values.rows());
    const auto dims = static_cast<std::size_t>(m_dims);
    m_values.resize(rows * dims);
    if (!stay.values.read(0, stay.values.rows(), m_values.data()))
        draft.instanceError("number-too-large", index, draft.places.of(index, subscript(m_key)),
            "a whole number is beyond 2^53 and would change as a float", "save it as a float, or scale it");
    if (stay.mask.rows() > 0) {
        m_mask.resize(rows * dims);
        stay.mask.read(0, stay.mask.rows(), m_mask.data());
        for (std::size_t k = 0; k < m_values.size(); ++k)
            if (m_mask[k] == 0)
                m_values[k] = kMissing;
    }
    for (std::size_t k = 0; k < m_values.size(); ++k) {
        if (!std::isinf(m_values[k]))
            continue;
        if (m_infinity == Infinity::IsMissing)
            ++m_infinities;
        else
            draft.instanceError("infinite-value", index,
                draft.places.of(index, subscript(m_key),
                    subscript(static_cast<std::int64_t>(k / dims), static_cast<std::int64_t>(k % dims))),
                "the value is infinite or too large for float32",
                "write a finite number, or NaN where the value is missing");
        m_values[k] = kMissing;
    }
    for (const std::size_t step : order(index, draft)) {
        const auto from = m_values.begin() + static_cast<std::ptrdiff_t>(step * dims);
        out.values.insert(out.values.end(), from, from + static_cast<std::ptrdiff_t>(dims));
        out.times.push_back(stay.times[step]);
    }
    out.present.push_back(rows > 0 ? 1 : 0);
    out.offsets.push_back(static_cast<std::int64_t>(out.times.size()));
    stay.values.discard();
    stay.mask.discard();
}

bool SeriesSource::build(CohortDraft& draft, const GoOn& goOn)
{
    data::Modality out;
    out.name = m_name;
    out.kind = data::ModalityKind::Series;
    out.dims = m_dims;
    out.offsets.assign(1, 0);
    std::uint64_t rows = 0;
    for (const Stay& stay : m_stays)
        rows += stay.times.size();
    draft.memory.need(rows, static_cast<std::uint64_t>(m_dims + 1) * sizeof(float));
    out.values.reserve(rows * static_cast<std::uint64_t>(m_dims)); // at once: growing would copy
    out.times.reserve(rows);
    for (std::size_t i = 0; i < m_stays.size(); ++i) {
        if (goOn && !goOn(static_cast<double>(i) / static_cast<double>(m_stays.size())))
            return false;
        append(i, out, draft);
    }
    const std::string where = draft.places.ofKey(0, "[0]" + subscript(m_key));
    if (m_sorted > 0)
        draft.problems.note("times-sorted", where,
            { "{} was out of order and is sorted by time: {}", m_name, counted(m_sorted, "stay") }, kNothing);
    if (m_infinities > 0)
        draft.problems.note("infinite-missing", where,
            { "Inf in {} counts as missing, as the data's own loader takes it: {}", m_name,
                counted(m_infinities, "value") },
            kNothing);
    if (m_isRegular) {
        out.kind = data::ModalityKind::Sequence;
        out.times.clear();
        out.times.shrink_to_fit();
    }
    draft.cohort.modalities.push_back(std::move(out));
    return true;
}

} // namespace btw::importers
