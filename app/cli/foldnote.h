// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace btw::store {
class Store;
}

namespace btw::cli {

/// A model of one fold was trained on a part of the data only.
std::optional<QString> ofOneFold(const store::Store& store, std::int64_t run);

} // namespace btw::cli
