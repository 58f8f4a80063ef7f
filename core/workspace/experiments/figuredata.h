// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/calibrationcurve.h"
#include "engine/analysis/contribution.h"
#include "engine/analysis/decisioncurve.h"
#include "workspace/jobs/digest.h"
#include "workspace/store/trainingrecord.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

struct Study;

/// Which numbers a figure is made of, besides a run's digest: each is computed only where a figure asks.
enum class FigureNeed : std::uint8_t {
    Digest, ///< of a run
    Probabilities, ///< of a run of classes: RunProbabilities
    Adds, ///< of an experiment that leaves modalities out: StudyFacts::adds
    Models, ///< of any study: StudyFacts::models
    Differences, ///< the same, and FigureModel::fromBaseline
    Alone ///< of any study: StudyFacts::alone
};
/// Whether what is made of these numbers is of a run; else it is of a study.
constexpr bool isOfRun(FigureNeed need)
{
    return need == FigureNeed::Digest || need == FigureNeed::Probabilities;
}

/// How far a run's probabilities can be taken at their word, and what deciding by them is worth, on the test
/// rows that it is judged on.
struct RunProbabilities
{
    struct ClassCurve
    {
        std::string name;
        analysis::CalibrationCurve curve;
    };
    std::vector<ClassCurve> calibration; ///< of two classes the second, else every one
    /// Of a study of two classes: the smooth curves of its other repeats and seeds.
    std::vector<std::vector<analysis::CalibrationPoint>> others;
    std::vector<analysis::NetBenefit> decision; ///< of two classes; else empty
    std::vector<analysis::NetBenefit> baseline; ///< the same of what it is compared with; empty without one
    QString baselineName; ///< "without tumour"; empty: the run's baseline
    std::optional<std::size_t> baselineColour; ///< of a modality, by its place; none: grey
    std::size_t n = 0; ///< rows
    std::size_t people = 0; ///< groups, or rows
};

/// How far late fusion believes a modality (training::HeldOutWeight), over the fits of a model.
struct Believed
{
    std::string modality;
    double mean = 0;
    double least = 0; ///< of the fits
    double most = 0;
    std::size_t fits = 0;
};

/// What one modality predicts by itself, on the test rows that have it.
struct AloneFigure
{
    std::string modality;
    analysis::FoldDifference figure; ///< `estimate` between `low` and `high`
    std::size_t rows = 0;
    std::size_t people = 0;
    bool isOwn = true; ///< the system's own model of the modality; else plain regression on it
};

/// A modality alone as it is drawn.
struct AloneModality
{
    AloneFigure alone;
    std::size_t colour = 0; ///< its place among the modalities of the cohort
    std::optional<Believed> believed;
    QString words {}; ///< a sentence a line, for who asks; empty: the figure's own
};

/// What a modality adds in a study's model.
struct AddedByModality
{
    QString model; ///< empty where the study asks it of one model only
    QString key; ///< likewise, Model::fullName(): what files know it by
    std::string modality; ///< "a + b" where several were left out together
    std::size_t colour = 0; ///< its place among the modalities of the cohort
    analysis::Contribution added;
    std::optional<analysis::FoldDifference> placebo; ///< what the shuffled modality adds
    std::optional<AloneFigure> alone;
    std::optional<Believed> believed;
    QString words {}; ///< a sentence a line, for who asks; empty: the figure's own
};

/// What a modality adds within a group of people.
struct AddedInGroup
{
    std::string modality;
    std::size_t colour = 0; ///< its place among the modalities of the cohort
    QString kind; ///< SubgroupContribution::kind
    QString group;
    std::string metric;
    analysis::FoldDifference added;
    double adjustedP = 1; ///< of its difference from all others
    std::size_t people = 0; ///< groups of rows, or rows
    bool isOtherHalf = false; ///< SubgroupContribution::isOtherHalf
    QString words {}; ///< addedInGroup()
};

/// A model's own figure with its interval.
struct FigureModel
{
    QString name; ///< in plain words; of one kind of model "without tumour"
    QString key; ///< Model::fullName(): what files know it by
    bool isReference = false; ///< plain regression, boosted trees, the constant
    bool isLeading = false; ///< the one that the study's answer is about
    double mean = 0; ///< over seeds and folds
    double std = 0; ///< over seeds (folds, where there is one seed); NaN of fewer than two
    double low = 0; ///< 95% bootstrap interval over people
    double high = 0;
    std::size_t seeds = 0;
    std::size_t folds = 0;
    std::size_t n = 0; ///< test rows, each once
    std::size_t people = 0;
    /// Its figure less the baseline's, in the metric's own unit; none for the baseline, and where both have
    /// no fold and seed in common.
    std::optional<analysis::FoldDifference> fromBaseline {};
    double adjustedP = 1; ///< of that: ComparisonRow::adjustedP
    QString words {}; ///< a sentence a line, for who asks; empty: the figure's own
};

/// What several trainings answer together.
struct StudyFacts
{
    std::int64_t experiment = 0; ///< 0: trainings that were asked for one by one
    std::int64_t split = 0; ///< of those
    QString name; ///< of the experiment; may be empty
    QString rows; ///< which people, where not everybody: a group that the experiment asks of, or a subgroup
    QString warning; ///< of a subgroup: subgroupWarning()
    bool mayClaim = true; ///< mayClaim() of these people
    std::string metric;
    bool lowerIsBetter = false;
    std::size_t seeds = 0;
    std::size_t folds = 0; ///< with repeats
    std::size_t n = 0; ///< test rows of all folds
    std::size_t people = 0;
    std::vector<AddedByModality> adds; ///< FigureNeed::Adds
    std::vector<FigureModel> models; ///< FigureNeed::Models
    QString baseline {}; ///< in plain words; FigureNeed::Differences
    std::vector<AloneModality> alone; ///< FigureNeed::Alone
    std::vector<AddedInGroup> groups; ///< of a result's for-whom table alone
};

/// Where a figure's numbers come from; it stands in the metadata of every file.
struct FigureSource
{
    QString data; ///< name of the cohort
    QString hash; ///< of the cohort; of a study the first fold's
    QString label; ///< the column that is predicted; empty where the data does not name it
    store::Looks looks {}; ///< at the test rows; none where none are shown
    QString run; ///< runTitle(), or of a study its name: what a file is named after
};

/// Everything that a figure draws: of one run, or of a study.
struct FigureData
{
    FigureData() = default;
    /// Refers to the digest, which has to outlive it: for calls.
    FigureData(const jobs::RunDigest& digest) // NOLINT(google-explicit-constructor)
        : run(std::shared_ptr<const jobs::RunDigest>(), &digest)
    {
    }
    FigureData(std::shared_ptr<const jobs::RunDigest> digest) // NOLINT(google-explicit-constructor)
        : run(std::move(digest))
    {
    }

    bool isEmpty() const { return !run && !study; }

    std::shared_ptr<const jobs::RunDigest> run;
    std::shared_ptr<const RunProbabilities> probabilities;
    std::shared_ptr<const StudyFacts> study;
    FigureSource source;
};

/// What a figure is of: a run, or a study.
struct FigureSubject
{
    std::int64_t run = 0;
    std::int64_t experiment = 0;
    std::int64_t split = 0; ///< of a study of trainings that were asked for one by one
    bool operator==(const FigureSubject&) const = default;
    bool isRun() const { return run != 0; }
};

/// Reads and computes what a figure needs of its subject.
/// \param metric of a run's curve over the epochs; empty: the one that its experiment is judged by, or the
/// primary one of the task
/// \throws btw::Error (Kind::Input) where the subject is not there, or its test figures are not open yet for
/// what is made of test rows only
FigureData loadFigureData(
    const store::Store& store, const FigureSubject& subject, FigureNeed need, const QString& metric = {});

/// What figures may be of: runs of several modalities that have ended, newest first.
struct FigureRun
{
    std::int64_t run = 0;
    QString name; ///< runTitle()
    bool isWeighted = false; ///< has weights, and a baseline to compare it with
    bool isWhole = true; ///< of all modalities
};
/// Of the trainings of a study. \throws btw::Error where the store fails
std::vector<FigureRun> figureRuns(const store::Store& store, const Study& study);

} // namespace btw::experiments
