// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/structure.h"

#include "workspace/io/pickle/document.h"
#include "workspace/io/pickle/refused.h"

#include <algorithm>
#include <vector>

namespace btw::io::pickle {

namespace {

enum class State : std::uint8_t { New, Open, Done };

const std::vector<NodeId>* childrenOf(const Document& document, NodeId id)
{
    const Node& node = document.node(id);
    switch (node.kind) {
    case Kind::List:
    case Kind::Tuple:
    case Kind::Set:
    case Kind::Dict:
        return &document.items(node);
    case Kind::Array:
        return &document.array(node).objects;
    default:
        return nullptr;
    }
}

} // namespace

void checkStructure(const Document& document, std::size_t at)
{
    struct Frame
    {
        NodeId id = 0;
        std::size_t next = 0; ///< child
        std::size_t height = 0; ///< of the highest child so far
    };
    std::vector<State> states(document.nodeCount(), State::New);
    // A value that is used twice is entered once; its height is kept for the second use.
    std::vector<std::uint8_t> heights(document.nodeCount(), 0);
    std::vector<Frame> path;
    const auto enter = [&](NodeId id) {
        if (path.size() == kDeepest)
            throw Refused(at,
                { "values are nested more than " + std::to_string(kDeepest) + " deep",
                    "save a dict or a list of arrays" });
        states[id] = State::Open;
        path.push_back({ id, 0, 0 });
    };
    enter(document.root().id());
    while (!path.empty()) {
        Frame& frame = path.back();
        const std::vector<NodeId>* children = childrenOf(document, frame.id);
        if (children == nullptr || frame.next == children->size()) {
            states[frame.id] = State::Done;
            const std::size_t height = frame.height + 1;
            heights[frame.id] = static_cast<std::uint8_t>(height);
            path.pop_back();
            if (!path.empty())
                path.back().height = std::max(path.back().height, height);
            continue;
        }
        const NodeId child = (*children)[frame.next++];
        if (states[child] == State::Open)
            throw Refused(at,
                { "a value contains itself (a recursive pickle)", "save data without references to itself" });
        if (states[child] == State::Done) {
            frame.height = std::max<std::size_t>(frame.height, heights[child]);
            if (path.size() + frame.height > kDeepest)
                throw Refused(at,
                    { "values are nested more than " + std::to_string(kDeepest) + " deep",
                        "save a dict or a list of arrays" });
        } else {
            enter(child);
        }
    }
}

} // namespace btw::io::pickle
