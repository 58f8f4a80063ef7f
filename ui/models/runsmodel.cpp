// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runsmodel.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "ui/models/words.h"
#include "ui/widgets/navdelegate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::models {

using store::RunStatus;
using widgets::NavDelegate;

namespace {

enum class Section : std::uint8_t { UnderWay, Stopped, Finished, Alone };

Section sectionOf(const store::RunRecord& run)
{
    switch (run.status) {
    case RunStatus::Running:
    case RunStatus::Paused:
        return Section::UnderWay;
    case RunStatus::Finished:
        return run.step == training::Step::Unimodal ? Section::Alone : Section::Finished;
    case RunStatus::Stopped:
    case RunStatus::Interrupted:
    case RunStatus::Failed:
    case RunStatus::Queued: // of a training that ended before
        break;
    }
    return Section::Stopped;
}

QString sectionName(Section section)
{
    switch (section) {
    case Section::UnderWay:
        return RunsModel::tr("Running");
    case Section::Stopped:
        return RunsModel::tr("Stopped");
    case Section::Finished:
        return RunsModel::tr("Finished");
    case Section::Alone:
        break;
    }
    return RunsModel::tr("One modality alone");
}

NavDelegate::Dot dotOf(RunStatus status)
{
    switch (status) {
    case RunStatus::Running:
        return NavDelegate::Dot::Running;
    case RunStatus::Finished:
        return NavDelegate::Dot::Good;
    case RunStatus::Paused:
    case RunStatus::Stopped:
    case RunStatus::Interrupted:
        return NavDelegate::Dot::Stopped;
    case RunStatus::Failed:
        return NavDelegate::Dot::Failed;
    case RunStatus::Queued:
        break;
    }
    return NavDelegate::Dot::Waiting;
}

QString statusWord(RunStatus status)
{
    switch (status) {
    case RunStatus::Queued:
        return RunsModel::tr("not begun");
    case RunStatus::Running:
        return RunsModel::tr("running");
    case RunStatus::Paused:
        return RunsModel::tr("paused");
    case RunStatus::Stopped:
        return RunsModel::tr("stopped");
    case RunStatus::Interrupted:
        return RunsModel::tr("interrupted");
    case RunStatus::Failed:
        return RunsModel::tr("failed");
    case RunStatus::Finished:
        break;
    }
    return RunsModel::tr("finished");
}

/// Whether the run is a step on the way to the training's end: its last run ends it, and closes nothing.
bool isStepOf(const store::RunRecord& run, const store::TrainingRecord& training)
{
    return training.has(run.id) && training.lastRun() != run.id;
}

/// Whether the training was begun and could go on.
bool isHalfWay(const store::TrainingRecord& training)
{
    return training.state == store::TrainingState::Stopped || training.state == store::TrainingState::Failed
        || training.state == store::TrainingState::Interrupted;
}

} // namespace

std::string listMetric(const store::RunRecord& run, const training::MetricSet& metrics)
{
    const auto task = run.classCount == 0 ? Task::Regression : Task::Classification;
    // A run of an earlier version may lack the primary figure.
    for (const auto& metric :
        { analysis::primaryMetric(task, run.classCount), analysis::smoothingMetric(task) })
        if (metrics.count(metric) > 0)
            return metric;
    return {};
}

RunsModel::RunsModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void RunsModel::setRuns(
    const std::vector<store::RunRecord>& runs, const std::vector<store::TrainingRecord>& trainings)
{
    m_trainings = trainings;
    m_runs.clear();
    for (const auto& run : runs)
        m_runs.insert_or_assign(run.id, run);
    rebuild();
}

void RunsModel::apply(const jobs::TrainingEvent& event)
{
    if (const auto* start = std::get_if<jobs::RunStarted>(&event)) {
        auto run = start->run;
        if (!start->reused)
            run.status = RunStatus::Running;
        m_current = start->training;
        upsert(run);
    } else if (const auto* epoch = std::get_if<jobs::EpochDone>(&event)) {
        const auto found = m_runs.find(epoch->runId);
        if (found == m_runs.end() || !epoch->report)
            return;
        found->second.epochs = epoch->report->epoch;
        touch(epoch->runId);
    } else if (const auto* done = std::get_if<jobs::RunDone>(&event)) {
        upsert(done->run);
        learnReference(done->run.splitId, done->referenceModels);
    } else if (const auto* training = std::get_if<jobs::TrainingDone>(&event)) {
        for (const auto& record : training->runs)
            upsert(record);
        if (const auto* record = run(training->runId))
            learnReference(record->splitId, training->referenceModels);
        // A part of an experiment has ended, though its figures wait for the others.
        const bool isEnded = !training->runs.empty() || training->experimentId != 0;
        leaveTraining(isEnded ? store::TrainingState::Finished : store::TrainingState::Stopped);
    }
}

void RunsModel::endTraining() { leaveTraining(store::TrainingState::Stopped); }

void RunsModel::leaveTraining(store::TrainingState state)
{
    if (m_current) {
        // What the store said of it last is from while it went on.
        for (auto& training : m_trainings)
            if (training.id == m_current->id && training.state == store::TrainingState::Running)
                training.state = state;
    }
    m_current.reset();
    rebuild();
}

bool RunsModel::isTestHidden(const store::RunRecord& run) const
{
    if (run.status == RunStatus::Finished && !store::testIsOpen(run))
        return true;
    if (m_current && isStepOf(run, *m_current))
        return true;
    return std::any_of(m_trainings.begin(), m_trainings.end(), [&](const store::TrainingRecord& training) {
        return training.state == store::TrainingState::Running && isStepOf(run, training);
    });
}

void RunsModel::learnReference(std::int64_t splitId, const std::vector<store::ReferenceRecord>& models)
{
    for (const auto& model : models)
        if (model.name == QLatin1String("all"))
            setReference(splitId, model.test);
}

void RunsModel::setReference(std::int64_t splitId, const training::MetricSet& test)
{
    m_references[splitId] = test;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

const store::RunRecord* RunsModel::run(qint64 runId) const
{
    const auto found = m_runs.find(runId);
    return found == m_runs.end() ? nullptr : &found->second;
}

const store::RunRecord& RunsModel::lastOfTraining(const store::RunRecord& run) const
{
    const store::TrainingRecord* meant = nullptr;
    for (const auto& training : m_trainings) {
        if (!training.has(run.id) || !m_runs.count(training.lastRun())
            || (!isHalfWay(training) && training.state != store::TrainingState::Queued))
            continue;
        if (meant == nullptr || (isHalfWay(training) && !isHalfWay(*meant)))
            meant = &training;
    }
    return meant == nullptr ? run : m_runs.at(meant->lastRun());
}

const store::RunRecord* RunsModel::runAt(const QModelIndex& index) const
{
    if (!index.isValid()
        || !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return nullptr;
    return run(m_rows[static_cast<std::size_t>(index.row())].runId);
}

QModelIndex RunsModel::indexOf(qint64 runId) const
{
    const auto found = std::find_if(
        m_rows.begin(), m_rows.end(), [runId](const Row& row) { return runId != 0 && row.runId == runId; });
    return found == m_rows.end() ? QModelIndex() : index(static_cast<int>(found - m_rows.begin()));
}

qint64 RunsModel::newestFinished() const
{
    qint64 newest = 0;
    for (const auto& [id, record] : m_runs)
        if (sectionOf(record) == Section::Finished)
            newest = id; // the map is in ascending order
    return newest;
}

int RunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RunsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == RunIdRole)
        return row.runId;
    if (role == NavDelegate::SectionRole)
        return !row.heading.isEmpty();
    const auto* record = run(row.runId);
    if (!record) {
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return row.heading;
        if (role == NavDelegate::DotRole)
            return static_cast<int>(NavDelegate::Dot::None);
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return record->name;
    case Qt::ToolTipRole:
        return record->message.isEmpty()
            ? tr("%1, %2", "a run and its figure").arg(record->name, detail(*record))
            : tr("%1: %2", "a run and a message").arg(record->name, record->message);
    case Qt::AccessibleTextRole:
        return spokenWords(*record);
    case NavDelegate::DetailRole:
        return detail(*record);
    case NavDelegate::SecondRole:
        return referenceText(*record);
    case NavDelegate::DotRole:
        return static_cast<int>(dotOf(record->status));
    case StatusRole:
        return static_cast<int>(record->status);
    default:
        return {};
    }
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return QAbstractListModel::flags(index);
    const auto flags = QAbstractListModel::flags(index) | Qt::ItemNeverHasChildren;
    return runAt(index) ? flags : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

QString RunsModel::detail(const store::RunRecord& run) const
{
    switch (run.status) {
    case RunStatus::Queued:
    case RunStatus::Paused:
    case RunStatus::Failed:
        return statusWord(run.status);
    case RunStatus::Running:
    case RunStatus::Stopped:
    case RunStatus::Interrupted:
        return tr("%1 / %2", "epochs done, epochs at most").arg(run.epochs).arg(run.spec.epochs);
    case RunStatus::Finished:
        break;
    }
    const bool hidden = isTestHidden(run);
    const auto& metrics = hidden ? run.validation : run.test;
    const std::string metric = listMetric(run, metrics);
    if (metric.empty())
        return statusWord(run.status);
    const QString figure = number(metrics.at(metric));
    return hidden ? tr("val %1", "short: a figure of the validation split").arg(figure) : figure;
}

QString RunsModel::referenceText(const store::RunRecord& run) const
{
    if (run.status != RunStatus::Finished || run.step == training::Step::Unimodal || isTestHidden(run))
        return {};
    const std::string metric = listMetric(run, run.test);
    const auto known = m_references.find(run.splitId);
    if (known == m_references.end() || known->second.count(metric) == 0)
        return {};
    return tr("plain regression %1").arg(number(known->second.at(metric)));
}

QString RunsModel::spokenWords(const store::RunRecord& run) const
{
    const QString words = tr("%1, %2, %3", "a run, its state and its figure")
                              .arg(run.name, statusWord(run.status), detail(run));
    const QString beside = referenceText(run);
    return beside.isEmpty() ? words
                            : tr("%1, %2", "a run and the plain regression's figure").arg(words, beside);
}

void RunsModel::upsert(const store::RunRecord& record)
{
    m_runs.insert_or_assign(record.id, record);
    rebuild(); // the figures of other runs may be hidden or opened by this one, too
}

void RunsModel::touch(qint64 runId)
{
    if (const auto at = indexOf(runId); at.isValid())
        Q_EMIT dataChanged(at, at);
}

bool RunsModel::isInQueue(const store::RunRecord& run) const
{
    using store::TrainingState;
    return run.status == RunStatus::Queued
        && std::any_of(m_trainings.begin(), m_trainings.end(), [&](const store::TrainingRecord& training) {
               return training.has(run.id)
                   && (training.state == TrainingState::Queued || training.state == TrainingState::Running);
           });
}

std::vector<RunsModel::Row> RunsModel::wantedRows() const
{
    std::vector<Row> rows;
    const auto add = [&](Section section, bool newestFirst) {
        std::vector<qint64> ids;
        for (const auto& [id, record] : m_runs)
            if (sectionOf(record) == section && !isInQueue(record))
                ids.push_back(id);
        if (newestFirst)
            std::reverse(ids.begin(), ids.end());
        if (ids.empty())
            return;
        rows.push_back({ 0, sectionName(section) });
        for (const auto id : ids)
            rows.push_back({ id, {} });
    };
    add(Section::UnderWay, false);
    add(Section::Stopped, true);
    add(Section::Finished, true);
    add(Section::Alone, true);
    return rows;
}

void RunsModel::rebuild()
{
    auto rows = wantedRows();
    if (rows == m_rows) {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

} // namespace btw::models
