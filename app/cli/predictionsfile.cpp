// SPDX-License-Identifier: GPL-3.0-or-later
#include "predictionsfile.h"

#include "predictionscolumns.h"
#include "words.h"

#include "engine/data/names.h"
#include "workspace/io/problems.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/text.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace btw::cli {

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Takes the rows of one file.
class RowReader
{
public:
    RowReader(const PredictionsColumns& columns, const std::vector<std::string>& header, std::string file,
        io::Problems& problems)
        : m_columns(columns)
        , m_header(header)
        , m_file(std::move(file))
        , m_problems(problems)
    {
    }

    void take(const io::CsvReader& record, PredictionsFile& into)
    {
        m_record = &record;
        if (record.cells().size() != m_header.size()) {
            m_problems.error("predictions", io::place(m_file, record.line()),
                { "the row has {} cells, the header {}", std::to_string(record.cells().size()),
                    std::to_string(m_header.size()) },
                "give every row as many cells as the header has");
            return;
        }
        weighting::Inputs& inputs = into.inputs;
        takeId(inputs);
        const auto split = data::parseSplit(cell(m_columns.split));
        if (!split)
            error(m_columns.split, "is not a split", "write train, val or test");
        inputs.splits.push_back(split.value_or(Split::Train));
        inputs.y.push_back(inputs.task == Task::Regression ? takeLabel() : takeClass());
        if (!takeModel(m_columns.multimodal, into.multimodal))
            m_problems.error("predictions",
                io::place(
                    m_file, record.line(), io::inQuotes(m_header[m_columns.multimodal.columns.front()])),
                "the multimodal model's prediction is missing", "give one in every row");
        for (std::size_t m = 0; m < m_columns.modalities.size(); ++m) {
            const bool predicted = takeModel(m_columns.modalities[m], inputs.unimodal[m]);
            inputs.present.push_back(takePresence(m_columns.modalities[m], predicted) ? 1 : 0);
        }
    }

private:
    std::string_view cell(std::size_t column) const { return io::trimmed(m_record->cells()[column]); }

    void error(std::size_t column, const std::string& what, const std::string& remedy)
    {
        m_problems.error("predictions", io::place(m_file, m_record->line(), io::inQuotes(m_header[column])),
            { "{} {}", io::inQuotes(cell(column)), what }, remedy);
    }

    void takeId(weighting::Inputs& inputs)
    {
        inputs.ids.emplace_back(cell(m_columns.id));
        if (inputs.ids.back().empty())
            m_problems.error("id-empty", io::place(m_file, m_record->line(), "'id'"), "the id is empty",
                "give every row an id of its own");
        else if (!m_ids.insert(inputs.ids.back()).second)
            error(m_columns.id, "is the id of an earlier row, too", "give every row an id of its own");
    }

    double takeLabel()
    {
        double y = kUnknown;
        const auto kind = io::parseNumber(cell(m_columns.y), y);
        if (kind != io::NumberKind::Number && kind != io::NumberKind::Missing)
            error(m_columns.y, "is not a number", "write one, or leave the cell of a test row empty");
        return kind == io::NumberKind::Number ? y : kUnknown;
    }

    /// Weights of a classification do not read labels, but one that is no class says that the columns of
    /// probabilities are not those of the labels. A class may have a name, of which there is no list.
    double takeClass()
    {
        const std::size_t classes = m_columns.multimodal.columns.size();
        double y = kUnknown;
        switch (io::parseNumber(cell(m_columns.y), y)) {
        case io::NumberKind::Missing:
            return kUnknown;
        case io::NumberKind::Number:
            if (y >= 0 && y < static_cast<double>(classes) && y == std::floor(y))
                return y;
            break;
        case io::NumberKind::Text:
        case io::NumberKind::Marked: // "<5" may be a name, too
            m_classNames.emplace(cell(m_columns.y));
            if (m_classNames.size() <= classes)
                return kUnknown;
            break;
        case io::NumberKind::Infinite:
            break;
        }
        error(m_columns.y, "is not one of the " + std::to_string(classes) + " classes",
            "write an index from 0 to " + std::to_string(classes - 1)
                + ", or give every model a column for each class");
        return kUnknown;
    }

    /// Whether the instance has the modality: where there is a prediction, unless a column says so.
    bool takePresence(const PredictionsColumns::Model& model, bool predicted)
    {
        if (!model.present)
            return predicted;
        const std::string_view given = cell(*model.present);
        if (given != "0" && given != "1")
            error(*model.present, "does not say whether the modality is present", "write 1 or 0");
        else if (given == "1" && !predicted)
            error(*model.present, "says that the modality is present, but there is no prediction",
                "give the prediction, or write 0");
        return given == "1";
    }

    /// Whether the model has a prediction in this row; some cells of a model only are an error.
    bool takeModel(const PredictionsColumns::Model& model, Predictions& predictions)
    {
        std::size_t given = 0;
        for (const std::size_t column : model.columns) {
            double value = 0;
            const auto kind = io::parseNumber(cell(column), value);
            const bool number = kind == io::NumberKind::Number && std::isfinite(static_cast<float>(value));
            if (!number && kind != io::NumberKind::Missing)
                error(column, "is not a finite number",
                    "write one, or leave the cell empty where the modality is absent");
            given += kind == io::NumberKind::Missing ? 0 : 1;
            predictions.values.push_back(number ? static_cast<float>(value) : kMissing);
        }
        if (given != 0 && given != model.columns.size())
            m_problems.error("predictions", io::place(m_file, m_record->line()),
                { "'{}' has a probability for some classes only", model.name }, "give all of them, or none");
        return given == model.columns.size();
    }

    const PredictionsColumns& m_columns;
    const std::vector<std::string>& m_header;
    std::string m_file;
    io::Problems& m_problems;
    const io::CsvReader* m_record = nullptr;
    std::unordered_set<std::string> m_ids;
    std::unordered_set<std::string> m_classNames;
};

void readRows(const QByteArray& bytes, Task task, const std::string& file, PredictionsFile& into,
    io::Problems& problems)
{
    io::CsvReader reader({ bytes.constData(), static_cast<std::size_t>(bytes.size()) });
    if (!reader.next()) {
        problems.error("file-empty", file, "the file is empty", "give a header line and a row per instance");
        return;
    }
    std::vector<std::string> header;
    for (const std::string_view name : reader.cells())
        header.emplace_back(io::trimmed(name));
    const auto columns = findColumns(header, task, file, problems);
    if (!columns)
        return;

    into.multimodal.width = columns->multimodal.columns.size();
    for (const auto& model : columns->modalities) {
        into.inputs.modalities.push_back(model.name);
        into.inputs.unimodal.push_back({ model.columns.size(), {} });
    }
    RowReader rows(*columns, header, file, problems);
    while (reader.next())
        rows.take(reader, into);
    if (!reader.damage().empty())
        problems.error(
            "predictions", io::place(file, reader.line()), reader.damage(), "fix the quotes of this row");
    if (into.inputs.ids.empty() && !problems.hasErrors())
        problems.error("no-rows", file, "the file has a header, but no row", "give a row per instance");
}

void appendNumber(QByteArray& out, double value) { out += QByteArray::number(value, 'g', 17); }

void appendText(QByteArray& out, const std::string& cell) { out += csvCell(text(cell)).toUtf8(); }

} // namespace

PredictionsFile readPredictions(const QString& path, Task task)
{
    PredictionsFile result;
    result.inputs.task = task;
    io::Problems problems;
    const std::string name = QFileInfo(path).fileName().toStdString();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        problems.error("file-unreadable", path.toStdString(),
            { "the file cannot be read: {}", file.errorString().toStdString() },
            "check the path and the rights");
    else
        readRows(file.readAll(), task, name, result, problems);
    result.problems = problems.take();
    return result;
}

QByteArray weightsCsv(const weighting::Inputs& inputs, const weighting::Weights& weights, const QString& note)
{
    const std::size_t count = inputs.modalities.size();
    QByteArray csv = "id,split";
    for (const char* prefix : { ",w_", ",kl_" }) {
        for (const std::string& modality : inputs.modalities)
            csv += prefix + QByteArray::fromStdString(modality);
    }
    csv += note.isEmpty() ? "\n" : ",note\n";
    for (std::size_t i = 0; i < inputs.ids.size(); ++i) {
        appendText(csv, inputs.ids[i]);
        csv += ',' + QByteArray::fromStdString(data::splitName(inputs.splits[i]));
        for (const std::vector<double>* values : { &weights.unrounded, &weights.kl }) {
            for (std::size_t m = 0; m < count; ++m) {
                csv += ',';
                if (inputs.present[i * count + m] != 0 && !std::isnan((*values)[i * count + m]))
                    appendNumber(csv, (*values)[i * count + m]);
            }
        }
        if (!note.isEmpty())
            csv += ',' + note.toUtf8();
        csv += '\n';
    }
    return csv;
}

} // namespace btw::cli
