// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/idleremedy.h"

namespace btw::io {

namespace {

constexpr const char* kCode = "remedy-idle";

} // namespace

std::string takeItOut(const std::string& orElse)
{
    return "take that remedy out of the recipe" + (orElse.empty() ? std::string() : ", or " + orElse);
}

void warnOfIdle(
    Problems& problems, const std::string& where, const data::Sentence& what, const std::string& orElse)
{
    problems.warning(kCode, where, what, takeItOut(orElse));
}

void refuseIdle(
    Problems& problems, const std::string& where, const data::Sentence& what, const std::string& orElse)
{
    problems.error(kCode, where, what, takeItOut(orElse));
}

} // namespace btw::io
