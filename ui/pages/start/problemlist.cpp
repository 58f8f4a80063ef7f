// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/problemlist.h"

#include "ui/widgets/isolated.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

namespace {

QFrame* boxFor(const QString& words, bool mild, QWidget* parent)
{
    auto* box = new QFrame(parent);
    box->setProperty(mild ? "soft" : "warning", true);
    auto* text = new QLabel(words, box);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* row = new QVBoxLayout(box);
    row->setContentsMargins(12, 8, 12, 8);
    row->addWidget(text);
    return box;
}

} // namespace

QString problemWords(const io::Problem& problem)
{
    const bool placed = !problem.where.empty();
    QString words;
    switch (problem.severity) {
    case data::Severity::Note:
        words = placed ? ProblemList::tr("Note, %1: %2") : ProblemList::tr("Note: %1");
        break;
    case data::Severity::Warning:
        words = placed ? ProblemList::tr("Warning, %1: %2") : ProblemList::tr("Warning: %1");
        break;
    case data::Severity::Error:
        words = placed ? ProblemList::tr("Error, %1: %2") : ProblemList::tr("Error: %1");
        break;
    }
    const QString what = QString::fromStdString(problem.what);
    words = placed ? words.arg(widgets::isolated(QString::fromStdString(problem.where)), what)
                   : words.arg(what);
    if (problem.remedy.empty())
        return words;
    // A note asks for nothing: what it says there is what becomes of it.
    if (problem.severity == data::Severity::Note)
        return words + QLatin1Char(' ') + QString::fromStdString(problem.remedy);
    return words + QLatin1Char(' ')
        + ProblemList::tr("What to do: %1").arg(QString::fromStdString(problem.remedy));
}

ProblemList::ProblemList(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_boxes(new QVBoxLayout)
{
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_heading->setWordWrap(true);
    m_boxes->setSpacing(8);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_heading);
    column->addLayout(m_boxes);
    hide();
}

void ProblemList::setProblems(const QString& heading, const std::vector<io::Problem>& problems)
{
    while (auto* item = m_boxes->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_heading->setText(heading);
    m_heading->setVisible(!heading.isEmpty());
    const std::size_t shown = std::min(problems.size(), kShownAtMost);
    for (std::size_t i = 0; i < shown; ++i)
        m_boxes->addWidget(
            boxFor(problemWords(problems[i]), problems[i].severity == data::Severity::Note, this));
    if (problems.size() > shown)
        m_boxes->addWidget(boxFor(
            tr("And %n more of these.", nullptr, static_cast<int>(problems.size() - shown)), true, this));
    setVisible(!problems.empty());
}

QStringList ProblemList::texts() const
{
    QStringList texts;
    for (int i = 0; i < m_boxes->count(); ++i)
        for (const auto* label : m_boxes->itemAt(i)->widget()->findChildren<QLabel*>())
            texts << label->text();
    return texts;
}

} // namespace btw::pages
