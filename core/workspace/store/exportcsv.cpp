// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/exportcsv.h"

#include "engine/data/names.h"
#include "engine/error.h"
#include "engine/spec/parameter.h"
#include "workspace/store/store.h"

#include <QSaveFile>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace btw::store {
namespace {

/// One model's predictions under the name that the columns carry.
struct Source
{
    std::string name; ///< "multi" or a modality
    Predictions predictions;
};

/// What the table needs, read from the store once.
struct Table
{
    CohortRecord cohort;
    std::vector<Source> sources;
    std::vector<float> weights; ///< `[N, M]` or empty
    bool hasWeights = false; ///< a multimodal run: weights are columns
    std::vector<std::string> used; ///< modalities; empty: all
    bool testIsOpen = false;
    bool usesEvaluationLabels = false;
    std::vector<training::RowDiagnostics> ofRows; ///< what the model says of each row
    training::RunDetails details; ///< of a pool: how far it believes each modality, and its folds

    bool isPool() const { return !details.heldOut.empty(); }
};

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

std::string number(float value) // the shortest text that reads back as this float
{
    if (!std::isfinite(value))
        return {};
    std::array<char, 32> buffer {};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), end.ptr };
}

Table readTable(const Store& store, std::int64_t runId)
{
    const std::optional<RunRecord> run = store.run(runId);
    if (!run) {
        throw Error(QStringLiteral("The store %1 has no run %2; list its runs with 'btw runs'.")
                        .arg(store.path())
                        .arg(runId)
                        .toStdString());
    }
    Table table;
    table.cohort = store.cohort(run->splitId);
    table.testIsOpen = testIsOpen(*run);
    const bool unimodal = run->step == training::Step::Unimodal;
    table.sources.push_back(
        { unimodal ? run->modality.toStdString() : "multi", store.bestPredictions(runId) });
    if (table.sources.front().predictions.rows() != table.cohort.size()) {
        throw Error(
            QStringLiteral("Run %1 of the store %2 has no predictions yet; train it to its end first.")
                .arg(runId)
                .arg(store.path())
                .toStdString());
    }
    if (unimodal)
        return table;
    table.ofRows = store.diagnosticsOfRows(runId);
    table.details = run->details;
    table.hasWeights = !table.isPool();
    table.used = run->spec.modalities;
    table.usesEvaluationLabels = usesEvaluationLabels(table.cohort.task, *run);
    for (const RunInput& input : store.inputs(runId)) {
        if (input.role != RunInput::Role::Unimodal)
            continue;
        if (const auto unimodalRun = store.run(input.runId); unimodalRun && table.isPool())
            table.details.folds = unimodalRun->details.folds;
        table.sources.push_back({ input.modality.toStdString(), store.bestPredictions(input.runId) });
    }
    if (const auto best = store.epoch(runId, run->bestEpoch))
        table.weights = best->report.weights;
    return table;
}

void append(std::string& line, const std::string& cell)
{
    line += ',';
    line += cell;
}

std::string header(const Table& table)
{
    std::string line = "id,split,y";
    for (const Source& source : table.sources) {
        if (table.cohort.task == Task::Regression) {
            append(line, quoted("pred_" + source.name));
            continue;
        }
        for (std::size_t c = 0; c < table.cohort.classes.size(); ++c)
            append(line, quoted("prob_" + source.name + "_" + std::to_string(c)));
    }
    if (table.hasWeights) {
        for (const std::string& modality : table.cohort.modalities)
            append(line, quoted("w_" + modality));
    }
    for (const auto& one : table.ofRows)
        for (const std::string& part : one.parts)
            append(line, quoted(one.name + "_" + part));
    if (table.isPool()) {
        line += ",fold,lambda";
        for (const auto& weight : table.details.heldOut)
            append(line, quoted("c_" + weight.modality));
    }
    return line + (table.usesEvaluationLabels ? ",note\n" : "\n");
}

std::string weight(const Table& table, std::size_t row, std::size_t modality)
{
    const std::size_t cell = row * table.cohort.modalities.size() + modality;
    const bool isUsed = table.used.empty()
        || std::find(table.used.begin(), table.used.end(), table.cohort.modalities[modality])
            != table.used.end();
    if (table.cohort.present[cell] == 0 || !isUsed)
        return {};
    return table.weights.empty() ? "1" : number(table.weights.at(cell));
}

/// What the model says of a row. \param hidden a test row whose figures may not be shown yet
std::string diagnosticCells(const Table& table, std::size_t row, bool hidden)
{
    std::string cells;
    const auto& modalities = table.cohort.modalities;
    for (const auto& one : table.ofRows)
        for (std::size_t k = 0; k < one.parts.size(); ++k) {
            const auto found = std::find(modalities.begin(), modalities.end(), one.parts[k]);
            const auto m = static_cast<std::size_t>(found - modalities.begin());
            const bool absent
                = found != modalities.end() && table.cohort.present[row * modalities.size() + m] == 0;
            append(
                cells, hidden || absent ? std::string() : number(one.values.at(row * one.parts.size() + k)));
        }
    return cells;
}

/// The fold whose models predicted a training row, the penalty, and how far each modality is believed.
std::string poolCells(const Table& table, std::size_t row)
{
    std::string cells;
    const auto& details = table.details;
    append(cells,
        row < details.folds.size() && details.folds[row] >= 0 ? std::to_string(details.folds[row])
                                                              : std::string());
    const auto lambda = details.chosen.find("lambda");
    append(cells, lambda == details.chosen.end() ? std::string() : training::numberText(lambda->second));
    for (const auto& weight : details.heldOut)
        append(cells, training::numberText(weight.c));
    return cells;
}

std::string rowText(const Table& table, std::size_t i)
{
    const CohortRecord& cohort = table.cohort;
    const bool hidden = !table.testIsOpen && cohort.splits[i] == Split::Test;
    std::string line = quoted(cohort.ids[i]);
    append(line, data::splitName(cohort.splits[i]));
    append(line, std::isfinite(cohort.y[i]) ? training::numberText(cohort.y[i]) : std::string());
    const std::size_t width = cohort.predictionWidth();
    for (const Source& source : table.sources) {
        // A unimodal model also answers for instances that lack its modality; that is no prediction of it.
        const auto found = std::find(cohort.modalities.begin(), cohort.modalities.end(), source.name);
        const auto m = static_cast<std::size_t>(found - cohort.modalities.begin());
        const bool absent
            = found != cohort.modalities.end() && cohort.present[i * cohort.modalities.size() + m] == 0;
        const bool known
            = !hidden && !absent && i < source.predictions.rows() && source.predictions.width == width;
        for (std::size_t k = 0; k < width; ++k)
            append(line, known ? number(source.predictions.row(i)[k]) : std::string());
    }
    if (table.hasWeights) {
        for (std::size_t m = 0; m < cohort.modalities.size(); ++m)
            append(line, hidden ? std::string() : weight(table, i, m));
    }
    line += diagnosticCells(table, i, hidden);
    if (table.isPool())
        line += poolCells(table, i);
    return line + (table.usesEvaluationLabels ? ",uses evaluation labels\n" : "\n");
}

} // namespace

QByteArray exportCsv(const Store& store, std::int64_t runId)
{
    const Table table = readTable(store, runId);
    std::string text = header(table);
    for (std::size_t i = 0; i < table.cohort.size(); ++i)
        text += rowText(table, i);
    return QByteArray::fromStdString(text);
}

void writeExport(const Store& store, std::int64_t runId, const QString& path)
{
    const QByteArray text = exportCsv(store, runId);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
        throw Error(
            QStringLiteral("The file %1 could not be written: %2; check its folder and the free space.")
                .arg(path, file.errorString())
                .toStdString(),
            Error::Kind::Work);
    }
}

} // namespace btw::store
