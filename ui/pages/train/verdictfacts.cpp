// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences about the model itself and the rows behind its figures; those that compare it are in verdict.cpp.
#include "ui/models/words.h"
#include "ui/pages/train/verdict.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using Tone = VerdictSentence::Tone;
using models::number;
using models::numberBeside;

namespace {

constexpr std::int64_t kFewRows = 50; // intervals below this many rows say little

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

QString sentencesOf(const QString& first, const QString& second) { return first + QLatin1Char(' ') + second; }

} // namespace

void Verdict::addSettled(std::vector<VerdictSentence>& out) const
{
    if (!std::isfinite(m_card.settled))
        return;
    const auto& line = m_card.lines[m_card.reference];
    out.push_back({ Tone::Neutral,
        Words::tr(
            "For new people, who were not there while the weights moved, %1 is %2; on the test rows, whose "
            "weights moved with the training, it is %3.")
            .arg(models::metricShort(m_card.metric), number(m_card.settled), number(line.value)) });
}

void Verdict::addHeldOut(std::vector<VerdictSentence>& out) const
{
    auto weights = m_card.heldOut;
    if (weights.size() < 2)
        return;
    std::stable_sort(weights.begin(), weights.end(), [](const auto& a, const auto& b) { return a.c > b.c; });
    const double most = weights.front().c;
    if (most <= 0) {
        out.push_back({ Tone::Caution, Words::tr("No modality is believed: each was wrong too often.") });
        return;
    }
    const auto words = [&](const training::HeldOutWeight& weight) {
        return Words::tr("%1 (%2; 95% interval %3 to %4)")
            .arg(QString::fromStdString(weight.modality), numberBeside(weight.c, most),
                numberBeside(weight.low, most), numberBeside(weight.high, most));
    };
    // Hardly: a tenth of the most, or an interval that begins at nothing.
    QStringList believed, hardly;
    for (std::size_t i = 1; i < weights.size(); ++i)
        (weights[i].c < most / 10 || weights[i].low <= most / 1000 ? hardly : believed) << words(weights[i]);
    QString text = Words::tr("Believed most: %1.").arg(words(weights.front()));
    if (!believed.isEmpty())
        text = sentencesOf(text, Words::tr("Believed less: %1.").arg(models::joined(believed)));
    if (!hardly.isEmpty())
        text = sentencesOf(text, Words::tr("Hardly believed: %1.").arg(models::joined(hardly)));
    out.push_back({ Tone::Neutral,
        sentencesOf(text,
            Words::tr("A modality is believed as far as its models were right on people they had not seen; "
                      "that does not say whether it helps.")) });
}

void Verdict::addSkip(std::vector<VerdictSentence>& out) const
{
    if (!m_card.skip)
        return;
    const auto& [mixture, pool] = *m_card.skip;
    const double most = std::max(mixture, pool);
    QString text;
    if (most <= 0)
        text = Words::tr(
            "Neither of the two models that this one adds up is believed: both were wrong too often.");
    else if (pool <= 0)
        text = Words::tr("Late fusion adds nothing to the mixture of experts here.");
    else if (mixture <= 0)
        text = Words::tr("The mixture of experts adds nothing to late fusion here.");
    else
        text = Words::tr(
            "This model adds up two others: the mixture of experts with the factor %1, late fusion with %2.")
                   .arg(numberBeside(mixture, most), numberBeside(pool, most));
    out.push_back({ most <= 0 ? Tone::Caution : Tone::Neutral,
        sentencesOf(text,
            Words::tr("Each counts as far as it was right on people its models had not seen; that does not "
                      "say whether it helps.")) });
}

void Verdict::addRows(std::vector<VerdictSentence>& out) const
{
    QString text = m_card.people > 0
        ? Words::tr("All figures are from %1 who are in no other split, read after training.")
        : Words::tr("All figures are from %1, read after training.");
    text = text.arg(testRowsWords(m_card.n, m_card.people));
    const std::int64_t behind = m_card.people > 0 ? m_card.people : m_card.n;
    if (behind < kFewRows)
        text = sentencesOf(text, Words::tr("That is not many: expect different figures on other people."));
    out.push_back({ behind < kFewRows ? Tone::Caution : Tone::Neutral, text });
}

QString testRowsWords(std::int64_t rows, std::int64_t people)
{
    QString some = rows == 1
        ? Words::tr("1 test row")
        : Words::tr("%1 test rows", nullptr, models::plural(rows)).arg(models::count(rows));
    if (people <= 0)
        return some;
    return Words::tr("%1 of %2", "test rows of people")
        .arg(some,
            people == 1 ? Words::tr("1 person")
                        : Words::tr("%1 people", nullptr, models::plural(people)).arg(models::count(people)));
}

} // namespace btw::pages
