// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/annotationchange.h"

#include "workspace/store/store.h"

namespace btw::pages {

namespace {

std::map<std::int64_t, store::SubgroupRecord> subgroupsById(const store::Store& store)
{
    std::map<std::int64_t, store::SubgroupRecord> all;
    for (auto& one : store.subgroups())
        all.emplace(one.id, std::move(one));
    return all;
}

/// Whether nobody has changed the row.
template <typename Value>
bool isAs(const std::map<std::int64_t, Value>& rows, std::int64_t id, const std::optional<Value>& value)
{
    const auto found = rows.find(id);
    return found == rows.end() ? !value.has_value() : value.has_value() && found->second == *value;
}

template <typename Value, typename Changes>
void compare(
    const std::map<std::int64_t, Value>& before, const std::map<std::int64_t, Value>& after, Changes& changes)
{
    for (const auto& [id, value] : before)
        if (!isAs(after, id, std::optional(value)))
            changes[id].before = value;
    for (const auto& [id, value] : after)
        if (!isAs(before, id, std::optional(value)))
            changes[id].after = value;
}

} // namespace

AnnotationChange AnnotationChange::by(store::Store& store, const std::function<void(store::Store&)>& work)
{
    AnnotationChange change;
    // In one transaction: what others write meanwhile is no part of it.
    store.atomically(QStringLiteral("change a note or a subgroup"), [&] {
        const auto notes = store.notes();
        const auto subgroups = subgroupsById(store);
        work(store);
        compare(notes, store.notes(), change.m_notes);
        compare(subgroups, subgroupsById(store), change.m_subgroups);
    });
    return change;
}

std::size_t AnnotationChange::undo(store::Store& store) const { return apply(store, Direction::Back); }

std::size_t AnnotationChange::redo(store::Store& store) const { return apply(store, Direction::Forth); }

std::size_t AnnotationChange::apply(store::Store& store, Direction direction) const
{
    const bool isBack = direction == Direction::Back;
    std::size_t left = 0;
    store.atomically(QStringLiteral("undo a note or a subgroup"), [&] {
        const auto notes = store.notes();
        for (const auto& [run, change] : m_notes) {
            const auto& from = isBack ? change.after : change.before;
            const auto& to = isBack ? change.before : change.after;
            if (isAs(notes, run, from) && store.run(run)) // the run may be gone, and its note with it
                store.saveNote({ run }, to.value_or(store::RunNote()));
            else
                ++left;
        }
        const auto subgroups = subgroupsById(store);
        for (const auto& [id, change] : m_subgroups) {
            const auto& from = isBack ? change.after : change.before;
            const auto& to = isBack ? change.before : change.after;
            if (!isAs(subgroups, id, from))
                ++left;
            else if (to)
                store.restoreSubgroup(*to);
            else
                store.removeSubgroup(id);
        }
    });
    return left;
}

} // namespace btw::pages
