// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::data {

/// The feature of a modality that has this name, or this number from 1 where none has the name.
std::optional<std::size_t> featureCalled(const Modality& modality, const std::string& name);

/// A modality, and one of its features: its name, or its number from 1 of the cohort as it is given.
using FeatureName = std::pair<std::string, std::string>;

/// Takes features out of modalities: their values, names, and how their words become numbers. One column
/// that is made of words (`sex=f`) stands for all of them, and one named twice goes once. Where features have
/// no names, those that stay are called by their numbers from then on. A modality of one feature goes as a
/// whole.
/// \throws btw::Error for a modality or a feature that is not there, and where nothing would be left.
void leaveOutFeatures(Cohort& cohort, const std::vector<FeatureName>& features);

/// The cohort with some of its modalities only, every instance kept, without descriptive columns.
Cohort withModalities(const Cohort& cohort, const std::vector<std::size_t>& modalities);

} // namespace btw::data
