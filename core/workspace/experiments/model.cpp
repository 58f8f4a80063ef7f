// SPDX-License-Identifier: GPL-3.0-or-later
// In what two models of a comparison differ, and whom an experiment asks of.
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"
#include "engine/systems/system.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/modelparameters.h"
#include "workspace/experiments/models.h"

#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <iterator>

namespace btw::experiments {

namespace {

constexpr std::size_t kHashDigits = 8; // tell two files of one name apart

} // namespace

std::vector<training::Parameter> parametersOf(const training::ExperimentSpec& spec, const QString& variant)
{
    static const auto kSystems = systems::describedSystems();
    const auto* system = kSystems.find(spec.model);
    std::vector<training::Parameter> read;
    if (system != nullptr)
        read = system->parametersRead(spec);
    const bool isWeighted = variant != QLatin1String("none");
    std::erase_if(read, [&](const training::Parameter& one) {
        return !one.steps.contains(training::Step::Unimodal) && !one.steps.contains(training::Step::Baseline)
            && !(isWeighted && one.isReadBy(training::Step::Weighted, spec.variant));
    });
    return read;
}

QString settingWords(std::string_view key, const std::string& value, const training::ExperimentSpec& spec)
{
    if (key != training::kEncoderFilesKey)
        return QString::fromStdString(std::string(key) + ' ' + value);
    QStringList words;
    for (const auto& file : training::encoderFiles(spec))
        words << QStringLiteral("%1 by %2#%3")
                     .arg(QString::fromStdString(file.modality),
                         QFileInfo(QString::fromStdString(file.path)).fileName(),
                         QString::fromStdString(file.hash.substr(0, kHashDigits)));
    return words.isEmpty() ? QStringLiteral("no encoder from a file") : words.join(QStringLiteral(" and "));
}

QString settingsOf(const Model& first, const Model& second)
{
    QStringList words;
    for (const auto& one :
        training::differences(parametersOf(second.spec, second.variant), first.spec, second.spec))
        words << settingWords(one.key, one.second, second.spec);
    if (first.trainedOn != second.trainedOn)
        words << second.trainedOn;
    return words.join(QStringLiteral(", "));
}

std::size_t seedsOf(const Model& model)
{
    std::map<std::size_t, std::size_t> ofFold;
    std::size_t most = 0;
    for (const auto& [cell, run] : model.runs)
        most = std::max(most, ++ofFold[cell.first]);
    return most;
}

std::vector<std::size_t> rowsAmong(
    const std::vector<std::size_t>& rows, const std::vector<std::size_t>& others)
{
    const std::set<std::size_t> wanted(others.begin(), others.end());
    std::vector<std::size_t> both;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(both),
        [&](std::size_t row) { return wanted.count(row) != 0; });
    return both;
}

std::vector<ModelDifference> differencesOf(const Model& first, const Model& second)
{
    std::vector<ModelDifference> all;
    const auto add = [&](const char* key, const QString& a, const QString& b) {
        if (a != b)
            all.push_back({ QString::fromLatin1(key), {}, a, b });
    };
    add("system", first.system, second.system);
    add("variant", first.variant, second.variant);
    add("modalities", listed(first.modalities), listed(second.modalities));
    add("placebo", QString::fromStdString(first.placebo), QString::fromStdString(second.placebo));
    add("machine", first.trainedOn, second.trainedOn);
    auto parameters = parametersOf(first.spec, first.variant);
    for (const auto& one : parametersOf(second.spec, second.variant)) {
        const auto isSame = [&](const auto& known) { return known.key == one.key; };
        if (std::none_of(parameters.begin(), parameters.end(), isSame))
            parameters.push_back(one);
    }
    for (const auto& one : training::differences(parameters, first.spec, second.spec))
        all.push_back(
            { QString::fromStdString(std::string(one.key)), QString::fromStdString(std::string(one.label)),
                QString::fromStdString(one.first), QString::fromStdString(one.second) });
    return all;
}

std::vector<std::string> populationsOf(const store::ExperimentRecord& experiment)
{
    std::vector<std::string> names;
    for (const auto& part : experiment.parts)
        if (std::find(names.begin(), names.end(), part.rows) == names.end())
            names.push_back(part.rows);
    return names;
}

} // namespace btw::experiments
