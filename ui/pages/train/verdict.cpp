// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/verdict.h"

#include "engine/analysis/metricfacts.h"
#include "ui/models/words.h"
#include "workspace/experiments/words.h"
#include "workspace/jobs/systemnames.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using Kind = jobs::ResultLine::Kind;
using Tone = VerdictSentence::Tone;
using models::number;
using models::startingName;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

QString nameOf(const jobs::ResultLine& line) { return QString::fromStdString(line.label); }

QString alone(const QString& modality) { return Words::tr("%1 alone").arg(modality); }

QString sentencesOf(const QString& first, const QString& second) { return first + QLatin1Char(' ') + second; }

} // namespace

bool Verdict::isRegression() const
{
    const auto* facts = analysis::findMetric(m_card.metric);
    return facts != nullptr && facts->task == Task::Regression;
}

bool Verdict::isReference(const jobs::ResultLine& line) const
{
    return m_card.reference < m_card.lines.size() && &m_card.lines[m_card.reference] == &line;
}

std::int64_t Verdict::modalityCount() const
{
    return std::count_if(m_card.lines.begin(), m_card.lines.end(),
        [](const auto& line) { return line.kind == Kind::Modality; });
}

QString Verdict::together() const
{
    const auto modalities = modalityCount();
    return modalities == 2 ? Words::tr("both together")
                           : Words::tr("all %1 together").arg(models::numberWord(modalities));
}

Verdict::Comparison Verdict::compare(const jobs::ResultLine& line) const
{
    if (isReference(line) || !std::isfinite(line.differenceLow) || !std::isfinite(line.differenceHigh))
        return Comparison::Unknown;
    if (line.differenceLow > 0)
        return Comparison::ModelBetter;
    if (line.differenceHigh < 0)
        return Comparison::ModelWorse;
    return Comparison::NoClearDifference;
}

QString Verdict::intervalWords(const jobs::ResultLine& line) const
{
    if (compare(line) != Comparison::NoClearDifference) {
        const double a = std::abs(line.differenceLow);
        const double b = std::abs(line.differenceHigh);
        const auto words = models::intervalWords(std::abs(line.difference), std::min(a, b), std::max(a, b));
        return Words::tr("by %1, 95% interval %2 to %3").arg(words.estimate, words.low, words.high);
    }
    const auto words = models::intervalWords(line.difference, line.differenceLow, line.differenceHigh);
    return Words::tr("95% interval of the difference %1 to %2")
        .arg(words.low, line.differenceHigh > 0 ? QLatin1Char('+') + words.high : words.high);
}

QString Verdict::comparisonWords(const jobs::ResultLine& line) const
{
    if (isReference(line))
        return Words::tr("this model");
    const double size = std::abs(line.difference);
    switch (compare(line)) {
    case Comparison::ModelBetter:
        return Words::tr("worse by %1").arg(number(size));
    case Comparison::ModelWorse:
        return Words::tr("better by %1").arg(number(size));
    case Comparison::NoClearDifference:
        return Words::tr("no clear difference");
    case Comparison::Unknown:
        break;
    }
    return Words::tr("not comparable");
}

QString Verdict::lineName(const jobs::ResultLine& line) const
{
    QString label = nameOf(line);
    switch (line.kind) {
    case Kind::Modality:
        return alone(label);
    case Kind::Baseline:
        return line.label == "none" ? Words::tr("baseline, all weights 1") : label;
    case Kind::Weighted:
        return jobs::weightingTitle(label);
    case Kind::ReferenceAll:
        return Words::tr("plain regression, everything");
    case Kind::ReferenceBest:
        return Words::tr("plain regression, %1 alone").arg(label);
    case Kind::Trees:
        return Words::tr("boosted trees, everything");
    case Kind::Constant:
        return isRegression() ? Words::tr("constant: training median") : Words::tr("constant: class shares");
    }
    return label;
}

std::vector<VerdictSentence> Verdict::sentences() const
{
    std::vector<VerdictSentence> out;
    if (m_card.reference >= m_card.lines.size())
        return out;
    if (m_card.usesEvaluationLabels)
        out.push_back({ Tone::Caution,
            Words::tr("This run uses evaluation labels (variance residual-labels): its figures are for "
                      "replication only and too good for new patients.") });
    if (!m_oneOf.isEmpty()) {
        out.push_back({ Tone::Neutral, m_oneOf });
        addSettled(out);
        addHeldOut(out);
        addSkip(out);
        addRows(out);
        return out;
    }
    addConstant(out);
    addModalities(out);
    addWeighting(out);
    addSettled(out);
    if (m_card.lacks.empty()) {
        addReference(out);
        addTrees(out);
    } else {
        addLacks(out);
    }
    addHeldOut(out);
    addSkip(out);
    addRows(out);
    return out;
}

void Verdict::addConstant(std::vector<VerdictSentence>& out) const
{
    for (const auto& line : m_card.lines) {
        if (line.kind != Kind::Constant)
            continue;
        QString text;
        switch (compare(line)) {
        case Comparison::ModelBetter:
        case Comparison::Unknown:
            continue;
        case Comparison::NoClearDifference:
            text = isRegression()
                ? Words::tr("These test rows cannot tell this model from predicting the training median for "
                            "everyone (%1).")
                : Words::tr("These test rows cannot tell this model from predicting the training class "
                            "shares for everyone (%1).");
            break;
        case Comparison::ModelWorse:
            text = isRegression()
                ? Words::tr(
                    "Predicting the training median for everyone does better than this model (%1). Do "
                    "not rely on its predictions.")
                : Words::tr("Predicting the training class shares for everyone does better than this model "
                            "(%1). Do not rely on its predictions.");
            break;
        }
        out.push_back({ Tone::Caution, text.arg(intervalWords(line)) });
    }
}

void Verdict::addModalities(std::vector<VerdictSentence>& out) const
{
    if (modalityCount() < 2)
        return;
    const auto better = [&](const jobs::ResultLine* a, const jobs::ResultLine* b) {
        return m_card.lowerIsBetter ? a->value < b->value : a->value > b->value;
    };
    std::vector<const jobs::ResultLine*> winners;
    std::vector<const jobs::ResultLine*> equals;
    std::int64_t losers = 0;
    for (const auto& line : m_card.lines) {
        if (line.kind != Kind::Modality)
            continue;
        const auto comparison = compare(line);
        if (comparison == Comparison::ModelWorse)
            winners.push_back(&line);
        else if (comparison == Comparison::NoClearDifference)
            equals.push_back(&line);
        else if (comparison == Comparison::ModelBetter)
            ++losers;
    }
    std::sort(winners.begin(), winners.end(), better);
    std::sort(equals.begin(), equals.end(), better);
    for (const auto* line : winners)
        out.push_back({ Tone::Caution,
            onItsRows(*line,
                models::readsAsPlural(nameOf(*line))
                    ? Words::tr("%1 alone do better than %2 (%3)", "a name that reads as a plural")
                    : Words::tr("%1 alone does better than %2 (%3)")) });
    if (!equals.empty()) {
        const auto& first = *equals.front();
        QString text
            = onItsRows(first, Words::tr("%1 alone against %2: these rows cannot tell which is better (%3)"));
        QStringList others;
        for (std::size_t i = 1; i < equals.size(); ++i)
            others << alone(nameOf(*equals[i]));
        if (!others.isEmpty())
            text = sentencesOf(
                text, Words::tr("Nor can they tell %1 from %2.").arg(models::joined(others), together()));
        out.push_back({ Tone::Neutral, text });
    }
    if (losers == modalityCount())
        out.push_back({ Tone::Good,
            losers == 2 ? Words::tr("Both together do better than either alone.")
                        : Words::tr("All %1 together do better than any one alone.")
                              .arg(models::numberWord(losers)) });
}

QString Verdict::onItsRows(const jobs::ResultLine& line, const QString& clause) const
{
    const QString words = clause.arg(startingName(nameOf(line)), together(), intervalWords(line));
    // A modality may be missing for some people: then both models are compared on its rows only.
    return line.n < m_card.n ? Words::tr("%1, on the %2 of %3 test rows that have it.")
                                   .arg(words, models::count(line.n), models::count(m_card.n))
                             : Words::tr("%1.", "a clause that is a sentence").arg(words);
}

void Verdict::addWeighting(std::vector<VerdictSentence>& out) const
{
    if (m_card.lines[m_card.reference].kind != Kind::Weighted)
        return;
    for (const auto& line : m_card.lines) {
        if (line.kind != Kind::Baseline)
            continue;
        switch (compare(line)) {
        case Comparison::ModelBetter:
            out.push_back({ Tone::Good,
                sentencesOf(Words::tr("Weighting improves on the baseline (%1).").arg(intervalWords(line)),
                    experiments::onlyUnweightedCompared()) });
            break;
        case Comparison::ModelWorse:
            out.push_back({ Tone::Caution,
                Words::tr("Weighting does worse than the baseline (%1).").arg(intervalWords(line)) });
            break;
        case Comparison::NoClearDifference:
            out.push_back({ Tone::Neutral,
                Words::tr("These test rows cannot tell the weighted model from the baseline (%1).")
                    .arg(intervalWords(line)) });
            break;
        case Comparison::Unknown:
            break;
        }
    }
    if (m_card.weightsWereOne)
        out.push_back({ Tone::Caution,
            Words::tr("The best epoch is the first, in which all weights are 1: the weighting has changed "
                      "nothing in this model.") });
}

void Verdict::addLacks(std::vector<VerdictSentence>& out) const
{
    QStringList names;
    for (const auto& name : m_card.lacks)
        names << QString::fromStdString(name);
    out.push_back({ Tone::Neutral,
        Words::tr("This model does without %1, which plain regression and boosted trees on everything have: "
                  "the comparison is not like for like.")
            .arg(models::joined(names)) });
}

void Verdict::addReference(std::vector<VerdictSentence>& out) const
{
    const auto add = [&](Comparison comparison, Tone tone, const QString& words) {
        QStringList parts;
        for (const auto& line : m_card.lines) {
            const bool all = line.kind == Kind::ReferenceAll;
            if ((!all && line.kind != Kind::ReferenceBest) || compare(line) != comparison)
                continue;
            parts << (all ? Words::tr("on everything (%1)").arg(intervalWords(line))
                          : Words::tr("on %1 alone (%2)").arg(nameOf(line), intervalWords(line)));
        }
        if (!parts.isEmpty())
            out.push_back({ tone, words.arg(models::joined(parts)) });
    };
    add(Comparison::ModelWorse, Tone::Caution,
        Words::tr("Plain regression does better than this model %1. It is the simpler choice."));
    add(Comparison::NoClearDifference, Tone::Neutral,
        Words::tr("These test rows cannot tell this model from plain regression %1."));
    add(Comparison::ModelBetter, Tone::Good, Words::tr("This model does better than plain regression %1."));
}

void Verdict::addTrees(std::vector<VerdictSentence>& out) const
{
    for (const auto& line : m_card.lines) {
        if (line.kind != Kind::Trees)
            continue;
        switch (compare(line)) {
        case Comparison::ModelWorse:
            out.push_back({ Tone::Caution,
                Words::tr("Boosted trees on everything do better than this model (%1).")
                    .arg(intervalWords(line)) });
            break;
        case Comparison::NoClearDifference:
            out.push_back({ Tone::Neutral,
                Words::tr("These test rows cannot tell this model from boosted trees on everything (%1).")
                    .arg(intervalWords(line)) });
            break;
        case Comparison::ModelBetter:
            out.push_back({ Tone::Good,
                Words::tr("This model does better than boosted trees on everything (%1).")
                    .arg(intervalWords(line)) });
            break;
        case Comparison::Unknown:
            break;
        }
    }
    if (m_card.treesRounds >= m_card.treesAtMost)
        return;
    const QString why = m_card.treesRounds > 0
        ? Words::tr(
            "Boosted trees ran into their time limit after %1 of %2 rounds: with more time they may do "
            "better.")
              .arg(m_card.treesRounds)
              .arg(m_card.treesAtMost)
        : m_card.treesRounds == 0
        ? Words::tr(
            "There are no boosted trees to compare with: their time limit was over before they began.")
        : Words::tr(
            "There are no boosted trees to compare with: this cohort is too large to grow them beside "
            "a training.");
    out.push_back({ Tone::Neutral, why });
}

} // namespace btw::pages
