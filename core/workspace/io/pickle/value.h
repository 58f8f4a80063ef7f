// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace btw::io::pickle {

class Array;
class Document;

using NodeId = std::uint32_t;

enum class Kind : std::uint8_t {
    None,
    Bool,
    Int,
    Float,
    Text,
    Bytes, ///< also Python 2's str
    List,
    Tuple,
    Set,
    Dict,
    Array,
    Type, ///< a numpy.dtype
    Callable ///< only while unpickling: one of the few names that are known
};

/// One Python value in a document, which must outlive it.
class Value
{
public:
    Value() = default;
    Value(const Document& document, NodeId id)
        : m_document(&document)
        , m_id(id)
    {
    }

    bool isNull() const { return m_document == nullptr; }
    NodeId id() const { return m_id; }
    Kind kind() const;
    /// For messages: "a dict", "an array (3, 5)".
    std::string description() const;

    bool isSequence() const; ///< List or Tuple
    /// Items of a List, Tuple, Set; entries of a Dict.
    std::size_t size() const;
    Value item(std::size_t i) const;

    /// Of a Dict whose key is a str or bytes; the last one, as Python has it. Null where there is none.
    Value find(std::string_view key) const;
    Value key(std::size_t i) const;
    Value valueAt(std::size_t i) const;

    /// Null where the value is no array.
    const Array* array() const;
    /// Element i, in C order, of an array of objects.
    Value objectAt(std::size_t i) const;

    /// A Bool, Int, Float, or an array of one number. Nothing for others, and for whole numbers beyond 2^53.
    std::optional<double> number() const;
    std::optional<std::int64_t> whole() const;
    /// Of a Text or Bytes, as they are in the pickle; empty for others.
    std::string bytes() const;
    /// A Text or Bytes as UTF-8, or an array of one text; numbers as they are written.
    std::optional<std::string> text() const;

private:
    const Document* m_document = nullptr;
    NodeId m_id = 0;
};

} // namespace btw::io::pickle
