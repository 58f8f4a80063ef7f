// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <optional>
#include <string>

namespace btw::data {

/// The feature of a modality that has this name, or this number from 1 where none has the name.
std::optional<std::size_t> featureCalled(const Modality& modality, const std::string& name);

/// Takes one feature out of a modality: its values, its name, and how its words become numbers. One column
/// that is made of words (`sex=f`) stands for all of them. A modality of one feature goes as a whole.
/// \throws btw::Error for a modality or a feature that is not there, and where nothing would be left.
void leaveOutFeature(Cohort& cohort, const std::string& modality, const std::string& feature);

} // namespace btw::data
