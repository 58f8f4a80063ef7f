// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/folds.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace btw::models {

/// A model beside one of the reference models.
struct AgainstReference
{
    QString system; ///< of the reference model: "plain regression", "boosted trees", "constant"
    analysis::FoldDifference modelIsBetterBy; ///< whatever the metric's sense
    double adjustedP = 1; ///< Holm's, of the larger p
};

/// What the reference models say of a model, a sentence each: which does better, which cannot be told from
/// it, than which it does better. \param system of the model: it is not compared with itself
/// \param people that were tested; under ten cannot tell (docs/method)  \param lacking modalities that the
/// reference models were fitted on and the model was not
QStringList referenceSentences(const std::vector<AgainstReference>& references, const QString& system,
    std::size_t people, const std::vector<std::string>& lacking = {});
/// Which of all modalities some do not include; none where `some` is empty, which means all.
std::vector<std::string> lackingIn(const std::vector<std::string>& some, const std::vector<std::string>& all);

} // namespace btw::models
