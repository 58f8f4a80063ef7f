// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npy.h"
#include "workspace/io/npz/npz.h"

#include <QBuffer>
#include <QTemporaryFile>

#include <cstdlib>

namespace {

/// As an array of its own.
void readArray(const QByteArray& bytes)
{
    QBuffer device;
    device.setData(bytes);
    device.open(QIODevice::ReadOnly);
    btw::io::NpyReader reader(device, static_cast<std::uint64_t>(bytes.size()));
    if (!reader.open())
        return;
    if (reader.header().type.isText())
        reader.readText();
    else
        reader.readNumbers([](std::int64_t, std::span<const double>) { return true; });
    device.seek(0);
    btw::io::NpyReader floats(device, static_cast<std::uint64_t>(bytes.size()));
    if (floats.open() && !floats.header().type.isText())
        floats.readFloats([](std::int64_t, std::span<const float>) { return true; });
}

/// As an archive of arrays. What is read must be whole.
void readArchive(const QByteArray& bytes)
{
    static QTemporaryFile file(QStringLiteral("/dev/shm/btw-XXXXXX"));
    if (!file.isOpen() && !file.open())
        std::abort();
    file.resize(0);
    file.seek(0);
    file.write(bytes);
    file.flush();
    btw::io::ReadLimits limits;
    limits.decompressedBytes = std::uint64_t(64) << 20;
    const btw::io::ReadResult result = btw::io::readNpz(file.fileName(), limits);
    if (result.cohort.has_value() == result.hasErrors())
        std::abort();
    if (!result.cohort)
        return;
    for (const btw::data::Modality& modality : result.cohort->modalities) {
        const auto width = static_cast<std::size_t>(modality.dims);
        const std::size_t steps
            = modality.isRagged() ? static_cast<std::size_t>(modality.offsets.back()) : result.cohort->size();
        if (modality.values.size() != steps * width || modality.present.size() != result.cohort->size())
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    readArray(bytes);
    readArchive(bytes);
    return 0;
}
