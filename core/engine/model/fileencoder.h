// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"

#include <memory>
#include <string>

namespace btw::model {

/// An encoder from a TorchScript file (BoundFile; docs/handbook/encoders.md): what the file gives, `[B, E]`,
/// then Linear(E, d), dropout. \throws btw::Error as EncoderFile does, and for a file that is to be
/// fine-tuned and has nothing to tune
std::unique_ptr<Encoder> fileEncoder(const ModelShape::Input& input, const std::string& path,
    const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters);

} // namespace btw::model
