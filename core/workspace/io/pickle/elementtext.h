// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/arraytype.h"

#include <string>

namespace btw::io::pickle {

/// A text of an array as UTF-8, trailing zeros stripped as numpy does.
std::string readText(const char* at, const ArrayType& type);

} // namespace btw::io::pickle
