// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/peopledigest.h"

#include "workspace/jobs/subgroups.h"

namespace btw::jobs {

namespace {

void keepErrors(RunDigest& digest, const std::unordered_set<std::string>& ids)
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
    if (places.size() < kSmallestSubgroup) {
        digest.errors.reset();
        digest.errorIds.clear();
        digest.hasTooFewPeople = true;
        return;
    }
    digest.errors = analysis::amongRows(*digest.errors, digest.task, places);
    digest.errorIds = std::move(kept);
}

void keepConfusion(RunDigest& digest, const std::unordered_set<std::string>& ids)
{
    std::size_t all = 0;
    for (std::size_t cell = 0; cell < digest.confusionIds.size(); ++cell) {
        auto& those = digest.confusionIds[cell];
        std::erase_if(those, [&](const std::string& id) { return ids.count(id) == 0; });
        const std::size_t classes = digest.confusion.size();
        digest.confusion[cell / classes][cell % classes] = static_cast<std::int64_t>(those.size());
        all += those.size();
    }
    if (digest.confusion.empty() || all >= kSmallestSubgroup)
        return;
    digest.confusion.clear();
    digest.confusionIds.clear();
    digest.hasTooFewPeople = true;
}

} // namespace

RunDigest onlyOf(const RunDigest& digest, const std::unordered_set<std::string>& ids, const QString& name)
{
    RunDigest some = digest;
    some.people = name;
    keepErrors(some, ids);
    keepConfusion(some, ids);
    return some;
}

} // namespace btw::jobs
