// SPDX-License-Identifier: GPL-3.0-or-later
#include "answerprinter.h"

#include "words.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "ui/models/referencewords.h"
#include "ui/models/words.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/groupwords.h"
#include "workspace/experiments/sameforall.h"
#include "workspace/experiments/words.h"
#include "workspace/store/store.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace btw::cli {

namespace {

/// Null where everybody who was tested has the modality.
QJsonValue amongOf(const std::optional<analysis::Among>& among)
{
    if (!among)
        return {};
    const bool isKnown = among->known == analysis::Among::Known::Yes;
    const auto number
        = [isKnown](double value) { return isKnown ? jsonNumber(value) : QJsonValue(QJsonValue::Null); };
    const auto& difference = among->difference;
    return QJsonObject { { QStringLiteral("n"), static_cast<qint64>(among->rows) },
        { QStringLiteral("people"), static_cast<qint64>(among->people) },
        { QStringLiteral("diff"), number(difference.estimate) },
        { QStringLiteral("ci_low"), number(difference.low) },
        { QStringLiteral("ci_high"), number(difference.high) }, { QStringLiteral("p"), number(difference.p) },
        { QStringLiteral("t_p"), number(difference.tP) },
        { QStringLiteral("verdict"), text(analysis::toString(among->verdict)) },
        { QStringLiteral("could_have_shown"), number(among->couldHaveShown) } };
}

QJsonObject addsLine(const experiments::Answer& answer, const analysis::Contribution& one, bool placebo)
{
    const auto& difference = one.difference;
    return { { QStringLiteral("event"), QStringLiteral("adds") },
        { QStringLiteral("modality"), text(one.modality) }, { QStringLiteral("metric"), text(answer.metric) },
        { QStringLiteral("diff"), jsonNumber(difference.estimate) },
        { QStringLiteral("ci_low"), jsonNumber(difference.low) },
        { QStringLiteral("ci_high"), jsonNumber(difference.high) },
        { QStringLiteral("p"), jsonNumber(difference.p) },
        { QStringLiteral("t_p"), jsonNumber(difference.tP) },
        { QStringLiteral("p_holm"), jsonNumber(one.adjustedP) },
        { QStringLiteral("verdict"), text(analysis::toString(one.verdict)) },
        { QStringLiteral("could_have_shown"), jsonNumber(one.couldHaveShown) },
        { QStringLiteral("n"), static_cast<qint64>(difference.n) },
        { QStringLiteral("people"), static_cast<qint64>(one.people) },
        { QStringLiteral("pairs"), static_cast<qint64>(difference.pairs) },
        { QStringLiteral("left_out"), static_cast<qint64>(difference.leftOut) },
        { QStringLiteral("placebo"), placebo }, { QStringLiteral("among"), amongOf(one.among) } };
}

QString pText(double p) { return std::isnan(p) ? QStringLiteral("-") : QString::number(p, 'g', 2); }

void addRow(Table& table, const analysis::Contribution& one, const QString& name, bool judged)
{
    const auto& difference = one.difference;
    table.add({ name, experiments::withInterval(difference.estimate, difference.low, difference.high),
        pText(difference.p), pText(difference.tP), judged ? pText(one.adjustedP) : QString(),
        judged ? experiments::verdictWords(one) : QString() });
    if (!judged || !one.among)
        return;
    const auto& among = *one.among;
    const bool isKnown = among.known == analysis::Among::Known::Yes;
    const auto& added = among.difference;
    table.add({ QStringLiteral("  among %1").arg(experiments::whoHaveIt(among)),
        isKnown ? experiments::withInterval(added.estimate, added.low, added.high) : QString(),
        isKnown ? pText(added.p) : QString(), isKnown ? pText(added.tP) : QString(), QString(),
        experiments::verdictWords(among) });
}

QJsonObject groupLine(const experiments::SubgroupContribution& one)
{
    return { { QStringLiteral("event"), QStringLiteral("adds_in") },
        { QStringLiteral("modality"), text(one.modality) }, { QStringLiteral("kind"), one.kind },
        { QStringLiteral("group"), one.group }, { QStringLiteral("metric"), text(one.metric) },
        { QStringLiteral("diff"), jsonNumber(one.difference.estimate) },
        { QStringLiteral("ci_low"), jsonNumber(one.difference.low) },
        { QStringLiteral("ci_high"), jsonNumber(one.difference.high) },
        { QStringLiteral("n"), static_cast<qint64>(one.difference.n) },
        { QStringLiteral("people"), static_cast<qint64>(one.difference.units) },
        { QStringLiteral("from_rest"), jsonNumber(one.fromRest.estimate) },
        { QStringLiteral("from_rest_low"), jsonNumber(one.fromRest.low) },
        { QStringLiteral("from_rest_high"), jsonNumber(one.fromRest.high) },
        { QStringLiteral("from_rest_p_holm"), jsonNumber(one.adjustedP) } };
}

/// \param full whose models of modalities alone count, too; null: none
void warnOfSameForAll(experiments::Models& fitted, const experiments::Model* full, Console& console)
{
    if (const auto note = experiments::sameForAllNote(fitted, full); !note.isEmpty())
        console.message(QStringLiteral("warning: ") + note);
}

/// Only where a group differs from the rest; the others stand in the JSON. Groups of the outcome are nobody
/// whom one could know beforehand.
void printForWhom(const std::vector<experiments::SubgroupContribution>& groups, Console& console)
{
    std::set<std::pair<QString, QString>> lookedAt, shown; // of several modalities a group is asked each time
    bool outcomesDiffer = false;
    for (const auto& one : groups) {
        const bool differs = one.adjustedP <= analysis::kClaim && !one.isOtherHalf;
        if (one.isOfOutcome) {
            outcomesDiffer = outcomesDiffer || differs;
            continue;
        }
        lookedAt.emplace(one.kind, one.group);
        if (!differs)
            continue;
        shown.emplace(one.kind, one.group);
        console.result(QStringLiteral("%1, which differs from the rest (p %2).")
                           .arg(experiments::addedInGroup(one, models::metricShort(one.metric)),
                               QString::number(one.adjustedP, 'g', 2)));
    }
    if (!lookedAt.empty())
        console.result(QStringLiteral("For whom: %1 of people looked at, %2 from the rest.")
                           .arg(counted(lookedAt.size(), QStringLiteral("group"), QStringLiteral("groups")),
                               shown.empty() ? QStringLiteral("none clearly different")
                                             : QStringLiteral("%1 clearly different").arg(shown.size())));
    if (outcomesDiffer)
        console.result(QStringLiteral(
            "Groups of the outcome itself differ, which does not say who gains: whatever raises everybody's "
            "prediction helps one of them and harms another. They are in --json."));
}

/// Names the model and the metric, too. \returns the mean of the figure over the trainings with everything
QString figureLine(experiments::Models& fitted, const experiments::Model& full, const std::string& metric)
{
    std::vector<double> values;
    for (const auto& [cell, value] : fitted.figures(metric, full))
        if (std::isfinite(value))
            values.push_back(value);
    const auto summary = analysis::meanAndStd(values);
    QString line = QStringLiteral("%1, test %2: mean of %3 %4")
                       .arg(full.plainNameWithKey(), models::metricShort(metric),
                           counted(summary.n, QStringLiteral("training"), QStringLiteral("trainings")),
                           figure(summary.mean));
    if (std::isfinite(summary.std))
        line += QStringLiteral(", standard deviation %1").arg(figure(summary.std));
    return line;
}

/// What `full` is better by than each of the others that it has a fold and seed in common with.
std::vector<models::AgainstReference> comparedWith(experiments::Models& fitted,
    const experiments::Model& full, const std::vector<experiments::Model>& others, const std::string& metric)
{
    std::vector<models::AgainstReference> compared;
    std::vector<double> p;
    for (const auto& other : others) {
        try {
            const auto difference = fitted.difference(metric, full, other);
            p.push_back(difference.askedP());
            compared.push_back({ other.system, difference, 1 });
        } catch (const Error&) {
            continue; // no fold and seed in common, or undefined on all of them
        }
    }
    const auto corrected = analysis::holmCorrected(p);
    for (std::size_t i = 0; i < corrected.size(); ++i)
        compared[i].adjustedP = std::isnan(corrected[i]) ? 1 : corrected[i];
    return compared;
}

std::size_t peopleTested(experiments::Models& fitted)
{
    const auto tested = fitted.testRows();
    return store::peopleOf(fitted.cohort(), { tested.begin(), tested.end() });
}

/// What plain regression, boosted trees and the constant say of the model. As in the window, p is corrected
/// over all models that it may be set beside.
void printReferences(
    experiments::Models& fitted, const experiments::Model& full, const std::string& metric, Console& console)
{
    std::vector<experiments::Model> others;
    for (const auto& model : fitted.all())
        if (model.runs != full.runs && experiments::standsByItself(fitted.all(), model))
            others.push_back(model);
    for (const auto& model : fitted.all()) {
        const auto baseline
            = experiments::standsByItself(fitted.all(), model) ? fitted.baselineModel(model) : std::nullopt;
        if (baseline
            && std::none_of(others.begin(), others.end(),
                [&](const experiments::Model& other) { return other.runs == baseline->runs; })
            && baseline->runs != full.runs)
            others.push_back(*baseline);
    }
    auto references = comparedWith(fitted, full, others, metric);
    std::erase_if(references, [&](const models::AgainstReference& one) {
        return std::none_of(others.begin(), others.end(),
            [&](const experiments::Model& other) { return other.isReference && other.system == one.system; });
    });
    for (const QString& sentence : models::referenceSentences(references, full.system, peopleTested(fitted),
             models::lackingIn(full.modalities, fitted.cohort().modalities)))
        console.result(sentence);
}

/// Of an experiment that leaves nothing out.
void printAlone(experiments::Models& fitted, const std::string& metric, Console& console)
{
    const auto full = fitted.all().front(); // a copy: models are added
    console.result(figureLine(fitted, full, metric));
    fitted.addReferences();
    printReferences(fitted, full, metric, console);
}

void printJson(
    experiments::Models& fitted, const experiments::Answer& answer, const std::string& rows, Console& console)
{
    const auto print = [&](QJsonObject line) {
        // Of several models, each line says which.
        line.insert(QStringLiteral("system"), answer.full.system);
        line.insert(QStringLiteral("variant"), answer.full.variant);
        line.insert(QStringLiteral("settings"), answer.full.settings);
        line.insert(QStringLiteral("rows"), rows.empty() ? QJsonValue() : QJsonValue(text(rows)));
        console.resultLine(line);
    };
    for (const auto& one : answer.modalities)
        print(addsLine(answer, one, false));
    for (const auto& one : answer.placebos)
        print(addsLine(answer, one, true));
    for (const auto& one : experiments::forWhom(fitted, answer.full, answer.metric))
        print(groupLine(one));
}

void printText(experiments::Models& fitted, const experiments::Answer& answer, Console& console)
{
    const auto& metric = answer.metric;
    console.result(figureLine(fitted, answer.full, metric));
    Table table({ QStringLiteral("WITHOUT"),
        QStringLiteral("%1 WORSE BY (95% INTERVAL)").arg(models::metricShort(metric)), QStringLiteral("P"),
        QStringLiteral("P OF FOLDS"), QStringLiteral("P, HOLM"), QStringLiteral("VERDICT") });
    for (const auto& one : answer.modalities)
        addRow(table, one, text(one.modality), true);
    for (const auto& one : answer.placebos)
        addRow(table, one, QStringLiteral("%1, shuffled").arg(text(one.modality)), false);
    table.print(console);
    for (const auto& one : answer.modalities)
        console.result(experiments::sentenceOf(
            one, models::metricShort(metric), analysis::lowerIsBetter(metric), answer.margin));
    printReferences(fitted, answer.full, metric, console);
    QStringList dispensable;
    for (const auto& one : answer.modalities)
        if (one.verdict == analysis::Verdict::AsGoodWithout || one.verdict == analysis::Verdict::CannotTell)
            dispensable << text(one.modality).replace(QStringLiteral(" + "), QStringLiteral("+"));
    if (dispensable.size() > 1 && dispensable.size() < static_cast<qsizetype>(answer.modalities.size()))
        console.result(
            QStringLiteral("Each of these may stand in for another: ask what they add together with "
                           "--without %1.")
                .arg(dispensable.join(QLatin1Char('+'))));
    printForWhom(experiments::forWhom(fitted, answer.full, metric), console);
    const auto& first = answer.modalities.front().difference;
    if (first.leftOut > 0)
        console.message(
            QStringLiteral("warning: %1 of %2 pairs of fold and seed lack a class among their test rows and "
                           "are left out.")
                .arg(first.leftOut)
                .arg(first.leftOut + first.pairs));
}

} // namespace

void printBesideReferences(const store::Store& store, const std::vector<std::int64_t>& runs, Console& console)
{
    std::vector<store::TrainingRecord> own;
    for (auto& training : store.trainings()) {
        const auto last = training.lastRun();
        const bool isKnown = std::any_of(own.begin(), own.end(),
            [last](const auto& other) { return other.lastRun() == last; }); // an experiment has it, too
        if (!isKnown && std::find(runs.begin(), runs.end(), last) != runs.end())
            own.push_back(std::move(training));
    }
    if (own.empty())
        return;
    experiments::Models fitted(store, own);
    std::optional<experiments::Model> full; // a copy: models are added
    for (const auto& model : fitted.all())
        if (!full && std::any_of(model.runs.begin(), model.runs.end(), [&](const auto& cell) {
                return cell.second == runs.front();
            }))
            full = model;
    warnOfSameForAll(fitted, full ? &*full : nullptr, console);
    if (!full || !full->isWhole()) // of fewer modalities they are no measure
        return;
    fitted.addReferences();
    std::vector<experiments::Model> references;
    for (const auto& model : fitted.all())
        if (model.isReference)
            references.push_back(model);
    const auto& cohort = fitted.cohort();
    const auto metric = analysis::primaryMetric(cohort.task, cohort.classes.size());
    const auto said = models::referenceSentences(
        comparedWith(fitted, *full, references, metric), full->system, peopleTested(fitted));
    if (said.isEmpty())
        return;
    console.result(figureLine(fitted, *full, metric)); // of which model and metric the sentences are
    for (const QString& sentence : said)
        console.result(sentence);
    console.result(experiments::oneSplitClaimsNothing());
}

void printAnswer(const store::Store& store, std::int64_t experimentId, bool json, Console& console)
{
    const auto experiment = store.experiment(experimentId);
    const auto& asked = experiment.definition;
    const auto metric = asked.value(QStringLiteral("metric")).toString().toStdString();
    const auto margin = asked.value(QStringLiteral("margin")).toDouble(std::nan(""));
    const bool leavesOut = std::any_of(experiment.parts.begin(), experiment.parts.end(),
        [](const store::ExperimentPart& part) { return !part.without.empty(); });
    const auto populations = experiments::trainedPopulations(store, experiment);
    if (const auto note = experiments::untrainedNote(experiment, populations); !note.isEmpty())
        console.message(QStringLiteral("note: ") + note);
    for (const auto& rows : populations) {
        experiments::Models fitted(store, experiment, rows);
        warnOfSameForAll(fitted, fitted.all().empty() ? nullptr : &fitted.all().front(), console);
        if (!leavesOut) {
            if (!json)
                printAlone(fitted, metric, console);
            continue;
        }
        if (!json)
            fitted.addReferences();
        if (!json && !rows.empty())
            console.result(QStringLiteral("Rows: %1").arg(text(rows)));
        bool hasFolds = true;
        for (const auto& answer : experiments::answersOf(fitted, metric, margin)) {
            hasFolds = answer.modalities.front().difference.hasFolds();
            if (json)
                printJson(fitted, answer, rows, console);
            else
                printText(fitted, answer, console);
        }
        if (!json)
            console.result(
                QStringLiteral("In this model, beside the other modalities; intervals hold for these fitted "
                               "models.")
                + (hasFolds ? QString() : QLatin1Char(' ') + experiments::oneSplitClaimsNothing()));
    }
}

} // namespace btw::cli
