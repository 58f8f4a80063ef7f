// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace btw::store {

class Store;

/// A run at its best epoch as a table (RFC 4180, LF line ends, numbers that read back to the same bits),
/// which `btw weights` takes as PREDICTIONS.csv when the run is a multimodal one:
///
///     id,split,y,pred_multi,pred_<modality>...,w_<modality>...[,note]           regression
///     id,split,y,prob_multi_<c>...,prob_<modality>_<c>...,w_<modality>...       classification; y = class
///     index
///
/// The modalities' own predictions come from the unimodal runs that the run was built from. A unimodal run
/// has its own columns only; the baseline's weights are 1. A cell is empty where the modality is absent, and
/// for test rows until testIsOpen(). `note` says
/// "uses evaluation labels" in every row of a run whose weights were made with variance=residual-labels.
/// A pool of modalities (late fusion) has instead of weights `fold` (whose models predicted a training row),
/// `lambda`, and `c_<modality>`, how far each is believed.
/// \throws btw::Error (Kind::Input) when there is no such run, or it has no predictions yet.
QByteArray exportCsv(const Store& store, std::int64_t runId);

/// The same into a file, which appears complete or not at all. \throws btw::Error (also Kind::Work).
void writeExport(const Store& store, std::int64_t runId, const QString& path);

} // namespace btw::store
