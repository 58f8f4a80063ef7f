// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/expansion.h"

#include "engine/data/derivation.h"
#include "workspace/io/cohorthash.h"
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

bool isError(const io::Problem& problem) { return problem.severity == data::Severity::Error; }

class Expander
{
public:
    Expander(const Experiment& experiment, const Population& population, std::int64_t id, Extent extent,
        Expansion& expansion)
        : m_experiment(experiment)
        , m_population(population)
        , m_id(id)
        , m_extent(extent)
        , m_expansion(expansion)
    {
        if (extent == Extent::Whole) // a forecast saves nothing
            m_content = io::contentHash(population.asRead).toStdString();
    }

    void expand()
    {
        const auto& by = m_experiment.foldsBy;
        const auto folds = by.empty() ? m_experiment.folds : data::foldValues(m_population.asRead, by).size();
        for (std::size_t repeat = 0; repeat < m_experiment.repeats; ++repeat) {
            for (std::size_t fold = 0; fold < std::max<std::size_t>(1, folds); ++fold) {
                addFold({ folds, fold, repeat, m_experiment.foldsBy, {} }, fold + folds * repeat);
                if (m_extent == Extent::FirstFold && m_foldsUsed > 0)
                    return;
            }
        }
        tellLeftOut(folds * m_experiment.repeats);
        if (folds > 0 && !m_population.asRead.splits.empty())
            warn("splits", "splits-replaced", "The splits that the data has are replaced by folds.");
    }

private:
    void addFold(const data::Derivation& derivation, std::size_t fold)
    {
        auto request = on(derivation);
        if (!request.cohort)
            return;
        ++m_foldsUsed;
        request.part.fold = fold;
        request.part.rows = m_population.name.toStdString();
        for (const auto& arm : m_experiment.arms)
            addArm(request, arm);
        for (const auto& placebo : placebos())
            addPlacebo(request, placebo);
    }

    /// With all that the arm uses, and without some.
    void addArm(jobs::TrainingRequest request, const Arm& arm)
    {
        request.spec = arm.spec;
        addSeeds(request);
        for (const auto& without : arm.without) {
            auto some = request;
            some.part.without = without;
            some.spec.modalities.clear();
            for (const auto& name : usedModalities(*request.cohort, arm.spec))
                if (std::find(without.begin(), without.end(), name) == without.end())
                    some.spec.modalities.push_back(name);
            addSeeds(some);
        }
    }

    /// The modalities that an arm leaves out alone, in the order in which they are first.
    std::vector<std::string> placebos() const
    {
        std::vector<std::string> names;
        for (const auto& arm : m_experiment.arms)
            for (const auto& without : arm.without)
                if (m_experiment.placebo && without.size() == 1
                    && std::find(names.begin(), names.end(), without.front()) == names.end())
                    names.push_back(without.front());
        return names;
    }

    /// Of every arm that leaves the modality out: they share the cohort.
    void addPlacebo(jobs::TrainingRequest request, const std::string& modality)
    {
        request.unshuffled = std::make_shared<const jobs::TrainingRequest>(request);
        request.derivation.placebo = modality;
        auto cohort = std::make_shared<data::Cohort>(*request.cohort);
        if (m_extent == Extent::Whole)
            io::keepContent(*cohort);
        if (data::shuffleModality(*cohort, modality, request.derivation.repeat) < kLeastMovable) {
            warn("placebo", "no-placebo",
                "No placebo of " + modality + " is trained: fewer than " + std::to_string(kLeastMovable)
                    + " of its instances can change places.");
            return;
        }
        take(request, std::move(cohort));
        request.part.placebo = modality;
        for (const auto& arm : m_experiment.arms) {
            const std::vector<std::string> alone { modality };
            if (std::find(arm.without.begin(), arm.without.end(), alone) == arm.without.end())
                continue;
            request.spec = arm.spec;
            addSeeds(request);
        }
    }

    /// A request on the cohort that a derivation makes; without a cohort where that has an error.
    jobs::TrainingRequest on(const data::Derivation& derivation)
    {
        jobs::TrainingRequest request;
        request.cohortPath = m_population.path;
        request.derivation = derivation;
        request.experimentId = m_id;
        request.threads = m_experiment.threads;
        request.device = m_experiment.device;
        auto cohort = std::make_shared<data::Cohort>(m_population.asRead);
        cohort->content = m_content;
        auto found = io::completeCohort(*cohort, m_experiment.arms.front().spec.splitSeed, derivation);
        const auto error = std::find_if(found.begin(), found.end(), isError);
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
        auto seeds = m_experiment.seeds;
        if (seeds.empty())
            seeds.push_back(request.derivation.repeat + 1);
        for (const auto seed : seeds) {
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
            add({ { severity,
                      m_population.name.isEmpty()
                          ? reason.first
                          : "rows " + m_population.name.toStdString() + ", " + reason.first,
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
    const Population& m_population;
    std::int64_t m_id;
    Extent m_extent;
    Expansion& m_expansion;
    std::string m_content; ///< hashed once for all folds
    std::size_t m_foldsUsed = 0;
    /// Numbers of the folds that cannot be trained on, by place and reason.
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> m_leftOut;
};

} // namespace

std::vector<io::Problem> completeFirst(
    data::Cohort& cohort, const data::Cohort& asRead, const Folds& folds, std::uint64_t splitSeed)
{
    std::vector<io::Problem> found;
    for (std::size_t fold = 0; fold < std::max<std::size_t>(1, folds.count); ++fold) {
        if (fold > 0)
            cohort = asRead;
        found = io::completeCohort(cohort, splitSeed, { folds.count, fold, 0, folds.by, {} });
        if (std::none_of(found.begin(), found.end(), isError))
            break;
    }
    return found;
}

Expansion expand(const Experiment& experiment, const std::vector<Population>& populations,
    std::int64_t experimentId, Extent extent)
{
    Expansion expansion;
    for (const auto& population : populations)
        Expander(experiment, population, experimentId, extent, expansion).expand();
    return expansion;
}

} // namespace btw::experiments
