// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/jobs/importjob.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace btw::jobs {

/// Reads and writes whole cohorts on the importing thread, for the queue: work of seconds to minutes, which
/// must not keep the store's readers waiting. Every call answers with a signal.
class Importing : public QObject
{
    Q_OBJECT

public:
    using Flag = std::shared_ptr<const std::atomic<bool>>;

    /// \param closing becomes true when the queue ends: what is under way ends without an answer.
    Importing(const QString& storePath, Flag closing);

    void openCohort(const QString& path, std::uint64_t splitSeed);
    void openDemo(const QString& kind);
    /// Made first, where the project does not have it. \param name as namedSample() takes it
    void openSample(const QString& name);
    /// Answers with importRead, or importCancelled once `cancelled` is true.
    void read(const ImportPlan& plan, std::uint64_t splitSeed, const Flag& cancelled);
    void accept(
        const ImportPlan& plan, const std::shared_ptr<const data::Cohort>& cohort, const QString& name);
    void exportCohort(const std::shared_ptr<const data::Cohort>& cohort, const QString& path);

Q_SIGNALS:
    void cohortOpened(std::shared_ptr<const btw::data::Cohort> cohort, QString path,
        std::vector<btw::io::Problem> problems);
    void importProgress(double share);
    void importRead(std::shared_ptr<const btw::jobs::ImportReport> report);
    void importCancelled();
    void cohortExported(QString path);
    void importFailed(QString sentence); ///< of accept()
    void exportFailed(QString sentence);
    void failed(QString sentence); ///< of the rest

private:
    using Failure = void (Importing::*)(QString);
    void guarded(Failure failure, const std::function<void()>& work); ///< an exception becomes the signal

    const QString m_folder; ///< of the store's files
    const Flag m_closing;
    std::weak_ptr<const data::Cohort> m_lastRead;
    std::vector<io::Problem> m_lastProblems; ///< of m_lastRead
};

} // namespace btw::jobs
