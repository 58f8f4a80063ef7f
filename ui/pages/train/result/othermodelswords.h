// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studyresult.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace btw::pages {

/// What a study's result says of the leading model beside the others: the same one without weights, the
/// controls of a weighting, the reference models.
class OtherModelsWords
{
public:
    explicit OtherModelsWords(const experiments::StudyResult& result)
        : m_result(result)
    {
    }

    /// Empty where the leading model takes no weights.
    QStringList ofWeighting() const;
    QStringList ofReferences() const;

private:
    /// "better by 0.003 (-0.010 to 0.016) log loss": no sign that could be read either way.
    QString betterBy(const analysis::FoldDifference& by) const;
    QStringList ofFirstEpoch() const; ///< where that is the best: the weights were 1
    QString againstControls(const experiments::ModelFigure& unweighted, double adjustedP) const;
    /// Of the differences from the leading model: Holm's, of the larger p, over all models; NaN where none.
    std::vector<double> adjustedP() const;

    const experiments::StudyResult& m_result;
};

} // namespace btw::pages
