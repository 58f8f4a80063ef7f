// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/annotations.h"

#include "workspace/store/store.h"

#include <algorithm>

namespace btw::pages {

namespace {

bool isIn(const store::SubgroupRecord& wanted, const std::vector<store::SubgroupRecord>& list)
{
    return std::any_of(list.begin(), list.end(), [&](const store::SubgroupRecord& one) {
        return one.cohortId == wanted.cohortId && one.name == wanted.name && one.ids == wanted.ids
            && one.selectedIn == wanted.selectedIn;
    });
}

} // namespace

Annotations Annotations::of(const store::Store& store) { return { store.notes(), store.subgroups() }; }

void Annotations::restore(store::Store& store) const
{
    const auto now = of(store);
    store.atomically(QStringLiteral("undo a note or a subgroup"), [&] {
        for (const auto& [run, note] : now.notes)
            if (notes.count(run) == 0)
                store.saveNote({ run }, {});
        for (const auto& [run, note] : notes)
            if (const auto known = now.notes.find(run); known == now.notes.end() || !(known->second == note))
                store.saveNote({ run }, note);
        for (const auto& one : now.subgroups)
            if (!isIn(one, subgroups))
                store.removeSubgroup(one.id);
        for (const auto& one : subgroups)
            if (!isIn(one, now.subgroups))
                store.saveSubgroup(one.name, one.cohortId, one.ids, one.selectedIn);
    });
}

} // namespace btw::pages
