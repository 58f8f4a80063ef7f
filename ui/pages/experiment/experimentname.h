// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::pages {

class ExperimentDraft;

/// What an experiment is called while a person gives it no name: "metabric, what each modality adds, 5
/// folds".
QString experimentName(const ExperimentDraft& draft, const QString& data);

} // namespace btw::pages
