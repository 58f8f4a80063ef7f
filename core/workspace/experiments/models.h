// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/folds.h"
#include "workspace/experiments/ownpredictions.h"
#include "workspace/jobs/systemnames.h"
#include "workspace/store/experimentrecord.h"
#include "workspace/store/records.h"
#include "workspace/store/trainingrecord.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// What stands beside everything made with such a model (store::usesEvaluationLabels).
inline constexpr const char* kEvaluationLabels = "uses evaluation labels";

/// A row of a comparison: one system with one variant on some modalities, trained on folds and with seeds.
struct Model
{
    using Cell = std::pair<std::size_t, std::uint64_t>; ///< fold (k + K repeat) and seed

    QString system; ///< "moe", "late of haim"
    QString variant; ///< "none" for one without weights
    QString settings; ///< in which it differs from the first of its system and variant, or, in a grid, from
                      ///< any: "width 64"
    std::vector<std::string> modalities; ///< that it uses
    std::vector<std::string> without; ///< the others of its cohort
    std::string placebo; ///< that an experiment shuffled
    std::map<Cell, std::int64_t> runs; ///< a training's last run; negative where there is none in a store
    training::ExperimentSpec spec; ///< without the modalities
    QString trainedOn; ///< "2 threads, cpu"
    bool usesEvaluationLabels = false; ///< store::usesEvaluationLabels() of its runs
    bool isReference = false; ///< one of addReferences()

    /// "moe:btw", "haim": what `--baseline` takes (jobs::systemKey).
    QString name() const;
    /// "late of moe without tumour (width 64)", with kEvaluationLabels where they are used: what files and
    /// settings know it by; `--baseline` takes it, too.
    QString fullName() const;
    /// "Late fusion of mixtures of experts, without tumour (width 64)": as people read it
    /// (jobs::systemTitle). `--baseline` takes it, too.
    QString plainName() const;
    /// The same with name() in brackets, where that says anything else: "Boosted trees (haim), without
    /// tumour".
    QString plainNameWithKey() const;
    bool isWhole() const { return without.empty() && placebo.empty(); }

private:
    QString titled(const QString& title) const;
};

/// With how many seeds a fold was trained, at most: where the seed is the number of the repeat, with one.
std::size_t seedsOf(const Model& model);

using jobs::systemOf;

/// "Sparse mixture of experts (FuseMoE)", "Plain regression": what a model is, for people.
QString titleOf(const Model& model);

/// In what two models differ: system, weighting, modalities, then every parameter that either reads.
struct ModelDifference
{
    QString key; ///< of the parameter, or "system", "variant", "modalities", "machine"
    QString label; ///< for people; empty: as the key
    QString first, second;
};
std::vector<ModelDifference> differencesOf(const Model& first, const Model& second);

/// The names of the rows that an experiment asks of, each by itself; one empty name: everybody.
std::vector<std::string> populationsOf(const store::ExperimentRecord& experiment);

/// Those of them on which something was trained. \throws btw::Error (Kind::Input) where nothing was
std::vector<std::string> trainedPopulations(
    const store::Store& store, const store::ExperimentRecord& experiment);
/// Which others there are, in a sentence; empty where there are none.
QString untrainedNote(const store::ExperimentRecord& experiment, const std::vector<std::string>& trained);

/// Of some people none of whom is tested. \throws btw::Error (Kind::Input) that says so
[[noreturn]] void throwNobodyTested();

/// Those of `rows` that are among the others, too.
std::vector<std::size_t> rowsAmong(
    const std::vector<std::size_t>& rows, const std::vector<std::size_t>& others);

/// The models of an experiment, or of other trainings of one cohort, with what they predict for test rows.
class Models
{
public:
    /// \param rows one of populationsOf(experiment)
    /// Trainings that failed, were cancelled, or are gone, are left out; so are those of an experiment that
    /// was opened before which are trained again and have not ended yet.
    /// \throws btw::Error (Kind::Input) before the experiment's test figures are open, and where all
    /// trainings were left out.
    Models(
        const store::Store& store, const store::ExperimentRecord& experiment, const std::string& rows = {});
    /// \param trainings of one cohort, ended; test figures open
    Models(const store::Store& store, const std::vector<store::TrainingRecord>& trainings);
    /// Of other programs, on the same rows (align): one split.
    explicit Models(std::vector<OwnPredictions> own);

    /// Adds the reference models of everything (plain regression, boosted trees, the constant) that were
    /// fitted on every fold, the same for each seed.
    void addReferences();

    /// From now on only test rows of these people count. Before anything is asked.
    /// \throws btw::Error (Kind::Input) where none of them is tested
    void restrictTo(const std::vector<std::string>& people);

    const std::vector<Model>& all() const { return m_models; }
    /// How many trainings the experiment has for these rows, and how many of them are left out.
    std::size_t trainingsAsked() const { return m_asked; }
    std::size_t trainingsLeftOut() const { return m_failed + m_cancelled + m_notYet.size(); }
    /// "2 of 30 trainings are left out: 2 were cancelled.", and which of those that count were opened later
    /// than the others, whose figures were known by then; empty where there are none of both
    QString leftOutNote() const;
    /// Of the first fold. Where labels differ between folds (a cut at quantiles is fitted to each), a row's
    /// is that of the first fold that tests it.
    const store::CohortRecord& cohort() const { return m_joined ? *m_joined : m_cohorts.begin()->second; }
    /// One a fold, by id.
    const std::map<std::int64_t, store::CohortRecord>& cohorts() const { return m_cohorts; }
    std::vector<std::int64_t> splitIds() const; ///< of cohorts()
    std::set<std::size_t> testRows(); ///< of all folds
    std::vector<std::size_t> rowsOf(const Model& model); ///< test rows of the folds that it was trained on
    /// Mean test error of the constant over the folds, NaN where it was not kept.
    double constantsError() const;
    /// The folds and seeds that both have, with what each predicts there.
    std::vector<analysis::FoldPair> sharedCells(const Model& first, const Model& second);
    /// What the first is better by, on the cells that both have, whatever the metric's sense.
    /// \throws btw::Error as analysis::foldDifference()
    /// \param only rows that count; empty: all
    analysis::FoldDifference difference(const std::string& metric, const Model& first, const Model& second,
        const std::vector<std::size_t>& only = {}, const analysis::BootstrapOptions& options = {});
    /// Makes what the differences of all models from the baseline have in common, at once: much faster than
    /// one after the other, with the same numbers.
    void drawTogether(const std::string& metric, const Model& baseline);
    /// DeLong's paired p of both AUROCs, each the mean over the seeds that both have: of two classes, on one
    /// split whose rows have no groups; else none.
    std::optional<double> delongP(const Model& first, const Model& second);
    /// By how much that difference in a group of rows exceeds that of all others.
    analysis::PairedDifference differenceFromRest(const std::string& metric, const Model& first,
        const Model& second, const std::vector<std::size_t>& group,
        const analysis::BootstrapOptions& options);
    /// The figure itself, with its interval. \param only rows that count; empty: all
    analysis::FoldDifference figure(
        const std::string& metric, const Model& model, const std::vector<std::size_t>& only = {});
    /// The figure alone, which takes no resampling.
    double estimate(const std::string& metric, const Model& model, const std::vector<std::size_t>& only = {});
    /// The figure of each cell; NaN where none of the rows that count is tested.
    std::map<Model::Cell, double> figures(
        const std::string& metric, const Model& model, const std::vector<std::size_t>& only = {});

    /// One fold with one seed of a model.
    struct Tested
    {
        Model::Cell cell;
        const store::CohortRecord& cohort; ///< with its splits
        const std::vector<std::size_t>& rows; ///< of the test split
        const Predictions& predictions;
    };
    void visit(const Model& model, const std::function<void(const Tested&)>& visitor);
    /// The model of one modality that each training of `model` began with, or plain regression on it where
    /// the system trains none (then its runs are negative); none where either is missing on some fold.
    std::optional<Model> aloneModel(const Model& model, const std::string& modality);
    /// The unweighted model that each training of a weighted one was compared with; none where there is none.
    std::optional<Model> baselineModel(const Model& model) const;

private:
    struct Fold
    {
        std::vector<std::size_t> rows; ///< of the test split
        std::size_t fitted = 0; ///< people of the training split
    };

    /// Those that the model's runs were made from, if each has one whose test figures are open.
    std::map<Model::Cell, std::int64_t> inputsOf(
        const Model& model, store::RunInput::Role role, const std::string& modality) const;
    void add(const store::TrainingRecord& training, const store::ExperimentPart& part);
    void readCohorts();
    void joinLabels();
    void dropLonePlacebos(); ///< cells of which only shuffled modalities are left
    void markEvaluationLabels();
    void nameSubsets(); ///< of trainings that were asked for one by one
    QString subsetOf(const Model& model) const;
    void nameSettings(); ///< of a grid: each model by what sets it apart
    const Fold& foldOf(std::int64_t splitId);
    analysis::FoldLabels labels() const;
    std::vector<analysis::FoldPair> pairsOf(
        const std::string& metric, const Model& first, const Model& second);
    std::vector<analysis::FoldPair> cellsOf(const Model& model); ///< each by itself
    const Predictions& predictions(std::int64_t run);

    const store::Store* m_store = nullptr; ///< null: models of other programs
    std::size_t m_asked = 0, m_failed = 0, m_cancelled = 0; ///< trainings of an experiment
    QStringList m_notYet; ///< names of those that are trained again, and left out until they are open
    QStringList m_later; ///< names of those that were opened after the others
    std::vector<Model> m_models;
    std::map<Model::Cell, std::int64_t> m_splitOf; ///< with all modalities as they are
    std::map<std::int64_t, store::CohortRecord> m_cohorts;
    std::optional<store::CohortRecord> m_joined; ///< where labels differ between m_cohorts
    std::map<std::int64_t, Fold> m_folds; ///< by split
    std::set<std::string> m_people; ///< restrictTo(); empty: everybody
    std::map<std::int64_t, Predictions> m_predictions; ///< by run; these stay where they are
    std::int64_t m_lastReference = 0; ///< what has no run of its own is numbered downwards
    analysis::FoldReplicates m_replicates; ///< of m_predictions
};

} // namespace btw::experiments
