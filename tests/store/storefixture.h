// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/error.h"
#include "workspace/store/migrations.h"
#include "workspace/store/store.h"

#include <QSqlDatabase>
#include <QString>
#include <QVariant>

#include <functional>

/// Small cohorts, runs and epochs with values that a test can recompute.
namespace btw::fixture {

/// Six rows, modalities text (always present) and audio (absent in rows 1 and 4), splits train x3,
/// validation, test x2; classes low, high; row 5 without a label.
store::CohortRecord classification();
/// The same rows with y = 0.5 * row and groups.
store::CohortRecord regression();
/// `n` rows, `modalities` modalities, one class label of `classes` each.
store::CohortRecord large(std::size_t n, std::size_t modalities, std::size_t classes);

store::RunRecord run(std::int64_t splitId, training::Step step, const QString& key = QStringLiteral("key"));
/// Predictions value = number + row + k / 10, weights = number / 10 + modality, a summary a modality.
store::EpochRecord epoch(const store::CohortRecord& cohort, std::int64_t number, bool best);
/// The result that belongs to `epoch(cohort, best, true)`.
training::RunResult result(const store::CohortRecord& cohort, std::int64_t epochs, std::int64_t best);

/// The sentence of the btw::Error that `work` throws; empty where it throws none.
QString errorOf(const std::function<void()>& work);
/// The same, with the kind in front: "Input: ..." or "Work: ...".
QString kindAndErrorOf(const std::function<void()>& work);

/// Applies migrations to a file as Store does, with a list of the caller's own.
void migrateFile(const QString& path, const std::vector<store::Migration>& steps);

/// One statement on a connection of its own; the first cell of its answer.
QVariant sql(const QString& storePath, const QString& statement);

} // namespace btw::fixture
