// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"
#include "console.h"

#include "workspace/jobs/request.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace btw::cli {

/// Which of several processes this one is.
struct RanksArguments
{
    int rank = 0;
    int size = 1;
    std::string url;
};

/// `--world-size N --rank R --store-url tcp://HOST:PORT`; nullopt for one process. \throws btw::Error for a
/// part of these, and a rank that is none
std::optional<RanksArguments> ranksArguments(const Arguments& arguments);

/// Meets the other ranks, and sees to it that all are about to train the same: program, cohort, spec and
/// seeds. \throws btw::Error
std::shared_ptr<training::Ranks> meet(
    const RanksArguments& ranks, const std::vector<jobs::TrainingRequest>& requests, Console& console);

} // namespace btw::cli
