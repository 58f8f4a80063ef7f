// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace btw::io {

/// How the numbers of an array lie in a file where most files have them otherwise: "as float16, big-endian,
/// in Fortran order". Empty for float32 and float64, little-endian, in C order. `kind` is numpy's: f, i, u,
/// b; `size` in bytes.
std::string unusualStorage(char kind, std::int64_t size, bool bigEndian, bool fortranOrder);

} // namespace btw::io
