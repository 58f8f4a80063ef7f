// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/annotations.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

namespace btw::store {
class Store;
}

namespace btw::pages {

/// What one step changed of the notes and subgroups of a store, row by row, so that it can be undone without
/// touching anything else that somebody wrote or named meanwhile.
class AnnotationChange
{
public:
    /// Does the work, all of it or nothing, and remembers what it changed.
    /// \throws what the work throws
    static AnnotationChange by(store::Store& store, const std::function<void(store::Store&)>& work);

    /// Each brings its rows back with their ids, all or none. What somebody has changed since is left as it
    /// is. \returns how many rows were left. \throws btw::Error (Kind::Input) where another subgroup has the
    /// name
    std::size_t undo(store::Store& store) const;
    std::size_t redo(store::Store& store) const;

private:
    template <typename Value> struct Pair
    {
        std::optional<Value> before, after; ///< none: it is not there
    };
    enum class Direction { Back, Forth };
    std::size_t apply(store::Store& store, Direction direction) const;

    std::map<std::int64_t, Pair<store::RunNote>> m_notes; ///< by run
    std::map<std::int64_t, Pair<store::SubgroupRecord>> m_subgroups; ///< by id
};

} // namespace btw::pages
