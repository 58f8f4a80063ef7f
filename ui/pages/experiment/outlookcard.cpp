// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/outlookcard.h"

#include "ui/models/words.h"
#include "ui/pages/experiment/durationwords.h"
#include "ui/widgets/theme.h"
#include "workspace/experiments/outlook.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using experiments::Outlook;
using widgets::Theme;

namespace {

constexpr qsizetype kNotesAtMost = 3;

QString titleOf(const Outlook& outlook)
{
    const auto& forecast = outlook.forecast;
    const auto left = forecast.steps - forecast.held;
    if (left == 0)
        return OutlookCard::tr("nothing to train");
    if (forecast.untimed == left)
        return OutlookCard::tr("time not known yet");
    const QString time = durationWords(forecast.seconds);
    return forecast.untimed == 0 ? OutlookCard::tr("about %1", "a time").arg(time)
                                 : OutlookCard::tr("more than %1", "a time").arg(time);
}

QString spreadOf(const Outlook& outlook)
{
    const auto& forecast = outlook.forecast;
    const auto left = forecast.steps - forecast.held;
    if (left == 0)
        return OutlookCard::tr("all of it is in this project already");
    const QString unknown = OutlookCard::tr("%n models are unlike any trained here before", nullptr,
        models::plural(static_cast<std::int64_t>(forecast.untimed)));
    if (forecast.untimed == left)
        return OutlookCard::tr(
            "no model like these was trained here before; a first look shows how long they take");
    const int runs = models::plural(static_cast<std::int64_t>(forecast.runs));
    const QString known
        = (forecast.byOtherData > 0 ? OutlookCard::tr(
               "%1, a rough guess from %n runs, some of them on other data", "a range of times", runs)
                : forecast.byOtherSettings > 0
                ? OutlookCard::tr("%1, from %n runs on this data, some of them with other settings",
                    "a range of times", runs)
                : OutlookCard::tr("%1, from %n runs like these", "a range of times", runs))
              .arg(durationRange(forecast.low, forecast.high));
    return forecast.untimed == 0 ? known : known + QStringLiteral("; ") + unknown;
}

QString countsOf(const Outlook& outlook)
{
    const auto& forecast = outlook.forecast;
    const auto plural = [](std::size_t n) { return models::plural(static_cast<std::int64_t>(n)); };
    const auto count = [](std::size_t n) { return models::count(static_cast<std::int64_t>(n)); };
    QStringList lines;
    const QString trainings = forecast.trainings == 1
        ? OutlookCard::tr("1 training")
        : OutlookCard::tr("%1 trainings", nullptr, plural(forecast.trainings)).arg(count(forecast.trainings));
    lines << (outlook.systems == 1
            ? OutlookCard::tr("%1 of 1 system", "trainings").arg(trainings)
            : OutlookCard::tr("%1 of %n systems", "trainings", plural(outlook.systems)).arg(trainings));
    QString runs = forecast.steps == 1
        ? OutlookCard::tr("1 model")
        : OutlookCard::tr("%1 models, each trained once", nullptr, plural(forecast.steps))
              .arg(count(forecast.steps));
    if (forecast.held > 0)
        runs += OutlookCard::tr(", %1 of them here already").arg(count(forecast.held));
    lines << runs;
    lines << (outlook.isLook()
            ? OutlookCard::tr("%1 look at the test rows of this project", "first, second, ...")
                  .arg(ordinal(outlook.looks + 1))
            : OutlookCard::tr("no further look at the test rows: these test figures are open already"));
    if (outlook.isFromOneFold)
        lines << OutlookCard::tr("counted from the first fold, since the data is large");
    return lines.join(QLatin1Char('\n'));
}

QString notesOf(const Outlook& outlook)
{
    QStringList notes;
    for (const auto& problem : outlook.problems)
        if (problem.severity == data::Severity::Warning && problem.code != "splits-replaced")
            notes << QString::fromStdString(problem.what);
    // That systems without weights are trained once the form says itself.
    for (const auto& sentence : outlook.leftOut)
        if (sentence.find(" takes no weights, ") == std::string::npos)
            notes << QString::fromStdString(sentence);
    if (notes.size() > kNotesAtMost) {
        const auto more = notes.size() - kNotesAtMost;
        notes = notes.mid(0, kNotesAtMost);
        notes << OutlookCard::tr("and %n more", "sentences", static_cast<int>(more));
    }
    return notes.join(QLatin1Char('\n'));
}

} // namespace

OutlookCard::OutlookCard(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_dim(new QLabel(this))
    , m_words(new QLabel(this))
    , m_notes(new QLabel(this))
    , m_add(new QPushButton(tr("Add to &queue"), this))
    , m_json(new QPushButton(tr("&JSON…"), this))
{
    setProperty("soft", true);
    setAccessibleName(tr("This will take"));
    auto* heading = new QLabel(tr("This will take"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_title->setProperty("role", QStringLiteral("title"));
    m_dim->setProperty("role", QStringLiteral("caption"));
    m_notes->setProperty("role", QStringLiteral("caption"));
    for (auto* label : { m_title, m_dim, m_words, m_notes }) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_add->setProperty("kind", QStringLiteral("primary"));
    m_json->setToolTip(tr("The experiment as a file, to be read, changed, saved or opened."));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_add);
    buttons->addWidget(m_json);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(6);
    column->addWidget(heading);
    column->addWidget(m_title);
    column->addWidget(m_dim);
    column->addWidget(m_words);
    column->addLayout(buttons);
    column->addWidget(m_notes);
    column->addStretch(1);
    connect(m_add, &QPushButton::clicked, this, &OutlookCard::addWanted);
    connect(m_json, &QPushButton::clicked, this, &OutlookCard::jsonWanted);
    m_add->setEnabled(false); // until it is known to be possible
    setComputing();
}

QString OutlookCard::title() const { return m_title->text(); }

QString OutlookCard::words() const
{
    return QStringList { m_dim->text(), m_words->text(), m_notes->text() }.join(QLatin1Char('\n'));
}

void OutlookCard::say(
    const QString& title, const QString& dim, const QString& words, const QString& notes, bool canAdd)
{
    m_title->setText(title);
    m_dim->setText(dim);
    m_words->setText(words);
    m_notes->setText(notes);
    for (auto* label : { m_dim, m_words, m_notes })
        label->setVisible(!label->text().isEmpty());
    m_canAdd = canAdd;
    m_add->setEnabled(m_canAdd && !m_isAdding);
    setAccessibleDescription(title + QLatin1Char(' ') + this->words());
}

void OutlookCard::setComputing()
{
    // The words stay, so that nothing jumps; only the time is no longer said.
    m_title->setText(tr("counting…"));
}

const io::Problem* firstError(const std::vector<io::Problem>& problems)
{
    const auto found = std::find_if(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
    return found == problems.end() ? nullptr : &*found;
}

QString whatIsWrong(const io::Problem& problem)
{
    const QString what = QString::fromStdString(problem.what);
    const QString where = QString::fromStdString(problem.where);
    return where.isEmpty() ? what : OutlookCard::tr("%1: %2", "where, what").arg(where, what);
}

void OutlookCard::setRefused(const QString& sentence)
{
    say(tr("not possible yet"), {}, sentence, {}, false);
}

void OutlookCard::setOutlook(const std::shared_ptr<const Outlook>& outlook)
{
    if (const auto* error = firstError(outlook->problems)) {
        const QString remedy = QString::fromStdString(error->remedy);
        say(tr("not possible"), {},
            whatIsWrong(*error) + (remedy.isEmpty() ? QString() : QLatin1Char(' ') + remedy),
            notesOf(*outlook), false);
        return;
    }
    say(titleOf(*outlook), spreadOf(*outlook), countsOf(*outlook), notesOf(*outlook), true);
}

void OutlookCard::setAdding(bool adding)
{
    m_isAdding = adding;
    m_add->setEnabled(m_canAdd && !adding);
    m_add->setText(adding ? tr("Adding…") : tr("Add to &queue"));
}

} // namespace btw::pages
