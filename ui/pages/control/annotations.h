// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/annotations.h"

#include <cstdint>
#include <map>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::pages {

/// What people wrote and named in a store at one time: by it a change of that is undone.
struct Annotations
{
    std::map<std::int64_t, store::RunNote> notes; ///< by run
    std::vector<store::SubgroupRecord> subgroups;

    static Annotations of(const store::Store& store);
    /// Makes the store's as these. A subgroup that is named again has another id.
    void restore(store::Store& store) const;
};

} // namespace btw::pages
