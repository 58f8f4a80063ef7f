// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/classlabels.h"
#include "workspace/io/npz.h"
#include "workspace/io/npzarrays.h"
#include "workspace/io/npzmeta.h"
#include "workspace/io/number.h"
#include "workspace/io/remedies.h"
#include "workspace/io/rownames.h"
#include "workspace/io/storage.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/names.h"
#include "engine/data/rowfilter.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <span>
#include <utility>

namespace btw::io {

namespace {

constexpr std::string_view kFeatures = "x_";

class NpzCohortReader
{
public:
    NpzCohortReader(NpzArrays& arrays, const std::vector<data::Remedy>& remedies, Problems& problems)
        : m_arrays(arrays)
        , m_problems(problems)
        , m_remedies(remedies)
        , m_ignoresSplits(asksForSplits(remedies))
        , m_leavesOutBad(leavesOutBadInstances(remedies))
    {
        for (const std::string& id : droppedIds(remedies))
            m_leftOutIds.insert(id);
        for (const data::Remedy& remedy : remedies)
            if (remedy.kind == data::Remedy::Kind::MarkMissing)
                m_infiniteIsMissing.insert(remedy.column);
    }

    bool read(const std::string& fallbackName)
    {
        checkNames();
        checkMarks();
        if (!meta(fallbackName) || !labels())
            return false;
        identity();
        checkLabels();
        for (const std::string& name : m_arrays.names())
            if (name.starts_with(kFeatures))
                modality(name.substr(kFeatures.size()));
        if (m_cohort.modalities.empty() && !m_problems.hasErrors())
            m_problems.error(m_arrays.where("x_<name>"), "the file holds no features",
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
            if (known.count(name) == 0)
                m_problems.warning(m_arrays.where(name), "the array is not known and is ignored",
                    "correct its name (x_<name>, len_<name>, time_<name>, present_<name>) or leave it out");
        for (const char* name : { "y", "meta" })
            if (!m_arrays.contains(name))
                m_problems.error(m_arrays.where(name), "the array is missing",
                    name[0] == 'y'
                        ? "save the labels as y, one per instance"
                        : R"(save meta=json.dumps({"name": "...", "task": "regression"}) or "classification")");
    }

    /// Remedies that would quietly do nothing.
    void checkMarks()
    {
        for (const data::Remedy& remedy : m_remedies) {
            if (remedy.kind != data::Remedy::Kind::MarkMissing)
                continue;
            const bool here = remedy.file.empty() || remedy.file == m_arrays.file();
            if (!here || !remedy.column.starts_with(kFeatures) || !m_arrays.contains(remedy.column))
                m_problems.error("recipe",
                    "the recipe marks cells of " + inQuotes(remedy.column)
                        + " as missing, which is no array of features of " + m_arrays.file(),
                    "take that remedy out of the recipe, or name an array as x_<name>");
            else if (remedy.word != "inf")
                m_problems.error("recipe",
                    "the recipe marks " + inQuotes(remedy.word) + " in " + remedy.column
                        + " as missing, and only infinite numbers of an array can be",
                    R"(take that remedy out of the recipe, or write "word": "inf")");
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
            return false;
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
            m_problems.error(m_arrays.where("y"), "the array is empty", "save at least one instance");
        return !m_cohort.y.empty();
    }

    /// An error that is one instance's own; none where it is left out.
    void instanceError(std::size_t i, const std::string& where, const std::string& what,
        const std::string& remedy, std::vector<data::Remedy> remedies = {})
    {
        if (m_leavesOutBad)
            m_leftOut[i] = 1;
        if (m_leftOut[i] != 0)
            return;
        remedies.push_back({ data::Remedy::Kind::DropRow, {}, 0, {}, m_cohort.ids[i] });
        m_problems.error(where, what, remedy, std::move(remedies));
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
                if (const double y = m_cohort.y[i]; !std::isfinite(y))
                    instanceError(i, place(i),
                        std::isnan(y) ? "the label is missing (NaN)" : "the label is infinite",
                        "give every instance a finite label, or leave it out");
            return;
        }
        std::vector<std::size_t> rows;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < m_labels.size(); ++i) {
            if (double value = 0; parseNumber(m_labels[i], value) == NumberKind::Missing)
                instanceError(
                    i, place(i), "the label is missing", "give every instance a class, or leave it out");
            if (m_leftOut[i] == 0) {
                rows.push_back(i);
                names.push_back(m_labels[i]);
            }
        }
        CodedLabels coded = codeLabels(names, m_cohort.classes);
        for (std::size_t k = 0; k < rows.size(); ++k)
            m_cohort.y[rows[k]] = coded.y[k];
        for (const std::size_t k : coded.unknown)
            instanceError(rows[k], place(rows[k]),
                "the label " + inQuotes(names[k]) + " is neither one of the classes nor the index of one",
                "correct the label, or add it to the classes in meta");
        m_cohort.classes = std::move(coded.classes);
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
                        m_problems.error(m_arrays.where("split", { i }),
                            "the split " + inQuotes(name) + " is not known",
                            "write train, val or test (or 0, 1, 2)", { { data::Remedy::Kind::DrawSplits } });
                    m_cohort.splits.push_back(split.value_or(Split::Train));
                }
        if (m_arrays.contains("group"))
            if (auto names = m_arrays.names("group", n))
                m_cohort.groups = std::move(*names);
        std::vector<std::size_t> repeated;
        if (!m_arrays.contains("id")) {
            m_cohort.ids = rowNames(m_cohort.splits, m_cohort.size());
        } else if (auto names = m_arrays.names("id", n)) {
            m_cohort.ids = std::move(*names);
            std::set<std::string_view> seen;
            for (std::int64_t i = 0; i < n; ++i) {
                const std::string& id = m_cohort.ids[static_cast<std::size_t>(i)];
                if (seen.insert(id).second)
                    continue;
                if (m_leavesOutBad)
                    repeated.push_back(static_cast<std::size_t>(i));
                else
                    m_problems.error(m_arrays.where("id", { i }),
                        "the id " + inQuotes(id) + " was given already",
                        "give every instance an id of its own", { { data::Remedy::Kind::DropRow } });
            }
        }
        if (m_cohort.ids.size() != m_cohort.size())
            return;
        checkDroppedIds(m_cohort.ids, m_remedies, m_problems);
        m_leftOut.assign(m_cohort.size(), 0);
        for (std::size_t i = 0; i < m_cohort.size(); ++i)
            m_leftOut[i] = m_leftOutIds.contains(m_cohort.ids[i]) ? 1 : 0;
        for (const std::size_t i : repeated)
            m_leftOut[i] = 1;
    }

    /// One flag per instance from `present_<name>`; everything is present without it.
    std::optional<std::vector<std::uint8_t>> presence(const std::string& name)
    {
        const std::string array = "present_" + name;
        if (!m_arrays.contains(array))
            return std::vector<std::uint8_t>(m_cohort.size(), 1);
        const auto flags = m_arrays.numbers(array, static_cast<std::int64_t>(m_cohort.size()));
        if (!flags)
            return std::nullopt;
        std::vector<std::uint8_t> out;
        for (std::size_t i = 0; i < flags->size(); ++i) {
            if ((*flags)[i] != 0 && (*flags)[i] != 1)
                m_problems.error(m_arrays.where(array, { static_cast<std::int64_t>(i) }),
                    "the value is neither 0 nor 1", "write 1 where the instance has the modality, else 0");
            out.push_back((*flags)[i] != 0 ? 1 : 0);
        }
        return out;
    }

    /// Steps of each instance; T without `len_<name>`.
    std::optional<std::vector<std::int64_t>> lengths(const std::string& name, std::int64_t longest)
    {
        const std::string array = "len_" + name;
        if (!m_arrays.contains(array))
            return std::vector<std::int64_t>(m_cohort.size(), longest);
        const auto numbers = m_arrays.numbers(array, static_cast<std::int64_t>(m_cohort.size()));
        if (!numbers)
            return std::nullopt;
        std::vector<std::int64_t> out;
        for (std::size_t i = 0; i < numbers->size(); ++i) {
            const double length = (*numbers)[i];
            const bool good
                = length == std::floor(length) && length >= 0 && length <= static_cast<double>(longest);
            if (!good)
                m_problems.error(m_arrays.where(array, { static_cast<std::int64_t>(i) }),
                    "the length " + canonicalName(length) + " is not a whole number from 0 to "
                        + grouped(longest),
                    "write how many of the steps of x_<name> are real");
            out.push_back(good ? static_cast<std::int64_t>(length) : 0);
        }
        return out;
    }

    void noteStorage(const std::string& array, const NpyHeader& header)
    {
        using Kind = NpyType::Kind;
        const Kind kind = header.type.kind;
        const std::string storage = header.type.isText()
            ? std::string()
            : unusualStorage(kind == Kind::Bool ? 'b'
                    : kind == Kind::Int         ? 'i'
                    : kind == Kind::Unsigned    ? 'u'
                                                : 'f',
                header.type.size, header.type.bigEndian, header.fortranOrder);
        if (!storage.empty())
            m_problems.note(m_arrays.where(array), "the array is stored " + storage + ", and read as float32",
                "nothing needs to be done");
    }

    void modality(const std::string& name)
    {
        const std::string array = "x_" + name;
        if (!data::isModalityName(name)) {
            m_problems.error(m_arrays.where(array), "a modality cannot be called " + inQuotes(name),
                "use a word without blanks, commas, slashes or quotes other than all, constant and multi");
            return;
        }
        const std::optional<NpyHeader> header = m_arrays.header(array);
        if (!header)
            return;
        const std::vector<std::int64_t>& shape = header->shape;
        const auto n = static_cast<std::int64_t>(m_cohort.size());
        if ((shape.size() != 2 && shape.size() != 3) || shape.back() == 0 || shape[1] == 0) {
            m_problems.error(m_arrays.where(array), "the array must be (N, D) or (N, T, D), none of them 0",
                "reshape it, for example with x[:, None] for a single feature");
            return;
        }
        if (shape.front() != n) {
            m_problems.error(m_arrays.where(array),
                "the array has " + grouped(shape.front()) + " rows where y has " + grouped(n),
                "save one row per instance, in the order of y");
            return;
        }
        noteStorage(array, *header);
        data::Modality out;
        out.name = name;
        out.dims = shape.back();
        auto present = presence(name);
        if (!present)
            return;
        out.present = std::move(*present);
        columns(out);
        if (shape.size() == 2 ? vectors(array, out) : steps(array, shape[1], out))
            m_cohort.modalities.push_back(std::move(out));
    }

    void columns(data::Modality& out)
    {
        const auto found = m_columns.find(out.name);
        if (found == m_columns.end())
            return;
        if (static_cast<std::int64_t>(found->second.size()) == out.dims)
            out.columns = found->second;
        else
            m_problems.error(m_arrays.where("meta"),
                "columns names " + grouped(static_cast<std::int64_t>(found->second.size())) + " features of "
                    + inQuotes(out.name) + ", which has " + grouped(out.dims),
                "name every feature, or none");
    }

    /// Makes infinite values missing, each with an error; `flat` is the array's index of the first.
    void checkFinite(std::span<float> values, const std::string& array,
        const std::vector<std::int64_t>& shape, std::int64_t flat)
    {
        const auto isInfinite = [](float value) { return std::isinf(value); };
        for (auto at = std::find_if(values.begin(), values.end(), isInfinite); at != values.end();
             at = std::find_if(at, values.end(), isInfinite)) {
            std::vector<std::int64_t> index(shape.size());
            std::int64_t rest = flat + (at - values.begin());
            for (std::size_t k = shape.size(); k-- > 0; rest /= shape[k])
                index[k] = rest % shape[k];
            if (!m_leftOut.empty() && !m_infiniteIsMissing.contains(array))
                instanceError(static_cast<std::size_t>(index.front()), m_arrays.where(array, index),
                    "the value is infinite or too large",
                    "write a finite number, or NaN where the value is missing",
                    { { data::Remedy::Kind::MarkMissing, m_arrays.file(), 0, array, "inf" } });
            *at = std::numeric_limits<float>::quiet_NaN();
        }
    }

    /// Appends values of an array from index `flat` on, checked.
    void append(std::vector<float>& to, std::span<const float> values, const std::string& array,
        const std::vector<std::int64_t>& shape, std::int64_t flat)
    {
        const std::size_t before = to.size();
        to.insert(to.end(), values.begin(), values.end());
        checkFinite(std::span(to).subspan(before), array, shape, flat);
    }

    bool vectors(const std::string& array, data::Modality& out)
    {
        for (const char* prefix : { "len_", "time_" })
            if (m_arrays.contains(prefix + out.name)) {
                m_problems.error(m_arrays.where(prefix + out.name),
                    "there are no steps in " + array + ", which is (N, D)",
                    "save sequences as (N, T, D), with D = 1 for a single feature, or leave this array out");
                return false;
            }
        out.kind = data::ModalityKind::Vector;
        const std::vector<std::int64_t> shape = { static_cast<std::int64_t>(m_cohort.size()), out.dims };
        out.values.reserve(m_cohort.size() * static_cast<std::size_t>(out.dims));
        return m_arrays.streamFloats(array, [&](std::int64_t first, std::span<const float> values) {
            const std::int64_t end = first + static_cast<std::int64_t>(values.size());
            for (std::int64_t at = first; at < end;) {
                const std::int64_t i = at / out.dims;
                const std::int64_t stop = std::min(end, (i + 1) * out.dims);
                const auto part = values.subspan(
                    static_cast<std::size_t>(at - first), static_cast<std::size_t>(stop - at));
                if (out.present[static_cast<std::size_t>(i)] != 0)
                    append(out.values, part, array, shape, at);
                else
                    out.values.resize(out.values.size() + part.size(), 0.0F);
                at = stop;
            }
            return true;
        });
    }

    /// Streams `[N, longest, width]` and keeps real steps only; padding may hold anything.
    bool ragged(const std::string& array, std::int64_t longest, std::int64_t width,
        const data::Modality& modality, std::vector<float>& to)
    {
        const auto n = static_cast<std::int64_t>(m_cohort.size());
        const std::vector<std::int64_t> shape = width == 0 ? std::vector<std::int64_t> { n, longest }
                                                           : std::vector<std::int64_t> { n, longest, width };
        const std::int64_t step = std::max<std::int64_t>(width, 1);
        const std::int64_t block = longest * step;
        to.reserve(static_cast<std::size_t>(modality.offsets.back() * step));
        return m_arrays.streamFloats(array, [&](std::int64_t first, std::span<const float> values) {
            const std::int64_t end = first + static_cast<std::int64_t>(values.size());
            for (std::int64_t at = first; at < end;) {
                const std::int64_t i = at / block;
                const std::int64_t realEnd = i * block + modality.steps(static_cast<std::size_t>(i)) * step;
                const std::int64_t stop = std::min(end, realEnd);
                if (at < stop)
                    append(to,
                        values.subspan(
                            static_cast<std::size_t>(at - first), static_cast<std::size_t>(stop - at)),
                        array, shape, at);
                at = std::min(end, (i + 1) * block);
            }
            return true;
        });
    }

    bool steps(const std::string& array, std::int64_t longest, data::Modality& out)
    {
        const auto lengthOf = lengths(out.name, longest);
        if (!lengthOf)
            return false;
        const std::string timeArray = "time_" + out.name;
        out.kind = m_arrays.contains(timeArray) ? data::ModalityKind::Series : data::ModalityKind::Sequence;
        const std::string presentArray = "present_" + out.name;
        const bool declared = m_arrays.contains(presentArray);
        out.offsets.assign(1, 0);
        for (std::size_t i = 0; i < m_cohort.size(); ++i) {
            if (declared && out.present[i] != 0 && (*lengthOf)[i] == 0)
                m_problems.error(m_arrays.where("len_" + out.name, { static_cast<std::int64_t>(i) }),
                    "the length is 0 although " + presentArray + " says that the instance has it",
                    "give its length, or mark it as absent");
            out.offsets.push_back(out.offsets.back() + (out.present[i] != 0 ? (*lengthOf)[i] : 0));
            out.present[i] = out.steps(i) > 0 ? 1 : 0;
        }
        if (!ragged(array, longest, out.dims, out, out.values))
            return false;
        return out.kind == data::ModalityKind::Sequence || times(timeArray, longest, out);
    }

    bool times(const std::string& array, std::int64_t longest, data::Modality& out)
    {
        const std::optional<NpyHeader> header = m_arrays.header(array);
        if (!header)
            return false;
        if (header->shape
            != std::vector<std::int64_t> { static_cast<std::int64_t>(m_cohort.size()), longest }) {
            m_problems.error(m_arrays.where(array), "the array's shape is not (N, T) of x_" + out.name,
                "save one time stamp per step");
            return false;
        }
        if (!ragged(array, longest, 0, out, out.times))
            return false;
        for (std::size_t i = 0; i < m_cohort.size(); ++i)
            for (std::int64_t step = 0; step < out.steps(i); ++step) {
                const float* const time = &out.times[static_cast<std::size_t>(out.offsets[i] + step)];
                const bool goesBack = step > 0 && time[0] < time[-1];
                if (std::isnan(*time) || goesBack)
                    instanceError(i, m_arrays.where(array, { static_cast<std::int64_t>(i), step }),
                        goesBack ? "the time stamp is earlier than the one before it"
                                 : "the time stamp is missing",
                        goesBack ? "sort the steps of each instance by time"
                                 : "give every real step its time");
            }
        return true;
    }

    NpzArrays& m_arrays;
    Problems& m_problems;
    const std::vector<data::Remedy>& m_remedies;
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

ReadResult readNpz(const QString& path, const ReadLimits& limits, const std::vector<data::Remedy>& remedies)
{
    Problems problems;
    NpzArrays arrays(problems);
    NpzCohortReader reader(arrays, remedies, problems);
    if (!arrays.open(path, limits) || !reader.read(QFileInfo(path).completeBaseName().toStdString()))
        return { std::nullopt, problems.take() };
    data::Cohort& cohort = reader.cohort();
    problems.append(data::markAbsent(cohort));
    return { std::move(cohort), problems.take() };
}

} // namespace btw::io
