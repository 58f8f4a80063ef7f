// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npy.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/npz/npzmeta.h"

#include "engine/data/names.h"
#include "engine/error.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QtEndian>

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/quazipnewinfo.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

namespace btw::io {

namespace {

// Archives below this stay in the plain zip format that every tool reads.
constexpr std::uint64_t kZip64From = std::uint64_t(1) << 30;

/// One archive being written, member by member; nothing is under the final name before commit().
class Writer
{
public:
    Writer(const QString& path, Compression compression, bool zip64)
        : m_file(path)
        , m_zip(&m_file)
        , m_deflate(compression == Compression::Deflated)
    {
        if (!m_file.open(QIODevice::WriteOnly))
            fail(m_file.errorString());
        m_zip.setAutoClose(false);
        m_zip.setZip64Enabled(zip64);
        m_zip.setUtf8Enabled(true);
        if (!m_zip.open(QuaZip::mdCreate))
            fail(QStringLiteral("the archive cannot be begun"));
    }

    void begin(const std::string& name, const char* descr, const std::vector<std::int64_t>& shape)
    {
        QuaZipNewInfo info(QString::fromStdString(name + ".npy"));
        // The first moment that a zip can hold: the same cohort gives the same bytes.
        info.dateTime = QDateTime(QDate(1980, 1, 1), QTime(0, 0));
        info.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
        m_member = std::make_unique<QuaZipFile>(&m_zip);
        if (!m_member->open(QIODevice::WriteOnly, info, nullptr, 0, m_deflate ? Z_DEFLATED : 0,
                m_deflate ? Z_DEFAULT_COMPRESSION : 0))
            fail(m_member->errorString());
        m_buffer = npyHeader(descr, shape);
    }

    /// Values in the machine's order; the file's is little-endian.
    template <typename Bits> void put(Bits bits)
    {
        std::array<char, sizeof(Bits)> bytes;
        qToLittleEndian(bits, bytes.data());
        m_buffer.append(bytes.data(), bytes.size());
        constexpr qsizetype kFlush = 1 << 16;
        if (m_buffer.size() >= kFlush)
            flush();
    }

    void put(const float* values, std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            put(std::bit_cast<quint32>(values[i]));
    }

    void end()
    {
        flush();
        m_member->close();
        if (m_member->getZipError() != ZIP_OK)
            fail(m_file.errorString());
        m_member.reset();
    }

    void texts(const std::string& name, const std::vector<std::string>& texts, bool scalar = false)
    {
        std::vector<QList<uint>> wide;
        qsizetype width = 1;
        for (const std::string& text : texts) {
            wide.push_back(QString::fromStdString(text).toUcs4());
            width = std::max(width, wide.back().size());
        }
        const QByteArray descr = "<U" + QByteArray::number(width);
        begin(name, descr.constData(),
            scalar ? std::vector<std::int64_t>()
                   : std::vector<std::int64_t> { static_cast<std::int64_t>(texts.size()) });
        for (const QList<uint>& text : wide)
            for (qsizetype k = 0; k < width; ++k)
                put<quint32>(k < text.size() ? text[k] : 0U);
        end();
    }

    void commit()
    {
        m_zip.close();
        if (m_zip.getZipError() != ZIP_OK || !m_file.commit())
            fail(m_file.errorString());
    }

private:
    void flush()
    {
        if (m_member->write(m_buffer) != m_buffer.size())
            fail(m_file.errorString());
        m_buffer.clear();
    }

    [[noreturn]] void fail(const QString& why)
    {
        throw Error(QFileInfo(m_file.fileName()).fileName().toStdString() + " cannot be written ("
                + why.toStdString() + "): check the folder, its permissions and the space on the disk",
            Error::Kind::Work);
    }

    QSaveFile m_file; ///< temporary name, synced and renamed by commit(); removed otherwise
    QuaZip m_zip;
    std::unique_ptr<QuaZipFile> m_member;
    QByteArray m_buffer;
    bool m_deflate;
};

void writeRagged(const data::Modality& modality, Writer& out)
{
    const auto n = static_cast<std::int64_t>(modality.present.size());
    std::int64_t longest = 1;
    for (std::size_t i = 0; i < modality.present.size(); ++i)
        longest = std::max(longest, modality.steps(i));
    const auto width = static_cast<std::size_t>(modality.dims);
    const std::vector<float> padding(width, 0.0F);

    out.begin("x_" + modality.name, "<f4", { n, longest, modality.dims });
    for (std::size_t i = 0; i < modality.present.size(); ++i) {
        out.put(modality.values.data() + static_cast<std::size_t>(modality.offsets[i]) * width,
            static_cast<std::size_t>(modality.steps(i)) * width);
        for (std::int64_t step = modality.steps(i); step < longest; ++step)
            out.put(padding.data(), width);
    }
    out.end();
    out.begin("len_" + modality.name, "<i8", { n });
    for (std::size_t i = 0; i < modality.present.size(); ++i)
        out.put<qint64>(modality.steps(i));
    out.end();
    if (modality.kind != data::ModalityKind::Series)
        return;
    out.begin("time_" + modality.name, "<f4", { n, longest });
    for (std::size_t i = 0; i < modality.present.size(); ++i)
        for (std::int64_t step = 0; step < longest; ++step) {
            const float time = step < modality.steps(i)
                ? modality.times[static_cast<std::size_t>(modality.offsets[i] + step)]
                : 0.0F;
            out.put(&time, 1);
        }
    out.end();
}

void writeModality(const data::Modality& modality, Writer& out)
{
    const auto n = static_cast<std::int64_t>(modality.present.size());
    if (modality.isRagged()) {
        writeRagged(modality, out);
    } else {
        out.begin("x_" + modality.name, "<f4", { n, modality.dims });
        out.put(modality.values.data(), modality.values.size());
        out.end();
    }
    out.begin("present_" + modality.name, "|b1", { n });
    for (const std::uint8_t present : modality.present)
        out.put<quint8>(present != 0 ? 1 : 0);
    out.end();
}

std::uint64_t denseBytes(const data::Cohort& cohort)
{
    std::uint64_t total = 0;
    for (const data::Modality& modality : cohort.modalities) {
        std::int64_t longest = 1;
        for (std::size_t i = 0; modality.isRagged() && i < modality.present.size(); ++i)
            longest = std::max(longest, modality.steps(i));
        total += modality.present.size() * static_cast<std::uint64_t>(longest * (modality.dims + 1))
            * sizeof(float);
    }
    return total;
}

} // namespace

void writeNpz(const data::Cohort& cohort, const QString& path, Compression compression)
{
    Writer out(path, compression, denseBytes(cohort) >= kZip64From);
    out.texts("meta", { metaJson(cohort) }, true);
    const auto n = static_cast<std::int64_t>(cohort.size());
    const bool classes = cohort.task == Task::Classification;
    out.begin("y", classes ? "<i8" : "<f8", { n });
    for (const double y : cohort.y)
        if (classes)
            out.put<qint64>(static_cast<qint64>(y));
        else
            out.put(std::bit_cast<quint64>(y));
    out.end();
    out.texts("id", cohort.ids);
    if (!cohort.splits.empty()) {
        std::vector<std::string> names;
        for (const Split split : cohort.splits)
            names.push_back(data::splitName(split));
        out.texts("split", names);
    }
    if (!cohort.groups.empty())
        out.texts("group", cohort.groups);
    for (const data::DescriptiveColumn& column : cohort.about)
        out.texts("about_" + column.name, column.values);
    for (const data::Modality& modality : cohort.modalities)
        writeModality(modality, out);
    out.commit();
}

} // namespace btw::io
