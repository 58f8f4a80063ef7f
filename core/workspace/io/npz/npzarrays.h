// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/ziparchive.h"
#include "workspace/io/npz/npy.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace btw::io {

/// The arrays of an `.npz`, by name. Every failure becomes a problem that names file and array.
class NpzArrays
{
public:
    explicit NpzArrays(Problems& problems)
        : m_problems(problems)
    {
    }

    bool open(const QString& path, const ReadLimits& limits);

    /// In the order of the file.
    const std::vector<std::string>& names() const { return m_names; }
    bool contains(const std::string& name) const;
    std::optional<NpyHeader> header(const std::string& name);

    /// Streams an array's numbers in C order. `sink` may add problems itself.
    bool stream(const std::string& name, const NpyReader::NumberSink& sink);
    /// As stream(), of integers of 64 bits in C order, none of which is refused as too large.
    bool streamWhole(const std::string& name, const NpyReader::WholeSink& sink);
    /// As stream(), as floats: infinite where a value is too large for one.
    bool streamFloats(const std::string& name, const NpyReader::FloatSink& sink);
    /// All numbers of a vector of n (any length: n < 0); trailing dimensions of 1 are ignored.
    std::optional<std::vector<double>> numbers(const std::string& name, std::int64_t n);
    /// As numbers(), of text; whole numbers come as they are written without a point.
    std::optional<std::vector<std::string>> names(const std::string& name, std::int64_t n);

    const std::string& file() const { return m_file; } ///< its name, as messages call it

    /// "f.npz, array y" or "f.npz, array y[3, 5]".
    std::string where(const std::string& name, const std::vector<std::int64_t>& index = {}) const;

private:
    bool read(const std::string& name, const std::function<bool(NpyReader&)>& use);
    bool isVector(const std::string& name, const NpyHeader& header, std::int64_t n);

    Problems& m_problems;
    std::string m_file;
    ZipArchive m_archive;
    std::function<bool(double)> m_progress;
    std::uint64_t m_total = 0; ///< bytes of all arrays
    std::uint64_t m_done = 0; ///< of those that were read
    std::vector<std::string> m_names;
};

} // namespace btw::io
