// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/opcodes.h"

#include <array>

namespace btw::io::pickle {

namespace {

using Table = std::array<OpcodeInfo, 256>;

constexpr Table makeTable()
{
    Table table {};
    const auto set = [&table](Opcode code, std::string_view name, Argument argument = Argument::Nothing) {
        table.at(static_cast<std::size_t>(code)) = { name, argument };
    };
    set(Opcode::Mark, "MARK");
    set(Opcode::Stop, "STOP");
    set(Opcode::Pop, "POP");
    set(Opcode::PopMark, "POP_MARK");
    set(Opcode::Dup, "DUP");
    set(Opcode::Float, "FLOAT", Argument::Line);
    set(Opcode::Int, "INT", Argument::Line);
    set(Opcode::BinInt, "BININT", Argument::Signed4);
    set(Opcode::BinInt1, "BININT1", Argument::Unsigned1);
    set(Opcode::Long, "LONG", Argument::Line);
    set(Opcode::BinInt2, "BININT2", Argument::Unsigned2);
    set(Opcode::None, "NONE");
    set(Opcode::PersId, "PERSID", Argument::Line);
    set(Opcode::BinPersId, "BINPERSID");
    set(Opcode::Reduce, "REDUCE");
    set(Opcode::String, "STRING", Argument::Line);
    set(Opcode::BinString, "BINSTRING", Argument::Counted4);
    set(Opcode::ShortBinString, "SHORT_BINSTRING", Argument::Counted1);
    set(Opcode::Unicode, "UNICODE", Argument::Line);
    set(Opcode::BinUnicode, "BINUNICODE", Argument::Counted4);
    set(Opcode::Append, "APPEND");
    set(Opcode::Build, "BUILD");
    set(Opcode::Global, "GLOBAL", Argument::TwoLines);
    set(Opcode::Dict, "DICT");
    set(Opcode::EmptyDict, "EMPTY_DICT");
    set(Opcode::Appends, "APPENDS");
    set(Opcode::Get, "GET", Argument::Line);
    set(Opcode::BinGet, "BINGET", Argument::Unsigned1);
    set(Opcode::Inst, "INST", Argument::TwoLines);
    set(Opcode::LongBinGet, "LONG_BINGET", Argument::Unsigned4);
    set(Opcode::List, "LIST");
    set(Opcode::EmptyList, "EMPTY_LIST");
    set(Opcode::Obj, "OBJ");
    set(Opcode::Put, "PUT", Argument::Line);
    set(Opcode::BinPut, "BINPUT", Argument::Unsigned1);
    set(Opcode::LongBinPut, "LONG_BINPUT", Argument::Unsigned4);
    set(Opcode::SetItem, "SETITEM");
    set(Opcode::Tuple, "TUPLE");
    set(Opcode::EmptyTuple, "EMPTY_TUPLE");
    set(Opcode::SetItems, "SETITEMS");
    set(Opcode::BinFloat, "BINFLOAT", Argument::Real8);
    set(Opcode::BinBytes, "BINBYTES", Argument::Counted4);
    set(Opcode::ShortBinBytes, "SHORT_BINBYTES", Argument::Counted1);
    set(Opcode::Proto, "PROTO", Argument::Unsigned1);
    set(Opcode::NewObj, "NEWOBJ");
    set(Opcode::Ext1, "EXT1", Argument::Unsigned1);
    set(Opcode::Ext2, "EXT2", Argument::Unsigned2);
    set(Opcode::Ext4, "EXT4", Argument::Signed4);
    set(Opcode::Tuple1, "TUPLE1");
    set(Opcode::Tuple2, "TUPLE2");
    set(Opcode::Tuple3, "TUPLE3");
    set(Opcode::NewTrue, "NEWTRUE");
    set(Opcode::NewFalse, "NEWFALSE");
    set(Opcode::Long1, "LONG1", Argument::Counted1);
    set(Opcode::Long4, "LONG4", Argument::Counted4);
    set(Opcode::ShortBinUnicode, "SHORT_BINUNICODE", Argument::Counted1);
    set(Opcode::BinUnicode8, "BINUNICODE8", Argument::Counted8);
    set(Opcode::BinBytes8, "BINBYTES8", Argument::Counted8);
    set(Opcode::EmptySet, "EMPTY_SET");
    set(Opcode::AddItems, "ADDITEMS");
    set(Opcode::FrozenSet, "FROZENSET");
    set(Opcode::NewObjEx, "NEWOBJ_EX");
    set(Opcode::StackGlobal, "STACK_GLOBAL");
    set(Opcode::Memoize, "MEMOIZE");
    set(Opcode::Frame, "FRAME", Argument::Unsigned8);
    set(Opcode::ByteArray8, "BYTEARRAY8", Argument::Counted8);
    set(Opcode::NextBuffer, "NEXT_BUFFER");
    set(Opcode::ReadonlyBuffer, "READONLY_BUFFER");
    return table;
}

constexpr Table kTable = makeTable();

} // namespace

const OpcodeInfo& opcodeInfo(std::uint8_t code) { return kTable.at(code); }

} // namespace btw::io::pickle
