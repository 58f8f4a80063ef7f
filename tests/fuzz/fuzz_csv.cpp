// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/guessroles.h"
#include "workspace/io/tables/guess/tableroles.h"
#include "workspace/io/tables/read/featureconsumer.h"
#include "workspace/io/tables/read/labelconsumer.h"
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/tables/text/csvtable.h"
#include "workspace/io/tables/text/textsource.h"

#include <QBuffer>

#include <bit>
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

/// Everything that a table gives whose first column is the label, the last one a name, the others features.
std::string contents(const QByteArray& bytes, const std::vector<std::string>& header, bool asRecords)
{
    LabelsEntry labelsEntry;
    labelsEntry.label = header.front();
    labelsEntry.id = header.back();
    const ModalityEntry entry;
    LabelConsumer labels(labelsEntry, true);
    FeatureConsumer features(entry, &labelsEntry);
    Problems problems;
    FileRemedies none;
    none.badRows = true; // rows come as records then
    readTable("t", device(bytes), static_cast<std::uint64_t>(bytes.size()), true, { &labels, &features },
        problems, {}, asRecords ? &none : nullptr);
    std::string text;
    for (const btw::io::Problem& problem : problems.take())
        text += problem.where + problem.what + problem.remedy + '\n';
    for (std::size_t row = 0; row < labels.ids.size(); ++row)
        text += labels.log.where(row) + labels.ids[row] + std::to_string(labels.values[row]) + '\n';
    for (const float value : features.values)
        text += std::to_string(std::bit_cast<std::uint32_t>(value)) + ' ';
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
    if (!preview.header.empty()
        && contents(bytes, preview.header, false) != contents(bytes, preview.header, true))
        std::abort();
    guessRoles(preview);
    return 0;
}
