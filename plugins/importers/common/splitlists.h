// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/cohortdraft.h"
#include "workspace/io/pickle/document.h"
#include "workspace/io/pickle/loadpickle.h"
#include "workspace/io/pickle/sniff.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace btw::importers {

/// One pickle a split, each a list with one item an instance: what MISA's files and FuseMoE's stays have in
/// common. A single file without the others beside it is read alone, without splits.
class SplitLists
{
public:
    SplitLists(const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& plan);
    virtual ~SplitLists() = default;
    SplitLists(const SplitLists&) = delete;
    SplitLists& operator=(const SplitLists&) = delete;

    io::ReadResult read();

protected:
    /// Adds one instance: label, id, and where its features are. False, with a problem, where the item is of
    /// another form, so that the rest need not be tried.
    virtual bool addItem(io::pickle::Value item) = 0;
    /// After all items and without errors so far: labels, ids and groups as a whole.
    virtual void complete() = 0;
    /// Copies the features; false when stopped.
    virtual bool build(const io::pickle::GoOn& goOn) = 0;

    std::string where(const std::string& key) const; ///< in the item at hand
    io::pickle::CohortDraft& draft() { return m_draft; }

private:
    bool readFile(const QString& path, const io::pickle::GoOn& goOn);

    QString m_path;
    io::pickle::GoOn m_progress;
    io::pickle::CohortDraft m_draft;
    std::vector<std::unique_ptr<io::pickle::Document>> m_documents;
    std::size_t m_item = 0; ///< instance at hand
};

/// The layout of a file, or of a folder's training file.
io::pickle::Layout sniffLists(const QString& path);

} // namespace btw::importers
