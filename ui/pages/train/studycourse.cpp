// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/studycourse.h"

#include "ui/models/words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <set>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(StudyCourse)
};

} // namespace

void StudyCourse::setStudy(const experiments::Study& study)
{
    m_trainings = study.trainings;
    m_leading = study.leading;
    m_cuts = study.folds * study.repeats;
    m_isOpen = study.isOpen();
}

bool StudyCourse::hasTraining(std::int64_t trainingId) const
{
    return std::any_of(m_trainings.begin(), m_trainings.end(),
        [trainingId](const auto& training) { return training.id == trainingId; });
}

bool StudyCourse::hasRun(std::int64_t runId) const
{
    return std::any_of(m_trainings.begin(), m_trainings.end(),
        [runId](const auto& training) { return training.has(runId); });
}

QString StudyCourse::oneOf(std::int64_t runId) const
{
    const auto own = std::find_if(m_trainings.begin(), m_trainings.end(),
        [runId](const auto& training) { return training.has(runId); });
    if (own == m_trainings.end())
        return {};
    std::set<std::uint64_t> seeds;
    for (const auto& other : m_trainings)
        if (other.splitId == own->splitId && other.variant == own->variant && other.spec == own->spec)
            seeds.insert(other.seed);
    QStringList of;
    if (m_cuts > 1)
        of << Words::tr("%1 folds").arg(m_cuts);
    if (seeds.size() > 1)
        of << Words::tr("%1 seeds").arg(seeds.size());
    return of.isEmpty()
        ? QString()
        : Words::tr("This is one of %1: the tab “Result” combines them, and says what they show together.")
              .arg(models::joined(of));
}

std::int64_t StudyCourse::chosen() const
{
    std::int64_t leading = 0, again = 0, ended = 0, begun = 0;
    for (const auto& training : m_trainings) { // oldest first
        const bool leads = std::find(m_leading.begin(), m_leading.end(), training.id) != m_leading.end();
        if (training.state == store::TrainingState::Finished) {
            ended = training.lastRun();
            leading = leads ? ended : leading;
        } else if (leads && m_isOpen) {
            again = training.lastRun(); // it has ended: another question, which shares it, waits
        } else if (training.state != store::TrainingState::Queued && begun == 0) {
            begun = training.lastRun();
        }
    }
    for (const auto run : { leading, again, ended })
        if (run != 0)
            return run;
    return begun;
}

} // namespace btw::pages
