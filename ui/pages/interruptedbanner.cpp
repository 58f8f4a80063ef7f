// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interruptedbanner.h"

#include "ui/widgets/theme.h"
#include "workspace/jobs/queue.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

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

void InterruptedBanner::refresh()
{
    const int count = static_cast<int>(m_queue.leftOver().size());
    m_words->setText(count == 1
            ? tr("Interrupted: 1 training. What it has done is kept.")
            : tr("Interrupted: %n trainings. What they have done is kept.", nullptr, count));
    setVisible(count > 0);
}

} // namespace btw::pages
