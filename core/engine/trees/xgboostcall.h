// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/error.h"

#include <xgboost/c_api.h>

#include <string>

namespace btw::trees {

/// Turns a failed call of XGBoost's C library into an exception with its own sentence; of several lines
/// (XGBoost appends the place in its sources) the first.
inline void check(int status)
{
    if (status == 0)
        return;
    const std::string sentence = XGBGetLastError();
    throw Error("Boosted trees (XGBoost): " + sentence.substr(0, sentence.find('\n')), Error::Kind::Work);
}

} // namespace btw::trees
