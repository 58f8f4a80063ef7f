// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/verdict.h"

#include "ui/models/words.h"

#include <algorithm>
#include <cmath>

namespace btw::pages {

using Kind = jobs::ResultLine::Kind;
using Tone = VerdictSentence::Tone;
using models::capitalised;
using models::metricName;
using models::number;
using models::numberBeside;
using models::startingName;

namespace {

constexpr std::int64_t kFewRows = 50; // intervals below this many rows say little

QString alone(const jobs::ResultLine& line)
{
    return QString::fromStdString(line.label) + QStringLiteral(" alone");
}

/// "does as well" or "do as well", as the modality's name asks.
QString verb(const jobs::ResultLine& line)
{
    return models::readsAsPlural(QString::fromStdString(line.label)) ? QStringLiteral("do")
                                                                     : QStringLiteral("does");
}

} // namespace

bool Verdict::isRegression() const { return m_card.metric == "mae" || m_card.metric == "corr"; }

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
    return modalities == 2 ? QStringLiteral("both together")
                           : QStringLiteral("all %1 together").arg(models::numberWord(modalities));
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
    const double a = std::abs(line.differenceLow);
    const double b = std::abs(line.differenceHigh);
    const double largest = std::max(a, b);
    if (compare(line) != Comparison::NoClearDifference)
        return QStringLiteral("by %1, 95% interval %2 to %3")
            .arg(numberBeside(std::abs(line.difference), largest), numberBeside(std::min(a, b), largest),
                numberBeside(largest, largest));
    const QString high = numberBeside(line.differenceHigh, largest);
    return QStringLiteral("95% interval of the difference %1 to %2")
        .arg(numberBeside(line.differenceLow, largest),
            line.differenceHigh > 0 ? QLatin1Char('+') + high : high);
}

QString Verdict::comparisonWords(const jobs::ResultLine& line) const
{
    if (isReference(line))
        return QStringLiteral("this model");
    const double size = std::abs(line.difference);
    switch (compare(line)) {
    case Comparison::ModelBetter:
        return QStringLiteral("worse by %1").arg(number(size));
    case Comparison::ModelWorse:
        return QStringLiteral("better by %1").arg(number(size));
    case Comparison::NoClearDifference:
        return QStringLiteral("no clear difference");
    case Comparison::Unknown:
        break;
    }
    return QStringLiteral("not comparable");
}

QString Verdict::lineName(const jobs::ResultLine& line) const
{
    QString label = QString::fromStdString(line.label);
    switch (line.kind) {
    case Kind::Modality:
        return alone(line);
    case Kind::Baseline:
        return QStringLiteral("baseline, all weights 1");
    case Kind::Weighted:
        return QStringLiteral("%1, weighted").arg(label);
    case Kind::YardstickAll:
        return QStringLiteral("plain regression, everything");
    case Kind::YardstickBest:
        return QStringLiteral("plain regression, %1 alone").arg(label);
    case Kind::Constant:
        return isRegression() ? QStringLiteral("constant: training median")
                              : QStringLiteral("constant: class shares");
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
            QStringLiteral("This run uses evaluation labels (variance residual-labels): its figures are for "
                           "replication only and too good for new patients.") });
    addConstant(out);
    addModalities(out);
    addWeighting(out);
    addYardstick(out);
    addRows(out);
    return out;
}

void Verdict::addConstant(std::vector<VerdictSentence>& out) const
{
    const QString constant = isRegression() ? QStringLiteral("the training median for everyone")
                                            : QStringLiteral("the training class shares for everyone");
    for (const auto& line : m_card.lines) {
        if (line.kind != Kind::Constant)
            continue;
        switch (compare(line)) {
        case Comparison::ModelBetter:
        case Comparison::Unknown:
            break;
        case Comparison::NoClearDifference:
            out.push_back({ Tone::Caution,
                QStringLiteral("Predicting %1 does as well as this model: no clear difference (%2).")
                    .arg(constant, intervalWords(line)) });
            break;
        case Comparison::ModelWorse:
            out.push_back({ Tone::Caution,
                QStringLiteral(
                    "Predicting %1 does better than this model (%2). Do not rely on its predictions.")
                    .arg(constant, intervalWords(line)) });
            break;
        }
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
    // A modality may be missing for some people: then both models are compared on its rows only.
    const auto where = [&](const jobs::ResultLine& line) {
        return line.n < m_card.n
            ? QStringLiteral(", on the %1 of %2 test rows that have it").arg(line.n).arg(m_card.n)
            : QString();
    };
    for (const auto* line : winners)
        out.push_back({ Tone::Caution,
            QStringLiteral("%1 %2 better than %3 (%4)%5.")
                .arg(startingName(QString::fromStdString(line->label)) + QStringLiteral(" alone"),
                    verb(*line), together(), intervalWords(*line), where(*line)) });
    if (!equals.empty()) {
        const auto* first = equals.front();
        QString text = QStringLiteral("%1 %2 as well as %3: no clear difference (%4)%5.")
                           .arg(startingName(QString::fromStdString(first->label)) + QStringLiteral(" alone"),
                               verb(*first), together(), intervalWords(*first), where(*first));
        QStringList others;
        for (std::size_t i = 1; i < equals.size(); ++i)
            others << alone(*equals[i]);
        if (!others.isEmpty())
            text += QStringLiteral(" No clear difference from %1 either.").arg(models::joined(others));
        out.push_back({ Tone::Neutral, text });
    }
    if (losers == modalityCount())
        out.push_back({ Tone::Good,
            capitalised(together())
                + (losers == 2 ? QStringLiteral(" do better than either alone.")
                               : QStringLiteral(" do better than any one alone.")) });
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
                QStringLiteral("Weighting improves on the baseline (%1).").arg(intervalWords(line)) });
            break;
        case Comparison::ModelWorse:
            out.push_back({ Tone::Caution,
                QStringLiteral("Weighting does worse than the baseline (%1).").arg(intervalWords(line)) });
            break;
        case Comparison::NoClearDifference:
            out.push_back({ Tone::Neutral,
                QStringLiteral("Weighting against the baseline: no clear difference (%1).")
                    .arg(intervalWords(line)) });
            break;
        case Comparison::Unknown:
            break;
        }
    }
}

void Verdict::addYardstick(std::vector<VerdictSentence>& out) const
{
    const auto add = [&](Comparison comparison, Tone tone, const QString& words, const QString& end) {
        QStringList parts;
        for (const auto& line : m_card.lines) {
            const bool all = line.kind == Kind::YardstickAll;
            if ((!all && line.kind != Kind::YardstickBest) || compare(line) != comparison)
                continue;
            parts << (all ? QStringLiteral("on everything") : QStringLiteral("on ") + alone(line))
                    + QStringLiteral(" (%1)").arg(intervalWords(line));
        }
        if (!parts.isEmpty())
            out.push_back({ tone, words.arg(models::joined(parts)) + end });
    };
    add(Comparison::ModelWorse, Tone::Caution,
        QStringLiteral("Plain regression does better than this model %1."),
        QStringLiteral(" It is the simpler choice."));
    add(Comparison::NoClearDifference, Tone::Neutral,
        QStringLiteral("Plain regression does as well: no clear difference %1."), QString());
    add(Comparison::ModelBetter, Tone::Good,
        QStringLiteral("This model does better than plain regression %1."), QString());
}

void Verdict::addRows(std::vector<VerdictSentence>& out) const
{
    QString text = QStringLiteral("All figures are from %1 test rows").arg(models::count(m_card.n));
    if (m_card.people > 0)
        text += QStringLiteral(" of %1 people who are in no other split").arg(models::count(m_card.people));
    text += QStringLiteral(", read once, after training.");
    const std::int64_t behind = m_card.people > 0 ? m_card.people : m_card.n;
    if (behind < kFewRows)
        text += QStringLiteral(" That is few: expect other figures on other people.");
    out.push_back({ behind < kFewRows ? Tone::Caution : Tone::Neutral, text });
}

QString subgroupWords(const jobs::SubgroupLine& line)
{
    if (line.hidden)
        return QStringLiteral("fewer than 10 rows, not shown");
    return QStringLiteral("%1 corrected, %2 new %3")
        .arg(models::count(line.corrections), models::count(line.mistakes),
            line.mistakes == 1 ? QStringLiteral("mistake") : QStringLiteral("mistakes"));
}

} // namespace btw::pages
