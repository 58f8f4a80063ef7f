// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <vector>

namespace btw::models {

/// The planted cohort that the program made and keeps in this file, or that an experiment names so: its kind,
/// and the seed where that is not 0 ("los", "los:3"); empty for any other file. One name, one cohort.
QString sampleIn(const QString& path);

/// The published data that such a cohort is shaped after: "CMU-MOSI". Empty where it is after none.
QString shapeOf(const QString& sample);

/// What a modality of such data stands for, where that is known: "X-rays". Else empty.
QString sampleWord(const QString& sample, const std::string& modality);

/// What the modalities of such data stand for, where their names do not say it: "ts: vital signs, cxr:
/// X-rays". Empty where there is nothing to say.
QString sampleWords(const QString& sample, const std::vector<std::string>& modalities);

} // namespace btw::models
