// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studies.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::pages {

/// The trainings of the study on show, and which of them its course is of.
class StudyCourse
{
public:
    void setStudy(const experiments::Study& study);

    bool isEmpty() const { return m_trainings.empty(); }
    bool isOpen() const { return m_isOpen; } ///< experiments::Study::isOpen()
    bool hasLeading() const { return !m_leading.empty(); } ///< the question is about one of its models
    bool hasTraining(std::int64_t trainingId) const;
    bool hasRun(std::int64_t runId) const;
    /// What the run is one of, as of Verdict: "This is one of 5 folds: ..."; empty where it is the only one.
    QString oneOf(std::int64_t runId) const;
    /// The run that is shown where nobody chose one: of the model that the question asks about the newest
    /// that has ended, else of any; else the first that has begun. 0: none has.
    std::int64_t chosen() const;

private:
    std::vector<store::TrainingRecord> m_trainings;
    std::vector<std::int64_t> m_leading; ///< trainings of the model that the question asks about
    std::size_t m_cuts = 1; ///< folds and repeats
    bool m_isOpen = false;
};

} // namespace btw::pages
