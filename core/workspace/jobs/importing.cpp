// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/importing.h"

#include "engine/data/samples.h"
#include "engine/error.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/problems.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/tables/read/csvwriter.h"
#include "workspace/jobs/keptrecipe.h"
#include "workspace/jobs/keptsample.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace btw::jobs {

Importing::Importing(const QString& storePath, Flag closing)
    : m_folder(QFileInfo(storePath).absoluteFilePath() + QStringLiteral(".d"))
    , m_closing(std::move(closing))
{
}

void Importing::guarded(Failure failure, const std::function<void()>& work)
{
    if (*m_closing)
        return;
    try {
        work();
    } catch (const std::exception& error) {
        Q_EMIT(this->*failure)(QString::fromUtf8(error.what()));
    }
}

void Importing::openCohort(const QString& path, std::uint64_t splitSeed)
{
    guarded(&Importing::failed, [&] {
        const auto absolute = QFileInfo(path).absoluteFilePath();
        auto limits = io::ReadLimits::ofEnvironment();
        limits.progress = [this](double) { return !*m_closing; };
        auto read = io::openCohort(absolute, splitSeed, limits);
        if (*m_closing)
            return;
        std::shared_ptr<const data::Cohort> cohort;
        if (read.cohort)
            cohort = std::make_shared<const data::Cohort>(std::move(*read.cohort));
        Q_EMIT cohortOpened(cohort, absolute, read.problems);
    });
}

void Importing::openDemo(const QString& kind)
{
    guarded(&Importing::failed, [&] {
        const auto path = QStringLiteral("%1/demo-%2.npz").arg(m_folder, kind);
        if (!QFileInfo::exists(path)) {
            QDir().mkpath(m_folder);
            io::writeNpz(kind == QLatin1String("los") ? data::makeLos() : data::makeSentiment(), path);
        }
        openCohort(path, 0);
    });
}

void Importing::openSample(const QString& name)
{
    guarded(&Importing::failed, [&] { openCohort(keepSample(m_folder, namedSample(name)), 0); });
}

void Importing::read(const ImportPlan& plan, std::uint64_t splitSeed, const Flag& cancelled)
{
    if (*m_closing)
        return;
    const auto stopped = [&] { return *cancelled || *m_closing; };
    if (*cancelled) {
        Q_EMIT importCancelled();
        return;
    }
    try {
        // Often enough for a bar to move smoothly, seldom enough for the window to have time for other
        // things.
        constexpr qint64 kMillisecondsBetween = 40;
        QElapsedTimer sinceLast;
        auto limits = io::ReadLimits::ofEnvironment();
        limits.progress = [&](double share) {
            if (!sinceLast.isValid() || sinceLast.elapsed() >= kMillisecondsBetween) {
                sinceLast.start();
                Q_EMIT importProgress(share);
            }
            return !stopped();
        };
        auto read = io::openCohort(QFileInfo(plan.path).absoluteFilePath(), plan.recipe, splitSeed, limits);
        auto report = std::make_shared<ImportReport>();
        std::stable_sort(read.problems.begin(), read.problems.end(),
            [](const io::Problem& a, const io::Problem& b) { return a.severity > b.severity; });
        report->problems = std::move(read.problems);
        if (read.cohort && !stopped()) {
            report->cohort = std::make_shared<const data::Cohort>(std::move(*read.cohort));
            report->summary = summarise(report->cohort, stopped);
        }
        if (!stopped()) {
            m_lastRead = report->cohort;
            m_lastProblems = report->problems;
            Q_EMIT importRead(report);
            return;
        }
    } catch (const std::exception& error) {
        if (!stopped()) {
            auto report = std::make_shared<ImportReport>();
            report->problems.push_back({ data::Severity::Error, QFileInfo(plan.path).fileName().toStdString(),
                error.what(), "Choose other data." });
            Q_EMIT importRead(report);
            return;
        }
    }
    if (!*m_closing)
        Q_EMIT importCancelled();
}

void Importing::accept(
    const ImportPlan& plan, const std::shared_ptr<const data::Cohort>& cohort, const QString& name)
{
    guarded(&Importing::importFailed, [&] {
        const QString path = plan.recipe.isEmpty() ? QFileInfo(plan.path).absoluteFilePath()
                                                   : keepRecipe(m_folder, plan.path, plan.recipe, name);
        Q_EMIT cohortOpened(
            cohort, path, m_lastRead.lock() == cohort ? m_lastProblems : std::vector<io::Problem>());
    });
}

void Importing::exportCohort(const std::shared_ptr<const data::Cohort>& cohort, const QString& path)
{
    guarded(&Importing::exportFailed, [&] {
        const QFileInfo target(path);
        const bool npz = target.suffix().compare(QLatin1String("npz"), Qt::CaseInsensitive) == 0;
        if (target.exists() && (npz || !target.isDir() || !QDir(path).isEmpty()))
            throw Error(target.fileName().toStdString()
                + " is there already and stays as it is: choose another name, or remove it first.");
        if (npz)
            io::writeNpz(*cohort, target.absoluteFilePath());
        else
            io::writeCsvFolder(*cohort, target.absoluteFilePath());
        Q_EMIT cohortExported(target.absoluteFilePath());
    });
}

} // namespace btw::jobs
