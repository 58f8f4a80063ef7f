// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"

#include <string>

namespace btw::io {

/// What to do about a remedy that does nothing; `orElse`: what else ("correct its row").
std::string takeItOut(const std::string& orElse = {});

/// A remedy of the recipe that changes nothing: whoever chose it believes otherwise.
void warnOfIdle(
    Problems& problems, const std::string& where, const data::Sentence& what, const std::string& orElse = {});

/// A remedy of the recipe for something that is not there: the data is not what it was chosen for.
void refuseIdle(
    Problems& problems, const std::string& where, const data::Sentence& what, const std::string& orElse = {});

} // namespace btw::io
