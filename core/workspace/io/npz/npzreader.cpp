// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/classlabels.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/npz/npzarrays.h"
#include "workspace/io/npz/npzmeta.h"
#include "workspace/io/npz/npzmodality.h"
#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/read/consumercells.h"
#include "workspace/io/tables/read/rownames.h"
#include "workspace/io/text.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/names.h"
#include "engine/data/rowfilter.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace btw::io {

namespace {

constexpr std::string_view kFeatures = "x_";
constexpr std::string_view kAbout = "about_"; ///< descriptive columns

class NpzCohortReader
{
public:
    NpzCohortReader(NpzArrays& arrays, const ReadingPlan& plan, Problems& problems)
        : m_arrays(arrays)
        , m_problems(problems)
        , m_plan(plan)
        , m_ignoresSplits(plan.drawsSplits())
        , m_leavesOutBad(plan.leavesOutBadInstances())
    {
        for (const std::string& id : plan.droppedIds())
            m_leftOutIds.insert(id);
        for (const Remedy& remedy : plan.remedies())
            if (const auto* marking = std::get_if<MarkMissing>(&remedy))
                m_infiniteIsMissing.insert(marking->column);
    }

    bool read(const std::string& fallbackName)
    {
        checkNames();
        checkMarks();
        if (!meta(fallbackName) || !labels())
            return false;
        identity();
        about();
        checkLabels();
        const NpzModalities file { m_arrays, m_problems, m_cohort.size(), m_columns, m_infiniteIsMissing,
            [this](const std::string& code, std::size_t i, const std::string& where,
                const data::Sentence& what, const std::string& remedy, std::vector<Remedy> remedies) {
                if (!m_leftOut.empty()) // else the ids are wrong, which has been said
                    instanceError(code, i, where, what, remedy, std::move(remedies));
            } };
        for (const std::string& name : m_arrays.names())
            if (name.starts_with(kFeatures))
                if (auto modality = readNpzModality(file, name.substr(kFeatures.size())))
                    m_cohort.modalities.push_back(std::move(*modality));
        if (m_cohort.modalities.empty() && !m_problems.hasErrors())
            m_problems.error("no-modalities", m_arrays.where("x_<name>"), "the file holds no features",
                "save each modality as x_<name>, (N, D) or (N, T, D)");
        return !m_problems.hasErrors();
    }

    /// What was read, without the instances that were left out.
    data::Cohort& cohort()
    {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < m_leftOut.size(); ++i)
            if (m_leftOut[i] == 0)
                rows.push_back(i);
        if (rows.size() < m_leftOut.size())
            data::keepRows(m_cohort, rows);
        return m_cohort;
    }

private:
    void checkNames()
    {
        std::set<std::string> known = { "y", "id", "split", "group", "meta" };
        for (const std::string& name : m_arrays.names())
            if (name.starts_with(kFeatures))
                for (const char* prefix : { "x_", "len_", "time_", "present_" })
                    known.insert(prefix + name.substr(kFeatures.size()));
        for (const std::string& name : m_arrays.names())
            if (known.count(name) == 0 && !isAbout(name))
                m_problems.warning("array-unknown", m_arrays.where(name),
                    "the array is not known and is ignored",
                    "correct its name (x_<name>, len_<name>, time_<name>, present_<name>, about_<name>) or "
                    "leave it out");
        for (const char* name : { "y", "meta" })
            if (!m_arrays.contains(name) && !(name[0] == 'y' && m_plan.isOfNewPeople()))
                m_problems.error("array-missing", m_arrays.where(name), "the array is missing",
                    name[0] == 'y'
                        ? "save the labels as y, one per instance"
                        : R"(save meta=json.dumps({"name": "...", "task": "regression"}) or "classification")");
    }

    /// Remedies that would quietly do nothing.
    void checkMarks()
    {
        for (const Remedy& remedy : m_plan.remedies()) {
            const auto* marking = std::get_if<MarkMissing>(&remedy);
            if (marking == nullptr)
                continue;
            const bool here = marking->file.empty() || marking->file == m_arrays.file();
            if (!here || !marking->column.starts_with(kFeatures) || !m_arrays.contains(marking->column))
                refuseIdle(m_problems, "recipe",
                    { "the recipe marks cells of {} as missing, which is not an array of features of {}",
                        inQuotes(marking->column), m_arrays.file() },
                    "name an array as x_<name>");
            else if (marking->word != "inf")
                refuseIdle(m_problems, "recipe",
                    { "the recipe marks {} in {} as missing, and only infinite numbers of an array can be",
                        inQuotes(marking->word), marking->column },
                    R"(write "word": "inf")");
        }
    }

    bool meta(const std::string& fallbackName)
    {
        if (!m_arrays.contains("meta"))
            return false;
        const auto text = m_arrays.names("meta", 1);
        if (!text)
            return false;
        const std::optional<NpzMeta> meta = parseMeta(text->front(), m_arrays.where("meta"), m_problems);
        if (!meta)
            return false;
        m_cohort.name = meta->name.empty() ? fallbackName : meta->name;
        m_cohort.task = meta->task;
        m_cohort.labelRange = meta->labelRange;
        m_cohort.strengths = meta->strengths;
        m_columns = meta->columns;
        if (meta->task == Task::Classification)
            m_cohort.classes = meta->classes;
        return true;
    }

    bool labels()
    {
        if (!m_arrays.contains("y"))
            return noLabels();
        if (m_cohort.task == Task::Regression) {
            auto y = m_arrays.numbers("y", -1);
            if (!y)
                return false;
            m_cohort.y = std::move(*y);
        } else {
            auto names = m_arrays.names("y", -1);
            if (!names)
                return false;
            m_labels = std::move(*names);
            m_cohort.y.assign(m_labels.size(), 0.0);
        }
        if (m_cohort.y.empty())
            m_problems.error(
                "no-instances", m_arrays.where("y"), "the array is empty", "save at least one instance");
        return !m_cohort.y.empty();
    }

    /// Of people who are to be predicted; how many they are, their features tell. False where nothing does.
    bool noLabels()
    {
        for (const std::string& name : m_arrays.names()) {
            const auto header = name.starts_with(kFeatures) && m_plan.isOfNewPeople() ? m_arrays.header(name)
                                                                                      : std::nullopt;
            if (!header || header->shape.empty() || header->shape.front() <= 0)
                continue;
            m_cohort.y.assign(
                static_cast<std::size_t>(header->shape.front()), std::numeric_limits<double>::quiet_NaN());
            m_labels.assign(m_cohort.y.size(), std::string());
            return true;
        }
        return false;
    }

    /// An error that is one instance's own; none where it is left out.
    void instanceError(const std::string& code, std::size_t i, const std::string& where,
        const data::Sentence& what, const std::string& remedy, std::vector<Remedy> remedies = {})
    {
        if (m_leavesOutBad)
            m_leftOut[i] = 1;
        if (m_leftOut[i] != 0)
            return;
        remedies.emplace_back(DropInstance { m_cohort.ids[i] });
        m_problems.error(code, where, what, remedy, std::move(remedies));
    }

    /// Once ids are known, so that a person can choose which instances to leave out.
    void checkLabels()
    {
        if (m_leftOut.size() != m_cohort.size())
            return; // the ids were wrong
        const auto place
            = [this](std::size_t i) { return m_arrays.where("y", { static_cast<std::int64_t>(i) }); };
        if (m_cohort.task == Task::Regression) {
            for (std::size_t i = 0; i < m_cohort.size(); ++i)
                if (const double y = m_cohort.y[i];
                    !std::isfinite(y) && !(std::isnan(y) && m_plan.isOfNewPeople()))
                    instanceError("label-missing", i, place(i),
                        std::isnan(y) ? "the label is missing (NaN)" : "the label is infinite",
                        "give every instance a finite label, or leave it out");
            const std::set<double> values(m_cohort.y.begin(), m_cohort.y.end());
            const bool codes = values.size() == 2
                && std::all_of(values.begin(), values.end(), [](double y) { return y == std::floor(y); });
            if (codes)
                m_problems.note("label-task", m_arrays.where("y"),
                    { "the labels are {} and {} only, and are read as numbers, since the task is regression",
                        canonicalName(*values.begin()), canonicalName(*values.rbegin()) },
                    "set the task to classification if they are classes");
            return;
        }
        std::vector<std::size_t> rows;
        std::vector<std::string> names;
        const MissingLabels missing(m_labels, m_cohort.classes);
        std::vector<std::size_t> nones;
        for (std::size_t i = 0; i < m_labels.size(); ++i) {
            if (missing.contains(m_labels[i]) && m_plan.isOfNewPeople()) {
                m_cohort.y[i] = std::numeric_limits<double>::quiet_NaN();
                continue;
            }
            if (missing.contains(m_labels[i]))
                instanceError("label-missing", i, place(i), MissingLabels::what(m_labels[i]),
                    "give every instance a class, or leave it out");
            else if (missing.isClassNone(m_labels[i]))
                nones.push_back(i);
            if (m_leftOut[i] == 0) {
                rows.push_back(i);
                names.push_back(m_labels[i]);
            }
        }
        if (!nones.empty())
            m_problems.warning("label-none", place(nones.front()),
                { "{} is read as a class; {} rows have it", inQuotes(m_labels[nones.front()]), nones.size() },
                "leave its rows out if it means that the label is missing");
        const bool declared = !m_cohort.classes.empty();
        CodedLabels coded = codeLabels(names, m_cohort.classes);
        if (!declared)
            checkClasses(names, rows, coded);
        for (std::size_t k = 0; k < rows.size(); ++k)
            m_cohort.y[rows[k]] = coded.y[k];
        for (const std::size_t k : coded.unknown)
            instanceError("label-no-class", rows[k], place(rows[k]),
                { "the label {} is neither one of the classes nor the index of one", inQuotes(names[k]) },
                "correct the label, or add it to the classes in meta");
        if (!coded.merged.empty())
            m_problems.note("classes-merged", m_arrays.where("y"),
                { "{}: they are one class", mergedText(coded) },
                "spell them so that they differ by more if they are several");
        m_cohort.classes = std::move(coded.classes);
    }

    /// What a person has to look at where the classes are those that occur: numbers with decimals, and what
    /// may stand for a missing label.
    void checkClasses(
        const std::vector<std::string>& names, const std::vector<std::size_t>& rows, const CodedLabels& coded)
    {
        std::vector<std::size_t> odd;
        bool numbers = true;
        for (std::size_t k = 0; k < names.size(); ++k) {
            double value = 0;
            numbers = numbers && parseNumber(names[k], value) == NumberKind::Number;
            if (!wholeNumber(names[k]))
                odd.push_back(k);
        }
        constexpr std::size_t kFew = 10; // one in so many
        if (numbers && odd.size() * kFew > names.size())
            m_problems.error("label-task", m_arrays.where("y"),
                { "the task is classification, and the labels are numbers on a scale, such as {}",
                    inQuotes(names[odd.front()]) },
                "set the task to regression, or list the classes in meta");
        else if (odd.size() * kFew <= names.size())
            for (const std::size_t k : odd)
                instanceError("label-odd", rows[k],
                    m_arrays.where("y", { static_cast<std::int64_t>(rows[k]) }),
                    { "the label {} is not a whole number, although nearly all labels are",
                        inQuotes(names[k]) },
                    "correct the label, or leave the instance out");
        std::vector<std::string> doubtful = doubtfulClasses(coded.classes);
        const auto others = std::count_if(coded.classes.begin(), coded.classes.end(),
            [](const std::string& name) { return wholeNumber(name).value_or(-1) >= 0; });
        if (others >= 2 && others + 1 == static_cast<std::ptrdiff_t>(coded.classes.size())
            && coded.classes.front() == "-1")
            doubtful.emplace_back("-1");
        for (const std::string& name : doubtful) {
            const auto at = std::find(coded.classes.begin(), coded.classes.end(), name);
            m_problems.warning("label-maybe-missing", m_arrays.where("y"),
                { "{} is read as a class, and often means that a value is missing; {} it", inQuotes(name),
                    counted(std::count(coded.y.begin(), coded.y.end(),
                                static_cast<double>(at - coded.classes.begin())),
                        "instance has", "instances have") },
                "leave its instances out if the label is missing there, or list the classes in meta");
        }
    }

    static bool isAbout(const std::string& name)
    {
        return name.starts_with(kAbout) && name.size() > kAbout.size();
    }

    /// What describes the instances, as text: no feature, and nothing that a model sees.
    void about()
    {
        for (const std::string& name : m_arrays.names()) {
            if (!isAbout(name))
                continue;
            auto values = m_arrays.names(name, static_cast<std::int64_t>(m_cohort.size()));
            if (!values)
                continue;
            for (std::string& value : *values)
                if (double number = 0;
                    isMissingWord(value) || parseNumber(value, number) == NumberKind::Missing)
                    value.clear();
            m_cohort.about.push_back({ name.substr(kAbout.size()), std::move(*values) });
        }
    }

    void identity()
    {
        const auto n = static_cast<std::int64_t>(m_cohort.size());
        if (m_arrays.contains("split") && !m_ignoresSplits)
            if (const auto names = m_arrays.names("split", n))
                for (std::int64_t i = 0; i < n; ++i) {
                    const std::string& name = (*names)[static_cast<std::size_t>(i)];
                    const std::optional<Split> split = data::parseSplit(name);
                    if (!split)
                        m_problems.error("split-unknown", m_arrays.where("split", { i }),
                            { "the split {} is not known", inQuotes(name) },
                            "write train, val or test (or 0, 1, 2)", { DrawSplits {} });
                    m_cohort.splits.push_back(split.value_or(Split::Train));
                }
        if (m_arrays.contains("group"))
            if (auto names = m_arrays.names("group", n))
                m_cohort.groups = std::move(*names);
        // Blanks around them stay where nobody asks for another comparison: the hash of a cohort has them.
        const bool matches = m_plan.matchesIds(IdMatching::Numbers) || m_plan.matchesIds(IdMatching::Letters);
        const IdKeys keys(m_plan);
        if (matches)
            keys.apply(m_cohort.groups);
        std::vector<std::size_t> bad;
        if (!m_arrays.contains("id")) {
            m_cohort.ids = rowNames(m_cohort.splits, m_cohort.size());
        } else if (auto names = m_arrays.names("id", n)) {
            m_cohort.ids = std::move(*names);
            if (matches)
                keys.apply(m_cohort.ids);
            std::set<std::string_view> seen;
            for (std::int64_t i = 0; i < n; ++i) {
                const std::string& id = m_cohort.ids[static_cast<std::size_t>(i)];
                const bool nobody = isNobody(id);
                if (!nobody && seen.insert(id).second)
                    continue;
                if (m_leavesOutBad)
                    bad.push_back(static_cast<std::size_t>(i));
                else if (nobody)
                    m_problems.error("id-empty", m_arrays.where("id", { i }), namesNobody("id", id),
                        "give every instance an id", { DropBadInstances {} });
                else
                    m_problems.error("id-repeated", m_arrays.where("id", { i }),
                        { "the id {} was given already", inQuotes(id) },
                        "give every instance an id of its own", { DropBadInstances {} });
            }
            checkSpelling(m_cohort.ids, "id");
        }
        if (m_cohort.ids.size() != m_cohort.size())
            return;
        m_plan.checkDroppedIds(m_cohort.ids, m_problems);
        m_leftOut.assign(m_cohort.size(), 0);
        for (std::size_t i = 0; i < m_cohort.size(); ++i)
            m_leftOut[i] = m_leftOutIds.contains(m_cohort.ids[i]) ? 1 : 0;
        for (const std::size_t i : bad)
            m_leftOut[i] = 1;
        for (std::size_t i = 0; i < m_cohort.groups.size(); ++i)
            if (const std::string& group = m_cohort.groups[i]; isNobody(group))
                instanceError("group-empty", i, m_arrays.where("group", { static_cast<std::int64_t>(i) }),
                    namesNobody("group", group),
                    "say whose instance it is: instances with the same word would count as one person's");
        checkSpelling(m_cohort.groups, "group");
    }

    void checkSpelling(const std::vector<std::string>& names, const char* array)
    {
        checkIdSpelling(
            names, array,
            [&](std::size_t i) { return m_arrays.where(array, { static_cast<std::int64_t>(i) }); },
            m_problems);
    }

    NpzArrays& m_arrays;
    Problems& m_problems;
    const ReadingPlan& m_plan;
    data::Cohort m_cohort;
    std::map<std::string, std::vector<std::string>> m_columns;
    const bool m_ignoresSplits;
    const bool m_leavesOutBad; ///< every instance that has a problem of its own
    std::set<std::string> m_leftOutIds;
    std::set<std::string> m_infiniteIsMissing; ///< arrays
    std::vector<std::string> m_labels; ///< of a classification
    std::vector<std::uint8_t> m_leftOut; ///< N, once the ids are known
};

} // namespace

ReadResult readNpz(const QString& path, const ReadLimits& limits, const ReadingPlan& plan)
{
    Problems problems;
    NpzArrays arrays(problems);
    NpzCohortReader reader(arrays, plan, problems);
    if (!arrays.open(path, limits) || !reader.read(QFileInfo(path).completeBaseName().toStdString()))
        return { std::nullopt, problems.take() };
    data::Cohort& cohort = reader.cohort();
    problems.append(withRemedies(data::markAbsent(cohort)));
    return { std::move(cohort), problems.take() };
}

} // namespace btw::io
