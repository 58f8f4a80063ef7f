// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/unpickler.h"

#include "workspace/io/pickle/literals.h"
#include "workspace/io/pickle/refused.h"
#include "workspace/io/pickle/structure.h"
#include "workspace/io/problems.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace btw::io::pickle {

namespace {

constexpr NodeId kNothing = std::numeric_limits<NodeId>::max();
constexpr std::uint64_t kHighestProtocol = 5;
constexpr std::size_t kAskEvery = 4096; // instructions

/// A dotted Python name; letters beyond ASCII count.
bool isName(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letter || c == '_' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
    });
}

} // namespace

Unpickler::Unpickler(Document& document, MemoryBudget& memory)
    : m_document(document)
    , m_memory(memory)
    , m_reader(document.file().bytes())
{
}

std::size_t Unpickler::run(const std::function<bool(double)>& goOn)
{
    const auto size = static_cast<double>(m_document.file().bytes().size());
    for (std::size_t count = 1;; ++count) {
        const Instruction instruction = m_reader.next();
        m_at = instruction.at;
        if (!step(instruction))
            break;
        if (count % kAskEvery == 0 && goOn && !goOn(static_cast<double>(m_at) / size))
            throw Refused(m_at, {});
    }
    checkStructure(m_document, m_at);
    return m_document.file().bytes().size() - m_reader.position();
}

void Unpickler::refuse(std::string what, std::string remedy) const
{
    throw Refused(m_at, { std::move(what), std::move(remedy) });
}

void Unpickler::damaged(const std::string& what) const
{
    refuse("the pickle is damaged: " + what, kFetchAgain);
}

void Unpickler::charge(std::uint64_t bytes)
{
    if (!m_memory.take(bytes))
        refuse(
            "the pickle would need more than the limit of " + grouped(m_memory.limit()) + " bytes of memory",
            kRaiseLimit);
}

void Unpickler::push(NodeId id)
{
    charge(sizeof(NodeId));
    m_stack.push_back(id);
}

void Unpickler::push(Node node)
{
    charge(sizeof(Node));
    if (m_document.nodeCount() >= kNothing)
        refuse("the pickle holds more than 4 billion values", "split it into several files");
    push(m_document.add(node));
}

void Unpickler::pushText(Kind kind, std::string_view text)
{
    Node node;
    node.kind = kind;
    node.text = text;
    push(node);
}

void Unpickler::pushKept(Kind kind, std::string text)
{
    charge(text.size() + sizeof(std::string));
    pushText(kind, m_document.keep(std::move(text)));
}

void Unpickler::pushList(Kind kind, std::vector<NodeId> items)
{
    charge(sizeof(Node) + sizeof(std::vector<NodeId>) + items.size() * sizeof(NodeId));
    push(m_document.addList(kind, std::move(items)));
}

NodeId Unpickler::top() const
{
    if (m_stack.empty() || (!m_marks.empty() && m_marks.back() == m_stack.size()))
        damaged("a value is missing");
    return m_stack.back();
}

NodeId Unpickler::pop()
{
    const NodeId id = top();
    m_stack.pop_back();
    return id;
}

std::vector<NodeId> Unpickler::popToMark()
{
    if (m_marks.empty())
        damaged("a MARK is missing");
    const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    m_marks.pop_back();
    std::vector<NodeId> items(from, m_stack.end());
    m_stack.erase(from, m_stack.end());
    return items;
}

void Unpickler::append(const std::vector<NodeId>& items, Kind to)
{
    const NodeId id = top();
    if (node(id).kind != to)
        damaged("items follow " + Value(m_document, id).description());
    if (to == Kind::Dict && items.size() % 2 != 0)
        damaged("a key of a dict has no value");
    charge(items.size() * sizeof(NodeId));
    std::vector<NodeId>& list = m_document.itemsOf(id);
    list.insert(list.end(), items.begin(), items.end());
}

void Unpickler::store(std::uint64_t place)
{
    // Pickle numbers the memo as it goes, and each entry takes at least a byte of the file.
    if (place > m_at)
        damaged("the memo has no place " + std::to_string(place));
    if (place >= m_memo.size()) {
        charge((place + 1 - m_memo.size()) * sizeof(NodeId));
        m_memo.resize(place + 1, kNothing);
    }
    m_memo[place] = top();
}

void Unpickler::recall(std::uint64_t place)
{
    if (place >= m_memo.size() || m_memo[place] == kNothing)
        damaged("the memo has no entry " + std::to_string(place));
    push(m_memo[place]);
}

bool Unpickler::step(const Instruction& instruction)
{
    switch (instruction.code) {
    case Opcode::Stop:
        m_document.setRoot(pop());
        return false;
    case Opcode::Proto:
        if (instruction.number > kHighestProtocol)
            refuse("the pickle is of protocol " + std::to_string(instruction.number) + ", which is not known",
                "save it with pickle.dump(..., protocol=5) or less");
        return true;
    case Opcode::Frame:
        if (instruction.number > m_document.file().bytes().size() - m_reader.position())
            refuse("the pickle is cut off or damaged: FRAME announces more bytes than follow", kFetchAgain);
        return true;
    case Opcode::Mark:
        charge(sizeof(std::size_t));
        m_marks.push_back(m_stack.size());
        return true;
    case Opcode::Pop:
        if (!m_marks.empty() && m_marks.back() == m_stack.size())
            m_marks.pop_back();
        else
            pop();
        return true;
    case Opcode::PopMark:
        popToMark();
        return true;
    case Opcode::Dup:
        push(top());
        return true;
    default:
        if (!scalar(instruction) && !text(instruction) && !container(instruction) && !memo(instruction))
            object(instruction);
        return true;
    }
}

bool Unpickler::scalar(const Instruction& instruction)
{
    Node out;
    const auto integer = [&](std::optional<std::int64_t> value) {
        if (!value)
            refuse("the pickle holds a whole number that needs more than 8 bytes, or is not one",
                "save it as a float or as text");
        out.kind = Kind::Int;
        out.number = *value;
    };
    const auto boolean = [&out](bool value) {
        out.kind = Kind::Bool;
        out.number = value ? 1 : 0;
    };
    switch (instruction.code) {
    case Opcode::None:
        break;
    case Opcode::NewTrue:
        boolean(true);
        break;
    case Opcode::NewFalse:
        boolean(false);
        break;
    case Opcode::Int:
        if (instruction.bytes == "00" || instruction.bytes == "01")
            boolean(instruction.bytes == "01");
        else
            integer(parseInteger(instruction.bytes));
        break;
    case Opcode::Long:
        integer(parseInteger(instruction.bytes));
        break;
    case Opcode::BinInt:
        integer(instruction.integer);
        break;
    case Opcode::BinInt1:
    case Opcode::BinInt2:
        integer(static_cast<std::int64_t>(instruction.number));
        break;
    case Opcode::Long1:
    case Opcode::Long4:
        integer(parseLong(instruction.bytes));
        break;
    case Opcode::Float:
        if (const auto value = parseReal(instruction.bytes))
            out.real = *value;
        else
            damaged(inQuotes(instruction.bytes) + " is not a number");
        out.kind = Kind::Float;
        break;
    case Opcode::BinFloat:
        out.kind = Kind::Float;
        out.real = instruction.real;
        break;
    default:
        return false;
    }
    push(out);
    return true;
}

bool Unpickler::text(const Instruction& instruction)
{
    switch (instruction.code) {
    case Opcode::BinUnicode:
    case Opcode::ShortBinUnicode:
    case Opcode::BinUnicode8:
        pushText(Kind::Text, instruction.bytes);
        return true;
    case Opcode::BinString:
    case Opcode::ShortBinString:
    case Opcode::BinBytes:
    case Opcode::ShortBinBytes:
    case Opcode::BinBytes8:
    case Opcode::ByteArray8:
        pushText(Kind::Bytes, instruction.bytes);
        return true;
    case Opcode::String:
    case Opcode::Unicode: {
        const bool unicode = instruction.code == Opcode::Unicode;
        charge(instruction.bytes.size());
        auto decoded = unicode ? parseRawUnicode(instruction.bytes) : parseQuoted(instruction.bytes);
        if (!decoded)
            damaged("the text " + inQuotes(instruction.bytes) + " cannot be decoded");
        pushKept(unicode ? Kind::Text : Kind::Bytes, std::move(*decoded));
        return true;
    }
    default:
        return false;
    }
}

bool Unpickler::container(const Instruction& instruction)
{
    const auto popped = [this](std::size_t count) {
        std::vector<NodeId> items(count);
        for (std::size_t i = count; i-- > 0;)
            items[i] = pop();
        return items;
    };
    switch (instruction.code) {
    case Opcode::EmptyList:
        pushList(Kind::List, {});
        return true;
    case Opcode::EmptyTuple:
        pushList(Kind::Tuple, {});
        return true;
    case Opcode::EmptyDict:
        pushList(Kind::Dict, {});
        return true;
    case Opcode::EmptySet:
        pushList(Kind::Set, {});
        return true;
    case Opcode::List:
        pushList(Kind::List, popToMark());
        return true;
    case Opcode::Tuple:
        pushList(Kind::Tuple, popToMark());
        return true;
    case Opcode::FrozenSet:
        pushList(Kind::Set, popToMark());
        return true;
    case Opcode::Dict: {
        std::vector<NodeId> items = popToMark();
        if (items.size() % 2 != 0)
            damaged("a key of a dict has no value");
        pushList(Kind::Dict, std::move(items));
        return true;
    }
    case Opcode::Tuple1:
        pushList(Kind::Tuple, popped(1));
        return true;
    case Opcode::Tuple2:
        pushList(Kind::Tuple, popped(2));
        return true;
    case Opcode::Tuple3:
        pushList(Kind::Tuple, popped(3));
        return true;
    case Opcode::Append:
        append(popped(1), Kind::List);
        return true;
    case Opcode::Appends:
        append(popToMark(), Kind::List);
        return true;
    case Opcode::SetItem:
        append(popped(2), Kind::Dict);
        return true;
    case Opcode::SetItems:
        append(popToMark(), Kind::Dict);
        return true;
    case Opcode::AddItems:
        append(popToMark(), Kind::Set);
        return true;
    default:
        return false;
    }
}

bool Unpickler::memo(const Instruction& instruction)
{
    const auto place = [&] {
        const auto value = parseInteger(instruction.bytes);
        if (!value || *value < 0)
            damaged(inQuotes(instruction.bytes) + " is not a place in the memo");
        return static_cast<std::uint64_t>(*value);
    };
    switch (instruction.code) {
    case Opcode::Memoize:
        store(m_memo.size());
        return true;
    case Opcode::BinPut:
    case Opcode::LongBinPut:
        store(instruction.number);
        return true;
    case Opcode::Put:
        store(place());
        return true;
    case Opcode::BinGet:
    case Opcode::LongBinGet:
        recall(instruction.number);
        return true;
    case Opcode::Get:
        recall(place());
        return true;
    default:
        return false;
    }
}

void Unpickler::object(const Instruction& instruction)
{
    switch (instruction.code) {
    case Opcode::Global:
        global(instruction.bytes, instruction.second);
        return;
    case Opcode::StackGlobal: {
        const Node name = node(pop());
        const Node module = node(pop());
        if (name.kind != Kind::Text || module.kind != Kind::Text)
            damaged("the name of a class or function is not text");
        global(module.text, name.text);
        return;
    }
    case Opcode::Reduce:
        reduce();
        return;
    case Opcode::Build:
        build();
        return;
    case Opcode::Inst:
        refuseName(instruction.bytes, instruction.second);
    case Opcode::PersId:
    case Opcode::BinPersId:
        refuse("the pickle refers to something outside itself (a persistent id), as torch.save writes it",
            "save numpy arrays with pickle.dump or numpy.savez");
    case Opcode::Ext1:
    case Opcode::Ext2:
    case Opcode::Ext4:
        refuse("the pickle names an entry of Python's extension registry, which is not data", kPlainData);
    case Opcode::NextBuffer:
    case Opcode::ReadonlyBuffer:
        refuse("the pickle keeps its arrays outside the file (out-of-band buffers)",
            "save it without buffer_callback");
    default:
        refuse("the pickle builds an object of a class, which is not data", kPlainData);
    }
}

void Unpickler::refuseName(std::string_view module, std::string_view name) const
{
    // Text that is no pickle at all may well begin with the letter of GLOBAL or INST.
    if (!isName(module) || !isName(name))
        refuse("the file is not a pickle, or a damaged one: " + inQuotes(module) + " is not a name",
            "give a file that pickle.dump wrote");
    const Fault fault = refusedName(module, name);
    refuse(fault.what, fault.remedy);
}

void Unpickler::global(std::string_view module, std::string_view name)
{
    const auto callable = knownCallable(module, name);
    if (!callable)
        refuseName(module, name);
    Node node;
    node.kind = Kind::Callable;
    node.number = static_cast<std::int64_t>(*callable);
    push(node);
}

void Unpickler::reduce()
{
    const NodeId arguments = pop();
    const NodeId callable = pop();
    if (node(callable).kind != Kind::Callable || node(arguments).kind != Kind::Tuple)
        damaged("what it wants to call is not a function");
    // A copy: what is built may move the lists.
    const std::vector<NodeId> items = m_document.items(node(arguments));
    push(reduced(static_cast<Callable>(node(callable).number), items));
}

void Unpickler::build()
{
    const NodeId state = pop();
    const NodeId target = top();
    const Kind kind = node(target).kind;
    if (kind != Kind::Array && kind != Kind::Type)
        refuse("the pickle sets the state of an object, which is not data", kPlainData);
    const std::vector<NodeId> items = tupleOf(state, "the state of an array");
    if (kind == Kind::Type)
        buildType(target, items);
    else
        buildArray(target, items);
}

} // namespace btw::io::pickle
