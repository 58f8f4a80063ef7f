// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studyresult.h"

#include <QString>

#include <string>
#include <vector>

namespace btw::pages {

/// What a result knows of a modality; null where it knows nothing.
const experiments::AloneFigure* aloneOf(const experiments::StudyResult& result, const std::string& modality);
/// \param result with an answer
const analysis::Contribution* placeboOf(const experiments::StudyResult& result, const std::string& modality);
const experiments::Believed* believedOf(const experiments::StudyResult& result, const std::string& modality);
/// The modalities of its answer, in the order of what they add.
std::vector<const analysis::Contribution*> ordered(const experiments::StudyResult& result);
/// How far a modality is believed, as it is written.
QString shareText(double value);

} // namespace btw::pages
