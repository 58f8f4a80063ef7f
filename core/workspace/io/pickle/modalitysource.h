// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/loadpickle.h"
#include "workspace/io/pickle/places.h"
#include "workspace/io/pickle/rowblock.h"

#include "engine/data/cohort.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace btw::io::pickle {

/// Takes an error of one instance: its number, then place, what is wrong and what to do.
using InstanceError = std::function<void(const std::string& code, std::size_t instance,
    const std::string& where, const std::string& what, const std::string& remedy)>;

/// Gathers where one modality's features lie, instance by instance, and then copies them, once, into a
/// data::Modality: sequences ragged, without the padding.
class ModalitySource
{
public:
    enum class NegativeInfinity : std::uint8_t { IsAnError, IsMissing };

    /// `key`: the subscript that messages name, `['vision']`.
    ModalitySource(std::string name, std::string key, NegativeInfinity negativeInfinity);

    std::size_t size() const { return m_blocks.size(); }
    bool hasFeatures() const { return m_dims > 0; }

    /// `n` instances: an array (n, T, D) or (n, D), or a list or object array of n blocks. False, with a
    /// problem, where it is none of these.
    bool addAll(Value value, std::size_t n, const Places& places, MemoryBudget& memory, Problems& problems);
    /// One instance, (T, D) or a list of rows.
    bool addOne(Value value, const Places& places, MemoryBudget& memory, Problems& problems);
    /// Instances that lack it.
    void addAbsent(std::size_t n = 1);
    /// Lengths of the last instances, as the file gives them: real steps. False, with problems, where one is
    /// beyond the steps there are.
    bool declareLengths(const std::vector<std::int64_t>& lengths, const std::string& key,
        const Places& places, Problems& problems);

    /// Without declared lengths, the zero rows at one end count as padding: at the end where most of them
    /// are. \return false when stopped. \throws OverLimit
    bool build(data::Modality& out, const Places& places, MemoryBudget& memory, const GoOn& goOn,
        Problems& problems, const InstanceError& report);

private:
    struct Span
    {
        std::int64_t first = 0; ///< row
        std::int64_t rows = 0;
    };

    void noteStorage(Value value, const Places& places, Problems& problems);
    bool add(RowBlock block, const Places& places, Problems& problems);
    bool checkDims(std::int64_t dims, const Places& places, Problems& problems);
    std::vector<Span> spans(const Places& places, Problems& problems) const;
    bool declaredFromTheEnd() const;
    void prefetch(std::size_t reached) const;
    void checkValues(
        float* values, Span span, std::size_t instance, const Places& places, const InstanceError& report);

    std::string m_name;
    std::string m_key;
    NegativeInfinity m_negativeInfinity;
    bool m_vectors = true; ///< every block so far was one of (n, D)
    std::int64_t m_dims = 0;
    std::vector<RowBlock> m_blocks;
    std::vector<std::int64_t> m_lengths; ///< declared; -1: not
    std::int64_t m_negativeInfinities = 0;
    std::string m_storage; ///< that was noted last
};

} // namespace btw::io::pickle
