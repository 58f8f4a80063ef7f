// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interruptedbanner.h"

#include "ui/models/words.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/queue.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

InterruptedBanner::InterruptedBanner(jobs::Queue& queue, QWidget* parent)
    : QFrame(parent)
    , m_queue(queue)
    , m_words(new QLabel(this))
    , m_resumeAll(new QPushButton(tr("Res&ume all"), this))
    , m_leave(new QPushButton(tr("Leave the&m"), this))
{
    auto* box = new QFrame(this);
    box->setProperty("soft", true);
    setAccessibleName(tr("Interrupted trainings"));
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_resumeAll->setToolTip(tr("Puts them at the end of the queue; each goes on from its last epoch."));
    m_resumeAll->setProperty("small", true);
    m_leave->setToolTip(
        tr("You will not be asked about them again. What was trained is kept, and a run can still be resumed "
           "from the list."));
    m_leave->setProperty("small", true);
    auto* around = new QVBoxLayout(this);
    around->setContentsMargins(8, 8, 8, 8);
    around->addWidget(box);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(widgets::Theme::kCardInside, 4, widgets::Theme::kCardInside, 4);
    row->addWidget(m_words, 1);
    row->addWidget(m_resumeAll);
    row->addWidget(m_leave);
    connect(m_resumeAll, &QPushButton::clicked, this, [this] { m_queue.goOnWithLeftOver(); });
    connect(m_leave, &QPushButton::clicked, this, [this] { m_queue.removeLeftOver(); });
    connect(&queue, &jobs::Queue::leftOverChanged, this, &InterruptedBanner::refresh);
    refresh();
}

QString InterruptedBanner::text() const { return isHidden() ? QString() : m_words->text(); }

QString InterruptedBanner::words(std::size_t waited, std::size_t all)
{
    const int count = models::plural(static_cast<std::int64_t>(all));
    if (waited == 0)
        return count == 1 ? tr("Interrupted: 1 training. What it has done is kept.")
                          : tr("Interrupted: %n trainings. What they have done is kept.", nullptr, count);
    if (waited == all)
        return count == 1 ? tr("1 training was still waiting for its turn.")
                          : tr("%n trainings were still waiting for their turn.", nullptr, count);
    return (waited == 1 ? tr("Interrupted: %1 of %2 trainings; the other was still waiting for its turn. "
                             "What has been done is kept.")
                        : tr("Interrupted: %1 of %2 trainings; the others were still waiting for their turn. "
                             "What has been done is kept."))
        .arg(all - waited)
        .arg(all);
}

void InterruptedBanner::refresh()
{
    const auto& all = m_queue.leftOver();
    const auto waited = std::count_if(all.begin(), all.end(),
        [](const store::TrainingRecord& one) { return one.state == store::TrainingState::Queued; });
    m_words->setText(words(static_cast<std::size_t>(waited), all.size()));
    setVisible(!all.empty());
}

} // namespace btw::pages
