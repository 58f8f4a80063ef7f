// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/page.h"

#include "engine/analysis/contribution.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/results/besideconstant.h"
#include "workspace/experiments/results/drawnresults.h"
#include "workspace/experiments/results/findings.h"
#include "workspace/experiments/results/firstepoch.h"
#include "workspace/experiments/results/leak.h"
#include "workspace/experiments/results/lines.h"
#include "workspace/experiments/results/published.h"
#include "workspace/experiments/sameforall.h"
#include "workspace/experiments/words.h"
#include "workspace/io/tablewords.h"
#include "workspace/store/store.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace btw::experiments {

using tablewords::counted;
using tablewords::text;

namespace {

QString timesText(std::size_t count)
{
    return count == 1 ? QStringLiteral("once") : QStringLiteral("%1 times").arg(count);
}

/// "351 people, 169 of class a and 182 of class b, 5 folds, drawn 3 times, 375 trainings. The test rows were
/// opened once in the store that this was written from."
QString circumstances(const store::Store& store, Models& models, const store::ExperimentRecord& record)
{
    const auto& cohort = models.cohort();
    const auto tested = models.testRows();
    const auto people = store::peopleOf(cohort, { tested.begin(), tested.end() });
    QStringList words { counted(people, QStringLiteral("person"), QStringLiteral("people")) };
    if (people != tested.size())
        words << counted(tested.size(), QStringLiteral("row"), QStringLiteral("rows"));
    if (!cohort.classes.empty()) {
        QStringList classes;
        for (std::size_t c = 0; c < cohort.classes.size(); ++c) {
            const auto count = std::count_if(tested.begin(), tested.end(),
                [&](std::size_t row) { return static_cast<std::size_t>(cohort.y[row]) == c; });
            classes << QStringLiteral("%1 of class %2").arg(count).arg(text(cohort.classes[c]));
        }
        words << classes.join(QStringLiteral(" and "));
    }
    const auto& asked = record.definition;
    const auto folds = asked.value(QStringLiteral("folds")).toVariant().toString();
    const auto repeats = static_cast<std::size_t>(asked.value(QStringLiteral("repeats")).toInt(1));
    words << (folds == QLatin1String("0")
            ? QStringLiteral("one split")
            : QStringLiteral("%1 folds, drawn %2").arg(folds, timesText(repeats)));
    words << counted(models.trainingsAsked(), QStringLiteral("training"), QStringLiteral("trainings"));
    QString line = words.join(QStringLiteral(", ")) + QLatin1Char('.');
    if (const auto note = models.leftOutNote(); !note.isEmpty())
        line += QLatin1Char(' ') + note;
    const auto looks = store.looksAt(models.splitIds());
    if (looks.count > 0)
        line += QStringLiteral(" The test rows were opened %1 in the store that this was written from.")
                    .arg(timesText(looks.count));
    return line;
}

/// What stands first among the metrics is what is claimed by; of classes, log loss stands beside it, then
/// what a paper has figures of.
std::vector<std::string> metricsOf(
    const Models& models, const ExperimentFile& file, const std::string& primary)
{
    std::vector<std::string> metrics { primary };
    const auto add = [&](const std::string& metric) {
        if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end())
            metrics.push_back(metric);
    };
    if (models.cohort().task == Task::Classification)
        add("log_loss");
    for (const auto& metric : publishedMetrics(file, models.cohort()))
        add(metric);
    return metrics;
}

void addModels(QStringList& out, Models& models, const std::string& primary, const ExperimentFile& file)
{
    ComparisonChoice choice;
    choice.metrics = metricsOf(models, file, primary);
    choice.baseline = file.baseline;
    // On one split nothing but the seeds differs between the trainings of a model.
    const bool hasFolds = models.cohorts().size() > 1;
    choice.spread = hasFolds ? Spread::Folds : Spread::Seeds;
    const QString spread = hasFolds ? QStringLiteral("folds") : QStringLiteral("seeds");
    const auto rows = compare(models, choice);
    const auto first = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.isBaseline; });
    for (const auto& metric : choice.metrics) {
        const bool isPrimary = metric == primary;
        std::vector<const ComparisonRow*> shown;
        for (const auto& row : rows)
            if (row.metric == metric && row.model.placebo.empty())
                shown.push_back(&row);
        out << QString()
            << QStringLiteral("%1 (%2); differences are a model's figure less that of *%3*.")
                   .arg(metricTitle(metric), sense(metric),
                       first == rows.end() ? QString() : first->model.plainName());
        out << QString();
        QStringList head { QStringLiteral("model"),
            QStringLiteral("%1, mean ± std of %2").arg(metricTitle(metric), spread),
            QStringLiteral("difference (95% interval)") };
        if (isPrimary)
            head << QStringLiteral("p, bootstrap") << QStringLiteral("p, corrected t")
                 << QStringLiteral("p, Holm over all models") << QStringLiteral("could have shown");
        addHead(out, head);
        for (const auto* row : shown) {
            QStringList cells { row->model.plainNameWithKey(),
                std::isfinite(row->std)
                    ? QStringLiteral("%1 ± %2").arg(decimals(row->mean), decimals(row->std))
                    : decimals(row->mean) };
            if (row->difference) {
                const auto& by = *row->difference;
                cells << withInterval(by.estimate, by.low, by.high);
                if (isPrimary)
                    cells << pText(by.p) << pText(by.tP) << pText(row->adjustedP)
                          << decimals(analysis::kDetectable * by.standardError);
            }
            addRow(out, cells, head.size());
        }
    }
    std::size_t leftOut = 0;
    for (const auto& row : rows)
        leftOut += row.metric == primary ? row.leftOut : 0;
    if (leftOut > 0)
        out << QString() << leftOutSentence(leftOut);
    if (const auto note = sameForAllNote(models); !note.isEmpty())
        out << QString() << note;
}

void addWhatModalitiesAdd(QStringList& out, Models& models, const std::string& metric, double margin)
{
    for (const auto& answer : answersOf(models, metric, margin)) {
        out << QString()
            << QStringLiteral(
                   "In *%1*, %2 with the modality less without it, positive where it helps; margin %3:")
                   .arg(answer.full.plainNameWithKey(), metricTitle(metric),
                       std::isnan(answer.margin) ? QStringLiteral("none") : decimals(answer.margin));
        out << QString();
        const QStringList head { QStringLiteral("modality"), QStringLiteral("adds (95% interval)"),
            QStringLiteral("p, bootstrap"), QStringLiteral("p, corrected t"), QStringLiteral("p, Holm"),
            QStringLiteral("verdict"), QStringLiteral("could have shown"), QStringLiteral("placebo adds") };
        addHead(out, head);
        for (const auto& one : answer.modalities) {
            const auto& by = one.difference;
            const auto placebo = std::find_if(answer.placebos.begin(), answer.placebos.end(),
                [&](const auto& other) { return other.modality == one.modality; });
            addRow(out,
                { text(one.modality), withInterval(by.estimate, by.low, by.high), pText(by.p), pText(by.tP),
                    pText(one.adjustedP), verdictWords(one), decimals(one.couldHaveShown),
                    placebo == answer.placebos.end() ? QString()
                                                     : withInterval(placebo->difference.estimate,
                                                         placebo->difference.low, placebo->difference.high) },
                head.size());
        }
        out << QString();
        for (const auto& one : answer.modalities)
            out << QStringLiteral("- ")
                    + sentenceOf(one, metricTitle(metric), analysis::lowerIsBetter(metric), answer.margin);
    }
}

/// Of one of the people that an experiment asks of.
void addPeople(
    QStringList& out, const store::Store& store, const PlannedExperiment& planned, const std::string& rows)
{
    const auto& record = planned.open.front();
    Models models(store, record, rows);
    models.addReferences();
    const auto metric = record.definition.value(QStringLiteral("metric")).toString().toStdString();
    const double margin = record.definition.value(QStringLiteral("margin")).toDouble(std::nan(""));
    if (!rows.empty())
        out << QString() << QStringLiteral("#### Rows: %1").arg(text(rows)) << QString();
    out << circumstances(store, models, record);
    if (!planned.file.without.isUndefined()) {
        addWhatModalitiesAdd(out, models, metric, margin);
        return;
    }
    addModels(out, models, metric, planned.file);
    for (const auto& lines : { firstEpochLines(store, models), publishedLines(planned.file),
             timeLines(store, models, planned.file), leakLines(models, metric) })
        if (!lines.isEmpty())
            out << QString() << lines;
    const auto findings = weightingFindings(models, metric);
    // Where there is nothing to compare a weighting with, as in a question which system is best, nothing is
    // said.
    const bool isAnyCompared = std::any_of(findings.begin(), findings.end(),
        [](const auto& one) { return one.outcome != WeightingFinding::Outcome::NotCompared; });
    if (isAnyCompared)
        out << QString() << readingOf(findings, metric);
    const auto beside = besideConstant(models, metric);
    if (!beside.empty())
        out << QString()
            << constantReading(beside, metric,
                   std::isnan(margin) ? analysis::usualMargin(metric, models.constantsError()) : margin);
}

/// An experiment that has ended.
QString openResults(
    const store::Store& store, const PlannedExperiment& planned, const std::vector<ResultPicture>& pictures)
{
    const auto& record = planned.open.front();
    const auto populations = trainedPopulations(store, record);
    QStringList out;
    for (const auto& picture : pictures)
        out << QStringLiteral("![%1](%2)").arg(picture.words, picture.path) << QString();
    if (const auto note = untrainedNote(record, populations); !note.isEmpty())
        out << note << QString();
    for (const auto& rows : populations)
        addPeople(out, store, planned, rows);
    return out.join(QLatin1Char('\n'));
}

constexpr QLatin1String kPlan("<!-- plan ");
constexpr QLatin1String kMarkEnd(" -->");
constexpr QLatin1String kNotTrained("Not trained yet, or its test figures are still hidden.");

QString headingOf(const QString& experiment) { return QStringLiteral("### %1").arg(experiment); }
QString beginOf(const QString& section)
{
    return QStringLiteral("<!-- begin %1: written by btw results -->\n").arg(section);
}
QString endOf(const QString& section) { return QStringLiteral("<!-- end %1 -->\n").arg(section); }

} // namespace

QString resultsOf(
    const store::Store& store, const PlannedExperiment& planned, const std::vector<ResultPicture>& pictures)
{
    QStringList out { headingOf(planned.file.name), planMark(planned.file) };
    if (const auto about = planned.file.json.value(QStringLiteral("about")).toString(); !about.isEmpty())
        out << QString() << about;
    out << QString();
    if (!planned.isOpen())
        out << QString(kNotTrained);
    else
        out << (planned.isDrawn() ? drawnResults(store, planned) : openResults(store, planned, pictures));
    return out.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString planMark(const ExperimentFile& file)
{
    auto asked = file.json;
    for (const char* key : { "name", "about", "shapes", "threads", "device" }) // of the same results
        asked.remove(QLatin1String(key));
    if (!file.isSample()) // which lies elsewhere on another machine
        asked.insert(QStringLiteral("data"), QFileInfo(file.data).fileName());
    const auto hash = QCryptographicHash::hash(
        QJsonDocument(asked).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256);
    return kPlan + QString::fromLatin1(hash.toHex().left(12)) + kMarkEnd;
}

std::vector<ResultPart> trainedParts(const QString& page, const QString& section)
{
    std::vector<ResultPart> parts;
    const auto begin = page.indexOf(beginOf(section));
    const auto end = page.indexOf(endOf(section), begin);
    if (begin < 0 || end < 0)
        return parts;
    const QString lines = page.mid(begin, end - begin);
    const QString heading = QLatin1Char('\n') + headingOf({});
    for (auto from = lines.indexOf(heading); from >= 0;) {
        const auto next = lines.indexOf(heading, from + 1);
        ResultPart part;
        part.text = lines.mid(from + 1, next < 0 ? -1 : next - from - 1);
        part.name = part.text.section(QLatin1Char('\n'), 0, 0).mid(headingOf({}).size());
        if (const QString second = part.text.section(QLatin1Char('\n'), 1, 1); second.startsWith(kPlan))
            part.plan = second;
        if (!part.text.contains(kNotTrained))
            parts.push_back(std::move(part));
        from = next;
    }
    return parts;
}

QString withSection(const QString& page, const QString& name, const QString& section)
{
    const QString begin = beginOf(name), end = endOf(name);
    const QString whole = begin + section + end;
    const auto from = page.indexOf(begin);
    if (from < 0)
        return page.isEmpty() || page.endsWith(QLatin1String("\n\n")) ? page + whole
                                                                      : page + QLatin1Char('\n') + whole;
    const auto to = page.indexOf(end, from);
    if (to < 0)
        throw Error("The page has the beginning of the section '" + name.toStdString()
            + "' and not its end: put both marks back, or take out the one at the beginning.");
    return page.left(from) + whole + page.mid(to + end.size());
}

} // namespace btw::experiments
