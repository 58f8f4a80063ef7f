// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/unpackeddevice.h"

#include "workspace/io/problems.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>

#include <algorithm>
#include <limits>

namespace btw::io {

struct UnpackedDevice::Unpacker
{
    enum class Step : std::uint8_t { More, StreamEnd, Damaged, NoMemory };

    Unpacker() = default;
    virtual ~Unpacker() = default;
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;

    /// Before the first stream, and before each that follows.
    virtual bool begin() = 0;
    /// Takes bytes from the front of `from` and puts some at the front of `to`; both shrink by what was used.
    virtual Step run(const char*& from, std::size_t& fromSize, char*& to, std::size_t& toSize) = 0;
};

namespace {

constexpr qint64 kPiece = 1 << 18;

unsigned clamped(std::size_t size)
{
    return static_cast<unsigned>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

struct GzipUnpacker : UnpackedDevice::Unpacker
{
    ~GzipUnpacker() override { end(); }

    bool begin() override
    {
        end();
        m_stream = {};
        constexpr int kGzipOnly = 16 + MAX_WBITS;
        m_open = inflateInit2(&m_stream, kGzipOnly) == Z_OK;
        return m_open;
    }

    Step run(const char*& from, std::size_t& fromSize, char*& to, std::size_t& toSize) override
    {
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from));
        const unsigned in = m_stream.avail_in = clamped(fromSize);
        m_stream.next_out = reinterpret_cast<Bytef*>(to);
        const unsigned out = m_stream.avail_out = clamped(toSize);
        const int code = inflate(&m_stream, Z_NO_FLUSH);
        from += in - m_stream.avail_in;
        fromSize -= in - m_stream.avail_in;
        to += out - m_stream.avail_out;
        toSize -= out - m_stream.avail_out;
        return code == Z_STREAM_END               ? Step::StreamEnd
            : code == Z_OK || code == Z_BUF_ERROR ? Step::More
            : code == Z_MEM_ERROR                 ? Step::NoMemory
                                                  : Step::Damaged;
    }

private:
    void end()
    {
        if (m_open)
            inflateEnd(&m_stream);
        m_open = false;
    }

    z_stream m_stream = {};
    bool m_open = false;
};

struct Bzip2Unpacker : UnpackedDevice::Unpacker
{
    ~Bzip2Unpacker() override { end(); }

    bool begin() override
    {
        end();
        m_stream = {};
        m_open = BZ2_bzDecompressInit(&m_stream, 0, 0) == BZ_OK;
        return m_open;
    }

    Step run(const char*& from, std::size_t& fromSize, char*& to, std::size_t& toSize) override
    {
        m_stream.next_in = const_cast<char*>(from);
        const unsigned in = m_stream.avail_in = clamped(fromSize);
        m_stream.next_out = to;
        const unsigned out = m_stream.avail_out = clamped(toSize);
        const int code = BZ2_bzDecompress(&m_stream);
        from += in - m_stream.avail_in;
        fromSize -= in - m_stream.avail_in;
        to += out - m_stream.avail_out;
        toSize -= out - m_stream.avail_out;
        return code == BZ_STREAM_END ? Step::StreamEnd
            : code == BZ_OK          ? Step::More
            : code == BZ_MEM_ERROR   ? Step::NoMemory
                                     : Step::Damaged;
    }

private:
    void end()
    {
        if (m_open)
            BZ2_bzDecompressEnd(&m_stream);
        m_open = false;
    }

    bz_stream m_stream = {};
    bool m_open = false;
};

struct XzUnpacker : UnpackedDevice::Unpacker
{
    ~XzUnpacker() override { lzma_end(&m_stream); }

    bool begin() override
    {
        // A dictionary may take up to 4 GiB; the strongest setting of xz takes 65 MiB.
        constexpr std::uint64_t kMostMemory = std::uint64_t(512) << 20;
        return lzma_stream_decoder(&m_stream, kMostMemory, 0) == LZMA_OK;
    }

    Step run(const char*& from, std::size_t& fromSize, char*& to, std::size_t& toSize) override
    {
        m_stream.next_in = reinterpret_cast<const std::uint8_t*>(from);
        m_stream.avail_in = fromSize;
        m_stream.next_out = reinterpret_cast<std::uint8_t*>(to);
        m_stream.avail_out = toSize;
        const lzma_ret code = lzma_code(&m_stream, LZMA_RUN);
        from += fromSize - m_stream.avail_in;
        fromSize = m_stream.avail_in;
        to += toSize - m_stream.avail_out;
        toSize = m_stream.avail_out;
        return code == LZMA_STREAM_END                              ? Step::StreamEnd
            : code == LZMA_OK || code == LZMA_BUF_ERROR             ? Step::More
            : code == LZMA_MEM_ERROR || code == LZMA_MEMLIMIT_ERROR ? Step::NoMemory
                                                                    : Step::Damaged;
    }

private:
    lzma_stream m_stream = LZMA_STREAM_INIT;
};

std::unique_ptr<UnpackedDevice::Unpacker> unpackerOf(Packing packing)
{
    switch (packing) {
    case Packing::Gzip:
        return std::make_unique<GzipUnpacker>();
    case Packing::Bzip2:
        return std::make_unique<Bzip2Unpacker>();
    case Packing::Xz:
        break;
    }
    return std::make_unique<XzUnpacker>();
}

/// Zeros to a full block are allowed behind a stream: tapes and xz write them.
bool onlyZeros(const QByteArray& bytes, qsizetype from)
{
    return std::all_of(bytes.begin() + from, bytes.end(), [](char c) { return c == '\0'; });
}

} // namespace

UnpackedDevice::UnpackedDevice(const QString& path, Packing packing, std::uint64_t most)
    : m_file(path)
    , m_packing(packing)
    , m_most(most)
{
}

UnpackedDevice::~UnpackedDevice() = default;

bool UnpackedDevice::open(OpenMode mode)
{
    if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        setErrorString(m_file.errorString());
        return false;
    }
    m_unpacker = unpackerOf(m_packing);
    if (!m_unpacker->begin()) {
        setErrorString(QStringLiteral("there is no memory to unpack it"));
        return false;
    }
    return QIODevice::open(mode | QIODevice::Unbuffered);
}

double UnpackedDevice::share() const
{
    return m_file.size() > 0 ? static_cast<double>(m_file.pos()) / static_cast<double>(m_file.size()) : 1.0;
}

qint64 UnpackedDevice::fail(const QString& why)
{
    m_failed = true;
    setErrorString(why);
    return -1;
}

qint64 UnpackedDevice::readData(char* data, qint64 most)
{
    if (m_failed)
        return -1;
    if (m_finished || most <= 0)
        return 0;
    char* to = data;
    auto left = static_cast<std::size_t>(most);
    while (left > 0 && !m_finished) {
        if (m_at == m_packed.size()) {
            m_packed = m_file.read(kPiece);
            m_at = 0;
        }
        const char* from = m_packed.constData() + m_at;
        auto fromSize = static_cast<std::size_t>(m_packed.size() - m_at);
        const std::size_t before = fromSize;
        const std::size_t room = left;
        const Unpacker::Step step = m_unpacker->run(from, fromSize, to, left);
        m_at = m_packed.size() - static_cast<qsizetype>(fromSize);
        m_grown += room - left;
        if (m_grown > m_most)
            return fail(QStringLiteral("it grows to over %1 bytes once unpacked, which is the limit; if you "
                                       "trust the file, set BTW_UNPACK_GIB to the GiB it may grow to")
                            .arg(QString::fromStdString(grouped(m_most))));
        if (step == Unpacker::Step::NoMemory)
            return fail(QStringLiteral("there is no memory to unpack it"));
        if (step == Unpacker::Step::Damaged)
            return fail(QStringLiteral("its compressed bytes are damaged"));
        if (step == Unpacker::Step::More && before == fromSize && room == left && before == 0)
            return fail(QStringLiteral("its compressed bytes are cut off"));
        if (step != Unpacker::Step::StreamEnd)
            continue;
        if (m_at == m_packed.size()) {
            m_packed = m_file.read(kPiece);
            m_at = 0;
        }
        m_finished = onlyZeros(m_packed, m_at);
        if (!m_finished && !m_unpacker->begin())
            return fail(QStringLiteral("there is no memory to unpack it"));
    }
    return most - static_cast<qint64>(left);
}

qint64 UnpackedDevice::writeData(const char* /*data*/, qint64 /*size*/) { return -1; }

} // namespace btw::io
