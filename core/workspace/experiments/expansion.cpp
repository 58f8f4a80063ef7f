// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/expansion.h"

#include "engine/data/derivation.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/cohortidentity.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace btw::experiments {

namespace {

// Fewer could not stand for an unrelated modality.
constexpr std::size_t kLeastMovable = 10;
constexpr std::size_t kFoldsListed = 10;

class Expander
{
public:
    Expander(const Experiment& experiment, const data::Cohort& asRead, QString cohortPath, std::int64_t id)
        : m_experiment(experiment)
        , m_asRead(asRead)
        , m_path(std::move(cohortPath))
        , m_id(id)
    {
    }

    Expansion expand()
    {
        const auto folds = m_experiment.folds;
        for (std::size_t repeat = 0; repeat < m_experiment.repeats; ++repeat) {
            for (std::size_t fold = 0; fold < std::max<std::size_t>(1, folds); ++fold)
                addFold({ folds, fold, repeat, m_experiment.foldsBy, {} }, fold + folds * repeat);
        }
        tellLeftOut(folds * m_experiment.repeats);
        if (folds > 0 && !m_asRead.splits.empty())
            warn("splits", "splits-replaced", "The splits that the data has are replaced by folds.");
        return std::move(m_expansion);
    }

private:
    void addFold(const data::Derivation& derivation, std::size_t fold)
    {
        auto request = on(derivation);
        if (!request.cohort)
            return;
        ++m_foldsUsed;
        request.part.fold = fold;
        addSeeds(request);
        for (const auto& without : m_experiment.without) {
            auto some = request;
            some.part.without = without;
            some.spec.modalities.clear();
            for (const auto& name : usedModalities(*request.cohort, m_experiment.spec))
                if (std::find(without.begin(), without.end(), name) == without.end())
                    some.spec.modalities.push_back(name);
            addSeeds(some);
        }
        for (const auto& without : m_experiment.without) {
            if (!m_experiment.placebo || without.size() != 1)
                continue;
            auto placebo = request;
            placebo.derivation.placebo = without.front();
            auto cohort = std::make_shared<data::Cohort>(*request.cohort);
            if (data::shuffleModality(*cohort, without.front(), derivation.repeat) < kLeastMovable) {
                warn("placebo", "no-placebo",
                    "No placebo of " + without.front() + " is trained: fewer than "
                        + std::to_string(kLeastMovable) + " of its instances can change places.");
                continue;
            }
            take(placebo, std::move(cohort));
            placebo.part.placebo = without.front();
            addSeeds(placebo);
        }
    }

    /// A request on the cohort that a derivation makes; without a cohort where that has an error.
    jobs::TrainingRequest on(const data::Derivation& derivation)
    {
        jobs::TrainingRequest request;
        request.cohortPath = m_path;
        request.derivation = derivation;
        request.experimentId = m_id;
        request.spec = m_experiment.spec;
        request.threads = m_experiment.threads;
        request.device = m_experiment.device;
        auto cohort = std::make_shared<data::Cohort>(m_asRead);
        auto found = io::completeCohort(*cohort, m_experiment.spec.splitSeed, derivation);
        const auto error = std::find_if(found.begin(), found.end(),
            [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
        if (error == found.end()) {
            take(request, std::move(cohort));
        } else if (derivation.folds > 0) {
            m_leftOut[{ error->where, error->what }].push_back(
                std::to_string(derivation.fold + 1 + derivation.folds * derivation.repeat));
            return request;
        }
        for (auto& problem : found)
            add(std::move(problem));
        return request;
    }

    static void take(jobs::TrainingRequest& request, std::shared_ptr<const data::Cohort> cohort)
    {
        request.identity = std::make_shared<const jobs::CohortIdentity>(cohort);
        request.cohort = std::move(cohort);
    }

    void addSeeds(jobs::TrainingRequest request)
    {
        for (const auto seed : m_experiment.seeds) {
            request.seed = seed;
            m_expansion.requests.push_back(request);
        }
    }

    /// A fold that cannot be trained on, e.g. for want of one of the classes, is left out and said; without
    /// two that can, nothing is trained.
    void tellLeftOut(std::size_t folds)
    {
        const auto severity = m_foldsUsed < 2 ? data::Severity::Error : data::Severity::Warning;
        for (const auto& [reason, which] : m_leftOut) {
            std::string list;
            for (std::size_t i = 0; i < std::min(which.size(), kFoldsListed); ++i)
                list += (i == 0 ? "" : ", ") + which[i];
            if (which.size() > kFoldsListed)
                list += ", ...";
            add({ { severity, reason.first,
                      "Of " + std::to_string(folds) + " folds " + std::to_string(which.size())
                          + " cannot be trained on (" + list + "): " + reason.second,
                      severity == data::Severity::Error ? "Ask for fewer folds, or bring more instances."
                                                        : "They are left out.",
                      "folds-left-out" },
                {} });
        }
    }

    void warn(const std::string& where, const std::string& code, const std::string& what)
    {
        add({ { data::Severity::Warning, where, what, "Nothing needs to be done.", code }, {} });
    }

    /// What holds for every fold is said once.
    void add(io::Problem problem)
    {
        const bool isKnown = std::any_of(
            m_expansion.problems.begin(), m_expansion.problems.end(), [&](const io::Problem& known) {
                return known.where == problem.where && known.what == problem.what;
            });
        if (!isKnown)
            m_expansion.problems.push_back(std::move(problem));
    }

    const Experiment& m_experiment;
    const data::Cohort& m_asRead;
    QString m_path;
    std::int64_t m_id;
    Expansion m_expansion;
    std::size_t m_foldsUsed = 0;
    /// Numbers of the folds that cannot be trained on, by place and reason.
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> m_leftOut;
};

} // namespace

Expansion expand(const Experiment& experiment, const data::Cohort& asRead, const QString& cohortPath,
    std::int64_t experimentId)
{
    return Expander(experiment, asRead, cohortPath, experimentId).expand();
}

} // namespace btw::experiments
