// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/shape.h"

#include "engine/data/fitting.h"
#include "engine/data/problems.h"
#include "engine/data/tokens.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <system_error>
#include <utility>

namespace btw::data {

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr double kFarAway = 10; ///< training standard deviations, beyond which a value is in another unit

std::string kindWords(ModalityKind kind)
{
    return kind == ModalityKind::Vector ? "one row per instance"
        : kind == ModalityKind::Series  ? "measurements at times"
                                        : "steps in order";
}

std::string nameOf(const std::vector<std::string>& columns, std::size_t column)
{
    return columns.empty() ? std::to_string(column + 1) : columns[column];
}

/// Brings one modality into the model's form.
class ModalityFit
{
public:
    ModalityFit(const ModalityShape& shape, const Cohort& people, std::vector<Problem>& problems)
        : m_shape(shape)
        , m_people(people)
        , m_problems(problems)
        , m_sources(shape.sources)
    {
        if (shape.sources.empty())
            for (std::size_t d = 0; d < static_cast<std::size_t>(shape.dims); ++d)
                m_sources.push_back({ nameOf(shape.columns, d) });
        std::size_t next = 0;
        for (const SourceColumn& source : m_sources) {
            m_firstOf.push_back(next);
            next += source.encoding == Encoding::OneHot ? source.words.size() : 1;
        }
    }

    Modality fitted()
    {
        const auto found = std::find_if(m_people.modalities.begin(), m_people.modalities.end(),
            [this](const Modality& modality) { return modality.name == m_shape.name; });
        if (found == m_people.modalities.end()) {
            m_problems.push_back(warning("modality-missing", "modality " + m_shape.name,
                "The model knows this modality, and nobody here has it.",
                "Bring it if these people have it; without it they are predicted from the others."));
            return absent();
        }
        if (found->kind != m_shape.kind) {
            m_problems.push_back(error("modality-kind", "modality " + m_shape.name,
                { "It holds {} here and held {} in training.", kindWords(found->kind),
                    kindWords(m_shape.kind) },
                "Bring it in the form of the training data."));
            return absent();
        }
        return matchColumns(*found) ? rewritten(*found) : absent();
    }

private:
    Modality empty() const
    {
        Modality modality;
        modality.name = m_shape.name;
        modality.kind = m_shape.kind;
        modality.dims = m_shape.dims;
        modality.columns = m_shape.columns;
        modality.sources = m_shape.sources;
        return modality;
    }

    Modality absent() const
    {
        Modality modality = empty();
        modality.present.assign(m_people.size(), 0);
        if (modality.isRagged())
            modality.offsets.assign(m_people.size() + 1, 0);
        else
            modality.values.assign(m_people.size() * static_cast<std::size_t>(m_shape.dims), 0.0F);
        return modality;
    }

    /// Where each of the model's columns stands here. \returns false, with an error, where that is not clear.
    bool matchColumns(const Modality& here)
    {
        const std::string where = "modality " + m_shape.name;
        if (m_shape.columns.empty() || here.columns.empty()) {
            if (m_sources.size() == static_cast<std::size_t>(here.dims)
                && m_shape.columns.empty() == here.columns.empty()) {
                for (std::size_t c = 0; c < m_sources.size(); ++c)
                    m_places.emplace_back(c);
                return true;
            }
            m_problems.push_back(error("columns-unnamed", where,
                { "It has {} {} features here and had {} {} ones in training: which is which cannot be told.",
                    here.dims, here.columns.empty() ? "unnamed" : "named", m_sources.size(),
                    m_shape.columns.empty() ? "unnamed" : "named" },
                "Bring the features of the training data, named as there."));
            return false;
        }
        std::set<std::size_t> used;
        std::vector<std::string> missing;
        for (const SourceColumn& source : m_sources) {
            const auto at = std::find(here.columns.begin(), here.columns.end(), source.name);
            m_places.emplace_back();
            if (at == here.columns.end()) {
                missing.push_back(source.name);
                continue;
            }
            m_places.back() = static_cast<std::size_t>(at - here.columns.begin());
            used.insert(*m_places.back());
        }
        std::vector<std::string> extra;
        for (std::size_t c = 0; c < here.columns.size(); ++c)
            if (!used.contains(c))
                extra.push_back(here.columns[c]);
        if (!missing.empty())
            m_problems.push_back(warning("column-missing", where,
                { "{} of {} columns that the model knows {} not here: {}. Everybody counts as not measured.",
                    missing.size(), m_sources.size(), missing.size() == 1 ? "is" : "are", listed(missing) },
                extra.empty() ? "Bring what is missing, if it was measured."
                              : "Rename the columns as in the training data, if they are here under another "
                                "name."));
        if (!extra.empty())
            m_problems.push_back(warning("column-unknown", where,
                { "The model does not know {}: {}. What is there is not used.", count(extra.size(), "column"),
                    listed(extra) },
                "Nothing needs to be done, unless the model knows a column under another name."));
        return true;
    }

    const CategoryColumn* wordsAt(const Modality& here, std::size_t column) const
    {
        const auto m = static_cast<std::size_t>(&here - m_people.modalities.data());
        const auto found = std::find_if(m_people.categories.begin(), m_people.categories.end(),
            [&](const CategoryColumn& one) { return one.modality == m && one.column == column; });
        return found == m_people.categories.end() ? nullptr : &*found;
    }

    static std::size_t rowsOf(const Modality& here)
    {
        return here.values.size() / static_cast<std::size_t>(here.dims);
    }

    /// Rows whose word has no number.
    static std::size_t affected(const Modality& here, std::size_t column, const std::vector<float>& numbers)
    {
        std::size_t count = 0;
        for (std::size_t row = 0; row < rowsOf(here); ++row) {
            const float word = here.values[row * static_cast<std::size_t>(here.dims) + column];
            const bool isThere = here.isRagged() || here.present[row] != 0;
            count += isThere && !std::isnan(word) && std::isnan(numbers[static_cast<std::size_t>(word)]) ? 1
                                                                                                         : 0;
        }
        return count;
    }

    /// The number that each word here has in the model; NaN where training never saw it.
    std::vector<float> numbersOf(
        const SourceColumn& source, const CategoryColumn& words, const Modality& here, std::size_t place)
    {
        std::vector<float> numbers;
        std::vector<std::string> unknown;
        for (const auto& word : words.words) {
            const auto at = std::find(source.words.begin(), source.words.end(), word);
            if (at == source.words.end())
                unknown.push_back(word);
            numbers.push_back(
                at == source.words.end() ? kMissing : static_cast<float>(at - source.words.begin()));
        }
        if (!unknown.empty())
            m_problems.push_back(
                warning("word-never-trained", "modality " + m_shape.name + ", " + source.name,
                    { "{} of {} values are words that no training row had: {}.",
                        affected(here, place, numbers), rowsOf(here), listed(unknown) },
                    std::string(source.encoding == Encoding::OneHot
                            ? "They count as none of the words that training had: "
                            : "They count as missing. Training had: ")
                        + listed(source.words) + "."));
        return numbers;
    }

    Modality rewritten(const Modality& here)
    {
        Modality modality = empty();
        modality.offsets = here.offsets;
        modality.times = here.times;
        modality.present = here.present;
        const auto from = static_cast<std::size_t>(here.dims);
        const auto to = static_cast<std::size_t>(m_shape.dims);
        const std::size_t rows = from == 0 ? 0 : here.values.size() / from;
        modality.values.assign(rows * to, 0.0F);
        for (std::size_t c = 0; c < m_sources.size(); ++c) {
            const SourceColumn& source = m_sources[c];
            const auto* words = m_places[c] ? wordsAt(here, *m_places[c]) : nullptr;
            if (m_places[c] && (words != nullptr) != source.encoding.has_value()) {
                m_problems.push_back(error("column-kind", "modality " + m_shape.name + ", " + source.name,
                    words != nullptr ? "It holds words here and held numbers in training."
                                     : "It holds numbers here and held words in training.",
                    "Bring the column as the training data have it."));
                continue;
            }
            const auto numbers
                = words != nullptr ? numbersOf(source, *words, here, *m_places[c]) : std::vector<float>();
            for (std::size_t row = 0; row < rows; ++row) {
                if (!here.isRagged() && here.present[row] == 0)
                    continue;
                const float value = m_places[c] ? here.values[row * from + *m_places[c]] : kMissing;
                write(source, numbers, value, modality.values.data() + row * to + m_firstOf[c]);
            }
        }
        if (!holdsTokens(modality)) // numbers without a unit
            warnOfUnits(modality);
        warnOfTimes(modality);
        return modality;
    }

    static void write(const SourceColumn& source, const std::vector<float>& numbers, float value, float* to)
    {
        if (!source.encoding) {
            *to = value;
            return;
        }
        const float number = std::isnan(value) ? kMissing : numbers[static_cast<std::size_t>(value)];
        if (source.encoding == Encoding::Ordinal) {
            *to = number;
            return;
        }
        std::fill_n(to, source.words.size(), std::isnan(value) ? kMissing : 0.0F);
        if (!std::isnan(number))
            to[static_cast<std::size_t>(number)] = 1;
    }

    /// Values that no training row was near: a column in another unit is read without a word otherwise.
    void warnOfUnits(const Modality& modality)
    {
        const auto dims = static_cast<std::size_t>(m_shape.dims);
        std::vector<std::size_t> far(dims, 0);
        std::vector<std::size_t> known(dims, 0);
        for (std::size_t at = 0; at < modality.values.size(); ++at) {
            const std::size_t d = at % dims;
            const bool isThere = modality.isRagged() || modality.present[at / dims] != 0;
            if (!isThere || std::isnan(modality.values[at]))
                continue;
            ++known[d];
            if (isBinary(d) && (modality.values[at] == 0.0F || modality.values[at] == 1.0F))
                continue; // seldom is no other unit
            const double away = std::abs(static_cast<double>(modality.values[at]) - m_shape.scale.mean[d]);
            far[d] += away > kFarAway * m_shape.scale.std[d] ? 1 : 0;
        }
        std::vector<std::string> found;
        bool most = false; ///< whether a column seems to be in another unit
        for (std::size_t d = 0; d < dims; ++d)
            most = most || far[d] * 2 > known[d];
        for (std::size_t d = 0; d < dims; ++d)
            if (far[d] > 0)
                found.push_back(nameOf(m_shape.columns, d) + " (" + std::to_string(far[d]) + " of "
                    + std::to_string(known[d]) + "; training mean " + number(m_shape.scale.mean[d]) + ")");
        if (!found.empty())
            m_problems.push_back(warning("values-far-away", "modality " + m_shape.name,
                { "Values lie beyond 10 training standard deviations in {}: {}.",
                    count(found.size(), "column"), listed(found) },
                most ? "Check that the columns are in the units of the training data."
                     : "They may be typing errors, or people unlike those of the training."));
    }

    /// Time stamps further from those of training than these are from each other: counted in another unit, or
    /// from another beginning.
    void warnOfTimes(const Modality& modality)
    {
        const FeatureScale& scale = m_shape.scale;
        if (scale.lastTime <= scale.firstTime)
            return;
        const auto far = std::count_if(modality.times.begin(), modality.times.end(), [&](float time) {
            const double scaled = scale.scaledTime(static_cast<double>(time));
            return scaled < -1 || scaled > 2;
        });
        if (far > 0)
            m_problems.push_back(warning("times-far-away", "modality " + m_shape.name,
                { "{} of {} time stamps lie far from those of training, which are from {} to {} hours.", far,
                    modality.times.size(), number(scale.firstTime), number(scale.lastTime) },
                "Check that the times are counted in the unit of the training data, and from the same "
                "beginning."));
    }

    /// Whether training had 0 and 1 only: then the variance follows from the mean.
    bool isBinary(std::size_t d) const
    {
        const double mean = m_shape.scale.mean[d];
        const double variance = m_shape.scale.std[d] * m_shape.scale.std[d];
        return mean > 0 && mean < 1 && std::abs(variance - mean * (1 - mean)) < 1e-6 * variance;
    }

    const ModalityShape& m_shape;
    const Cohort& m_people;
    std::vector<Problem>& m_problems;
    std::vector<SourceColumn> m_sources;
    std::vector<std::size_t> m_firstOf; ///< the first of D features that each source column becomes
    std::vector<std::optional<std::size_t>> m_places; ///< of each source column here; none: not there
};

/// Numbers that are names of classes: of a file that does not say what its labels are, such as a pickle.
/// \returns false where any is no class.
bool nameClasses(const std::vector<std::string>& classes, std::vector<double>& labels)
{
    std::vector<double> named;
    for (const auto& name : classes) {
        double value = 0;
        const char* end = name.data() + name.size();
        const auto [read, fault] = std::from_chars(name.data(), end, value);
        named.push_back(fault == std::errc() && read == end ? value : std::nan(""));
    }
    std::vector<double> coded = labels;
    for (double& y : coded) {
        const auto at = std::find(named.begin(), named.end(), y);
        if (std::isnan(y))
            continue;
        if (at == named.end())
            return false;
        y = static_cast<double>(at - named.begin());
    }
    labels = std::move(coded);
    return true;
}

/// Labels as the model has them: classes by name, numbers cut into classes.
void fitLabels(const CohortShape& shape, Cohort& people, std::vector<Problem>& problems)
{
    const bool anyLabel
        = std::any_of(people.y.begin(), people.y.end(), [](double y) { return !std::isnan(y); });
    if (anyLabel && shape.task == Task::Classification && people.task == Task::Regression) {
        if (shape.thresholds.empty() && !nameClasses(shape.classes, people.y)) {
            problems.push_back(error("label-task", "label",
                { "The labels are numbers on a scale here, and were classes in training: {}.",
                    listed(shape.classes) },
                "Bring the classes of the training data, or no labels."));
            return;
        }
        for (double& y : people.y)
            y = std::isnan(y) || shape.thresholds.empty() ? y : cutValue(y, shape.thresholds);
    } else if (anyLabel && shape.task == Task::Regression && people.task == Task::Classification) {
        problems.push_back(
            error("label-task", "label", "The labels are classes here, and were numbers in training.",
                "Bring the label of the training data, or no labels."));
        return;
    } else if (people.task == Task::Classification) {
        for (double& y : people.y) {
            if (std::isnan(y))
                continue;
            const auto& name = people.classes[static_cast<std::size_t>(y)];
            const auto at = std::find(shape.classes.begin(), shape.classes.end(), name);
            if (at == shape.classes.end()) {
                problems.push_back(error("label-no-class", "label",
                    { "The class '{}' is not one of the model's: {}.", name, listed(shape.classes) },
                    "Correct the label, or leave it empty."));
                return;
            }
            y = static_cast<double>(at - shape.classes.begin());
        }
    }
    people.task = shape.task;
    people.classes = shape.classes;
    people.thresholds = shape.thresholds;
    people.labelRange = shape.labelRange;
}

/// Training instances in which each feature is known.
std::vector<double> countsOf(const Cohort& cohort, const Modality& modality)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    std::vector<double> counts(dims, 0.0);
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] != Split::Train || modality.present[i] == 0)
            continue;
        const std::size_t first = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
        const std::size_t last = first + static_cast<std::size_t>(modality.steps(i));
        for (std::size_t d = 0; d < dims; ++d) {
            bool isKnown = false;
            for (std::size_t row = first; row < last && !isKnown; ++row)
                isKnown = !std::isnan(modality.values[row * dims + d]);
            counts[d] += isKnown ? 1 : 0;
        }
    }
    return counts;
}

} // namespace

CohortShape shapeOf(const Cohort& cohort)
{
    const Scaler scaler = Scaler::fit(cohort);
    CohortShape shape;
    shape.name = cohort.name;
    shape.task = cohort.task;
    shape.classes = cohort.classes;
    shape.thresholds = cohort.thresholds;
    shape.labelRange = cohort.labelRange;
    shape.reading = cohort.reading;
    for (std::size_t m = 0; m < cohort.modalities.size(); ++m) {
        const Modality& one = cohort.modalities[m];
        shape.modalities.push_back({ one.name, one.kind, one.dims, one.columns, one.sources,
            scaler.modalities[m], countsOf(cohort, one) });
    }
    return shape;
}

std::vector<Problem> fitToShape(
    const CohortShape& shape, Cohort& people, const std::vector<std::string>& used)
{
    std::vector<Problem> problems;
    std::vector<Modality> fitted;
    for (const ModalityShape& one : shape.modalities) {
        std::vector<Problem> unsaid;
        const bool matters = used.empty() || std::find(used.begin(), used.end(), one.name) != used.end();
        fitted.push_back(ModalityFit(one, people, matters ? problems : unsaid).fitted());
    }
    std::vector<std::string> extra;
    for (const Modality& modality : people.modalities)
        if (std::none_of(shape.modalities.begin(), shape.modalities.end(),
                [&](const ModalityShape& one) { return one.name == modality.name; }))
            extra.push_back(modality.name);
    if (!extra.empty())
        problems.push_back(warning("modality-unknown", "modalities",
            { "The model was not trained on these modalities, and does not use them: {}.", listed(extra) },
            "Nothing needs to be done, unless the model knows a modality under another name."));
    fitLabels(shape, people, problems);
    people.modalities = std::move(fitted);
    people.categories.clear();
    people.cut.reset();
    people.splits.assign(people.size(), Split::Test);
    people.splitSeed.reset();
    sortBySeverity(problems);
    return problems;
}

} // namespace btw::data
