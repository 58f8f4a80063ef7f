// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/remedylist.h"

#include "ui/models/words.h"
#include "ui/pages/import/importdraft.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <utility>

namespace btw::pages {

using models::count;

namespace {

QString text(const std::string& words) { return QString::fromStdString(words); }

/// Files of which several rows can be dropped, one problem each.
std::vector<std::string> filesToClear(const std::vector<io::Problem>& problems)
{
    std::map<std::string, int> rows;
    for (const auto& problem : problems)
        if (problem.severity == data::Severity::Error)
            for (const auto& remedy : problem.remedies)
                if (const auto* row = std::get_if<io::DropRow>(&remedy))
                    ++rows[row->file];
    std::vector<std::string> files;
    for (const auto& [file, number] : rows)
        if (number > 1)
            files.push_back(file);
    return files;
}

/// The words in lines that fit into the narrowest card: a button that is wider would be cut, and what is cut
/// may be what tells two buttons apart.
QString inLines(const QString& words, const QFontMetrics& metrics)
{
    constexpr int kWidest = 250;
    QString lines;
    QString line;
    for (const QString& word : words.split(QLatin1Char(' '))) {
        const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
        if (!line.isEmpty() && metrics.horizontalAdvance(longer) > kWidest) {
            lines += line + QLatin1Char('\n');
            line = word;
        } else {
            line = longer;
        }
    }
    return lines + line;
}

void empty(QVBoxLayout* column)
{
    while (auto* item = column->takeAt(0)) {
        // Later: the button that was clicked may stand in it.
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

} // namespace

RemedyList::RemedyList(ImportDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_heading(new QLabel(this))
    , m_verdict(new QLabel(this))
    , m_all(smallButton({}, this))
    , m_boxes(new QVBoxLayout)
    , m_more(new QPushButton(this))
    , m_notes(new QPushButton(this))
    , m_chosenHeading(new QLabel(this))
    , m_chosen(new QVBoxLayout)
{
    setProperty("card", true);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_verdict->setProperty("role", QStringLiteral("caption"));
    m_verdict->setWordWrap(true);
    m_chosenHeading->setProperty("role", QStringLiteral("section"));
    m_boxes->setSpacing(8);
    m_chosen->setSpacing(2);
    for (auto* button : { m_more, m_notes })
        button->setProperty("kind", QStringLiteral("quiet"));
    auto* more = new QHBoxLayout;
    more->addWidget(m_more);
    more->addWidget(m_notes);
    more->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 14);
    column->setSpacing(8);
    column->addWidget(m_heading);
    column->addWidget(m_verdict);
    column->addWidget(m_all, 0, Qt::AlignLeft);
    column->addLayout(m_boxes);
    column->addLayout(more);
    column->addWidget(m_chosenHeading);
    column->addLayout(m_chosen);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_shown = kShownAtMost;
        rebuild();
    });
    connect(m_notes, &QPushButton::clicked, this, [this] {
        m_showsNotes = !m_showsNotes;
        rebuild();
    });
    connect(m_all, &QPushButton::clicked, this, [this] {
        std::vector<io::Remedy> all;
        for (const auto& file : filesToClear(m_problems))
            all.emplace_back(io::DropBadRows { file });
        m_draft.apply(all);
    });
    connect(&draft, &ImportDraft::changed, this, &RemedyList::rebuildChosen);
    retranslate();
}

void RemedyList::retranslate()
{
    m_heading->setText(tr("Problems"));
    setAccessibleName(tr("Problems"));
    m_chosenHeading->setText(tr("What was chosen"));
    rebuild();
    rebuildChosen();
}

void RemedyList::setProblems(const std::vector<io::Problem>& problems)
{
    m_problems = problems;
    // A note that offers a choice is read without being asked for, after what is graver.
    const auto rank
        = [](const io::Problem& problem) { return std::pair(problem.severity, !problem.remedies.empty()); };
    std::stable_sort(m_problems.begin(), m_problems.end(),
        [&rank](const io::Problem& a, const io::Problem& b) { return rank(a) > rank(b); });
    m_shown = kShownAtFirst;
    rebuild();
}

std::size_t RemedyList::countOf(data::Severity severity) const
{
    return static_cast<std::size_t>(std::count_if(m_problems.begin(), m_problems.end(),
        [severity](const io::Problem& problem) { return problem.severity == severity; }));
}

std::size_t RemedyList::errors() const { return countOf(data::Severity::Error); }

std::size_t RemedyList::warnings() const { return countOf(data::Severity::Warning); }

QPushButton* RemedyList::smallButton(const QString& words, QWidget* parent)
{
    QString shown = inLines(words, QFontMetrics(widgets::Theme::textFont()));
    shown.replace(QLatin1Char('&'), QLatin1String("&&"));
    auto* button = new QPushButton(shown, parent);
    button->setAccessibleName(words);
    button->setProperty("small", true);
    return button;
}

QWidget* RemedyList::boxFor(const io::Problem& problem)
{
    auto* box = new QFrame(this);
    box->setProperty(problem.severity == data::Severity::Note ? "soft" : "warning", true);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(4);
    QString words = text(problem.what);
    if (!problem.where.empty()) {
        auto* place = new QLabel(text(problem.where), box);
        place->setTextFormat(Qt::PlainText);
        place->setProperty("role", QStringLiteral("section"));
        place->setWordWrap(true);
        column->addWidget(place);
    }
    if (!problem.remedy.empty())
        words += QLatin1Char(' ') + text(problem.remedy);
    auto* said = new QLabel(words, box);
    said->setTextFormat(Qt::PlainText);
    said->setWordWrap(true);
    said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(said);
    m_texts << (problem.where.empty() ? words : text(problem.where) + QStringLiteral(": ") + words);
    auto* buttons = new widgets::FlowLayout;
    for (const auto& remedy : problem.remedies) {
        auto* button = smallButton(buttonWords(remedy), box);
        button->setAccessibleDescription(m_texts.last());
        buttons->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, remedy] { m_draft.apply({ remedy }); });
        m_remedies.push_back(button);
    }
    // A button of its own shows in the preview what the problem is about: the preview stays where it is while
    // the mouse or the keyboard goes over the remedies.
    if (!problem.remedies.empty() && !io::columnOf(problem.remedies.front()).empty()) {
        auto* show = smallButton(tr("Show the column"), box);
        show->setProperty("kind", QStringLiteral("quiet"));
        connect(show, &QPushButton::clicked, this,
            [this, place = problem.remedies.front()] { Q_EMIT placeChosen(place); });
        buttons->addWidget(show);
    }
    if (buttons->isEmpty())
        delete buttons;
    else
        column->addLayout(buttons);
    return box;
}

void RemedyList::rebuild()
{
    empty(m_boxes);
    m_remedies.clear();
    m_texts.clear();
    const auto silent = std::find_if(m_problems.begin(), m_problems.end(), [](const io::Problem& problem) {
        return problem.severity == data::Severity::Note && problem.remedies.empty();
    });
    const auto graver = static_cast<std::size_t>(silent - m_problems.begin());
    const std::size_t notes = m_problems.size() - graver;
    const auto errorCount = static_cast<std::int64_t>(errors());
    if (errorCount > 0)
        m_verdict->setText(errorCount == 1
                ? tr("One error has to be fixed first. Choose a remedy, or fix the file.")
                : tr("%1 errors have to be fixed first. Choose remedies, or fix the file.")
                      .arg(count(errorCount)));
    else if (warnings() > 0)
        m_verdict->setText(tr("The data can be used; look at this first."));
    else if (graver > 0)
        m_verdict->setText(tr("None found; here is a choice."));
    else
        m_verdict->setText(tr("None found."));
    const std::size_t shown = std::min(graver, m_shown);
    const auto to = m_showsNotes ? std::min(m_problems.size(), graver + kShownAtMost) : graver;
    for (std::size_t i = 0; i < to; ++i)
        if (i < shown || i >= graver)
            m_boxes->addWidget(boxFor(m_problems[i]));
    const auto files = filesToClear(m_problems);
    m_all->setVisible(!files.empty());
    m_all->setText(files.size() == 1 ? tr("Drop every row with a problem")
                                     : tr("Drop every row with a problem, in all files"));
    m_more->setText(
        tr("Show %1 more").arg(count(static_cast<std::int64_t>(std::min(graver, kShownAtMost) - shown))));
    m_more->setVisible(shown < std::min(graver, kShownAtMost));
    m_notes->setText(m_showsNotes ? tr("Hide notes")
            : notes == 1          ? tr("Show 1 note")
                                  : tr("Show %1 notes").arg(count(static_cast<std::int64_t>(notes))));
    m_notes->setVisible(notes > 0);
}

void RemedyList::rebuildChosen()
{
    empty(m_chosen);
    m_withdraws.clear();
    const auto& remedies = m_draft.choices().remedies;
    m_chosenHeading->setVisible(!remedies.empty());
    const std::size_t shown = std::min(remedies.size(), kShownAtMost);
    for (std::size_t i = 0; i < shown; ++i) {
        auto* line = new QWidget(this);
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        auto* said = new QLabel(doneWords(remedies[i]), line);
        said->setTextFormat(Qt::PlainText);
        said->setWordWrap(true);
        auto* undo = smallButton(tr("Undo"), line);
        undo->setProperty("kind", QStringLiteral("quiet"));
        undo->setAccessibleName(tr("Undo: %1").arg(said->text()));
        connect(undo, &QPushButton::clicked, this, [this, i] { m_draft.withdraw(i); });
        m_withdraws.push_back(undo);
        row->addWidget(said, 1);
        row->addWidget(undo, 0, Qt::AlignTop);
        m_chosen->addWidget(line);
    }
}

QStringList RemedyList::texts() const { return m_texts; }

} // namespace btw::pages
