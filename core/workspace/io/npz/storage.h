// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/arraytype.h"

#include <string>

namespace btw::io {

/// How the numbers of an array lie in a file where most files have them otherwise: "as float16, big-endian,
/// in Fortran order". Empty for float32 and float64, little-endian, in C order. Empty
/// for what is no number, too.
std::string unusualStorage(const ArrayType& type, bool fortranOrder);

} // namespace btw::io
