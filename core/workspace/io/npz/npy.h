// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/arraytype.h"
#include "workspace/io/fault.h"

#include <QIODevice>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace btw::io {

/// Header of numpy's format, versions 1.0 to 3.0 (NEP 1).
struct NpyHeader
{
    ArrayType type;
    bool fortranOrder = false;
    std::vector<std::int64_t> shape; ///< empty for a scalar

    std::int64_t count() const { return countOf(shape); } ///< elements
};

/// Reads one array from a device, in C order whatever the file's order is, without trusting its header: the
/// shape must account for every byte that follows, so nothing is allocated that the file does not hold.
class NpyReader
{
public:
    /// `bytes` is what the device holds in all (a zip member's declared size).
    NpyReader(QIODevice& device, std::uint64_t bytes);

    /// Told now and then how many bytes have been read; false stops the reading, with an empty fault().
    using Watch = std::function<bool(std::uint64_t done)>;
    void setWatch(Watch watch) { m_watch = std::move(watch); }

    /// Parses the header; false with fault().
    bool open();
    const NpyHeader& header() const { return m_header; }
    const Fault& fault() const { return m_fault; }

    /// Runs of consecutive elements, in C order; `first` is the flat index. Return false to stop: fault() is
    /// then left empty.
    using NumberSink = std::function<bool(std::int64_t first, std::span<const double> values)>;
    /// Streams numbers as doubles. Integers beyond 2^53 are refused: a double would change them silently.
    bool readNumbers(const NumberSink& sink);
    using WholeSink = std::function<bool(std::int64_t first, std::span<const std::int64_t> values)>;
    /// Streams integers of 64 bits as they are; false, without a fault, where the array holds anything else.
    bool readWhole(const WholeSink& sink);
    using FloatSink = std::function<bool(std::int64_t first, std::span<const float> values)>;
    /// As readNumbers, as floats: infinite where a value is too large for one.
    bool readFloats(const FloatSink& sink);
    /// Text as UTF-8, trailing zeros stripped as numpy does.
    std::optional<std::vector<std::string>> readText();

private:
    bool parse(std::string_view header);
    bool fail(std::string what, std::string remedy);
    bool fill(char* to, std::int64_t bytes);
    bool endsEarly(); ///< the fault where fill() is false
    bool convert(const char* from, std::int64_t first, std::span<double> to);
    bool readColumnMajor(const NumberSink& sink);

    QIODevice& m_device;
    std::uint64_t m_bytes = 0; ///< still to come
    std::uint64_t m_done = 0;
    std::uint64_t m_watched = 0; ///< m_done when the watch was last told
    Watch m_watch;
    bool m_stopped = false;
    NpyHeader m_header;
    Fault m_fault;
};

/// Header bytes (version 1.0, padded to 64 bytes) for a little-endian C-order array, e.g. `<f4`, `<U5`,
/// `|b1`.
QByteArray npyHeader(const char* descr, const std::vector<std::int64_t>& shape);

} // namespace btw::io
