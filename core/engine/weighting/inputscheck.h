// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/weigher.h"

#include <string>

namespace btw::weighting {

/// How messages name a modality's model: modality 'text'.
std::string modalityLabel(const std::string& name);
/// How messages name the multimodal model.
inline constexpr const char* kMultimodalLabel = "the multimodal model";

/// \throws btw::Error when the variant does not do for the task
void checkVariant(Variant variant, Task task);
/// Everything about the inputs that can be wrong before a multimodal prediction is known, labels aside.
/// \throws btw::Error, see Weigher
void checkInputs(const Inputs& inputs, const Options& options);

} // namespace btw::weighting
