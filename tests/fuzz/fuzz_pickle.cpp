// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a pickle: through the importer that says that it can read them, and through those of the
// lists, which say so by a folder's file names.
#include "workspace/plugin/importers.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace btw;
    static const QTemporaryDir folder;
    static const std::vector<plugin::ImporterEntry> importers = plugin::builtInImporters();
    const QString path = folder.filePath(QStringLiteral("input.pkl"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || file.write(reinterpret_cast<const char*>(data), static_cast<qint64>(size))
            != static_cast<qint64>(size))
        std::abort();
    file.close();
    io::ReadLimits limits;
    limits.memoryBytes = std::uint64_t(64) << 20;
    for (const plugin::ImporterEntry& entry : importers) {
        const bool can = entry.importer->canRead(path);
        const bool lists = entry.id == QLatin1String("misa") || entry.id == QLatin1String("stays");
        if (!can && !lists)
            continue;
        const io::ReadResult result = entry.importer->read(path, limits, {});
        // Nothing read without a reason, and nothing wrong passed on.
        if (result.cohort.has_value() == result.hasErrors())
            std::abort();
        // What is offered can be carried out, whatever comes of it.
        std::vector<io::Remedy> remedies;
        for (const io::Problem& problem : result.problems)
            remedies.insert(remedies.end(), problem.remedies.begin(), problem.remedies.end());
        if (remedies.empty())
            continue;
        const io::ReadResult mended = entry.importer->read(path, limits, io::ReadingPlan(remedies));
        if (mended.cohort.has_value() == mended.hasErrors())
            std::abort();
    }
    return 0;
}
