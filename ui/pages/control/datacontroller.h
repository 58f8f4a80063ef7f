// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "ui/pages/control/foundsource.h"
#include "workspace/io/problems.h"
#include "workspace/jobs/cohortidentity.h"
#include "workspace/jobs/cohortsummary.h"
#include "workspace/jobs/importjob.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QUndoStack;

namespace btw::jobs {
class Queue;
}

namespace btw::widgets {
class Settings;
}

namespace btw::pages {

class Actions;
class ImportFlow;
class ImportView;

/// The open cohort: how it is opened, read anew and exported. Every call returns at once; what comes of it is
/// told by signals.
class DataController : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    DataController(jobs::Queue& queue, widgets::Settings& settings, const Actions& actions);
    ~DataController() override;

    /// Where a person says how a source is read; before anything is opened.
    void setImportView(ImportView& view);

    /// Asked before choices for a source that is not open yet are lost, with its name; false keeps them, and
    /// nothing else is opened.
    void setAskToLeave(std::function<bool(const QString& name)> ask) { m_askToLeave = std::move(ask); }
    /// Whether an import may be left: there is none with choices, or a person says so.
    bool mayLeaveImport() const;
    QUndoStack* importHistory() const { return m_importHistory; } ///< of its choices; null without a view

    /// Opens a file or folder: straight away where it says itself what it holds, else by way of the import.
    void openPath(const QString& path);
    /// Opens what was opened before: roles that were guessed are not asked for again.
    void openAgain(const QString& path);
    /// The same, and the page on show stays.
    void openBeside(const QString& path);
    /// What was opened as `path` and is not there any more is now at `found`: opens it as it was read before,
    /// and remembers the new place. Where its values are not the same, it is refused.
    void findSource(const QString& path, const QString& found);
    /// Makes the demo cohort, to be trained on at once with the preset `demo`.
    void startDemo(const QString& kind);
    /// Opens a planted cohort of the project, made first where it is not there yet; the page on show stays.
    /// Whoever calls it has asked mayLeaveImport(). \param name "sample:mosi"
    void openSample(const QString& name);
    /// Shows how the open cohort is read, to change it.
    void changeReading();
    /// Writes the open cohort: NAME.npz, or else a new folder of CSV files.
    void exportData(const QString& path);
    QString exportName() const; ///< a file name for the open cohort
    /// Where an export goes whose path was written with the suffix of the other kind, or with none.
    static QString exportTarget(const QString& path, bool isArchive);

    const std::shared_ptr<const data::Cohort>& cohort() const { return m_cohort; } ///< null: none is open
    /// Of the open cohort; handed along with every training on it.
    const std::shared_ptr<const jobs::CohortIdentity>& identity() const { return m_identity; }
    const QString& path() const { return m_path; } ///< by which it is opened again
    /// Where the data lie, for people: not the recipe by which they are read.
    const QString& source() const { return m_source; }

Q_SIGNALS:
    void pageWanted(const QString& id);
    /// What is open, or being opened: for the head of the window.
    void headlineChanged(const QString& name, const QString& line);
    /// \param source where the data lie
    void opened(const std::shared_ptr<const btw::data::Cohort>& cohort, const QString& source,
        const std::vector<btw::io::Problem>& problems);
    void described(const std::shared_ptr<const btw::jobs::CohortSummary>& summary);
    void hashed(const QString& hash); ///< of the open cohort
    void demoOpened(); ///< after `opened`
    void refused(const QString& source, const std::vector<btw::io::Problem>& problems);
    /// After `refused`: the data are not where they were (findSource).
    void sourceMissing(const QString& path, const QString& source);
    void openingFailed(const QString& happened, const QString& safe, const QString& next);
    void failed(const QString& happened); ///< the queue, but not at opening
    void importShown(bool shown);
    void said(const QString& sentence);
    void warned(const QString& happened, const QString& safe, const QString& next);

private:
    void expectMade(const QString& name, bool isDemo); ///< of the queue
    void open(const QString& path, bool isKnown, bool isBeside = false);
    void take(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
        const std::vector<io::Problem>& problems);
    void accept(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
        const std::vector<io::Problem>& problems);
    /// Opens a cohort that was found elsewhere, once its hash has been looked at.
    void checkFound(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
        const std::vector<io::Problem>& problems);
    void takeFound(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
        const std::vector<io::Problem>& problems, const FoundSource& found, const CheckedSource& checked);
    void refuse(const QString& path, const std::vector<io::Problem>& problems);
    void fail(const QString& sentence);
    void showImport(bool shown);
    void tellHeadline();
    void hash();

    jobs::Queue& m_queue;
    widgets::Settings& m_settings;
    const Actions& m_actions;
    std::shared_ptr<const data::Cohort> m_cohort;
    std::shared_ptr<const jobs::CohortIdentity> m_identity;
    QString m_path;
    QString m_source;
    jobs::ImportPlan m_plan; ///< how the open cohort was read
    std::unique_ptr<ImportFlow> m_import;
    QUndoStack* m_importHistory = nullptr;
    bool m_showsImport = false;
    std::function<bool(const QString& name)> m_askToLeave;
    std::optional<FoundSource> m_found; ///< data that are being opened at another place than before
    QString m_opening; ///< the demo or planted cohort that is being made; empty otherwise
    bool m_isDemo = false; ///< what is being opened is
    bool m_isBeside = false; ///< what is being opened leaves the page as it is
    QThreadPool m_pool; ///< hashes cohorts; last, so that it has finished before the rest goes
};

} // namespace btw::pages
