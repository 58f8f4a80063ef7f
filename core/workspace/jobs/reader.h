// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/importpreview.h"
#include "workspace/jobs/cohortsummary.h"
#include "workspace/jobs/digest.h"
#include "workspace/jobs/request.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// Reads the store, and the heads of files, on the reading thread, for the queue. Every call answers with a
/// signal.
class Reader : public QObject
{
    Q_OBJECT

public:
    explicit Reader(QString storePath);
    ~Reader() override;

    void previewImport(const QString& path, const std::optional<std::vector<io::Remedy>>& remedies);
    /// Ends early, without an answer, when its thread is asked to end.
    void describe(const std::shared_ptr<const data::Cohort>& cohort);
    void recordQueued(const TrainingRequest& request);
    void refreshRuns();
    void loadRun(qint64 runId);
    void removeRun(qint64 runId);

Q_SIGNALS:
    void importPreviewed(std::shared_ptr<const btw::io::ImportPreview> preview);
    void importFailed(QString sentence); ///< of previewImport()
    void cohortDescribed(std::shared_ptr<const btw::jobs::CohortSummary> summary);
    void runsChanged(std::vector<btw::store::RunRecord> runs);
    void yardstickKnown(qint64 cohortId, btw::training::MetricSet test);
    void runLoaded(std::shared_ptr<const btw::jobs::RunDigest> digest,
        std::shared_ptr<const btw::jobs::ResultCard> card);
    void failed(QString sentence);

private:
    store::Store& store();
    void guarded(const std::function<void()>& work); ///< an exception becomes failed()

    QString m_path;
    std::unique_ptr<store::Store> m_store;
};

} // namespace btw::jobs
