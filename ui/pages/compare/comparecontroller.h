// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparequestion.h"
#include "workspace/experiments/storelookup.h"

#include <QObject>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

class QUndoStack;

namespace btw::pages {

/// What the Compare page asks of the store, and what comes back. Every call returns at once.
class CompareController : public QObject
{
    Q_OBJECT

public:
    /// The lookup outlives it.
    explicit CompareController(experiments::StoreLookup& lookup, QObject* parent = nullptr);

    const CompareQuestion& question() const { return m_question; }
    /// Of the last answer; null before the first.
    const std::shared_ptr<const CompareResult>& result() const { return m_result; }
    QString subgroupName() const; ///< that the question asks of; empty: everybody
    bool isBusy() const { return m_isBusy; }

    void ask(const CompareQuestion& question);
    void askAgain() { ask(m_question); }
    void askPeople(const std::string& population, const QString& model, const QString& baseline);
    void askCurves(const std::vector<experiments::Model>& models);
    /// Answers with tablesReady.
    void askTables(CopyFormat format, const QString& path = {});
    /// What is written and named from now on can be undone. \param stack outlives it
    void keepIn(QUndoStack& stack) { m_undo = &stack; }
    void saveNote(const std::vector<std::int64_t>& runs, const store::RunNote& note);
    /// Answers with answered, the new subgroup among the others.
    void saveSubgroup(const QString& name, const std::vector<std::string>& ids,
        store::SelectedIn in = store::SelectedIn::Unknown);
    void renameSubgroup(std::int64_t id, const QString& name);
    void removeSubgroup(std::int64_t id);

Q_SIGNALS:
    void asked(); ///< the answer is on its way
    void answered(); ///< result() is of question()
    void unanswered(const QString& sentence); ///< in its place: why; failed() says it, too
    void peopleKnown(const std::shared_ptr<const btw::experiments::PeopleChange>& change);
    void curvesKnown(const std::vector<btw::pages::LearningCurve>& curves, const std::string& metric);
    void tablesReady(
        btw::pages::CopyFormat format, const btw::pages::CopiedTables& tables, const QString& path);
    void failed(const QString& sentence);

private:
    /// Changes notes or subgroups so that it can be undone by that name.
    void change(const QString& words, const std::function<void(store::Store&)>& work,
        const std::function<void()>& done);
    /// Undoes or redoes such a change. \param step returns how many rows others have changed since
    void applyAgain(const std::function<std::size_t(store::Store&)>& step);

    experiments::StoreLookup& m_lookup;
    experiments::StoreLookup::Subject m_comparison = experiments::StoreLookup::subject();
    experiments::StoreLookup::Subject m_people = experiments::StoreLookup::subject();
    experiments::StoreLookup::Subject m_curves = experiments::StoreLookup::subject();
    experiments::StoreLookup::Subject m_tables = experiments::StoreLookup::subject();
    CompareQuestion m_question;
    std::shared_ptr<const CompareResult> m_result;
    bool m_isBusy = false;
    bool m_isAnswered = false; ///< m_result is of m_question
    QUndoStack* m_undo = nullptr;
};

} // namespace btw::pages
