// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/models.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <utility>

namespace btw::experiments {

void Models::visit(const Model& model, const std::function<void(const Tested&)>& visitor)
{
    for (const auto& [cell, run] : model.runs) {
        const auto cohortId = m_cohortOf.at(cell);
        visitor({ cell, m_cohorts.at(cohortId), foldOf(cohortId).rows, predictions(run) });
    }
}

std::optional<Model> Models::aloneModel(const Model& model, const std::string& modality)
{
    if (m_store == nullptr)
        return std::nullopt;
    Model alone;
    alone.system = model.system;
    alone.variant = QStringLiteral("unimodal");
    alone.modalities = { modality };
    for (const auto& [cell, run] : model.runs) {
        for (const auto& input : run > 0 ? m_store->inputs(run) : std::vector<store::RunInput> {}) {
            const auto found
                = input.role == store::RunInput::Role::Unimodal && input.modality.toStdString() == modality
                ? m_store->run(input.runId)
                : std::nullopt;
            if (found && store::testIsOpen(*found))
                alone.runs[cell] = input.runId;
        }
    }
    if (alone.runs.size() == model.runs.size())
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
            if (m_cohortOf.at(cell) == id)
                alone.runs[cell] = m_lastReference;
    }
    return alone.runs.size() == model.runs.size() ? std::optional(std::move(alone)) : std::nullopt;
}

} // namespace btw::experiments
