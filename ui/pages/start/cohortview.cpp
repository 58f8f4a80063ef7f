// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/cohortview.h"

#include "ui/models/modalitiesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/start/problemlist.h"
#include "ui/pages/start/trainingform.h"
#include "ui/widgets/isolated.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace btw::pages {

using models::count;
using models::number;

QString splitWords(const data::Cohort& cohort)
{
    std::array<std::int64_t, 3> sizes {};
    for (const auto split : cohort.splits)
        ++sizes.at(static_cast<std::size_t>(split));
    const QString words = CohortView::tr("%1 train · %2 validation · %3 test")
                              .arg(count(sizes[0]), count(sizes[1]), count(sizes[2]));
    return cohort.splitSeed
        ? CohortView::tr("%1 · drawn at random (seed %2)").arg(words).arg(*cohort.splitSeed)
        : words; // as the data have them
}

QString labelWords(const data::Cohort& cohort)
{
    if (cohort.task == Task::Classification) {
        std::vector<std::int64_t> sizes(cohort.classes.size(), 0);
        for (const double y : cohort.y)
            if (y >= 0 && static_cast<std::size_t>(y) < sizes.size())
                ++sizes[static_cast<std::size_t>(y)];
        QStringList parts;
        for (std::size_t c = 0; c < sizes.size(); ++c)
            parts << CohortView::tr("%1 (%2)", "a class and its size")
                         .arg(widgets::isolated(QString::fromStdString(cohort.classes[c])), count(sizes[c]));
        return CohortView::tr("Classes: %1").arg(parts.join(QStringLiteral(", ")));
    }
    if (cohort.y.empty())
        return {};
    std::vector<double> sorted = cohort.y;
    std::sort(sorted.begin(), sorted.end());
    return CohortView::tr("Label: %1 to %2, median %3")
        .arg(number(sorted.front()), number(sorted.back()), number(sorted[sorted.size() / 2]));
}

CohortView::CohortView(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_line(new QLabel(this))
    , m_splits(new QLabel(this))
    , m_label(new QLabel(this))
    , m_model(new models::ModalitiesModel(this))
    , m_table(new widgets::PlainTable(this))
    , m_problems(new ProblemList(this))
    , m_form(new TrainingForm(this))
{
    m_title->setProperty("role", QStringLiteral("title"));
    for (auto* label : { m_line, m_splits, m_label }) {
        label->setProperty("role", QStringLiteral("caption"));
        label->setWordWrap(true);
    }
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Modalities"));
    auto* other = new QPushButton(tr("Open &other data"), this);
    connect(other, &QPushButton::clicked, this, &CohortView::otherDataRequested);
    auto* change = new QPushButton(tr("&Change how it is read…"), this);
    connect(change, &QPushButton::clicked, this, &CohortView::changeRequested);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_line);
    auto* head = new QHBoxLayout;
    head->addLayout(words, 1);
    head->addWidget(change, 0, Qt::AlignTop);
    head->addWidget(other, 0, Qt::AlignTop);

    auto* holds = new QFrame(this);
    holds->setProperty("card", true);
    auto* heading = new QLabel(tr("What it holds"), holds);
    heading->setProperty("role", QStringLiteral("heading"));
    auto* inside = new QVBoxLayout(holds);
    inside->setContentsMargins(16, 14, 16, 16);
    inside->setSpacing(8);
    for (auto* widget : std::initializer_list<QWidget*> { heading, m_table, m_splits, m_label })
        inside->addWidget(widget);
    auto* left = new QVBoxLayout;
    left->setSpacing(widgets::Theme::kCardGap);
    left->addWidget(holds);
    left->addWidget(m_problems);
    left->addStretch(1);
    auto* both = new QHBoxLayout;
    both->setSpacing(widgets::Theme::kCardGap);
    both->addLayout(left, 3);
    both->addWidget(m_form, 2, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addLayout(head);
    column->addLayout(both, 1);
}

void CohortView::setCohort(
    const data::Cohort& cohort, const QString& path, const std::vector<io::Problem>& problems)
{
    m_title->setText(QString::fromStdString(cohort.name));
    m_line->setText(models::cohortLine(cohort) + (path.isEmpty() ? QString() : QStringLiteral(" · ") + path));
    m_splits->setText(splitWords(cohort));
    m_label->setText(labelWords(cohort));
    m_model->setCohort(cohort);
    m_problems->setProblems({}, problems);
    m_form->setCohort(cohort);
}

QString CohortView::summaryText() const
{
    return QStringList { m_title->text(), m_line->text(), m_splits->text(), m_label->text() }.join(
        QLatin1Char('\n'));
}

} // namespace btw::pages
