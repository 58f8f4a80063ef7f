// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/document.h"

namespace btw::io::pickle {

NodeId Document::add(const Node& node)
{
    m_nodes.push_back(node);
    return static_cast<NodeId>(m_nodes.size() - 1);
}

NodeId Document::addList(Kind kind, std::vector<NodeId> items)
{
    Node node;
    node.kind = kind;
    node.number = static_cast<std::int64_t>(m_lists.size());
    m_lists.push_back(std::move(items));
    return add(node);
}

NodeId Document::addArray(Kind kind, Array array)
{
    Node node;
    node.kind = kind;
    node.number = static_cast<std::int64_t>(m_arrays.size());
    m_arrays.push_back(std::move(array));
    return add(node);
}

std::string_view Document::keep(std::string text)
{
    m_strings.push_back(std::move(text));
    return m_strings.back();
}

} // namespace btw::io::pickle
