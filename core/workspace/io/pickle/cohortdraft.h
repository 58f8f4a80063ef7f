// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/modalitysource.h"
#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace btw::io::pickle {

/// What the layouts have in common once labels, ids and the places of features are known: checks of labels
/// and ids with their places, and the copying of the features.
class CohortDraft
{
public:
    CohortDraft(Places::Order order, std::string name, const ReadLimits& limits, const ReadingPlan& plan);

    data::Cohort cohort; ///< the importer fills labels, splits, ids
    Places places;
    MemoryBudget memory;
    Problems problems;

    /// An error that is one instance's own; none where it is left out. For after completeIds().
    void instanceError(const std::string& code, std::size_t instance, const std::string& where,
        const data::Sentence& what, const std::string& remedy);

    /// Who are to be predicted: a label may be missing (NaN), and what labels are is the model's to say.
    bool isOfNewPeople() const { return m_plan.isOfNewPeople(); }

    /// An error for each label that is missing or infinite. `key` is the labels' subscript.
    void checkLabels(const std::string& key);
    /// Makes classes of text labels, one an instance; an error for each that is missing. For after
    /// completeIds().
    void codeClasses(const std::vector<std::string>& labels, const std::string& key);
    /// Declares the range -widest..widest where every label lies in it (MOSI, MOSEI: 3; CH-SIMS: 1); labels
    /// of two values, or a few whole numbers from 0 on, become classes. Those of new people stay numbers.
    void declareSentiment(double widest);
    /// Whole labels with few values become classes, others stay numbers; says which. Those of new people stay
    /// numbers.
    void guessTask(const std::string& key);

    /// Names instances without ids by split and row; an error for each id that was given already.
    void completeIds(const std::string& key);
    /// `groups` (one an instance, or empty texts) become the cohort's if they join instances, and none is in
    /// two splits; says why not otherwise. `what`: "video". New people have no splits.
    void useGroups(const std::vector<std::string>& groups, const std::string& what);

    /// The same with the videos that ids name; nothing where there are no ids. For after completeIds().
    void useVideos();

    /// Copies the modalities' features. False when stopped. \throws OverLimit
    bool build(std::vector<ModalitySource>& sources, const GoOn& goOn);
    void stopped();
    ReadResult finish();

private:
    std::set<double> distinctLabels() const; ///< a few more than can be classes at most
    bool areClasses() const;
    void readAsClasses(const std::string& where);
    void leaveOut();

    const ReadingPlan m_plan;
    std::set<std::string> m_leftOutIds;
    std::vector<std::uint8_t> m_leftOut; ///< one an instance, once ids are known
    bool m_areRowNames = false; ///< instead of ids, of which there are none
};

/// The video that an utterance's id names: `abc` of `abc$_$3`, `abc[3]`, `abc_3` and `abc:1.5:2.5`. Empty
/// where the id has none of these forms.
std::string videoOf(const std::string& id);

/// Runs an import and turns a passed limit into a problem.
ReadResult withinLimits(
    const QString& path, const ReadLimits& limits, const std::function<ReadResult()>& read);

} // namespace btw::io::pickle
