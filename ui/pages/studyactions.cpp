// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/studyactions.h"

#include "ui/models/studiesmodel.h"
#include "workspace/experiments/commandline.h"
#include "workspace/jobs/queue.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <set>

namespace btw::pages {

using experiments::Study;
using store::TrainingState;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(StudyActions)
};

bool confirms(const Study& study, QWidget* window)
{
    QMessageBox box(QMessageBox::Warning, Words::tr("Remove"),
        Words::tr("Remove '%1' (%2)?")
            .arg(models::studyName(study), experiments::toldApart(study.data, study)),
        QMessageBox::NoButton, window);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(Words::tr("Its models and figures are deleted. What other questions share is "
                                     "kept. The looks at its test rows stay counted."));
    auto* remove = box.addButton(Words::tr("Remove"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(QMessageBox::Cancel));
    box.exec();
    return box.clickedButton() == remove;
}

} // namespace

void resumeStudy(jobs::Queue& queue, const Study& study)
{
    for (const auto& training : study.trainings) {
        const bool isOver = training.state == TrainingState::Stopped
            || training.state == TrainingState::Failed || training.state == TrainingState::Interrupted;
        if (isOver && training.lastRun() != 0)
            queue.resumeRun(training.lastRun(), models::studyName(study));
    }
}

std::vector<std::int64_t> runsOnlyOf(const Study& study, const std::vector<Study>& all)
{
    std::set<std::int64_t> shared;
    for (const auto& other : all)
        if (!(other.id == study.id))
            for (const auto& training : other.trainings)
                for (const auto& run : training.runs)
                    shared.insert(run.runId);
    std::vector<std::int64_t> runs;
    // What was trained last goes first, since others are built from what was trained before.
    using Role = std::optional<training::Step>;
    for (const Role role : { Role(training::Step::Weighted), Role(training::Step::Baseline), Role(),
             Role(training::Step::Unimodal) })
        for (const auto& training : study.trainings)
            for (std::size_t at = training.runs.size(); at-- > 0;) {
                const auto& run = training.runs[at];
                if (run.role == role && shared.count(run.runId) == 0
                    && std::find(runs.begin(), runs.end(), run.runId) == runs.end())
                    runs.push_back(run.runId);
            }
    return runs;
}

void removeStudy(jobs::Queue& queue, const Study& study, const std::vector<Study>& all, QWidget* window)
{
    const auto runs = runsOnlyOf(study, all); // before the list changes
    if (!confirms(study, window))
        return;
    for (const auto run : runs)
        queue.removeRun(run);
}

QString studyCommand(const QString& storePath, const Study& study)
{
    return experiments::commandLine({ storePath, study.id });
}

} // namespace btw::pages
