// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"

#include <QString>

#include <string>
#include <vector>

namespace btw::store {

/// The spec with the encoders from files of these modalities alone, each with its whole path and the SHA-256
/// of what the file holds now: what a run is stored with, so that a changed file is another model.
/// \throws btw::Error where a file cannot be read, or where the spec has its hash and that is another
training::ExperimentSpec withEncoderHashes(
    const training::ExperimentSpec& spec, const std::vector<std::string>& modalities);

/// The spec with the whole path of every file, and with the SHA-256 of those that can be read and have none
/// yet: what a training and an experiment are stored with, so that they can go on from any folder and notice
/// a changed file.
training::ExperimentSpec withWholeEncoders(const training::ExperimentSpec& spec);

/// The spec of a system that reads no files: without those, and their rate.
training::ExperimentSpec withoutEncoders(const training::ExperimentSpec& spec);

/// The same spec without the paths, as step keys have it: where a file lies does not matter.
training::ExperimentSpec withoutEncoderPaths(const training::ExperimentSpec& spec);

/// For a model that comes from elsewhere: a file that is not where the spec says, or is another one there, is
/// taken from the folder where it lies there.
training::ExperimentSpec withEncodersFrom(const QString& folder, const training::ExperimentSpec& spec);

/// The spec of something that is stored, with the files as they are named now: they may have moved since.
training::ExperimentSpec withEncodersOf(
    const training::ExperimentSpec& stored, const training::ExperimentSpec& now);

/// \throws btw::Error where an encoder's file is gone or holds something else than the spec's hash says
void refuseChangedEncoders(const training::ExperimentSpec& spec);

} // namespace btw::store
