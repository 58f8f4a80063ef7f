// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/loadpickle.h"

#include "workspace/io/pickle/refused.h"
#include "workspace/io/pickle/unpickler.h"

#include <QFileInfo>

namespace btw::io::pickle {

std::unique_ptr<Document> loadPickle(
    const QString& path, MemoryBudget& memory, const GoOn& goOn, Problems& problems)
{
    const std::string file = QFileInfo(path).fileName().toStdString();
    auto document = std::make_unique<Document>();
    if (!document->file().open(path)) {
        problems.error("file-unreadable", file, { "the file cannot be read: {}", document->file().error() },
            "check its name and permissions");
        return nullptr;
    }
    if (document->file().bytes().empty()) {
        problems.error("file-empty", file, "the file is empty", kFetchAgain);
        return nullptr;
    }
    try {
        const std::size_t left = Unpickler(*document, memory).run(goOn);
        if (left > 0)
            problems.warning("bytes-ignored", file,
                { "{} bytes follow the first pickle in the file and are ignored", grouped(left) },
                "save everything with one pickle.dump, as one dict or list");
        return document;
    } catch (const Refused& refused) {
        if (refused.fault().what.empty())
            problems.error("stopped", file, "the reading was stopped", "open the file again to read it");
        else
            problems.error("pickle-damaged", file + ", byte " + grouped(refused.at()), refused.fault().what,
                refused.fault().remedy);
        return nullptr;
    }
}

} // namespace btw::io::pickle
