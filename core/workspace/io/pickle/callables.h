// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/fault.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace btw::io::pickle {

/// The names that a pickle of plain data and numpy arrays needs. None of them is ever looked up or called:
/// each stands for a few lines of this program that build the same value.
enum class Callable : std::uint8_t {
    NdArray, ///< numpy.ndarray, as an argument only
    DType, ///< numpy.dtype(code, align, copy)
    Reconstruct, ///< numpy.core.multiarray._reconstruct: an array whose state follows (BUILD)
    FromBuffer, ///< numpy.core.numeric._frombuffer(buffer, dtype, shape, order), protocol 5
    Scalar, ///< numpy.core.multiarray.scalar(dtype, bytes)
    Encode, ///< _codecs.encode(text, 'latin1'): bytes in protocols 0 to 2
    Set,
    FrozenSet,
    Bytes,
    ByteArray
};

std::optional<Callable> knownCallable(std::string_view module, std::string_view name);
std::string_view callableName(Callable callable);

/// Why a pickle that asks for this name is not read.
Fault refusedName(std::string_view module, std::string_view name);

} // namespace btw::io::pickle
