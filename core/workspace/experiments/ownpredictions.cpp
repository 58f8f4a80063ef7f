// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/ownpredictions.h"

#include "engine/data/names.h"
#include "engine/error.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/text.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace btw::experiments {

namespace {

constexpr double kTolerance = 1e-3; // probabilities that were rounded do not add up to 1

struct Columns
{
    std::optional<std::size_t> id, split, y, group, prediction;
    std::vector<std::size_t> probabilities; ///< by class
};

class Reading
{
public:
    Reading(std::string file, OwnPredictions& into, io::Problems& problems)
        : m_file(std::move(file))
        , m_into(into)
        , m_problems(problems)
    {
    }

    void read(io::CsvReader& reader)
    {
        if (!reader.next()) {
            m_problems.error(
                "file-empty", m_file, "the file is empty", "give a header line and a row per instance");
            return;
        }
        for (const auto cell : reader.cells())
            m_header.emplace_back(io::trimmed(cell));
        if (!findColumns())
            return;
        while (reader.next())
            take(reader);
        if (!reader.damage().empty())
            m_problems.error("predictions", io::place(m_file, reader.line()), reader.damage(),
                "fix the quotes of this row");
        if (m_into.ids.empty() && !m_problems.hasErrors())
            m_problems.error(
                "no-rows", m_file, "no row is in the test split", "mark those to be judged as test");
        m_into.fitted = m_into.groups.empty() ? m_trained : m_trainedGroups.size();
        decideTask();
    }

private:
    bool findColumns()
    {
        std::map<std::size_t, std::size_t> probabilities;
        for (std::size_t c = 0; c < m_header.size(); ++c) {
            const auto& name = m_header[c];
            double number = -1;
            if (name == "id")
                m_columns.id = c;
            else if (name == "split")
                m_columns.split = c;
            else if (name == "y")
                m_columns.y = c;
            else if (name == "group")
                m_columns.group = c;
            else if (name == "prediction")
                m_columns.prediction = c;
            else if (name.rfind("prob_", 0) == 0
                && io::parseNumber(std::string_view(name).substr(5), number) == io::NumberKind::Number
                && number >= 0)
                probabilities[static_cast<std::size_t>(number)] = c;
            else
                m_problems.note("column-unused", m_file, { "the column {} is not read", io::inQuotes(name) },
                    "nothing needs to be done");
        }
        for (const auto& [what, found] : { std::pair("id", m_columns.id), std::pair("split", m_columns.split),
                 std::pair("y", m_columns.y) })
            if (!found)
                m_problems.error("column-missing", m_file, { "there is no column '{}'", what },
                    "give id, split, y and prediction, or prob_0, prob_1, ...");
        if (m_columns.prediction.has_value() == !probabilities.empty())
            m_problems.error("column-missing", m_file,
                "there must be either a column 'prediction' or columns prob_0, prob_1, ...",
                "give one of them");
        for (const auto& [number, column] : probabilities) {
            if (number != m_columns.probabilities.size())
                m_problems.error("column-missing", m_file,
                    { "there is no column 'prob_{}'", std::to_string(m_columns.probabilities.size()) },
                    "give a column for each class, from prob_0 on");
            m_columns.probabilities.push_back(column);
        }
        return !m_problems.hasErrors();
    }

    std::string_view cell(const io::CsvReader& row, std::size_t column) const
    {
        return io::trimmed(row.cells()[column]);
    }

    double number(const io::CsvReader& row, std::size_t column)
    {
        double value = 0;
        if (io::parseNumber(cell(row, column), value) != io::NumberKind::Number)
            m_problems.error("predictions", io::place(m_file, row.line(), io::inQuotes(m_header[column])),
                { "{} is not a finite number", io::inQuotes(cell(row, column)) }, "write one");
        return value;
    }

    void take(const io::CsvReader& row)
    {
        if (row.cells().size() != m_header.size()) {
            m_problems.error("predictions", io::place(m_file, row.line()),
                { "the row has {} cells, the header {}", std::to_string(row.cells().size()),
                    std::to_string(m_header.size()) },
                "give every row as many cells as the header has");
            return;
        }
        const auto split = data::parseSplit(std::string(cell(row, *m_columns.split)));
        if (!split)
            m_problems.error("predictions", io::place(m_file, row.line(), "'split'"),
                { "{} is not a split", io::inQuotes(cell(row, *m_columns.split)) },
                "write train, val or test");
        const std::string group = m_columns.group ? std::string(cell(row, *m_columns.group)) : std::string();
        if (split == Split::Train) {
            ++m_trained;
            m_trainedGroups.insert(group);
        }
        if (split != Split::Test)
            return;
        std::string id(cell(row, *m_columns.id));
        if (id.empty() || !m_ids.insert(id).second)
            m_problems.error("id-empty", io::place(m_file, row.line(), "'id'"),
                id.empty() ? data::Sentence("the id is empty")
                           : data::Sentence { "{} is the id of an earlier test row, too", io::inQuotes(id) },
                "give every test row an id of its own");
        m_into.ids.push_back(std::move(id));
        m_into.y.push_back(number(row, *m_columns.y));
        if (m_columns.group)
            m_into.groups.push_back(group);
        if (m_columns.prediction) {
            m_into.predictions.values.push_back(static_cast<float>(number(row, *m_columns.prediction)));
            return;
        }
        double sum = 0;
        for (const auto column : m_columns.probabilities) {
            const double p = number(row, column);
            sum += p;
            m_into.predictions.values.push_back(static_cast<float>(p));
            if (p < 0 || p > 1)
                m_problems.error("predictions", io::place(m_file, row.line(), io::inQuotes(m_header[column])),
                    { "{} is not a probability", io::inQuotes(cell(row, column)) },
                    "give numbers from 0 to 1");
        }
        if (std::abs(sum - 1) > kTolerance)
            m_problems.error("predictions", io::place(m_file, row.line()),
                { "the probabilities add up to {}", std::to_string(sum) },
                "give probabilities that add up to 1");
    }

    void decideTask()
    {
        auto& values = m_into.predictions.values;
        const auto isBinary = [](double y) { return y == 0 || y == 1; };
        const auto isProbability = [](float p) { return p >= 0 && p <= 1; };
        if (m_columns.prediction) {
            m_into.predictions.width = 1;
            if (m_problems.hasErrors() || !std::all_of(m_into.y.begin(), m_into.y.end(), isBinary)
                || !std::all_of(values.begin(), values.end(), isProbability))
                return;
            m_problems.note("taken-as-probability", m_file,
                "every label is 0 or 1, and every prediction between them: predictions are taken as "
                "probabilities of "
                "class 1",
                "give prob_0 and prob_1 to say so");
            std::vector<float> both;
            both.reserve(2 * values.size());
            for (const float p : values) {
                both.push_back(1 - p);
                both.push_back(p);
            }
            values = std::move(both);
            m_into.classCount = 2;
        } else {
            m_into.classCount = m_columns.probabilities.size();
        }
        m_into.task = Task::Classification;
        m_into.predictions.width = m_into.classCount;
        for (const double y : m_into.y)
            if (!(y >= 0 && y < static_cast<double>(m_into.classCount) && y == std::floor(y)))
                m_problems.error("label-no-class", m_file,
                    { "the label {} is not one of {} classes", std::to_string(y),
                        std::to_string(m_into.classCount) },
                    "write class indices from 0 on");
    }

    std::string m_file;
    OwnPredictions& m_into;
    io::Problems& m_problems;
    std::vector<std::string> m_header;
    Columns m_columns;
    std::set<std::string> m_ids, m_trainedGroups;
    std::size_t m_trained = 0;
};

} // namespace

OwnPredictions readOwnPredictions(const QString& path, std::vector<io::Problem>& problems)
{
    OwnPredictions own;
    own.name = QFileInfo(path).completeBaseName();
    const auto name = QFileInfo(path).fileName().toStdString();
    io::Problems found;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        found.error("file-unreadable", path.toStdString(),
            { "the file cannot be read: {}", file.errorString().toStdString() }, "check the path");
    } else {
        const QByteArray bytes = file.readAll();
        io::CsvReader reader({ bytes.constData(), static_cast<std::size_t>(bytes.size()) });
        Reading(name, own, found).read(reader);
    }
    auto taken = found.take();
    problems.insert(problems.end(), taken.begin(), taken.end());
    return own;
}

void align(std::vector<OwnPredictions>& all, std::vector<io::Problem>& problems)
{
    const auto& first = all.front();
    // Groups may stand in one of the files only.
    const auto grouped
        = std::find_if(all.begin(), all.end(), [](const auto& one) { return !one.groups.empty(); });
    const auto grouping = static_cast<std::size_t>(grouped - all.begin());
    std::vector<std::unordered_map<std::string, std::size_t>> places(all.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (all[k].task != first.task || all[k].classCount != first.classCount)
            throw Error(all[k].name.toStdString() + " and " + first.name.toStdString()
                + " do not predict the same: one has classes that the other does not have.");
        for (std::size_t i = 0; i < all[k].ids.size(); ++i)
            places[k].emplace(all[k].ids[i], i);
    }
    std::vector<std::vector<std::size_t>> kept(all.size());
    std::set<std::string> known;
    for (const auto& id : first.ids) {
        const bool isCommon
            = std::all_of(places.begin(), places.end(), [&](const auto& file) { return file.count(id) > 0; });
        for (std::size_t k = 0; isCommon && k < all.size(); ++k) {
            const auto place = places[k].at(id);
            if (all[k].y[place] != first.y[places[0].at(id)])
                throw Error("The label of '" + id + "' is not the same in " + first.name.toStdString()
                    + " and " + all[k].name.toStdString()
                    + ": these are not the same people, or one file is wrong.");
            if (!all[k].groups.empty() && all[k].groups[place] != grouped->groups[places[grouping].at(id)])
                throw Error("The group of '" + id + "' is not the same in " + grouped->name.toStdString()
                    + " and " + all[k].name.toStdString() + ".");
            kept[k].push_back(place);
        }
    }
    std::size_t lost = 0;
    for (std::size_t k = 0; k < all.size(); ++k)
        lost += all[k].ids.size() - kept[k].size();
    if (kept.front().empty())
        throw Error("No test row has the same id in every file: check the column id.");
    if (lost > 0) {
        io::Problems found;
        found.warning("rows-lost", "predictions",
            { "{} test rows are not in every file, and are left out", std::to_string(lost) },
            "give every model's predictions for the same rows");
        auto taken = found.take();
        problems.insert(problems.end(), taken.begin(), taken.end());
    }
    for (std::size_t k = 0; k < all.size(); ++k) {
        OwnPredictions some = all[k];
        const auto width = some.predictions.width;
        some.ids.clear();
        some.y.clear();
        some.groups.clear();
        some.predictions.values.clear();
        for (const auto place : kept[k]) {
            some.ids.push_back(all[k].ids[place]);
            some.y.push_back(all[k].y[place]);
            if (!all[k].groups.empty())
                some.groups.push_back(all[k].groups[place]);
            for (std::size_t c = 0; c < width; ++c)
                some.predictions.values.push_back(all[k].predictions.values[place * width + c]);
        }
        all[k] = std::move(some);
    }
    if (grouping < all.size())
        all.front().groups = all[grouping].groups;
}

} // namespace btw::experiments
