// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/elementtext.h"
#include "workspace/io/pickle/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io::pickle {

/// A numpy array whose elements stay where they are in the mapped file. Elements are counted in C order,
/// whatever their order in the file is; numbers in files never reach past the shape, which the unpickler has
/// checked against the bytes.
class Array
{
public:
    ArrayType element;
    std::vector<std::int64_t> shape; ///< empty for a scalar
    bool fortranOrder = false;
    bool complete = false; ///< its state was in the pickle
    bool mapped = false; ///< `raw` lies in the mapped file
    std::string_view raw; ///< all but objects
    std::vector<NodeId> objects; ///< of an object array: in C order, whatever `fortranOrder` says

    std::int64_t count() const { return countOf(shape); } ///< elements
    std::int64_t rows() const { return shape.empty() ? 1 : shape.front(); }
    std::int64_t rowSize() const; ///< elements of one row along the first axis
    std::string shapeText() const; ///< "(3, 5)"

    /// Elements [first, first + n) as float32; false where a whole number is beyond 2^53.
    bool floats(std::int64_t first, std::int64_t n, float* to) const;
    /// Whether all of the elements [first, first + n) are zero; missing values are not.
    bool isZero(std::int64_t first, std::int64_t n) const;
    /// The elements will not be read soon: they need not stay in memory.
    void discard(std::int64_t first, std::int64_t n) const;
    /// The elements will be read soon.
    void prefetch(std::int64_t first, std::int64_t n) const;

    std::optional<double> number(std::int64_t i) const;
    std::optional<std::int64_t> whole(std::int64_t i) const;
    std::string text(std::int64_t i) const; ///< of a text array
    NodeId object(std::int64_t i) const; ///< of an object array

private:
    std::int64_t place(std::int64_t i) const; ///< of element i in the file
    const char* at(std::int64_t i) const { return raw.data() + place(i) * element.size; }
    bool inOrder() const { return !fortranOrder || shape.size() < 2; }
};

} // namespace btw::io::pickle
