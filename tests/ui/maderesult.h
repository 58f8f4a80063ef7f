// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studyresult.h"

#include <memory>

/// A result made by hand: two classes, late fusion of tumour, age and receptors on 3 folds. The tumour helps,
/// age helps a little, of receptors one cannot tell.
namespace btw::values {

std::shared_ptr<experiments::StudyResult> madeResult();
/// The same without leave-outs: one training.
std::shared_ptr<experiments::StudyResult> madeSingle();
/// For whom the tumour helps: by class and by a column; one group is too small.
std::shared_ptr<experiments::ForWhomResult> madeForWhom();

} // namespace btw::values
