// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"
#include "engine/spec/spec.h"

#include <QString>

#include <string>
#include <string_view>
#include <vector>

namespace btw::experiments {

struct Model;

/// The parameters that some step of a training with the spec reads.
std::vector<training::Parameter> parametersOf(const training::ExperimentSpec& spec, const QString& variant);

/// "width 64, 2 threads, cpu": what the second is trained with and the first is not.
QString settingsOf(const Model& first, const Model& second);

/// "width 64"; of encoders from files "voice by voice.pt#dc557fdd": the file's name and the first digits of
/// its SHA-256, without its folder. \param value as training::Parameter::valueText() has it
QString settingWords(std::string_view key, const std::string& value, const training::ExperimentSpec& spec);

} // namespace btw::experiments
