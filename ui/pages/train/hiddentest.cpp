// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/hiddentest.h"

namespace btw::pages {

std::shared_ptr<const jobs::RunDigest> withTestHidden(const jobs::RunDigest& digest)
{
    auto hidden = std::make_shared<jobs::RunDigest>(digest);
    hidden->run.test.clear();
    if (hidden->errorSplit == Split::Test) {
        hidden->errors.reset();
        hidden->confusion.clear();
        hidden->errorSplit = Split::Validation;
        hidden->errorEpoch = 0;
    }
    return hidden;
}

} // namespace btw::pages
