// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/read/labelconsumer.h"

#include "engine/data/cohort.h"

namespace btw::io {

class ReadingPlan;

/// Makes classes and their indices of the labels. Missing and odd labels are errors, with remedies; classes
/// that were merged are a note, those with hardly a row a warning.
void codeLabelClasses(const Manifest& manifest, const LabelConsumer& labels, const ReadingPlan& plan,
    data::Cohort& cohort, Problems& problems);

} // namespace btw::io
