// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/records.h"

#include <array>

namespace btw::store {
namespace {

constexpr std::array kStatus { "queued", "running", "paused", "stopped", "interrupted", "failed",
    "finished" };

} // namespace

QString statusName(RunStatus status)
{
    return QString::fromLatin1(kStatus.at(static_cast<std::size_t>(status)));
}

std::optional<RunStatus> parseStatus(const QString& name)
{
    for (std::size_t i = 0; i < kStatus.size(); ++i) {
        if (name == QLatin1String(kStatus.at(i)))
            return static_cast<RunStatus>(i);
    }
    return std::nullopt;
}

} // namespace btw::store
