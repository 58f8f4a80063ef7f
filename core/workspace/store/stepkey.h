// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <span>

namespace btw::store {

/// Everything that a step's result depends on.
struct StepIdentity
{
    training::Step step = training::Step::Baseline;
    QString modality; ///< counts for Step::Unimodal only
    training::ExperimentSpec spec;
    QString cohortHash;
    std::uint64_t seed = 0;
    int threads = 1;
    QString device;
    QString libtorchVersion;
    /// Step::Weighted: the keys of the unimodal runs in the order of the modalities; the baseline is compared
    /// with, not read, and stays out.
    QStringList inputKeys;
    /// Of a step that this version computes in other bits than earlier ones did, by what: "lstm 2". Empty:
    /// the bits are as they always were.
    QString numerics {};
};

/// SHA-256 (hex) of an identity: two runs with the same key have the same bits, so a finished one stands in
/// for the other. Of the spec only the keys that the step reads count, and only where they are not at their
/// default (stepFields), so that unimodal runs and the baseline serve every variant, and a key of a later
/// version retrains nothing.
/// \param read the parameters that the run's system reads
QString stepKey(const StepIdentity& identity, std::span<const training::Parameter> read);

/// The key by which earlier versions (format 1) stored the same step; empty where they could not have trained
/// it. Frozen: it is asked for once more before anything is trained again. `inputKeys` are such keys, too.
QString olderStepKey(const StepIdentity& identity);

/// The keys of the spec that the step reads and that are not at their default, with their values (numbers as
/// text).
QJsonObject stepFields(
    training::Step step, const training::ExperimentSpec& spec, std::span<const training::Parameter> read);

} // namespace btw::store
