// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/spec/parameter.h"
#include "engine/training/predictor.h"
#include "engine/training/run.h"
#include "engine/weighting/names.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace btw::training {
class Ranks;
}

namespace btw::systems {

/// What a system is, as a person reads it and as specs, lists and checks need it.
struct SystemInfo
{
    std::string_view name; ///< what the spec's `model` says: "moe"
    std::string_view title; ///< "FuseMoE: a sparse mixture of experts"
    std::string_view citation;
    std::vector<data::ModalityKind> inputs;
    std::vector<Task> tasks;
    bool weighted = false; ///< takes weighted embeddings: has a third step
    /// Of one that takes none: why not, in a sentence or two; empty: it has no embeddings.
    std::string_view whyUnweighted {};
    bool byGradient = false; ///< trained epoch by epoch, can be paused and resumed within a run
    bool readsUnimodal
        = false; ///< its model of all modalities is made of the predictions of the unimodal ones
    /// The question "which system is best" does not train it by itself: only where it is named.
    bool onlyByName = false;
    std::vector<training::Group> reads; ///< of the common parameters
    std::span<const training::Parameter> own {}; ///< keys prefixed with the name

    /// Every parameter that it reads, and the names of what is trained.
    std::vector<training::Parameter> parameters() const;
    bool readsGroup(training::Group group) const;
};

/// A run of another training that a model is made of.
struct Need
{
    weighting::MadeOf as = weighting::MadeOf::Nothing; ///< what it is there for
    training::ExperimentSpec spec; ///< of that training
};

/// Where models are fitted.
struct Place
{
    std::string device = "cpu"; ///< as training::resolveDevice() gives it
    int threads = 1;
    std::shared_ptr<training::Ranks> ranks {}; ///< null: this process alone
};

/// What a row of a comparison is: a way to make predictions from modalities. Each has a folder here and one
/// line in builtinSystems().
class System
{
public:
    virtual ~System() = default;
    virtual const SystemInfo& info() const = 0;
    /// Fits models on a cohort, which must outlive the fitter. \throws btw::Error for what cannotFit() names.
    virtual std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& cohort, const Place& place) const = 0;
    /// A model that a fitter of this system has fitted (RunResult::model), over rows that it never saw, which
    /// outlive the predictor. \param plan of its run \throws btw::Error where the state is not of such a
    /// model
    virtual std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const = 0;
    /// The parameters that a fit with this spec reads; by default info().parameters().
    virtual std::vector<training::Parameter> parametersRead(const training::ExperimentSpec& spec) const;
    /// The spec that a step's run is stored with: without weights the variant is none; and that of another
    /// system whose runs can be shared.
    virtual training::ExperimentSpec specOf(training::Step step, const training::ExperimentSpec& spec) const;
    /// The runs that its last step is made of, beside its unimodal ones: each the last of a training with
    /// this spec, on the same rows with the same seed. By default none.
    virtual std::vector<Need> needs(const training::ExperimentSpec& spec) const;
    /// What keeps it from a cohort or a spec, errors first; quick. By default: kinds of input and the task.
    virtual std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const;
};

/// What parametersRead() says of a spec that names the system and nothing else.
std::vector<training::Parameter> parametersByDefault(const System& system);

/// The systems of a program, by name. A value that is passed in: a test can add one.
class SystemRegistry
{
public:
    /// \throws btw::Error for a name that is there already, and for a key that another system has.
    void add(std::shared_ptr<const System> system);

    const std::vector<std::shared_ptr<const System>>& all() const& { return m_systems; }
    const std::vector<std::shared_ptr<const System>>& all() && = delete; ///< they would be gone
    const System* find(std::string_view name) const; ///< null where there is none
    /// \throws btw::Error for a name that is not there, listing those that are.
    const System& get(std::string_view name) const;
    /// The common parameters and every system's own.
    std::vector<training::Parameter> parameters() const;

private:
    std::vector<std::shared_ptr<const System>> m_systems;
};

/// What keeps the spec's system, and those whose runs it is made of, from a cohort or the spec; quick.
std::vector<data::Problem> cannotFit(
    const SystemRegistry& systems, const data::Cohort& cohort, const training::ExperimentSpec& spec);

/// The systems of this program (library btw_fitting).
SystemRegistry builtinSystems();
/// The same to be read: what they are, take and read. Those trained by gradient fit nothing, so that no
/// LibTorch is needed.
SystemRegistry describedSystems();

} // namespace btw::systems
