// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultloader.h"

#include "ui/models/studiesmodel.h"
#include "ui/pages/train/result/resultview.h"
#include "workspace/experiments/commandline.h"

#include <utility>

namespace btw::pages {

using experiments::ForWhomResult;
using experiments::ResultChoice;
using experiments::Study;
using experiments::StudyResult;

namespace {

/// \param leading Model::fullName(): its place may have changed since it was chosen
StudyResult resultWith(
    const store::Store& store, const Study& study, ResultChoice choice, const QString& leading)
{
    auto result = experiments::resultOf(store, study, choice);
    if (leading.isEmpty() || result.leading().model.fullName() == leading)
        return result;
    for (std::size_t i = 0; i < result.models.size(); ++i) {
        if (result.models[i].isReference() || result.models[i].model.fullName() != leading)
            continue;
        choice.leading = i;
        return experiments::resultOf(store, study, choice);
    }
    return result;
}

} // namespace

ResultLoader::ResultLoader(
    ResultView& view, experiments::StoreLookup& lookup, QString storePath, QObject* parent)
    : QObject(parent)
    , m_view(view)
    , m_lookup(lookup)
    , m_storePath(std::move(storePath))
{
    connect(&view, &ResultView::choiceWanted, this, &ResultLoader::choose);
    connect(&view, &ResultView::forWhomWanted, this, &ResultLoader::readForWhom);
}

void ResultLoader::open(const Study& study)
{
    const bool isSame = study.id == m_study.id;
    m_study = study;
    ++*m_result; // what is being read is of another study, or of fewer trainings
    ++*m_forWhom;
    if (!isSame) {
        m_rows.clear();
        m_subgroup = 0;
        m_leading.clear();
    }
    if (!study.isOpen()) {
        m_view.showSentence(models::studyName(study),
            study.id.experiment == 0 ? tr("Its test figures stay hidden until its training has ended.")
                                     : jobs::hiddenSentence(study.progress));
        return;
    }
    if (!isSame || !m_view.result())
        m_view.showSentence(models::studyName(study), tr("Reading the figures…"));
    read({ m_rows, {}, m_subgroup });
}

void ResultLoader::choose(const ResultChoice& choice)
{
    m_rows = choice.rows;
    m_subgroup = choice.subgroup;
    m_leading = choice.leading ? m_view.result()->models.at(*choice.leading).model.fullName() : QString();
    read(choice);
}

void ResultLoader::read(const ResultChoice& choice)
{
    m_lookup.ask<StudyResult>(
        this, m_result,
        [study = m_study, choice, leading = m_leading](
            store::Store& store) { return resultWith(store, study, choice, leading); },
        [this](const std::shared_ptr<StudyResult>& result) {
            m_view.setResult(result);
            m_view.setCommand(command());
            Q_EMIT ready();
        },
        [this](const QString& sentence) {
            if (m_subgroup != 0 && m_view.result() && m_view.result()->study == m_study.id) {
                m_subgroup = 0; // what is on show stays, and with it the choice of others
                m_view.showRefusal(sentence);
                return;
            }
            m_view.showSentence(models::studyName(m_study), sentence);
        });
}

void ResultLoader::readForWhom(const QString& modality)
{
    if (!m_view.result())
        return;
    m_lookup.ask<ForWhomResult>(
        this, m_forWhom,
        [study = m_study, result = m_view.result(), modality = modality.toStdString()](
            store::Store& store) { return experiments::forWhomOf(store, study, *result, modality); },
        [this](const std::shared_ptr<ForWhomResult>& forWhom) { m_view.setForWhom(forWhom); },
        [this](const QString& sentence) { m_view.showForWhomProblem(sentence); });
}

QString ResultLoader::command() const
{
    const auto& result = *m_view.result();
    return experiments::commandLine({ m_storePath, m_study.id, result.leading().model.fullName(),
        result.metric, experiments::Spread::People, result.subgroup });
}

} // namespace btw::pages
