// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npy.h"
#include "workspace/io/problems.h"

#include <QString>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <utility>

namespace btw::io {

namespace {

constexpr std::int64_t kChunk = 8192; ///< elements converted at a time: stays in the second-level cache

template <typename T> T load(const char* from, bool bigEndian)
{
    return bigEndian ? qFromBigEndian<T>(from) : qFromLittleEndian<T>(from);
}

template <typename T> void loadAll(const char* from, bool bigEndian, std::span<double> to)
{
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = static_cast<double>(load<T>(from + i * sizeof(T), bigEndian));
}

template <typename Bits, typename Value> void loadBits(const char* from, bool bigEndian, std::span<double> to)
{
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = static_cast<double>(std::bit_cast<Value>(load<Bits>(from + i * sizeof(Bits), bigEndian)));
}

} // namespace

NpyReader::NpyReader(QIODevice& device, std::uint64_t bytes)
    : m_device(device)
    , m_bytes(bytes)
{
}

bool NpyReader::fail(std::string what, std::string remedy)
{
    m_fault = { std::move(what), std::move(remedy) };
    return false;
}

bool NpyReader::fill(char* to, std::int64_t bytes)
{
    if (static_cast<std::uint64_t>(bytes) > m_bytes)
        return false;
    std::int64_t done = 0;
    while (done < bytes) {
        const qint64 got = m_device.read(to + done, bytes - done);
        if (got <= 0)
            return false;
        done += got;
    }
    m_bytes -= static_cast<std::uint64_t>(bytes);
    m_done += static_cast<std::uint64_t>(bytes);
    constexpr std::uint64_t kWatchEvery = std::uint64_t(4) << 20;
    if (m_watch && m_done - m_watched >= kWatchEvery) {
        m_watched = m_done;
        m_stopped = !m_watch(m_done);
    }
    return !m_stopped;
}

bool NpyReader::endsEarly()
{
    return m_stopped ? fail({}, {})
                     : fail("the array ends before its declared size", "copy or download the file again");
}

bool NpyReader::convert(const char* from, std::int64_t first, std::span<double> to)
{
    const ArrayType& type = m_header.type;
    const bool big = type.bigEndian;
    switch (type.kind) {
    case ArrayType::Kind::Bool:
        for (std::size_t i = 0; i < to.size(); ++i)
            to[i] = from[i] != 0 ? 1 : 0;
        return true;
    case ArrayType::Kind::Float:
        if (type.size == 8)
            loadBits<quint64, double>(from, big, to);
        else if (type.size == 4)
            loadBits<quint32, float>(from, big, to);
        else
            for (std::size_t i = 0; i < to.size(); ++i)
                to[i] = fromHalf(load<quint16>(from + 2 * i, big));
        return true;
    case ArrayType::Kind::Int:
        if (type.size == 8)
            loadAll<qint64>(from, big, to);
        else if (type.size == 4)
            loadAll<qint32>(from, big, to);
        else if (type.size == 2)
            loadAll<qint16>(from, big, to);
        else
            loadAll<qint8>(from, big, to);
        break;
    case ArrayType::Kind::Unsigned:
        if (type.size == 8)
            loadAll<quint64>(from, big, to);
        else if (type.size == 4)
            loadAll<quint32>(from, big, to);
        else if (type.size == 2)
            loadAll<quint16>(from, big, to);
        else
            loadAll<quint8>(from, big, to);
        break;
    case ArrayType::Kind::Bytes:
    case ArrayType::Kind::Unicode:
    case ArrayType::Kind::Object:
        return fail(
            "the array holds text where numbers are expected", "convert it to float32 before numpy.savez");
    }
    if (type.size < 8)
        return true;
    // 2^53 + 1 rounds to 2^53 as a double: compare the integers themselves.
    for (std::size_t i = 0; i < to.size(); ++i) {
        const char* at = from + 8 * i;
        const bool beyond = type.kind == ArrayType::Kind::Int
            ? load<qint64>(at, big) > kMostExact || load<qint64>(at, big) < -kMostExact
            : load<quint64>(at, big) > static_cast<quint64>(kMostExact);
        if (beyond) {
            const std::string number = type.kind == ArrayType::Kind::Int
                ? std::to_string(load<qint64>(at, big))
                : std::to_string(load<quint64>(at, big));
            return fail("element " + grouped(first + static_cast<std::int64_t>(i)) + " is " + number
                    + ", an integer beyond 2^53 that a floating-point number cannot hold",
                "store such values as text if they are identifiers, or scale them down");
        }
    }
    return true;
}

bool NpyReader::readNumbers(const NumberSink& sink)
{
    if (m_header.type.isText())
        return fail(
            "the array holds text where numbers are expected", "convert it to float32 before numpy.savez");
    if (m_header.fortranOrder && m_header.shape.size() > 1)
        return readColumnMajor(sink);
    const std::int64_t total = m_header.count();
    const std::int64_t size = m_header.type.size;
    std::vector<char> raw(static_cast<std::size_t>(std::min(total, kChunk) * size));
    std::vector<double> values(static_cast<std::size_t>(std::min(total, kChunk)));
    for (std::int64_t first = 0; first < total; first += kChunk) {
        const std::int64_t count = std::min(kChunk, total - first);
        if (!fill(raw.data(), count * size))
            return endsEarly();
        const std::span<double> chunk(values.data(), static_cast<std::size_t>(count));
        if (!convert(raw.data(), first, chunk) || !sink(first, chunk))
            return false;
    }
    return true;
}

bool NpyReader::readWhole(const WholeSink& sink)
{
    const ArrayType& type = m_header.type;
    const bool rows = !m_header.fortranOrder || m_header.shape.size() <= 1;
    if (type.kind != ArrayType::Kind::Int || type.size != sizeof(qint64) || !rows)
        return false;
    const std::int64_t total = m_header.count();
    std::vector<char> raw(static_cast<std::size_t>(std::min(total, kChunk)) * sizeof(qint64));
    std::vector<std::int64_t> values(static_cast<std::size_t>(std::min(total, kChunk)));
    for (std::int64_t first = 0; first < total; first += kChunk) {
        const std::int64_t count = std::min(kChunk, total - first);
        if (!fill(raw.data(), count * type.size))
            return endsEarly();
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            values[i] = load<qint64>(raw.data() + i * sizeof(qint64), type.bigEndian);
        if (!sink(first, std::span<const std::int64_t>(values.data(), static_cast<std::size_t>(count))))
            return false;
    }
    return true;
}

bool NpyReader::readFloats(const FloatSink& sink)
{
    const ArrayType& type = m_header.type;
    const bool native = type.kind == ArrayType::Kind::Float && type.size == sizeof(float)
        && type.bigEndian == (std::endian::native == std::endian::big);
    if (!native || (m_header.fortranOrder && m_header.shape.size() > 1)) {
        std::vector<float> floats;
        return readNumbers([&](std::int64_t first, std::span<const double> values) {
            floats.resize(values.size());
            std::transform(values.begin(), values.end(), floats.begin(), toFloat);
            return sink(first, floats);
        });
    }
    constexpr std::int64_t kMost = std::int64_t(1) << 16;
    const std::int64_t total = m_header.count();
    std::vector<float> floats(static_cast<std::size_t>(std::min(total, kMost)));
    for (std::int64_t first = 0; first < total; first += kMost) {
        const auto count = static_cast<std::size_t>(std::min(kMost, total - first));
        if (!fill(reinterpret_cast<char*>(floats.data()), static_cast<std::int64_t>(count * sizeof(float))))
            return endsEarly();
        if (!sink(first, { floats.data(), count }))
            return false;
    }
    return true;
}

bool NpyReader::readColumnMajor(const NumberSink& sink)
{
    // The last index varies slowest in the file: all of it has to be here before the first row can be given.
    const std::int64_t total = m_header.count();
    if (total == 0)
        return true;
    const std::int64_t size = m_header.type.size;
    std::vector<char> raw;
    while (static_cast<std::int64_t>(raw.size()) < total * size) {
        const std::int64_t piece
            = std::min<std::int64_t>(1 << 24, total * size - static_cast<std::int64_t>(raw.size()));
        const std::size_t at = raw.size();
        raw.resize(at + static_cast<std::size_t>(piece));
        if (!fill(raw.data() + at, piece))
            return endsEarly();
    }
    const std::vector<std::int64_t>& shape = m_header.shape;
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t k = 1; k < shape.size(); ++k)
        strides[k] = strides[k - 1] * shape[k - 1];
    std::vector<std::int64_t> index(shape.size(), 0);
    std::vector<double> values;
    std::int64_t first = 0;
    std::int64_t offset = 0;
    for (std::int64_t i = 0; i < total; ++i) {
        double value = 0;
        if (!convert(raw.data() + offset * size, i, { &value, 1 }))
            return false;
        values.push_back(value);
        if (static_cast<std::int64_t>(values.size()) == kChunk || i + 1 == total) {
            if (!sink(first, values))
                return false;
            first = i + 1;
            values.clear();
        }
        for (std::size_t k = shape.size(); k-- > 0;) {
            offset += strides[k];
            if (++index[k] < shape[k])
                break;
            offset -= strides[k] * shape[k];
            index[k] = 0;
        }
    }
    return true;
}

std::optional<std::vector<std::string>> NpyReader::readText()
{
    const ArrayType& type = m_header.type;
    if (!type.isText()) {
        fail("the array holds numbers where text is expected",
            "convert it with `.astype('U')` before numpy.savez");
        return std::nullopt;
    }
    if (m_header.shape.size() > 1) {
        fail("the array of text has " + std::to_string(m_header.shape.size()) + " dimensions",
            "save one text per instance");
        return std::nullopt;
    }
    const std::int64_t total = m_header.count();
    const auto size = static_cast<std::size_t>(type.size);
    std::vector<std::string> texts;
    std::vector<char> raw(size);
    for (std::int64_t i = 0; i < total; ++i) {
        if (!fill(raw.data(), type.size)) {
            endsEarly();
            return std::nullopt;
        }
        std::string text;
        bool good = true;
        if (type.kind == ArrayType::Kind::Bytes) {
            text.assign(raw.data(), size);
            text.erase(text.find_last_not_of('\0') + 1);
            good = QByteArrayView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
        } else {
            std::u32string wide(size / 4, U'\0');
            for (std::size_t k = 0; k < wide.size(); ++k)
                wide[k] = load<quint32>(raw.data() + 4 * k, type.bigEndian);
            wide.erase(wide.find_last_not_of(U'\0') + 1);
            for (const char32_t c : wide)
                good = good && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
            if (good)
                text = QString::fromUcs4(wide.data(), static_cast<qsizetype>(wide.size())).toStdString();
        }
        if (!good) {
            fail("element " + grouped(i) + " is not valid Unicode text", "save it as text in UTF-8");
            return std::nullopt;
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

} // namespace btw::io
