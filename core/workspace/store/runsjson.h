// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/records.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

namespace btw::store {

class Store;

/// One run as `btw runs --json` lists it: `id`, `name`, `variant`, `model`, `seed`, `status`, `epochs`,
/// `best_epoch`, `validation` and `test` (metrics, null where undefined; `test` empty until testIsOpen()),
/// `modality` of a unimodal run, `message` where there is one, and once testIsOpen() `reference` and
/// `yardstick` (referencejson.h).
QJsonObject runJson(const RunRecord& run, const std::vector<ReferenceRecord>& models);

/// Every run of the store, oldest first; each also with `training`, the ids of the trainings that it belongs
/// to. \param withCurves each also with what probabilityJson() has of it, some 20 ms a run; where a run's
/// predictions cannot be read, with `problem`, a sentence.
QJsonArray runsJson(const Store& store, bool withCurves = false);

} // namespace btw::store
