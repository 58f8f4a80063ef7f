// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/peopledigest.h"

#include "workspace/jobs/subgroups.h"

#include <cstddef>
#include <set>
#include <unordered_map>
#include <vector>

namespace btw::jobs {

namespace {

using PersonOfId = std::unordered_map<std::string, std::string>;

/// A person may have several rows. Empty where each row is a person.
PersonOfId personOfId(const store::CohortRecord& cohort, const std::unordered_set<std::string>& ids)
{
    PersonOfId all;
    for (std::size_t row = 0; row < cohort.groups.size(); ++row)
        if (ids.count(cohort.ids[row]) > 0)
            all.emplace(cohort.ids[row], cohort.groups[row]);
    return all;
}

bool areTooFew(const std::vector<std::string>& ids, const PersonOfId& personOf)
{
    std::set<std::string> people;
    for (const auto& id : ids) {
        const auto found = personOf.find(id);
        people.insert(found == personOf.end() ? id : found->second);
    }
    return people.size() < kSmallestSubgroup;
}

void keepErrors(RunDigest& digest, const std::unordered_set<std::string>& ids, const PersonOfId& personOf)
{
    if (!digest.errors)
        return;
    std::vector<std::size_t> places;
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < digest.errorIds.size(); ++i)
        if (ids.count(digest.errorIds[i]) > 0) {
            places.push_back(i);
            kept.push_back(digest.errorIds[i]);
        }
    if (areTooFew(kept, personOf)) {
        digest.errors.reset();
        digest.errorIds.clear();
        digest.hasTooFewPeople = true;
        return;
    }
    digest.errors = analysis::amongRows(*digest.errors, digest.task, places);
    digest.errorIds = std::move(kept);
}

void keepConfusion(RunDigest& digest, const std::unordered_set<std::string>& ids, const PersonOfId& personOf)
{
    std::vector<std::string> all;
    for (std::size_t cell = 0; cell < digest.confusionIds.size(); ++cell) {
        auto& those = digest.confusionIds[cell];
        std::erase_if(those, [&](const std::string& id) { return ids.count(id) == 0; });
        const std::size_t classes = digest.confusion.size();
        digest.confusion[cell / classes][cell % classes] = static_cast<std::int64_t>(those.size());
        all.insert(all.end(), those.begin(), those.end());
    }
    if (digest.confusion.empty() || !areTooFew(all, personOf))
        return;
    digest.confusion.clear();
    digest.confusionIds.clear();
    digest.hasTooFewPeople = true;
}

} // namespace

RunDigest onlyOf(const RunDigest& digest, const std::unordered_set<std::string>& ids, const QString& name,
    const store::CohortRecord& cohort)
{
    const auto personOf = personOfId(cohort, ids);
    RunDigest some = digest;
    some.people = name;
    keepErrors(some, ids, personOf);
    keepConfusion(some, ids, personOf);
    return some;
}

} // namespace btw::jobs
