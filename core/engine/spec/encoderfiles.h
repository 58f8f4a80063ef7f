// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"

#include <string>
#include <vector>

namespace btw::training {

/// One of the files that `encoder_files` names: TorchScript that encodes a modality
/// (docs/handbook/encoders.md).
struct EncoderFileName
{
    std::string modality;
    std::string path;
    std::string hash; ///< SHA-256 in hex, which a stored run has; empty: whatever the file holds
};

/// "text=/models/bert.pt;image=/models/resnet.pt", or with commas; a path may end in "#" and the file's
/// SHA-256. \throws btw::Error where it is not that
std::vector<EncoderFileName> encoderFiles(const ExperimentSpec& spec);

/// The path of a modality's file; empty: it has none. \throws btw::Error as above
std::string encoderFileOf(const ExperimentSpec& spec, const std::string& modality);

void setEncoderFiles(ExperimentSpec& spec, const std::vector<EncoderFileName>& files);

} // namespace btw::training
