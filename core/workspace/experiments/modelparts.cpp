// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/experiments/models.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <utility>

namespace btw::experiments {

namespace {

/// "a; b; c and 4 more"
QString someOf(const QStringList& names)
{
    constexpr qsizetype kAtMost = 3;
    const QString first = names.mid(0, kAtMost).join(QStringLiteral("; "));
    return names.size() <= kAtMost ? first
                                   : QStringLiteral("%1 and %2 more").arg(first).arg(names.size() - kAtMost);
}

} // namespace

void throwNobodyTested()
{
    throw Error("None of these people is in the test rows: nothing is known about how the models do on them.",
        Error::Kind::Input);
}

void Models::restrictTo(const std::vector<std::string>& people)
{
    m_people = { people.begin(), people.end() };
    m_folds.clear();
    if (testRows().empty())
        throwNobodyTested();
}

void Models::visit(const Model& model, const std::function<void(const Tested&)>& visitor)
{
    for (const auto& [cell, run] : model.runs) {
        const auto splitId = m_splitOf.at(cell);
        visitor({ cell, m_cohorts.at(splitId), foldOf(splitId).rows, predictions(run) });
    }
}

std::map<Model::Cell, std::int64_t> Models::inputsOf(
    const Model& model, store::RunInput::Role role, const std::string& modality) const
{
    std::map<Model::Cell, std::int64_t> runs;
    for (const auto& [cell, run] : model.runs) {
        for (const auto& input : run > 0 ? m_store->inputs(run) : std::vector<store::RunInput> {}) {
            const bool isAsked = input.role == role && input.modality.toStdString() == modality;
            const auto found = isAsked ? m_store->run(input.runId) : std::nullopt;
            if (found && store::testIsOpen(*found))
                runs[cell] = input.runId;
        }
    }
    return runs.size() == model.runs.size() ? runs : std::map<Model::Cell, std::int64_t> {};
}

std::optional<Model> Models::baselineModel(const Model& model) const
{
    if (m_store == nullptr || model.variant == QLatin1String("none"))
        return std::nullopt;
    Model baseline = model;
    baseline.variant = QStringLiteral("none");
    baseline.usesEvaluationLabels = false;
    baseline.runs = inputsOf(model, store::RunInput::Role::Baseline, {});
    return baseline.runs.empty() ? std::nullopt : std::optional(std::move(baseline));
}

std::optional<Model> Models::aloneModel(const Model& model, const std::string& modality)
{
    if (m_store == nullptr)
        return std::nullopt;
    Model alone;
    alone.system = model.system;
    alone.variant = QStringLiteral("unimodal");
    alone.modalities = { modality };
    alone.runs = inputsOf(model, store::RunInput::Role::Unimodal, modality);
    if (!alone.runs.empty())
        return alone;
    alone.system = QStringLiteral("plain regression");
    alone.variant = QStringLiteral("none");
    alone.runs.clear();
    for (const auto& [id, record] : m_cohorts) {
        auto fitted = m_store->referenceModels(id, true);
        const auto own = std::find_if(fitted.begin(), fitted.end(),
            [&](const store::ReferenceRecord& one) { return one.name.toStdString() == modality; });
        if (own == fitted.end() || own->predictions.values.empty())
            return std::nullopt;
        m_predictions.emplace(--m_lastReference, std::move(own->predictions));
        for (const auto& [cell, run] : model.runs)
            if (m_splitOf.at(cell) == id)
                alone.runs[cell] = m_lastReference;
    }
    return alone.runs.size() == model.runs.size() ? std::optional(std::move(alone)) : std::nullopt;
}

/// Their test rows are known by the training that they stand beside.
void Models::dropLonePlacebos()
{
    for (auto& model : m_models)
        std::erase_if(model.runs, [&](const auto& one) { return m_splitOf.count(one.first) == 0; });
    std::erase_if(m_models, [](const Model& model) { return model.runs.empty(); });
}

void Models::markEvaluationLabels()
{
    for (auto& model : m_models) {
        store::RunRecord last;
        last.spec = model.spec;
        last.step
            = model.variant == QLatin1String("none") ? training::Step::Baseline : training::Step::Weighted;
        model.usesEvaluationLabels = store::usesEvaluationLabels(cohort().task, last);
    }
}

std::vector<std::int64_t> Models::splitIds() const
{
    std::vector<std::int64_t> ids;
    ids.reserve(m_cohorts.size());
    for (const auto& [id, cohort] : m_cohorts)
        ids.push_back(id);
    return ids;
}

QString Models::leftOutNote() const
{
    const auto said = [](std::size_t count, const QString& one, const QString& many) {
        return count == 1 ? one : many.arg(count);
    };
    QStringList why;
    if (m_failed > 0)
        why << said(m_failed, QStringLiteral("1 failed"), QStringLiteral("%1 failed"));
    if (m_cancelled > 0)
        why << said(m_cancelled, QStringLiteral("1 was cancelled"), QStringLiteral("%1 were cancelled"));
    if (!m_notYet.isEmpty())
        why << said(static_cast<std::size_t>(m_notYet.size()), QStringLiteral("1 is not open yet (%1)"),
            QStringLiteral("%1 are not open yet (%2)"))
                   .arg(someOf(m_notYet));
    QStringList sentences;
    if (!why.isEmpty())
        sentences << said(trainingsLeftOut(), QStringLiteral("1 of %1 trainings is left out: %2."),
            QStringLiteral("%1 of %2 trainings are left out: %3."))
                         .arg(m_asked)
                         .arg(why.join(QStringLiteral(", ")));
    if (!m_later.isEmpty())
        sentences << said(static_cast<std::size_t>(m_later.size()),
            QStringLiteral("1 training was opened later than the others, whose figures were known by then "
                           "(%1)."),
            QStringLiteral("%1 trainings were opened later than the others, whose figures were known by "
                           "then (%2)."))
                         .arg(someOf(m_later));
    return sentences.join(QLatin1Char(' '));
}

} // namespace btw::experiments
