// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/cohortdraft.h"
#include "workspace/io/pickle/document.h"
#include "workspace/io/pickle/loadpickle.h"

#include <QString>

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace btw::importers {

/// A dict of splits, each a dict of arrays, one row an instance: what MulT's and MMSA's files have in common.
class SplitArrays
{
public:
    SplitArrays(const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& plan);
    virtual ~SplitArrays() = default;
    SplitArrays(const SplitArrays&) = delete;
    SplitArrays& operator=(const SplitArrays&) = delete;

    io::ReadResult read();

protected:
    /// Adds the labels of one split to the draft and returns their number; nothing, with a problem, where
    /// there are none.
    virtual std::optional<std::size_t> addLabels(io::pickle::Value split) = 0;
    /// Declares lengths of the modality's last `n` instances, where the file has some.
    virtual void addLengths(io::pickle::Value split, const std::string& modality, std::size_t n,
        io::pickle::ModalitySource& source);
    /// After all splits: what is known only then.
    virtual void complete() = 0;
    /// Keys of a split that are no features.
    virtual std::set<std::string> otherKeys() const = 0;

    /// How many new people are in a split that has no labels; 0 where labels are needed.
    std::size_t countWithoutLabels(io::pickle::Value split);
    /// One number an instance, or the first of MOSEI's seven; NaN where new people have none. Nothing with a
    /// problem.
    std::optional<std::vector<double>> labelNumbers(io::pickle::Value split, const std::string& key);
    /// Whole numbers, one an instance; nothing with a problem.
    std::optional<std::vector<std::int64_t>> lengthNumbers(
        io::pickle::Value split, const std::string& key, std::size_t n);
    std::string where(const std::string& key) const; ///< in the split at hand
    io::pickle::CohortDraft& draft() { return m_draft; }

private:
    bool addSplits(io::pickle::Value root);
    void addSplit(io::pickle::Value split);
    void addIds(io::pickle::Value split, std::size_t n);
    void noteOtherKeys(io::pickle::Value split);

    QString m_path;
    std::string m_file;
    io::pickle::GoOn m_progress;
    io::pickle::CohortDraft m_draft;
    std::unique_ptr<io::pickle::Document> m_document;
    std::vector<io::pickle::ModalitySource> m_sources;
    std::set<std::string> m_noted; ///< keys
    std::size_t m_first = 0; ///< instance of the split at hand
};

} // namespace btw::importers
