// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/sniff.h"

#include "workspace/io/pickle/literals.h"
#include "workspace/io/pickle/mappedfile.h"
#include "workspace/io/pickle/opcodereader.h"
#include "workspace/io/pickle/refused.h"

#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <set>

namespace btw::io::pickle {

namespace {

constexpr std::size_t kInstructions = 1'000'000;
constexpr std::size_t kLongestKey = 64;

struct Seen
{
    std::size_t instructions = 0;
    bool list = false; ///< the outermost value
    bool dict = false;
    std::set<std::string> words;

    bool any(std::initializer_list<const char*> names) const
    {
        return std::any_of(
            names.begin(), names.end(), [this](const char* name) { return words.count(name); });
    }
};

std::string wordOf(const Instruction& instruction)
{
    switch (instruction.code) {
    case Opcode::String:
        return parseQuoted(instruction.bytes).value_or(std::string());
    case Opcode::Unicode:
    case Opcode::BinUnicode:
    case Opcode::ShortBinUnicode:
    case Opcode::BinUnicode8:
    case Opcode::BinString:
    case Opcode::ShortBinString:
        return std::string(instruction.bytes);
    default:
        return {};
    }
}

Layout layoutOf(const Seen& seen)
{
    if (seen.any({ "regression_labels", "classification_labels" }))
        return Layout::SplitArraysWithTasks;
    if (seen.any({ "irg_ts", "ts_tt", "reg_ts" }))
        return Layout::Stays;
    if (seen.dict && seen.any({ "train", "valid", "test" })
        && seen.any({ "vision", "audio", "text", "labels" }))
        return Layout::SplitArrays;
    return seen.list ? Layout::Tuples : Layout::Unknown;
}

Seen look(std::string_view bytes)
{
    Seen seen;
    OpcodeReader reader(bytes);
    try {
        for (; seen.instructions < kInstructions; ++seen.instructions) {
            const Instruction instruction = reader.next();
            const Opcode code = instruction.code;
            if (code == Opcode::Stop)
                break;
            if (!seen.list && !seen.dict) {
                seen.list = code == Opcode::EmptyList || code == Opcode::List;
                seen.dict = code == Opcode::EmptyDict || code == Opcode::Dict;
            }
            if (instruction.bytes.size() <= kLongestKey)
                if (std::string word = wordOf(instruction); !word.empty())
                    seen.words.insert(std::move(word));
            // Only these two can be told before all keys are seen.
            if (seen.any({ "regression_labels", "classification_labels", "irg_ts" }))
                break;
        }
    } catch (const Refused&) {
        // What was seen so far may still tell; the reader will say what is wrong.
    }
    return seen;
}

/// Protocols 0 and 1 have no header: by name and by the first instructions.
bool mayBeOld(const QString& path, const Seen& seen)
{
    constexpr std::size_t kEnough = 3;
    const QStringList suffixes
        = { QStringLiteral("pkl"), QStringLiteral("pickle"), QStringLiteral("pck"), QStringLiteral("p") };
    return seen.instructions >= kEnough || suffixes.contains(QFileInfo(path).suffix(), Qt::CaseInsensitive);
}

} // namespace

Layout sniff(const QString& path)
{
    if (!QFileInfo(path).isFile())
        return Layout::NoPickle;
    MappedFile file;
    if (!file.open(path))
        return mayBeOld(path, {}) ? Layout::Unknown : Layout::NoPickle;
    const std::string_view bytes = file.bytes();
    const bool header = bytes.size() >= 2 && static_cast<unsigned char>(bytes[0]) == 0x80;
    const Seen seen = look(bytes);
    if (!header && !mayBeOld(path, seen))
        return Layout::NoPickle;
    return layoutOf(seen);
}

} // namespace btw::io::pickle
