// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/hiddentestbanner.h"

#include "ui/models/studiesmodel.h"
#include "ui/pages/control/experimentcontroller.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/pageinfo.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/queue.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

HiddenTestBanner::HiddenTestBanner(
    ExperimentController& experiments, StudiesController& studies, QWidget* parent)
    : QFrame(parent)
    , m_experiments(experiments)
    , m_studies(studies)
    , m_words(new QLabel(this))
    , m_resume(new QPushButton(tr("Res&ume these"), this))
    , m_open(new QPushButton(tr("Open &without them…"), this))
{
    auto* box = new QFrame(this);
    box->setProperty("soft", true);
    setAccessibleName(tr("Hidden test figures"));
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_resume->setToolTip(
        tr("Puts them at the end of the queue. The test figures open when they have ended."));
    m_open->setToolTip(
        tr("Gives them up and opens the test figures of the others, which is counted as a look."));
    for (auto* button : { m_resume, m_open })
        button->setProperty("small", true);
    auto* around = new QVBoxLayout(this);
    around->setContentsMargins(8, 8, 8, 8);
    around->addWidget(box);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(widgets::Theme::kCardInside, 4, widgets::Theme::kCardInside, 4);
    row->addWidget(m_words, 1);
    row->addWidget(m_resume);
    row->addWidget(m_open);
    connect(m_resume, &QPushButton::clicked, this,
        [this] { m_experiments.resume(m_studies.current().id.experiment); });
    connect(m_open, &QPushButton::clicked, this, &HiddenTestBanner::giveUp);
    connect(&studies, &StudiesController::opened, this, &HiddenTestBanner::refresh);
    connect(&experiments.queue(), &jobs::Queue::entriesChanged, this, &HiddenTestBanner::refresh);
    refresh();
}

void HiddenTestBanner::setPage(const QString& id)
{
    m_isOnPage = id != pageid::kStart && id != pageid::kData && id != pageid::kExperiment;
    refresh();
}

QString HiddenTestBanner::text() const { return isHidden() ? QString() : m_words->text(); }

bool HiddenTestBanner::isQueued() const
{
    const auto& entries = m_experiments.queue().entries();
    const auto experiment = m_studies.current().id.experiment;
    return std::any_of(entries.begin(), entries.end(),
        [experiment](const jobs::QueueEntry& entry) { return entry.experimentId == experiment; });
}

void HiddenTestBanner::refresh()
{
    const auto& study = m_studies.current();
    const bool isHeldBack
        = study.id.experiment != 0 && !study.isOpen() && study.progress.isHeldBack() && !isQueued();
    if (isHeldBack)
        m_words->setText(jobs::hiddenSentence(study.progress));
    m_open->setVisible(study.progress.ended > 0);
    setVisible(m_isOnPage && isHeldBack);
}

void HiddenTestBanner::giveUp()
{
    const auto study = m_studies.current(); // another may be on show once it is answered
    const auto missing = static_cast<int>(study.progress.missing.size());
    QMessageBox box(QMessageBox::Question, tr("Open without them"),
        missing == 1 ? tr("Open the test figures of '%1' without 1 training?").arg(models::studyName(study))
                     : tr("Open the test figures of '%1' without %n trainings?", nullptr, missing)
                           .arg(models::studyName(study)),
        QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(
        tr("This is counted as a look at the test rows, and the missing trainings are recorded with it. "
           "Choosing which trainings count after seeing results makes results look better than they are."));
    auto* open = box.addButton(tr("Open without them"), QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(QMessageBox::Cancel));
    box.exec();
    if (box.clickedButton() == open)
        m_experiments.openWithout(study.id.experiment);
}

} // namespace btw::pages
