// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"

#include <memory>
#include <string>

namespace btw::model {

/// An encoder from a TorchScript file (EncoderFile; docs/handbook/encoders.md): what the file gives, `[B,
/// E]`, then Linear(E, d). The file gets the values as they stand in the data: the standardisation is undone,
/// tokens are whole numbers. With `encoder_rate` 0 its weights stay as they are, it is in evaluation mode and
/// is given each row by itself, once (EncodedRows), so that its answers hang on no batch; else they are
/// parameters like others, with that learning rate, and while training it is in training mode. Its buffers of
/// fractions (a batch norm's running means) are parameters of rate 0 then, so that checkpoints and models
/// keep them, too. \throws btw::Error as EncoderFile does, and for a file that is to be fine-tuned and has
/// nothing to tune
std::unique_ptr<Encoder> fileEncoder(const ModelShape::Input& input, const std::string& path,
    const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters);

} // namespace btw::model
