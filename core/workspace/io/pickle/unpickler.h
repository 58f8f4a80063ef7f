// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/callables.h"
#include "workspace/io/pickle/document.h"
#include "workspace/io/pickle/memorybudget.h"
#include "workspace/io/pickle/opcodereader.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace btw::io::pickle {

/// The stack machine of CPython's Lib/pickle.py, without its power to call anything: it builds dicts, lists,
/// tuples, sets, strings, numbers and numpy arrays in a document, and refuses every other name.
class Unpickler
{
public:
    /// The document's file must be open.
    Unpickler(Document& document, MemoryBudget& memory);

    /// Runs until STOP and checks the structure. `goOn` is asked now and then, with the share of the file
    /// that is behind. \return bytes that follow STOP. \throws Refused, also (without a fault) when stopped.
    std::size_t run(const std::function<bool(double)>& goOn);

private:
    bool step(const Instruction& instruction); ///< false at STOP
    bool scalar(const Instruction& instruction);
    bool text(const Instruction& instruction);
    bool container(const Instruction& instruction);
    bool memo(const Instruction& instruction);
    void object(const Instruction& instruction);

    [[noreturn]] void refuse(std::string what, std::string remedy) const;
    [[noreturn]] void damaged(const std::string& what) const;
    void charge(std::uint64_t bytes);

    void push(NodeId id);
    void push(Node node);
    void pushText(Kind kind, std::string_view text);
    void pushKept(Kind kind, std::string text);
    void pushList(Kind kind, std::vector<NodeId> items);
    NodeId top() const;
    NodeId pop();
    std::vector<NodeId> popToMark();

    void append(const std::vector<NodeId>& items, Kind to);
    void store(std::uint64_t place);
    void recall(std::uint64_t place);

    [[noreturn]] void refuseName(std::string_view module, std::string_view name) const;
    void global(std::string_view module, std::string_view name);
    void reduce();
    void build();

    // Arrays: unpicklerarrays.cpp
    NodeId reduced(Callable callable, const std::vector<NodeId>& arguments);
    NodeId encoded(const std::vector<NodeId>& arguments);
    NodeId set(Callable callable, const std::vector<NodeId>& arguments);
    NodeId bytes(const std::vector<NodeId>& arguments);
    NodeId type(const std::vector<NodeId>& arguments);
    NodeId scalarValue(const std::vector<NodeId>& arguments);
    NodeId fromBuffer(const std::vector<NodeId>& arguments);
    void buildType(NodeId id, const std::vector<NodeId>& state);
    void buildArray(NodeId id, const std::vector<NodeId>& state);
    void fill(Array& array, NodeId type, NodeId shape, NodeId data);
    std::vector<std::int64_t> shapeOf(NodeId id) const;
    const std::vector<NodeId>& tupleOf(NodeId id, const char* of) const;

    const Node& node(NodeId id) const { return m_document.node(id); }

    Document& m_document;
    MemoryBudget& m_memory;
    OpcodeReader m_reader;
    std::vector<NodeId> m_stack;
    std::vector<std::size_t> m_marks;
    std::vector<NodeId> m_memo;
    std::size_t m_at = 0; ///< of the instruction at hand
};

} // namespace btw::io::pickle
