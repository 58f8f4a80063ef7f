// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"
#include "engine/training/spec.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstdint>

namespace btw::store {

/// SHA-256 (hex) over everything that a step's result depends on: two runs with the same key have the same
/// bits, so a finished one stands in for the other.
///
/// Of the spec only the keys that the step reads count (stepFields), so that unimodal runs and the baseline
/// serve every variant. `modality` counts for Step::Unimodal only. `inputKeys`: Step::Weighted, the keys of
/// the unimodal runs in the order of the modalities; the baseline is compared with, not read, and stays out.
QString stepKey(training::Step step, const QString& modality, const training::ExperimentSpec& spec,
    const QString& cohortHash, std::uint64_t seed, int threads, const QString& device,
    const QString& libtorchVersion, const QStringList& inputKeys);

/// The keys of the spec that the step reads, with their values (numbers that need not be whole as text).
/// Never read: `preset` (a name for values that are all here) and `split_seed` (the cohort's hash covers the
/// splits). Unimodal runs train on the rows that have their modality, so `missing` is not theirs; weighting
/// options are read by the weighted step, and only those of its variant.
QJsonObject stepFields(training::Step step, const training::ExperimentSpec& spec);

} // namespace btw::store
