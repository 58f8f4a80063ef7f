// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Keys of an experiment's file that the form edits (docs/experiment.schema.json).
namespace btw::pages::experimentkeys {

inline const QString kSpec = QStringLiteral("spec");
inline const QString kGrid = QStringLiteral("grid");
inline const QString kSystem = QStringLiteral("system");
inline const QString kModel = QStringLiteral("model");
inline const QString kVariant = QStringLiteral("variant");
inline const QString kNone = QStringLiteral("none");
inline const QString kModalities = QStringLiteral("modalities");
inline const QString kAll = QStringLiteral("all");
inline const QString kWithout = QStringLiteral("without");
inline const QString kPlacebo = QStringLiteral("placebo");
inline const QString kFolds = QStringLiteral("folds");
inline const QString kRepeats = QStringLiteral("repeats");
inline const QString kSeeds = QStringLiteral("seeds");
inline const QString kRows = QStringLiteral("rows");

} // namespace btw::pages::experimentkeys
