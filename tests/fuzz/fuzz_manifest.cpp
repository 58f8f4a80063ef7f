// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/read/csvfolder.h"
#include "workspace/io/tables/source/filesource.h"

#include <QBuffer>

#include <cstdlib>

using namespace btw::io;

namespace {

/// Every file that a manifest may name holds the same bytes.
class OneFile : public FileSource
{
public:
    explicit OneFile(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }

    bool contains(const QString& /*name*/) const override { return true; }
    std::uint64_t size(const QString& /*name*/) const override
    {
        return static_cast<std::uint64_t>(m_bytes.size());
    }
    QStringList names() const override { return { QStringLiteral("t.csv") }; }
    bool open(const QString& /*name*/, const std::string& /*askedBy*/, Problems& /*problems*/,
        const Use& use) override
    {
        QBuffer buffer(&m_bytes);
        buffer.open(QIODevice::ReadOnly);
        use(buffer, static_cast<std::uint64_t>(m_bytes.size()));
        return true;
    }

private:
    QByteArray m_bytes;
};

} // namespace

/// A manifest, a zero, and the table that each of its files is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const qsizetype zero = bytes.indexOf('\0');
    const QByteArray json = zero < 0 ? bytes : bytes.left(zero);
    Problems problems;
    const std::optional<Manifest> manifest
        = parseManifest({ json.constData(), static_cast<std::size_t>(json.size()) }, problems);
    if (!manifest || zero < 0)
        return 0;
    OneFile files(bytes.mid(zero + 1));
    ReadLimits limits;
    limits.memoryBytes = std::uint64_t(64) << 20;
    const ReadResult result = readTables(*manifest, files, limits);
    if (result.cohort.has_value() == result.hasErrors())
        std::abort();
    // What is offered can be carried out, whatever comes of it; and a recipe keeps the manifest as it is.
    std::vector<btw::io::Remedy> remedies;
    for (const btw::io::Problem& problem : result.problems)
        remedies.insert(remedies.end(), problem.remedies.begin(), problem.remedies.end());
    Manifest mended = *manifest;
    const ReadingPlan plan(remedies);
    plan.applyTo(mended);
    const ReadResult again = readTables(mended, files, limits, plan);
    if (again.cohort.has_value() == again.hasErrors())
        std::abort();
    const auto kept = manifestFromJson(manifestToJson(*manifest), "", problems);
    if (!kept || manifestToJson(*kept) != manifestToJson(*manifest))
        std::abort();
    return 0;
}
