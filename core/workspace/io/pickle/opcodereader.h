// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/opcodes.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace btw::io::pickle {

/// One instruction with its argument, whose bytes stay where they are in the file.
struct Instruction
{
    Opcode code = Opcode::Stop;
    std::size_t at = 0; ///< byte of the instruction in the file
    std::uint64_t number = 0; ///< of Unsigned1 to Unsigned8
    std::int64_t integer = 0; ///< of Signed4
    double real = 0; ///< of Real8
    std::string_view bytes; ///< of Counted and Line (without its end)
    std::string_view second; ///< second of TwoLines
};

/// Cuts a pickle into instructions. Lengths are believed only as far as the file goes.
class OpcodeReader
{
public:
    explicit OpcodeReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    /// \throws Refused where the file ends, or the byte is no instruction.
    Instruction next();
    std::size_t position() const { return m_at; }
    bool atEnd() const { return m_at == m_bytes.size(); }

private:
    std::string_view take(std::uint64_t count, const Instruction& of);
    std::string_view line(const Instruction& of);
    std::uint64_t number(std::size_t width, const Instruction& of);

    std::string_view m_bytes;
    std::size_t m_at = 0;
};

} // namespace btw::io::pickle
