// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/source/tablesview.h"

#include "workspace/io/tables/guess/guessroles.h"
#include "workspace/io/tables/guess/labeltask.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/read/csvfolder.h"
#include "workspace/io/tables/source/guesschecks.h"

#include <algorithm>
#include <utility>

namespace btw::io {

namespace {

void say(const RoleGuess::Reason& reason, const std::string& where, Problems& problems)
{
    const data::Sentence what = reason.severity == data::Severity::Error ? data::Sentence(reason.why)
        : reason.role == "left out" ? data::Sentence { "{}: {}", reason.role, reason.why }
                                    : data::Sentence { "read as {}: {}", reason.role, reason.why };
    const char* const remedy
        = "choose another role in the import, or describe the data in a manifest.json, if this is wrong";
    problems.add(reason.severity, reason.code, where, what, reason.remedy.empty() ? remedy : reason.remedy,
        reason.remedies);
}

/// Texts of a workbook whose marks may mean two things: an error until somebody says which.
void askForMarks(const ReadingPlan& plan, Problems& problems)
{
    std::vector<Problem> found = problems.take();
    std::erase_if(found, [&plan](Problem& problem) {
        if (problem.code != "decimal-mark" || problem.severity != data::Severity::Warning
            || problem.remedies.empty() || !std::holds_alternative<DecimalMark>(problem.remedies.front()))
            return false;
        const FileRemedies* const own = plan.ofFile(std::get<DecimalMark>(problem.remedies.front()).file);
        problem.severity = data::Severity::Error;
        return own != nullptr && own->decimalMark != 0;
    });
    problems.append(std::move(found));
}

/// What a person chose about columns. Of a manifest that lies beside the tables (`own`), says what it says
/// already, or what it alone can say; of a guess, guessing without the remedy tells (guesschecks.h).
void applyToRoles(const ReadingPlan& plan, Manifest& manifest, bool own, Problems* problems)
{
    for (const Remedy& remedy : own ? plan.remedies() : std::vector<Remedy>()) {
        const bool ofGuesses
            = std::holds_alternative<KeepColumn>(remedy) || std::holds_alternative<GroupByPrefix>(remedy);
        const bool ofRoles = std::holds_alternative<UseAsLabel>(remedy)
            || std::holds_alternative<UseAsId>(remedy) || std::holds_alternative<NumberRows>(remedy);
        Manifest changed = manifest;
        if (ofRoles)
            ReadingPlan({ remedy }).applyTo(changed);
        if (!ofGuesses && !(ofRoles && manifestToJson(changed) == manifestToJson(manifest)))
            continue;
        const std::string column = columnOf(remedy);
        problems->warning("remedy-idle", fileOf(remedy) + (column.empty() ? "" : ", " + inQuotes(column)),
            ofGuesses
                ? "the recipe says how columns are guessed, which changes nothing: manifest.json says what "
                  "they are"
                : "the recipe says what this column is, which changes nothing: manifest.json says so, too",
            "take that remedy out of the recipe");
    }
    plan.applyTo(manifest, problems);
}

} // namespace

TablesView viewTables(const TableSource& source, const std::string& name,
    const std::optional<Manifest>& described, const ReadingPlan& plan, Problems& problems)
{
    askForMarks(plan, problems);
    TablesView view;
    view.manifest = described;
    if (!described && source.hasManifest)
        view.manifest = readManifest(*source.files, problems);
    const bool guesses = !described && !source.hasManifest;
    if (guesses && source.tables.isEmpty()) {
        noTables(source, name, problems);
        return view;
    }
    view.samples = sampleTables(source, plan);
    if (guesses) {
        for (const QString& table : source.tables) {
            const std::string file = table.toStdString();
            if (std::none_of(view.samples.begin(), view.samples.end(),
                    [&file](const TableSample& sample) { return sample.file == file; }))
                problems.warning("files-not-read", file, "the file is not read, since it is not a table",
                    "make a table of it (.csv) if it belongs to the data");
        }
        bool readable = true;
        for (const TableSample& sample : view.samples) {
            readable = readable && sample.rows.problems.empty();
            problems.append(sample.rows.problems);
        }
        TablesGuess guess = guessAsPlanned(view.samples, source.name, plan);
        view.missing = guess.missing;
        view.guess = guess.manifest;
        view.reasons = guess.reasons;
        if (!readable)
            return view;
        for (const RoleGuess::Reason& reason : guess.reasons)
            if (reason.code != kLabelTaskCode || !plan.choosesTask())
                say(reason,
                    (source.format == QLatin1String("table") ? name + ", " : std::string()) + reason.columns,
                    problems);
        if (!guess.missing.empty() && !plan.choosesLabel()) {
            const bool outcome
                = !guess.remedies.empty() && std::holds_alternative<PredictWithin>(guess.remedies.front());
            problems.error("label-not-found", name,
                { "what its columns are cannot be guessed: {}", guess.missing },
                guess.missing == kNoFeatures
                    ? "keep one of the columns that are left out, or add columns with features"
                    : outcome
                    ? "choose the event and the time, or describe the data in a manifest.json beside it"
                    : "rename the column with the label to 'label', or describe the data in a "
                      "manifest.json beside it",
                std::move(guess.remedies));
            return view;
        }
        if (problems.hasErrors())
            return view;
        view.manifest = std::move(guess.manifest);
    }
    if (view.manifest)
        applyToRoles(plan, *view.manifest, !guesses && !described, described ? nullptr : &problems);
    return view;
}

} // namespace btw::io
