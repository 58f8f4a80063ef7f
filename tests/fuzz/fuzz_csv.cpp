// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/csv.h"
#include "workspace/io/tableroles.h"
#include "workspace/io/textsource.h"

#include <QBuffer>

#include <cstdlib>

using namespace btw::io;

namespace {

QBuffer& device(const QByteArray& bytes)
{
    static QBuffer buffer;
    buffer.close();
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    return buffer;
}

/// The text in pieces of so many bytes.
std::string decoded(const QByteArray& bytes, std::size_t piece, bool& good)
{
    TextSource source(device(bytes), static_cast<std::uint64_t>(bytes.size()));
    std::string text;
    while (source.read(text, piece)) { }
    good = !source.fault();
    return text;
}

} // namespace

/// Decodes and takes apart any bytes; records must not depend on whether the text came in pieces. The guess
/// of roles then works on the records.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    bool good = false;
    const std::string text = decoded(bytes, std::size_t(1) << 20, good);
    if (!good)
        return 0;
    TextSource source(device(bytes), static_cast<std::uint64_t>(bytes.size()));
    CsvReader pieces(source);
    CsvReader whole(text);
    TablePreview preview;
    while (whole.next()) {
        if (!pieces.next() || pieces.cells() != whole.cells() || pieces.line() != whole.line())
            std::abort();
        std::vector<std::string> record(whole.cells().begin(), whole.cells().end());
        if (preview.header.empty())
            preview.header = std::move(record);
        else if (record.size() == preview.header.size() && preview.rows.size() < 20)
            preview.rows.push_back(std::move(record));
    }
    if (pieces.next() || pieces.damage() != whole.damage())
        std::abort();
    guessRoles(preview);
    return 0;
}
