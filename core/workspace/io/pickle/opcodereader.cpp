// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/opcodereader.h"

#include "workspace/io/pickle/refused.h"
#include "workspace/io/problems.h"

#include <QtEndian>

#include <bit>
#include <limits>

namespace btw::io::pickle {

namespace {

std::string nameOf(const Instruction& instruction)
{
    return std::string(opcodeInfo(static_cast<std::uint8_t>(instruction.code)).name);
}

} // namespace

std::string_view OpcodeReader::take(std::uint64_t count, const Instruction& of)
{
    const std::size_t left = m_bytes.size() - m_at;
    if (count > left) {
        const auto shown
            = std::min(count, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
        throw Refused(of.at,
            { "the pickle is cut off or damaged: " + nameOf(of) + " announces " + grouped(shown)
                    + (count == 1 ? " byte" : " bytes") + ", and " + grouped(left) + " follow",
                kFetchAgain });
    }
    const std::string_view bytes = m_bytes.substr(m_at, static_cast<std::size_t>(count));
    m_at += bytes.size();
    return bytes;
}

std::string_view OpcodeReader::line(const Instruction& of)
{
    const std::size_t end = m_bytes.find('\n', m_at);
    if (end == std::string_view::npos)
        throw Refused(of.at,
            { "the pickle is cut off or damaged: the line of " + nameOf(of) + " does not end", kFetchAgain });
    std::string_view text = m_bytes.substr(m_at, end - m_at);
    m_at = end + 1;
    // Protocol 0 was meant to be written in text mode, which puts CR LF on Windows.
    if (!text.empty() && text.back() == '\r')
        text.remove_suffix(1);
    return text;
}

std::uint64_t OpcodeReader::number(std::size_t width, const Instruction& of)
{
    std::uint64_t value = 0;
    const std::string_view bytes = take(width, of);
    for (std::size_t i = width; i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[i]);
    return value;
}

Instruction OpcodeReader::next()
{
    Instruction out;
    out.at = m_at;
    if (atEnd())
        throw Refused(m_at, { "the pickle is cut off: it ends without STOP", kFetchAgain });
    const auto code = static_cast<std::uint8_t>(m_bytes[m_at]);
    const OpcodeInfo& info = opcodeInfo(code);
    if (info.name.empty())
        throw Refused(m_at,
            { "the byte " + std::to_string(code) + " is not a pickle instruction (protocols 0 to 5)",
                m_at == 0 ? "give a file that pickle.dump wrote" : kFetchAgain });
    out.code = static_cast<Opcode>(code);
    ++m_at;
    switch (info.argument) {
    case Argument::Nothing:
        break;
    case Argument::Unsigned1:
        out.number = number(1, out);
        break;
    case Argument::Unsigned2:
        out.number = number(2, out);
        break;
    case Argument::Signed4:
        out.integer = static_cast<std::int32_t>(static_cast<std::uint32_t>(number(4, out)));
        break;
    case Argument::Unsigned4:
        out.number = number(4, out);
        break;
    case Argument::Unsigned8:
        out.number = number(8, out);
        break;
    case Argument::Real8:
        out.real = std::bit_cast<double>(qFromBigEndian<quint64>(take(8, out).data()));
        break;
    case Argument::Line:
        out.bytes = line(out);
        break;
    case Argument::TwoLines:
        out.bytes = line(out);
        out.second = line(out);
        break;
    case Argument::Counted1:
        out.bytes = take(number(1, out), out);
        break;
    case Argument::Counted4:
        out.bytes = take(number(4, out), out);
        break;
    case Argument::Counted8:
        out.bytes = take(number(8, out), out);
        break;
    }
    return out;
}

} // namespace btw::io::pickle
