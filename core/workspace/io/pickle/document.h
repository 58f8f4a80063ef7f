// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/array.h"
#include "workspace/io/pickle/mappedfile.h"
#include "workspace/io/pickle/value.h"

#include <deque>
#include <string>
#include <vector>

namespace btw::io::pickle {

/// What one value is made of. Children are numbers of other nodes, so that a value that is used twice is
/// stored once.
struct Node
{
    Kind kind = Kind::None;
    std::int64_t number = 0; ///< Bool, Int; List, Tuple, Set, Dict, Array, Type: place in its table
    double real = 0; ///< Float
    std::string_view text; ///< Text (UTF-8), Bytes: in the file, or in the document's own strings
};

/// Everything that one pickle holds. Values and arrays refer to it, and to the file that it keeps mapped.
class Document
{
public:
    Document() = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    Value root() const { return { *this, m_root }; }
    const MappedFile& file() const { return m_file; }
    MappedFile& file() { return m_file; }

    const Node& node(NodeId id) const { return m_nodes[id]; }
    /// Items of a List, Tuple or Set; keys and values by turns of a Dict.
    const std::vector<NodeId>& items(const Node& node) const
    {
        return m_lists[static_cast<std::size_t>(node.number)];
    }
    const Array& array(const Node& node) const { return m_arrays[static_cast<std::size_t>(node.number)]; }

    // For the unpickler.
    std::size_t nodeCount() const { return m_nodes.size(); }
    NodeId add(const Node& node);
    NodeId addList(Kind kind, std::vector<NodeId> items);
    NodeId addArray(Kind kind, Array array);
    std::string_view keep(std::string text);
    std::vector<NodeId>& itemsOf(NodeId id) { return m_lists[static_cast<std::size_t>(m_nodes[id].number)]; }
    Array& arrayOf(NodeId id) { return m_arrays[static_cast<std::size_t>(m_nodes[id].number)]; }
    void setRoot(NodeId id) { m_root = id; }

private:
    MappedFile m_file;
    std::deque<Node> m_nodes; // no vector: growing must not copy, nor need twice the memory
    std::deque<std::vector<NodeId>> m_lists;
    std::deque<Array> m_arrays;
    std::deque<std::string> m_strings;
    NodeId m_root = 0;
};

} // namespace btw::io::pickle
