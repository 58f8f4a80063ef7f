// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparecontroller.h"

#include "ui/pages/control/annotationchange.h"
#include "ui/widgets/undostep.h"
#include "workspace/store/store.h"

#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace btw::pages {

using experiments::StoreLookup;

CompareController::CompareController(StoreLookup& lookup, QObject* parent)
    : QObject(parent)
    , m_lookup(lookup)
{
}

QString CompareController::subgroupName() const
{
    if (m_result)
        for (const auto& one : m_result->subgroups)
            if (one.id == m_question.subgroup)
                return one.name;
    return {};
}

void CompareController::ask(const CompareQuestion& question)
{
    m_question = question;
    m_isBusy = true;
    m_isAnswered = false;
    ++*m_people; // what is still on its way is of the question before
    ++*m_curves;
    Q_EMIT asked();
    m_lookup.ask<CompareResult>(
        this, m_comparison, [question](store::Store& store) { return answer(store, question); },
        [this](const std::shared_ptr<CompareResult>& result) {
            m_isBusy = false;
            m_isAnswered = true;
            m_result = result;
            Q_EMIT answered();
        },
        [this](const QString& sentence) {
            m_isBusy = false;
            Q_EMIT unanswered(sentence);
            Q_EMIT failed(sentence);
        });
}

void CompareController::askPeople(
    const std::string& population, const QString& model, const QString& baseline)
{
    m_lookup.ask<experiments::PeopleChange>(
        this, m_people,
        [=, question = m_question](
            store::Store& store) { return peopleOf(store, question, population, model, baseline); },
        [this](const std::shared_ptr<experiments::PeopleChange>& change) { Q_EMIT peopleKnown(change); },
        [this](const QString& sentence) {
            Q_EMIT peopleKnown(nullptr);
            Q_EMIT failed(sentence);
        });
}

void CompareController::askCurves(const std::vector<experiments::Model>& models)
{
    if (!m_result || m_result->comparisons.empty() || m_result->comparisons.front().rows.empty())
        return;
    const auto metric = m_result->comparisons.front().rows.front().metric;
    m_lookup.ask<std::vector<LearningCurve>>(
        this, m_curves, [=](store::Store& store) { return curvesOf(store, models, metric); },
        [this, metric](const std::shared_ptr<std::vector<LearningCurve>>& curves) {
            Q_EMIT curvesKnown(*curves, metric);
        },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void CompareController::askTables(CopyFormat format, const QString& path)
{
    const bool isText = format == CopyFormat::Latex || format == CopyFormat::Markdown;
    if (isText && m_isAnswered && !m_result->comparisons.empty()) { // it is on show
        ++*m_tables; // what was asked for before
        Q_EMIT tablesReady(format, textOf(m_result->comparisons, format), path);
        return;
    }
    m_lookup.ask<CopiedTables>(
        this, m_tables,
        [format, question = m_question](store::Store& store) { return tablesOf(store, question, format); },
        [this, format, path](
            const std::shared_ptr<CopiedTables>& tables) { Q_EMIT tablesReady(format, *tables, path); },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void CompareController::change(
    const QString& words, const std::function<void(store::Store&)>& work, const std::function<void()>& done)
{
    m_lookup.write<AnnotationChange>(
        this, [work](store::Store& store) { return AnnotationChange::by(store, work); },
        [this, words, done](const std::shared_ptr<AnnotationChange>& change) {
            if (m_undo != nullptr)
                m_undo->push(new widgets::UndoStep(
                    words,
                    [this, change] { applyAgain([change](auto& store) { return change->undo(store); }); },
                    [this, change] { applyAgain([change](auto& store) { return change->redo(store); }); }));
            done();
        },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void CompareController::applyAgain(const std::function<std::size_t(store::Store&)>& step)
{
    m_lookup.write<std::size_t>(
        this, step,
        [this](const std::shared_ptr<std::size_t>& left) {
            if (*left > 0)
                Q_EMIT failed(tr("Somebody has changed this since: their change stays."));
            askAgain();
        },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void CompareController::saveNote(const std::vector<std::int64_t>& runs, const store::RunNote& note)
{
    change(
        tr("the note"), [runs, note](store::Store& store) { store.saveNote(runs, note); }, [] {});
}

void CompareController::saveSubgroup(
    const QString& name, const std::vector<std::string>& ids, store::SelectedIn in)
{
    if (!m_result || m_result->splits.empty())
        return;
    change(
        tr("naming %1", "a subgroup").arg(name),
        [name, ids, in, split = m_result->splits.front()](
            store::Store& store) { store.saveSubgroup(name, store.cohort(split).cohortId, ids, in); },
        [this] { askAgain(); });
}

void CompareController::renameSubgroup(std::int64_t id, const QString& name)
{
    change(
        tr("renaming a subgroup"), [id, name](store::Store& store) { store.renameSubgroup(id, name); },
        [this] { askAgain(); });
}

void CompareController::removeSubgroup(std::int64_t id)
{
    change(
        tr("deleting a subgroup"), [id](store::Store& store) { store.removeSubgroup(id); },
        [this, id] {
            auto question = m_question;
            if (question.subgroup == id)
                question.subgroup = 0;
            ask(question);
        });
}

} // namespace btw::pages
