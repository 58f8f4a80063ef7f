// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/cohortdraft.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/read/rownames.h"
#include "workspace/io/text.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/rowfilter.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

namespace btw::io::pickle {

namespace {

constexpr std::size_t kMostClasses = 20; // whole labels with more values than this are numbers
constexpr const char* kNothing = "nothing needs to be done";

bool isDigits(std::string_view text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

CohortDraft::CohortDraft(
    Places::Order order, std::string name, const ReadLimits& limits, const ReadingPlan& plan)
    : places(order)
    , memory(limits.memoryBytes)
    , m_plan(plan)
{
    cohort.name = std::move(name);
    for (std::string& id : plan.droppedIds())
        m_leftOutIds.insert(std::move(id));
}

void CohortDraft::instanceError(const std::string& code, std::size_t instance, const std::string& where,
    const data::Sentence& what, const std::string& remedy)
{
    if (instance >= m_leftOut.size()) {
        problems.error(code, where, what, remedy);
        return;
    }
    if (m_plan.leavesOutBadInstances())
        m_leftOut[instance] = 1;
    if (m_leftOut[instance] == 0)
        problems.error(code, where, what, remedy, { DropInstance { cohort.ids[instance] } });
}

void CohortDraft::checkLabels(const std::string& key)
{
    for (std::size_t i = 0; i < cohort.y.size(); ++i)
        if (!std::isfinite(cohort.y[i]) && !(isOfNewPeople() && std::isnan(cohort.y[i])))
            instanceError("label-missing", i, places.of(i, key),
                std::isnan(cohort.y[i]) ? "the label is missing (NaN)" : "the label is infinite",
                "give every instance a finite label, or leave it out");
}

void CohortDraft::codeClasses(const std::vector<std::string>& labels, const std::string& key)
{
    cohort.task = Task::Classification;
    const MissingLabels missing(labels, cohort.classes);
    std::vector<std::size_t> rows;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool isMissing = missing.contains(labels[i]);
        if (isMissing && isOfNewPeople())
            continue;
        if (isMissing)
            instanceError("label-missing", i, places.of(i, key), MissingLabels::what(labels[i]),
                "give every instance a class, or leave it out");
        if (i >= m_leftOut.size() || m_leftOut[i] == 0) {
            rows.push_back(i);
            names.push_back(labels[i]);
        }
    }
    CodedLabels coded = codeLabels(names, {});
    cohort.y.assign(labels.size(), isOfNewPeople() ? std::nan("") : 0.0);
    for (std::size_t k = 0; k < rows.size(); ++k)
        cohort.y[rows[k]] = coded.y[k];
    cohort.classes = std::move(coded.classes);
}

void CohortDraft::declareSentiment(double widest)
{
    if (isOfNewPeople())
        return;
    double largest = 0;
    for (const double y : cohort.y)
        largest = std::max(largest, std::isfinite(y) ? std::fabs(y) : 0.0);
    if (areClasses()) {
        readAsClasses("labels");
        return;
    }
    if (largest > widest)
        return;
    cohort.labelRange = { -widest, widest };
    const std::string range = canonicalName(widest);
    const std::set<double> values = distinctLabels();
    constexpr std::size_t kFewValues = 3;
    const bool mayBeClasses = values.size() <= kFewValues
        && std::all_of(values.begin(), values.end(), [](double y) { return y == std::floor(y); });
    if (mayBeClasses) {
        std::vector<std::string> names;
        names.reserve(values.size());
        for (const double value : values)
            names.push_back(canonicalName(value));
        problems.warning("label-reading", "labels",
            { "the labels are {} only, and are read as sentiment from -{} to {} (regression)", andList(names),
                range, range },
            "write them as words or from 0 on if they are classes, and leave out instances whose label is "
            "missing");
        return;
    }
    problems.note("label-reading", "labels",
        { "the labels are read as sentiment from -{} to {}", range, range }, kNothing);
}

std::set<double> CohortDraft::distinctLabels() const
{
    std::set<double> values;
    for (const double y : cohort.y)
        if (values.size() <= kMostClasses && std::isfinite(y)) // others are left out
            values.insert(y);
    return values;
}

/// Two values, or a few whole numbers from 0 on: no sentiment, which has two sides and steps between.
bool CohortDraft::areClasses() const
{
    constexpr std::size_t kMostCounted = 10;
    const std::set<double> values = distinctLabels();
    const bool counted = values.size() <= kMostCounted && !values.empty() && *values.begin() >= 0
        && std::all_of(values.begin(), values.end(), [](double y) { return y == std::floor(y); });
    return values.size() == 2 || (values.size() > 2 && counted);
}

void CohortDraft::readAsClasses(const std::string& where)
{
    const std::set<double> values = distinctLabels();
    cohort.task = Task::Classification;
    std::map<double, double> index;
    std::string names;
    for (const double value : values) {
        index[value] = static_cast<double>(cohort.classes.size());
        cohort.classes.push_back(canonicalName(value));
        names += (names.empty() ? "" : ", ") + cohort.classes.back();
    }
    for (double& y : cohort.y)
        y = std::isfinite(y) ? index[y] : y;
    problems.note("label-reading", where,
        { "the labels have {} different values and are read as {} classes (classification): {}",
            values.size(), values.size(), names },
        kNothing);
}

void CohortDraft::guessTask(const std::string& key)
{
    if (isOfNewPeople())
        return;
    const std::set<double> values = distinctLabels();
    const bool whole = std::all_of(values.begin(), values.end(), [](double y) { return y == std::floor(y); });
    if (whole && values.size() <= kMostClasses) {
        readAsClasses(places.ofKey(0, key));
        return;
    }
    cohort.task = Task::Regression;
    problems.note(
        "label-reading", places.ofKey(0, key), "the labels are read as numbers (regression)", kNothing);
}

void CohortDraft::completeIds(const std::string& key)
{
    m_areRowNames = cohort.ids.empty();
    if (m_areRowNames)
        cohort.ids = rowNames(cohort.splits, cohort.size());
    m_plan.checkDroppedIds(cohort.ids, problems);
    m_leftOut.assign(cohort.ids.size(), 0);
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < cohort.ids.size(); ++i) {
        m_leftOut[i] = m_leftOutIds.contains(cohort.ids[i]) ? 1 : 0;
        if (m_leftOut[i] != 0 || seen.insert(cohort.ids[i]).second)
            continue;
        // By id, the first one would go, too.
        if (m_plan.leavesOutBadInstances())
            m_leftOut[i] = 1;
        else
            problems.error("id-repeated", places.of(i, key),
                { "the id {} was given already", inQuotes(cohort.ids[i]) },
                "give every instance an id of its own", { DropBadInstances {} });
    }
}

void CohortDraft::leaveOut()
{
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < m_leftOut.size(); ++i)
        if (m_leftOut[i] == 0)
            kept.push_back(i);
    const std::size_t out = m_leftOut.size() - kept.size();
    if (out == 0 || cohort.size() != m_leftOut.size())
        return;
    data::keepRows(cohort, kept);
    problems.note("instances-left-out", cohort.name,
        { "{}{} left out, as the recipe says", counted(static_cast<std::int64_t>(out), "instance"),
            (out == 1 ? " is" : " are") },
        "take the remedy out of the recipe to read what is wrong with them");
}

void CohortDraft::useVideos()
{
    // A row's name such as "train:0" names no video: all of a split would be one.
    if (m_areRowNames)
        return;
    std::vector<std::string> videos;
    videos.reserve(cohort.ids.size());
    for (const std::string& id : cohort.ids)
        videos.push_back(videoOf(id));
    useGroups(videos, "video");
}

void CohortDraft::useGroups(const std::vector<std::string>& groups, const std::string& what)
{
    const std::set<std::string> distinct(groups.begin(), groups.end());
    if (groups.size() != cohort.size() || distinct.count(std::string()) > 0
        || distinct.size() == groups.size())
        return;
    std::map<std::string, Split> splits;
    std::set<std::string> crossing;
    for (std::size_t i = 0; i < cohort.splits.size(); ++i)
        if (splits.try_emplace(groups[i], cohort.splits[i]).first->second != cohort.splits[i])
            crossing.insert(groups[i]);
    if (!crossing.empty() && !m_plan.drawsSplits() && !isOfNewPeople()) {
        problems.warning("group-in-two-splits", "groups",
            { "there is more than one split of {}, such as {}",
                counted(static_cast<std::int64_t>(crossing.size()), what), inQuotes(*crossing.begin()) },
            "draw splits by " + what + " if results should hold for new ones", { DrawSplits {} });
        return;
    }
    cohort.groups = groups;
    problems.note("grouping", "groups",
        { "instances of one {} form a group: {} groups", what, grouped(distinct.size()) }, kNothing);
}

bool CohortDraft::build(std::vector<ModalitySource>& sources, const GoOn& goOn)
{
    for (std::size_t m = 0; m < sources.size(); ++m) {
        data::Modality modality;
        const auto part = [&](double share) {
            return !goOn || goOn((static_cast<double>(m) + share) / static_cast<double>(sources.size()));
        };
        const InstanceError report = [this](const std::string& code, std::size_t i, const std::string& where,
                                         const std::string& what, const std::string& remedy) {
            instanceError(code, i, where, what, remedy);
        };
        if (!sources[m].build(modality, places, memory, part, problems, report))
            return false;
        cohort.modalities.push_back(std::move(modality));
    }
    return true;
}

void CohortDraft::stopped()
{
    problems.error("stopped", cohort.name, "the reading was stopped", "open the file again to read it");
}

ReadResult CohortDraft::finish()
{
    if (problems.hasErrors())
        return { std::nullopt, problems.take() };
    leaveOut();
    if (cohort.size() == 0) {
        problems.error(
            "no-instances", cohort.name, "no instance is left", "leave out fewer of them, or fix the data");
        return { std::nullopt, problems.take() };
    }
    problems.append(withRemedies(data::markAbsent(cohort)));
    return { std::move(cohort), problems.take() };
}

std::string videoOf(const std::string& id)
{
    const auto upTo = [&id](std::size_t at) { return id.substr(0, at); };
    if (const std::size_t at = id.find("$_$"); at != std::string::npos)
        return upTo(at);
    if (const std::size_t at = id.find(':'); at != std::string::npos)
        return upTo(at);
    if (const std::size_t at = id.rfind('['); at != std::string::npos && id.back() == ']')
        return isDigits(std::string_view(id).substr(at + 1, id.size() - at - 2)) ? upTo(at) : std::string();
    if (const std::size_t at = id.rfind('_'); at != std::string::npos)
        return isDigits(std::string_view(id).substr(at + 1)) ? upTo(at) : std::string();
    return {};
}

ReadResult withinLimits(
    const QString& path, const ReadLimits& limits, const std::function<ReadResult()>& read)
{
    try {
        return read();
    } catch (const OverLimit&) {
        Problems problems;
        problems.error("memory", QFileInfo(path).fileName().toStdString(),
            { "the data would need more than the limit of {} bytes of memory", grouped(limits.memoryBytes) },
            kRaiseLimit);
        return { std::nullopt, problems.take() };
    }
}

} // namespace btw::io::pickle
