// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/modalitysource.h"

#include "workspace/io/npz/storage.h"
#include "workspace/io/pickle/array.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace btw::io::pickle {

namespace {

constexpr std::int64_t kUnknown = -1;
constexpr float kLowest = std::numeric_limits<float>::lowest(); // what numpy.nan_to_num makes of -inf

/// Zero rows at the beginning, or at the end, of a block.
std::int64_t zeroRows(const RowBlock& block, bool atFront)
{
    std::int64_t count = 0;
    while (count < block.rows() && block.isZero(atFront ? count : block.rows() - 1 - count))
        ++count;
    return count;
}

/// Whether some value is infinite, or as large as a float can be.
bool hasExtremes(const float* values, std::int64_t count)
{
    unsigned any = 0;
    for (std::int64_t k = 0; k < count; ++k)
        any |= static_cast<unsigned>(std::fabs(values[k]) >= std::numeric_limits<float>::max());
    return any != 0;
}

} // namespace

ModalitySource::ModalitySource(std::string name, std::string key, NegativeInfinity negativeInfinity)
    : m_name(std::move(name))
    , m_key(std::move(key))
    , m_negativeInfinity(negativeInfinity)
{
}

bool ModalitySource::checkDims(std::int64_t dims, const Places& places, Problems& problems)
{
    if (m_dims == 0 || dims == 0 || m_dims == dims) {
        m_dims = std::max(m_dims, dims);
        return true;
    }
    problems.error("feature-count", places.of(m_blocks.size(), m_key),
        { "there are {} features where the instances before have {}", grouped(dims), grouped(m_dims) },
        "give every instance the same features");
    return false;
}

bool ModalitySource::add(RowBlock block, const Places& places, Problems& problems)
{
    if (!checkDims(block.dims(), places, problems))
        return false;
    m_blocks.push_back(std::move(block));
    m_lengths.push_back(kUnknown);
    return true;
}

void ModalitySource::noteStorage(Value value, const Places& places, Problems& problems)
{
    const Array* array = value.array();
    if (array == nullptr || !array->element.isNumber())
        return;
    const std::string storage = unusualStorage(array->element, array->fortranOrder);
    if (storage == m_storage)
        return;
    m_storage = storage;
    if (!storage.empty())
        problems.note("array-type", places.ofKey(m_blocks.size(), m_key),
            { "{} is stored {}, and read as float32", m_name, storage }, "nothing needs to be done");
}

bool ModalitySource::addAll(
    Value value, std::size_t n, const Places& places, MemoryBudget& memory, Problems& problems)
{
    const Array* array = value.array();
    const std::size_t rows = array != nullptr ? static_cast<std::size_t>(array->rows()) : value.size();
    const bool objects = array != nullptr && array->element.kind == ArrayType::Kind::Object;
    const bool known = array != nullptr ? array->shape.size() > (objects ? 0 : 1) : value.isSequence();
    if (!known || rows != n) {
        problems.error("rows-do-not-match", places.ofKey(m_blocks.size(), m_key),
            known ? data::Sentence { "there are {} rows for {} labels", grouped(rows), grouped(n) }
                  : data::Sentence { "features are expected, and this is {}", value.description() },
            "save one row per label, in the same order");
        return false;
    }
    if (array == nullptr || (objects && array->shape.size() == 1)) {
        for (std::size_t i = 0; i < n; ++i)
            if (!addOne(array == nullptr ? value.item(i) : value.objectAt(i), places, memory, problems))
                return false;
        return true;
    }
    const std::size_t rank = array->shape.size();
    if (!array->element.isNumber() || (rank != 2 && rank != 3) || array->count() == 0) {
        problems.error("array-shape", places.ofKey(m_blocks.size(), m_key),
            { "the array {}{} is neither (N, T, D) nor (N, D)", array->shapeText(),
                (array->element.isNumber() ? "" : " of text or objects") },
            "save numbers, one row of features per instance or per step");
        return false;
    }
    noteStorage(value, places, problems);
    const std::int64_t steps = rank == 2 ? 1 : array->shape[1];
    const std::int64_t dims = array->shape.back();
    m_vectors = m_vectors && rank == 2;
    memory.need(n, sizeof(RowBlock) + 4 * sizeof(std::int64_t));
    for (std::size_t i = 0; i < n; ++i)
        if (!add({ *array, static_cast<std::int64_t>(i) * steps * dims, steps, dims }, places, problems))
            return false;
    return true;
}

bool ModalitySource::addOne(Value value, const Places& places, MemoryBudget& memory, Problems& problems)
{
    m_vectors = false;
    noteStorage(value, places, problems);
    memory.need(1, sizeof(RowBlock));
    std::optional<RowBlock> block = RowBlock::of(value, memory);
    if (!block) {
        problems.error("features-expected", places.of(m_blocks.size(), m_key),
            { "rows of features are expected, and this is {}", value.description() },
            "save an array (T, D) of numbers per instance");
        return false;
    }
    return add(std::move(*block), places, problems);
}

void ModalitySource::addAbsent(std::size_t n)
{
    m_blocks.resize(m_blocks.size() + n);
    m_lengths.resize(m_blocks.size(), kUnknown);
}

bool ModalitySource::declareLengths(const std::vector<std::int64_t>& lengths, const std::string& key,
    const Places& places, Problems& problems)
{
    const std::size_t first = m_blocks.size() - std::min(m_blocks.size(), lengths.size());
    bool good = true;
    for (std::size_t k = 0; k < lengths.size() && first + k < m_blocks.size(); ++k) {
        const std::int64_t steps = m_blocks[first + k].rows();
        if (lengths[k] < 0 || lengths[k] > steps) {
            problems.error("step-count", places.of(first + k, key),
                { "the length {} is not from 0 to the {} steps of {}", grouped(lengths[k]), grouped(steps),
                    m_name },
                "give the number of real steps");
            good = false;
        }
        m_lengths[first + k] = lengths[k];
    }
    return good;
}

/// Has the blocks fetched that come after block `reached`, some at a time: read as they are touched, a little
/// here and there, they would come from the disk in many small pieces.
void ModalitySource::prefetch(std::size_t reached) const
{
    constexpr std::size_t kBlocks = 64;
    if (reached % kBlocks != 0)
        return;
    const std::size_t first = reached == 0 ? 0 : reached + kBlocks;
    for (std::size_t i = first; i < std::min(m_blocks.size(), reached + 2 * kBlocks); ++i)
        m_blocks[i].prefetch();
}

bool ModalitySource::declaredFromTheEnd() const
{
    // Padding lies where the rows that do not count are zero.
    std::int64_t front = 0;
    std::int64_t back = 0;
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        prefetch(i);
        const RowBlock& block = m_blocks[i];
        if (m_lengths[i] <= 0 || m_lengths[i] == block.rows())
            continue;
        const bool zeroFirst = block.isZero(0);
        const bool zeroLast = block.isZero(block.rows() - 1);
        front += zeroFirst && !zeroLast ? 1 : 0;
        back += zeroLast && !zeroFirst ? 1 : 0;
        block.discard();
    }
    return front > back;
}

std::vector<ModalitySource::Span> ModalitySource::spans(const Places& places, Problems& problems) const
{
    const bool fromTheEnd = declaredFromTheEnd();
    std::vector<Span> atFront(m_blocks.size()); // without the zero rows at the beginning
    std::vector<Span> atEnd(m_blocks.size());
    std::int64_t front = 0;
    std::int64_t back = 0;
    std::int64_t empty = 0;
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        prefetch(i);
        const RowBlock& block = m_blocks[i];
        std::int64_t skip = 0;
        std::int64_t length = m_lengths[i];
        if (length != kUnknown) {
            atFront[i] = atEnd[i] = { fromTheEnd ? block.rows() - length : 0, length };
        } else if (skip = zeroRows(block, true); skip < block.rows()) {
            length = block.rows() - zeroRows(block, false);
            front += skip;
            back += block.rows() - length;
            atFront[i] = { skip, block.rows() - skip };
            atEnd[i] = { 0, length };
        }
        empty += block.rows() > 0 && atEnd[i].rows == 0 ? 1 : 0;
        // What has been looked at is padding for the most part, and will not be read again.
        block.discard();
    }
    const std::string where = places.ofKey(0, m_key);
    if (front > 0 || back > 0)
        problems.note("padding", where,
            { "zero rows at the {} of {} count as padding: {}",
                std::string(front > back ? "beginning" : "end"), m_name,
                counted(std::max(front, back), "row") },
            "give lengths if zero rows are real steps");
    if (fromTheEnd)
        problems.note("padding", where,
            { "the padding of {} is at the beginning, so the last steps are read", m_name },
            "nothing needs to be done");
    if (empty > 0)
        problems.note("absent-without-values", where,
            { "{} counts as absent where it has no real step: {}", m_name, counted(empty, "instance") },
            "nothing needs to be done");
    return front > back ? atFront : atEnd;
}

void ModalitySource::checkValues(
    float* values, Span span, std::size_t instance, const Places& places, const InstanceError& report)
{
    if (!hasExtremes(values, span.rows * m_dims))
        return;
    for (std::int64_t k = 0; k < span.rows * m_dims; ++k) {
        const bool missing = m_negativeInfinity == NegativeInfinity::IsMissing && values[k] <= kLowest;
        if (!std::isinf(values[k]) && !missing)
            continue;
        if (missing) {
            ++m_negativeInfinities;
        } else {
            const std::int64_t column = k % m_dims;
            report("infinite-value", instance,
                places.of(instance, m_key,
                    m_vectors ? subscript(column) : subscript(span.first + k / m_dims, column)),
                "the value is infinite or too large for float32",
                "write a finite number, or NaN where the value is missing");
        }
        values[k] = std::numeric_limits<float>::quiet_NaN();
    }
}

bool ModalitySource::build(data::Modality& out, const Places& places, MemoryBudget& memory, const GoOn& goOn,
    Problems& problems, const InstanceError& report)
{
    const std::size_t n = m_blocks.size();
    out.name = m_name;
    out.dims = m_dims;
    out.kind = m_vectors ? data::ModalityKind::Vector : data::ModalityKind::Sequence;
    if (m_dims == 0) {
        problems.error(
            "modality-absent", places.ofKey(0, m_key), "no instance has a value", "leave the modality out");
        return true;
    }
    const std::vector<Span> real = m_vectors ? std::vector<Span>() : spans(places, problems);
    std::uint64_t rows = m_vectors ? n : 0;
    if (!m_vectors)
        out.offsets.assign(1, 0);
    for (std::size_t i = 0; i < n; ++i) {
        const std::int64_t steps = m_vectors ? m_blocks[i].rows() : real[i].rows;
        out.present.push_back(steps > 0 ? 1 : 0);
        if (!m_vectors) {
            rows += static_cast<std::uint64_t>(steps);
            out.offsets.push_back(static_cast<std::int64_t>(rows));
        }
    }
    memory.need(rows, static_cast<std::uint64_t>(m_dims) * sizeof(float));
    out.values.reserve(rows * static_cast<std::uint64_t>(m_dims)); // at once: growing would copy
    for (std::size_t i = 0; i < n; ++i) {
        if (goOn && !goOn(static_cast<double>(i) / static_cast<double>(n)))
            return false;
        prefetch(i);
        const Span span = m_vectors ? Span { 0, m_blocks[i].rows() } : real[i];
        const std::size_t at = out.values.size();
        out.values.resize(at + static_cast<std::size_t>((m_vectors ? 1 : span.rows) * m_dims));
        float* to = out.values.data() + at;
        if (!m_blocks[i].read(span.first, span.rows, to))
            report("number-too-large", i, places.of(i, m_key),
                "a whole number is beyond 2^53 and would change as a float",
                "save it as a float, or scale it");
        checkValues(to, span, i, places, report);
        m_blocks[i].discard();
    }
    if (m_negativeInfinities > 0)
        problems.note("infinite-missing", places.ofKey(0, m_key),
            { "-inf in {} counts as missing, as the data's own loaders take it: {}", m_name,
                counted(m_negativeInfinities, "value") },
            "nothing needs to be done");
    return true;
}

} // namespace btw::io::pickle
