// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/expansion.h"

#include "engine/data/derivation.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/cohortidentity.h"

#include <algorithm>
#include <memory>

namespace btw::experiments {

namespace {

// Fewer could not stand for an unrelated modality.
constexpr std::size_t kLeastMovable = 10;

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
        std::size_t folds = m_experiment.folds;
        if (!m_experiment.foldsBy.empty())
            folds = data::foldValues(m_asRead, m_experiment.foldsBy).size();
        for (std::size_t repeat = 0; repeat < m_experiment.repeats; ++repeat) {
            for (std::size_t fold = 0; fold < std::max<std::size_t>(1, folds); ++fold)
                addFold({ folds, fold, repeat, m_experiment.foldsBy, {} }, fold + folds * repeat);
        }
        return std::move(m_expansion);
    }

private:
    void addFold(data::Derivation derivation, std::size_t fold)
    {
        auto request = on(derivation);
        if (!request.cohort)
            return;
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
            derivation.placebo = without.front();
            auto copy = *request.cohort;
            if (data::shuffleModality(copy, derivation.placebo, derivation.repeat) < kLeastMovable) {
                note("No placebo of " + derivation.placebo + " is trained: fewer than "
                    + std::to_string(kLeastMovable) + " of its instances can change places.");
                continue;
            }
            auto placebo = on(derivation);
            placebo.part.fold = fold;
            placebo.part.placebo = derivation.placebo;
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
        const bool isUsable = std::none_of(found.begin(), found.end(),
            [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
        for (auto& problem : found) {
            // What holds for every fold is said once.
            const bool isKnown = std::any_of(
                m_expansion.problems.begin(), m_expansion.problems.end(), [&](const io::Problem& known) {
                    return known.where == problem.where && known.what == problem.what;
                });
            if (!isKnown)
                m_expansion.problems.push_back(std::move(problem));
        }
        if (isUsable) {
            request.cohort = std::move(cohort);
            request.identity = std::make_shared<const jobs::CohortIdentity>(request.cohort);
        }
        return request;
    }

    void addSeeds(jobs::TrainingRequest request)
    {
        for (const auto seed : m_experiment.seeds) {
            request.seed = seed;
            m_expansion.requests.push_back(request);
        }
    }

    void note(const std::string& what)
    {
        data::Problem problem { data::Severity::Warning, "placebo", what, "Nothing needs to be done.",
            "no-placebo" };
        for (const auto& known : m_expansion.problems)
            if (known.what == what)
                return;
        m_expansion.problems.push_back({ std::move(problem) });
    }

    const Experiment& m_experiment;
    const data::Cohort& m_asRead;
    QString m_path;
    std::int64_t m_id;
    Expansion m_expansion;
};

} // namespace

Expansion expand(const Experiment& experiment, const data::Cohort& asRead, const QString& cohortPath,
    std::int64_t experimentId)
{
    return Expander(experiment, asRead, cohortPath, experimentId).expand();
}

} // namespace btw::experiments
