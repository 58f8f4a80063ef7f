// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// Takes what another store finished of the runs that this one has recorded and not finished, and the
/// reference models of cohorts that have none here. Test figures stay hidden. \return runs that were taken
/// \throws btw::Error as store::Store::adoptRun()
std::size_t gather(store::Store& into, const store::Store& from);

} // namespace btw::jobs
