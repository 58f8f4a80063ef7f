// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/figuredata.h"

#include <QString>

#include <cstdint>

namespace btw::charts {

/// "kl-local", "BTW", "baseline" for `none`: a variant as people read it.
QString variantName(const QString& variant);
/// The run's short name beside its line: its variant, "baseline", "text alone", or the system where that
/// takes no weights and so has no baseline ("Late fusion of boosted trees").
QString runLabel(const store::RunRecord& run);
/// The same within a sentence: "late fusion of boosted trees".
QString runInSentence(const store::RunRecord& run);

/// The run is queued, running or paused: more epochs can come.
bool isTraining(const jobs::RunDigest& digest);
/// A weighted regression run whose variance policy is `residual-labels` (docs/method): every figure says so.
bool usesEvaluationLabels(const jobs::RunDigest& digest);
/// "uses evaluation labels", to be shown wherever `usesEvaluationLabels`.
QString evaluationLabelsNote();
/// "3 looks at these test rows in this store", for every figure of test rows; empty where none are shown.
QString looksNote(std::size_t looks);
/// Times that test rows had been opened when the figure was made: 0 where it shows none.
std::size_t looksOf(const experiments::FigureData& data);
/// The column that is predicted; empty where neither the data nor the run names it.
QString labelColumn(const experiments::FigureData& data);
/// The same, or "label".
QString labelWords(const experiments::FigureData& data);
/// "test rows", "validation rows".
QString rowsWords(const jobs::RunDigest& digest);
/// "validation split, test stays hidden until the run ends" or "test split, epoch 11".
QString splitWords(const jobs::RunDigest& digest);
/// What a variant's weight means, in one sentence. A KL weight measures disagreement, never importance.
QString weightMeaning(const QString& variant);

/// Why weights, or corrections and mistakes, are not there yet, in words. \param digest may be null.
QString noWeightsSentence(const jobs::RunDigest* digest);
QString noErrorsSentence(const jobs::RunDigest* digest);
QString noEpochSentence(const jobs::RunDigest* digest);
QString noConfusionSentence(const jobs::RunDigest& digest);

/// Last epoch of the x axis. Training: epochsAtMost, but where that is beyond 50 a shorter axis that grows
/// with the run, so that a run that stops early is not a sliver. Afterwards: the last epoch there is.
std::int64_t lastAxisEpoch(const jobs::RunDigest& digest, std::size_t longest);

/// " Of these people only: women." and what warns of them, behind other words; empty of everybody.
QString whichPeople(const experiments::StudyFacts& study);

/// "and 9 more".
QString moreWords(std::size_t count);

} // namespace btw::charts
