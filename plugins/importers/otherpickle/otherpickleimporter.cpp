// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/otherpickle/otherpickleimporter.h"

#include "workspace/io/pickle/columns.h"
#include "workspace/io/pickle/loadpickle.h"
#include "workspace/io/pickle/sniff.h"

#include <QFileInfo>

#include <algorithm>

using namespace btw;
using namespace btw::io::pickle;

bool OtherPickleImporter::canRead(const QString& path) const { return sniff(path) == Layout::Unknown; }

io::ReadResult OtherPickleImporter::read(
    const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& /*plan*/) const
{
    io::Problems problems;
    MemoryBudget memory(limits.memoryBytes);
    if (const auto document = loadPickle(path, memory, limits.progress, problems)) {
        constexpr std::size_t kShown = 5;
        const Value root = document->root();
        std::string what = root.description();
        for (std::size_t i = 0; root.kind() == Kind::Dict && i < std::min(root.size(), kShown); ++i)
            what += (i == 0 ? " of " : ", ") + io::inQuotes(textOf(root.key(i)).value_or("?"));
        problems.error("layout-unknown", QFileInfo(path).fileName().toStdString(),
            { "the layout of this pickle is not known: {}", what },
            "save a dict with train, valid and test, each a dict of text, audio, vision and labels");
    }
    return { std::nullopt, problems.take() };
}
