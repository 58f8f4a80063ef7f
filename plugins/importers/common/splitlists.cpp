// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/common/splitlists.h"

#include "workspace/io/pickle/loadpickle.h"
#include "workspace/io/pickle/splitfiles.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace btw::importers {

using namespace io::pickle;

namespace {

constexpr double kParsing = 0.5; // share of the time, for the progress

std::string cohortName(const QString& path)
{
    const QFileInfo info(path);
    return (info.isDir() ? QDir(path).dirName() : info.completeBaseName()).toStdString();
}

} // namespace

SplitLists::SplitLists(const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& plan)
    : m_path(path)
    , m_progress(limits.progress)
    , m_draft(Places::Order::InstanceFirst, cohortName(path), limits, plan)
{
}

io::ReadResult SplitLists::read()
{
    std::vector<SplitFile> files = splitFiles(m_path, m_draft.problems);
    if (m_draft.problems.hasErrors())
        return m_draft.finish();
    const bool alone = files.size() < 2;
    if (alone && QFileInfo(m_path).isFile())
        files = { { Split::Train, m_path } };
    else if (QFileInfo(m_path).isFile())
        m_draft.problems.note("files-read-too", m_draft.cohort.name,
            "the files of the other splits beside it are read with it",
            "give the file in a folder of its own to read it alone");

    for (std::size_t k = 0; k < files.size(); ++k) {
        const auto part = [&, k](double share) {
            return !m_progress
                || m_progress(
                    kParsing * (static_cast<double>(k) + share) / static_cast<double>(files.size()));
        };
        if (!readFile(files[k].path, part))
            return m_draft.finish();
        if (!alone)
            m_draft.cohort.splits.resize(m_draft.cohort.size(), files[k].split);
    }
    if (m_draft.problems.hasErrors())
        return m_draft.finish();
    complete();
    const auto rest
        = [this](double share) { return !m_progress || m_progress(kParsing + (1 - kParsing) * share); };
    if (!m_draft.problems.hasErrors() && !build(rest))
        m_draft.stopped();
    return m_draft.finish();
}

bool SplitLists::readFile(const QString& path, const GoOn& goOn)
{
    std::unique_ptr<Document> document = loadPickle(path, m_draft.memory, goOn, m_draft.problems);
    if (!document)
        return false;
    const std::string file = QFileInfo(path).fileName().toStdString();
    const Value root = document->root();
    m_documents.push_back(std::move(document));
    if (!root.isSequence() || root.size() == 0) {
        m_draft.problems.error("no-instances", file,
            root.isSequence()
                ? data::Sentence("the list is empty")
                : data::Sentence { "a list of instances is expected, and this is {}", root.description() },
            "save a list with one item per instance");
        return false;
    }
    m_draft.places.begin(file, {}, m_draft.cohort.size());
    for (std::size_t i = 0; i < root.size(); ++i) {
        m_item = m_draft.cohort.size();
        if (!addItem(root.item(i)))
            return false;
    }
    return true;
}

std::string SplitLists::where(const std::string& key) const { return m_draft.places.of(m_item, key); }

Layout sniffLists(const QString& path)
{
    const QFileInfo info(path);
    if (!info.isDir())
        return sniff(path);
    if (QFileInfo(QDir(path).filePath(QStringLiteral("manifest.json"))).exists())
        return Layout::NoPickle;
    io::Problems several;
    const std::vector<SplitFile> files = splitFiles(path, several);
    if (!files.empty())
        return sniff(files.front().path);
    // Several sets in one folder: the importer of the first one says so.
    const QStringList names = QDir(path).entryList(
        { QStringLiteral("train*.pkl"), QStringLiteral("train*.pickle") }, QDir::Files, QDir::Name);
    return several.hasErrors() && !names.isEmpty() ? sniff(QDir(path).filePath(names.front()))
                                                   : Layout::NoPickle;
}

} // namespace btw::importers
