// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/studies.h"

#include <QObject>

#include <memory>
#include <vector>

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

/// Experiments of the store, and trainings of a cohort that belong to none: which there are, and which one
/// the pages show. Kept as the store changes.
class StudiesController : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    StudiesController(jobs::Queue& queue, experiments::StoreLookup& lookup);

    const QString& storePath() const { return m_storePath; }
    const std::vector<experiments::Study>& all() const { return *m_all; } ///< newest first
    /// That the pages show; empty: none.
    const experiments::Study& current() const { return m_current; }
    /// Shows a study, also one that is only about to be in the store.
    void open(const experiments::Study::Id& id);
    /// The same, because a person wants to see its result.
    void show(const experiments::Study::Id& id);
    /// Shows the study that the run belongs to: the current one if it does. The run may be only about to be
    /// in the store.
    void openOf(std::int64_t runId);

Q_SIGNALS:
    void listed(); ///< all() has changed
    /// Another study is on show, or the same one with more trainings ended.
    void opened(const btw::experiments::Study& study);
    void resultWanted(); ///< of current(): show()
    void failed(const QString& sentence);

private:
    void refresh();
    void take(const std::shared_ptr<std::vector<experiments::Study>>& studies);

    experiments::StoreLookup& m_lookup;
    QString m_storePath;
    experiments::StoreLookup::Subject m_subject = experiments::StoreLookup::subject();
    std::shared_ptr<std::vector<experiments::Study>> m_all
        = std::make_shared<std::vector<experiments::Study>>();
    experiments::Study::Id m_wanted;
    std::int64_t m_wantedRun = 0; ///< whose study is looked for; 0: none
    experiments::Study m_current;
};

} // namespace btw::pages
