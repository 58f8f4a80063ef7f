// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/csvfolder.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/recipe/remedyuse.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/read/descriptions.h"
#include "workspace/io/tables/read/featureconsumer.h"
#include "workspace/io/tables/read/labelconsumer.h"
#include "workspace/io/tables/read/longtable.h"
#include "workspace/io/tables/read/tableassembler.h"
#include "workspace/io/tables/read/wordlist.h"
#include "workspace/io/tables/source/filesource.h"
#include "workspace/io/tables/text/textsource.h"
#include "workspace/io/text.h"

#include "engine/data/cohortcheck.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

namespace btw::io {

namespace {

/// A file that is read once, and who reads it. Files of a split come before those of the next.
struct Reading
{
    QString file;
    bool header = true;
    std::string askedBy;
    std::vector<TableConsumer*> consumers;
};

class FileReadings
{
public:
    void add(const TableFiles& table, const std::string& key, TableConsumer* consumer)
    {
        if (!table.file.isEmpty())
            add(m_readings[0], table.file, table.header, key + ".file", consumer);
        for (const auto& [split, file] : table.files)
            add(m_readings[static_cast<std::size_t>(split)], file, table.header, key + ".files", consumer);
    }

    void run(FileSource& source, const ReadLimits& limits, const RemediesByFile& remedies,
        Problems& problems) const
    {
        double all = 0;
        for (const std::vector<Reading>& readings : m_readings)
            for (const Reading& reading : readings)
                all += static_cast<double>(source.size(reading.file));
        double done = 0;
        for (const std::vector<Reading>& readings : m_readings)
            for (const Reading& reading : readings) {
                const std::string file = reading.file.toStdString();
                const auto own = static_cast<double>(source.size(reading.file));
                ReadLimits part = limits;
                if (limits.progress && all > 0)
                    part.progress = [&limits, done, own, all](
                                        double share) { return limits.progress((done + share * own) / all); };
                const auto found = remedies.find(file);
                source.open(
                    reading.file, reading.askedBy, problems, [&](QIODevice& device, std::uint64_t size) {
                        readTable(file, device, size, reading.header, reading.consumers, problems, part,
                            found == remedies.end() ? nullptr : &found->second);
                    });
                done += own;
            }
    }

private:
    static void add(std::vector<Reading>& readings, const QString& file, bool header, const std::string& key,
        TableConsumer* consumer)
    {
        for (Reading& reading : readings)
            if (reading.file == file && reading.header == header) {
                reading.consumers.push_back(consumer);
                return;
            }
        readings.push_back({ file, header, key, { consumer } });
    }

public:
    /// Lets the remedies of each file be counted.
    void count(const RemediesByFile& remedies, std::vector<std::unique_ptr<RemedyUse>>& uses)
    {
        for (std::vector<Reading>& readings : m_readings)
            for (Reading& reading : readings)
                if (const auto found = remedies.find(reading.file.toStdString());
                    found != remedies.end() && RemedyUse::counts(found->second))
                    reading.consumers.push_back(
                        uses.emplace_back(std::make_unique<RemedyUse>(found->second)).get());
    }

private:
    std::array<std::vector<Reading>, 3> m_readings;
};

/// The manifest's text as UTF-8, whatever editor wrote it.
std::optional<std::string> readManifestText(FileSource& source, Problems& problems)
{
    constexpr std::uint64_t kLargest = std::uint64_t(64) << 20;
    const QString name = QStringLiteral("manifest.json");
    std::string text;
    const bool there = source.open(name, "none", problems, [&](QIODevice& device, std::uint64_t size) {
        if (size > kLargest) {
            problems.error("json", name.toStdString(), "the file is too large to be a manifest",
                "put the data into files of its own that the manifest names");
            return;
        }
        TextSource decoded(device, size);
        while (decoded.read(text, kLargest)) { }
        if (const auto& fault = decoded.fault())
            problems.error("text-damaged",
                fault->row > 0 ? place(name.toStdString(), fault->row) : name.toStdString(), fault->what,
                fault->remedy);
    });
    if (!there || problems.hasErrors())
        return std::nullopt;
    return text;
}

/// Who reads a table with several rows an instance; null for the others.
std::unique_ptr<MeasurementConsumer> measurementsOf(const ModalityEntry& entry)
{
    if (!entry.layout)
        return nullptr;
    if (entry.layout->count != WordCount::None)
        return std::make_unique<WordListConsumer>(entry);
    return std::make_unique<LongConsumer>(entry);
}

/// Columns of a table that describe the instances, and so are no features.
std::set<std::string> describedIn(const Manifest& manifest, const TableFiles& table)
{
    std::set<std::string> columns;
    for (const DescribeEntry& entry : manifest.describe)
        if (entry.table == table)
            columns.insert(entry.columns.begin(), entry.columns.end());
    return columns;
}

/// The id's column of each file that says who there is, of new people without a table of labels; empty for
/// all others, and where rows stand by position.
std::map<std::string, std::string> tablesOfPeople(const Manifest& manifest, const ReadingPlan& plan)
{
    const LabelsEntry& labels = manifest.labels;
    const auto& entries = manifest.modalities;
    const bool isOfFeatures = std::any_of(entries.begin(), entries.end(),
        [&](const ModalityEntry& entry) { return entry.table == labels.table && entry.id == labels.id; });
    if (!plan.isOfNewPeople() || !isOfFeatures || labels.id.empty() || !labels.label.empty() || labels.outcome
        || std::any_of(
            entries.begin(), entries.end(), [](const ModalityEntry& entry) { return entry.id.empty(); }))
        return {};
    std::map<std::string, std::string> columns;
    for (const ModalityEntry& entry : entries) {
        for (const auto& [split, file] : entry.table.files)
            if (entry.table == labels.table)
                columns[file.toStdString()] = entry.id;
        // The splits of such files are told by their rows: nobody else can be added.
        if (!entry.table.file.isEmpty() && labels.table.files.empty())
            columns[entry.table.file.toStdString()] = entry.id;
    }
    return columns;
}

/// Where tables are aligned by position, columns that may say that their rows stand in another order are
/// looked at.
void seekIds(const Manifest& manifest, LabelConsumer& labels,
    const std::vector<std::unique_ptr<FeatureConsumer>>& features,
    const std::vector<std::unique_ptr<DescriptionConsumer>>& descriptions)
{
    const LabelsEntry& entry = manifest.labels;
    bool any = false;
    const auto isByPosition = [&](const TableFiles& table, const std::string& id) {
        const bool by = id.empty() && !(table == entry.table);
        any = any || by;
        return by;
    };
    for (std::size_t m = 0; m < features.size(); ++m)
        if (features[m] && isByPosition(manifest.modalities[m].table, manifest.modalities[m].id))
            features[m]->candidates.seek(entry.id);
    for (const auto& description : descriptions)
        if (isByPosition(description->entry().table, description->entry().id))
            description->candidates.seek(entry.id);
    if (any && entry.id.empty())
        labels.candidates.seek({});
}

ReadResult readOnce(const Manifest& manifest, FileSource& source, const ReadLimits& limits,
    const RemediesByFile& remedies, const ReadingPlan& plan, Problems& problems)
{
    LabelConsumer labels(
        manifest.labels, manifest.task == Task::Regression, !plan.drawsSplits(), plan.isOfNewPeople());
    const auto idColumns = tablesOfPeople(manifest, plan);
    labels.takePeopleFrom(idColumns, IdKeys(plan));
    std::vector<std::unique_ptr<FeatureConsumer>> features; ///< null for a long table
    std::vector<std::unique_ptr<MeasurementConsumer>> measurements; ///< null for the others
    std::vector<std::unique_ptr<DescriptionConsumer>> descriptions;
    FileReadings readings;
    readings.add(manifest.labels.table, "labels", &labels);
    std::vector<TableFiles> saying { manifest.labels.table }; // who there is
    for (const ModalityEntry& entry : manifest.modalities) {
        const bool shared = entry.table == manifest.labels.table;
        // Names of a file without header are numbers, and those of one file say nothing about another.
        features.push_back(entry.layout
                ? nullptr
                : std::make_unique<FeatureConsumer>(entry, shared ? &manifest.labels : nullptr,
                    entry.table.header ? plan.chosenLabel() : std::string(),
                    describedIn(manifest, entry.table)));
        measurements.push_back(measurementsOf(entry));
        TableConsumer* const consumer
            = entry.layout ? static_cast<TableConsumer*>(measurements.back().get()) : features.back().get();
        readings.add(entry.table, entry.key, consumer);
        if (idColumns.contains(entry.table.file.toStdString())
            && std::find(saying.begin(), saying.end(), entry.table) == saying.end()) {
            readings.add(entry.table, entry.key, &labels);
            saying.push_back(entry.table);
        }
    }
    for (const DescribeEntry& entry : manifest.describe) {
        descriptions.push_back(std::make_unique<DescriptionConsumer>(entry));
        readings.add(entry.table, entry.key, descriptions.back().get());
    }
    seekIds(manifest, labels, features, descriptions);
    std::vector<std::unique_ptr<RemedyUse>> uses;
    readings.count(remedies, uses);
    readings.run(source, limits, remedies, problems);
    if (manifest.labels.table.files.empty())
        labels.reportStrangers(problems);
    // A row that was refused is not there to be aligned: what follows would blame the wrong rows.
    if (problems.hasErrors())
        return {};

    data::Cohort cohort
        = assemble(manifest, labels, features, measurements, descriptions, plan, limits, problems);
    if (problems.hasErrors())
        return {};
    for (const auto& use : uses)
        use->report(problems);
    problems.append(withRemedies(data::markAbsent(cohort)));
    return { std::move(cohort), {} };
}

/// Adds the rows with problems of their own of those files whose bad rows are to be left out. \return how
/// many.
std::size_t leaveOutBadRows(const Problems& problems, RemediesByFile& remedies)
{
    std::size_t added = 0;
    for (const auto& [file, lines] : problems.badRows()) {
        const auto found = remedies.find(file);
        if (found == remedies.end() || !found->second.badRows)
            continue;
        std::vector<std::int64_t>& rows = found->second.rows;
        const std::size_t before = rows.size();
        rows.insert(rows.end(), lines.begin(), lines.end());
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        added += rows.size() - before;
    }
    return added;
}

std::size_t countRows(const RemediesByFile& remedies)
{
    std::size_t rows = 0;
    for (const auto& [file, one] : remedies)
        rows += one.rows.size();
    return rows;
}

/// Remedies that leave out bad rows, of which there are none, and remedies for other formats.
void sayIdleRows(const ReadingPlan& plan, const RemediesByFile& remedies, Problems& problems)
{
    for (const auto& [file, own] : plan.byFile())
        if (own.badRows && remedies.find(file)->second.rows.size() == own.rows.size())
            warnOfIdle(problems, file,
                "the recipe leaves out the rows with problems of their own, and there are none");
    if (plan.leavesOutBadInstances())
        warnOfIdle(problems, "recipe",
            "the recipe leaves out instances with problems of their own, which is for arrays and pickles: "
            "the rows of a table are left out by its file",
            "name the file");
}

} // namespace

ReadResult readTables(
    const Manifest& manifest, FileSource& source, const ReadLimits& limits, const ReadingPlan& plan)
{
    Problems idle;
    plan.check(manifest, source, idle);
    const bool idleErrors = idle.hasErrors();
    const std::vector<Problem> said = idle.take();
    if (idleErrors)
        return { std::nullopt, said };
    RemediesByFile remedies = plan.byFile();
    const std::size_t asked = countRows(remedies);
    constexpr int kMostPasses = 10;
    for (int pass = 1;; ++pass) {
        Problems problems;
        ReadResult result = readOnce(manifest, source, limits, remedies, plan, problems);
        // Rows that are bad in themselves come to light first, then those that do not fit the others.
        if (pass < kMostPasses && leaveOutBadRows(problems, remedies) > 0)
            continue;
        if (const std::size_t more = countRows(remedies) - asked; more > 0)
            problems.note("bad-rows-left-out", "recipe",
                { "{} left out",
                    counted(static_cast<std::int64_t>(more), "row with a problem of its own is",
                        "rows with problems of their own are") },
                "nothing needs to be done");
        if (result.cohort)
            sayIdleRows(plan, remedies, problems);
        result.problems = problems.take();
        result.problems.insert(result.problems.begin(), said.begin(), said.end());
        return result;
    }
}

std::optional<Manifest> readManifest(FileSource& source, Problems& problems)
{
    const std::optional<std::string> json = readManifestText(source, problems);
    return json ? parseManifest(*json, problems) : std::nullopt;
}

} // namespace btw::io
