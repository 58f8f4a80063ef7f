// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/closedtest.h"

namespace btw::pages {

std::shared_ptr<const jobs::RunDigest> withTestClosed(const jobs::RunDigest& digest)
{
    auto closed = std::make_shared<jobs::RunDigest>(digest);
    closed->run.test.clear();
    if (closed->errorSplit == Split::Test) {
        closed->errors.reset();
        closed->confusion.clear();
        closed->errorSplit = Split::Validation;
        closed->errorEpoch = 0;
    }
    return closed;
}

} // namespace btw::pages
