// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/runchooser.h"

#include "workspace/experiments/runtitle.h"
#include "workspace/store/store.h"

#include <map>
#include <set>

namespace btw::pages {

namespace {

struct NamedRun
{
    qint64 id = 0;
    QString name;
    bool isStep = false; ///< on the way to a training's last model
};

std::vector<NamedRun> namedRuns(const store::Store& store, const experiments::Study& study)
{
    std::map<std::int64_t, store::CohortRecord> cohorts; // trainings share them
    std::map<std::int64_t, QString> names;
    for (const auto& training : study.trainings)
        for (const auto& part : training.runs) {
            const auto run = store.run(part.runId);
            if (!run || names.count(part.runId) != 0)
                continue;
            auto cohort = cohorts.find(run->splitId);
            if (cohort == cohorts.end())
                cohort = cohorts.emplace(run->splitId, store.cohort(run->splitId)).first;
            names.emplace(run->id, experiments::runTitle(*run, cohort->second));
        }
    std::vector<NamedRun> all;
    std::set<std::int64_t> told; // trainings share runs
    for (const auto& training : study.trainings) {
        for (auto run = training.runs.rbegin(); run != training.runs.rend(); ++run) {
            const auto found = names.find(run->runId);
            if (found != names.end() && told.insert(run->runId).second)
                all.push_back({ run->runId, found->second, run != training.runs.rbegin() });
        }
    }
    return all;
}

} // namespace

RunChooser::RunChooser(QWidget* parent)
    : ChoiceBox(parent)
{
    constexpr int kShown = 20;
    setAccessibleName(tr("The trained model whose course is shown"));
    setToolTip(accessibleName());
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(20);
    setMaxVisibleItems(kShown);
    hide();
    connect(this, &QComboBox::activated, this, [this](int place) {
        m_run = itemData(place).toLongLong();
        Q_EMIT chosen(m_run);
    });
}

void RunChooser::setStudy(const experiments::Study& study, experiments::StoreLookup& lookup)
{
    lookup.ask<std::vector<NamedRun>>(
        this, m_subject, [study](store::Store& store) { return namedRuns(store, study); },
        [this](const std::shared_ptr<std::vector<NamedRun>>& runs) {
            clear();
            for (const auto& run : *runs)
                addItem(run.isStep ? QStringLiteral("    ") + run.name : run.name, run.id);
            setRun(m_run);
            Q_EMIT filled();
        },
        [this](const QString& /*sentence*/) {
            clear();
            Q_EMIT filled();
        });
}

void RunChooser::setRun(qint64 runId)
{
    m_run = runId;
    setCurrentIndex(findData(runId));
}

} // namespace btw::pages
