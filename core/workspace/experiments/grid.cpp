// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/grid.h"

#include "engine/error.h"
#include "engine/spec/trainable.h"
#include "engine/weighting/names.h"
#include "workspace/experiments/models.h"
#include "workspace/store/specjson.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace btw::experiments {

namespace {

constexpr std::size_t kCombinationsAtMost = 10000;

const QString kSystem = QStringLiteral("system");
const QString kModel = QStringLiteral("model");
const QString kModalities = QStringLiteral("modalities");
const QString kVariant = QStringLiteral("variant");

QString valueText(const QJsonValue& value)
{
    if (!value.isArray())
        return value.toVariant().toString();
    QStringList names;
    for (const auto& name : value.toArray())
        names << name.toString();
    return names.join(QStringLiteral(" + "));
}

QJsonArray namesOf(const data::Cohort& cohort)
{
    QJsonArray names;
    for (const auto& modality : cohort.modalities)
        names.append(QString::fromStdString(modality.name));
    return names;
}

class GridExpander
{
public:
    GridExpander(const ExperimentFile& file, const data::Cohort& cohort, std::size_t trainingInstances,
        const systems::SystemRegistry& systems)
        : m_file(file)
        , m_cohort(cohort)
        , m_trainingInstances(trainingInstances)
        , m_systems(systems)
        , m_parameters(systems.parameters())
    {
    }

    GridArms expand()
    {
        QJsonArray systems = m_file.grid.value(kSystem).toArray();
        const auto base = resolve(m_file.spec); // says what is wrong with the spec by itself
        if (systems.isEmpty())
            systems.append(QString::fromStdString(base.model));
        auto combinations = static_cast<std::size_t>(systems.size());
        for (auto it = m_file.grid.begin(); it != m_file.grid.end(); ++it) {
            if (it.key() == kSystem || it.key() == QLatin1String("rows"))
                continue;
            auto values = it.key() == kModalities ? subsets(it.value().toArray()) : it.value().toArray();
            check(it.key(), values);
            combinations *= static_cast<std::size_t>(values.size());
            if (combinations > kCombinationsAtMost)
                throw Error("The grid has more than " + std::to_string(kCombinationsAtMost)
                    + " combinations; shorten its lists.");
            m_axes.emplace_back(it.key(), std::move(values));
        }
        for (const auto& system : systems) {
            QJsonObject json = m_file.spec;
            json.insert(kModel, system);
            visit(json, 0, {});
        }
        tellLeftOut();
        return std::move(m_grid);
    }

private:
    using Choice = std::vector<qsizetype>; ///< of each axis, the place in its list

    training::ExperimentSpec resolve(const QJsonObject& json) const
    {
        return store::resolveSpec(json, std::nullopt, m_trainingInstances, m_parameters);
    }

    /// Each value by itself, beside others that suit any.
    void check(const QString& key, const QJsonArray& values) const
    {
        for (const auto& value : values) {
            training::ExperimentSpec spec;
            spec.experts = 1024;
            spec.topK = 1;
            try {
                store::applySpecJson(spec, { { key, value } }, m_parameters);
            } catch (const Error& error) {
                throw Error("The grid: " + std::string(error.what()));
            }
        }
    }

    /// The words among them as lists of names.
    QJsonArray subsets(const QJsonArray& asked) const
    {
        const auto all = namesOf(m_cohort);
        QJsonArray lists;
        const auto add = [&](const QJsonArray& list) {
            if (!lists.contains(QJsonValue(list)))
                lists.append(QJsonValue(list));
        };
        for (const auto& value : asked) {
            for (const auto& name : value.toArray())
                if (!all.contains(name))
                    throw Error("The grid: \"modalities\": '" + name.toString().toStdString()
                        + "' is not a modality of this cohort, which has "
                        + valueText(all).replace(QStringLiteral(" + "), QStringLiteral(", ")).toStdString()
                        + ".");
            if (value.isArray()) {
                QJsonArray some; // in the cohort's order: another one would train the same again
                for (const auto& name : all)
                    if (value.toArray().contains(name))
                        some.append(name);
                add(some.size() == all.size() ? QJsonArray() : some);
            } else if (value == QLatin1String("all"))
                add({});
            else
                for (qsizetype m = 0; m < all.size(); ++m) {
                    auto rest = all;
                    rest.removeAt(m);
                    add(value == QLatin1String("alone") ? QJsonArray { all[m] } : rest);
                }
        }
        return lists;
    }

    void visit(const QJsonObject& json, std::size_t axis, const Choice& choice)
    {
        if (axis == m_axes.size()) {
            add(json, choice);
            return;
        }
        const auto& [key, values] = m_axes[axis];
        for (qsizetype i = 0; i < values.size(); ++i) {
            QJsonObject with = json;
            with.insert(key, values[i]);
            auto chosen = choice;
            chosen.push_back(i);
            visit(with, axis + 1, chosen);
        }
    }

    void add(QJsonObject json, const Choice& choice)
    {
        std::optional<training::ExperimentSpec> spec;
        try {
            // What the system reads follows from these; the other keys need not suit it.
            QJsonObject known = m_file.spec;
            for (const char* key : { "model", "unimodal", "variant", "preset" })
                if (json.contains(QLatin1String(key)))
                    known.insert(QLatin1String(key), json.value(QLatin1String(key)));
            spec = resolve(known);
            const auto& system = m_systems.get(spec->model);
            for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
                const auto& [key, values] = m_axes[axis];
                if (isRead(system, *spec, key))
                    continue;
                if (key == kVariant ? !takesNoWeights(system, *spec)
                                    : !standsForAll(system, *spec, axis, choice))
                    return;
                if (key == kVariant)
                    continue;
                json.remove(key);
                if (m_file.spec.contains(key))
                    json.insert(key, m_file.spec.value(key));
            }
            spec = resolve(json);
            for (const auto& problems :
                { training::canTrain(m_cohort.task, *spec), systems::cannotFit(m_systems, m_cohort, *spec) })
                for (const auto& problem : problems)
                    if (problem.severity == data::Severity::Error)
                        throw Error(problem.what);
        } catch (const Error& error) {
            leaveOut(error.what(), json);
            return;
        }
        const bool isKnown = std::any_of(
            m_grid.arms.begin(), m_grid.arms.end(), [&](const Arm& arm) { return arm.spec == *spec; });
        if (!isKnown)
            m_grid.arms.push_back({ *spec, withoutOf(*spec) });
    }

    bool isRead(const systems::System& system, const training::ExperimentSpec& spec, const QString& key) const
    {
        if (key == kVariant)
            return system.info().weighted;
        if (key == QLatin1String("preset"))
            return true;
        const auto parameters = system.parametersRead(spec);
        const auto* parameter = training::findParameter(parameters, key.toStdString());
        return parameter != nullptr && parameter->isReadFor(m_cohort.task)
            && (parameter->steps.contains(training::Step::Unimodal)
                || parameter->steps.contains(training::Step::Baseline)
                || (system.info().weighted && spec.variant != weighting::Variant::None
                    && parameter->isReadBy(training::Step::Weighted, spec.variant)));
    }

    /// Of a system without weights: whether that is what was asked for.
    bool takesNoWeights(const systems::System& system, const training::ExperimentSpec& spec)
    {
        if (spec.variant == weighting::Variant::None)
            return true;
        const std::string variant(weighting::toString(spec.variant));
        const auto& info = system.info();
        addTo(std::string(info.name) + " takes no weights, and is left out with the variant ", variant,
            info.whyUnweighted.empty() ? "." : ". " + std::string(info.whyUnweighted));
        return false;
    }

    /// Of a key that the system does not read: whether this is the one value that is trained.
    bool standsForAll(const systems::System& system, const training::ExperimentSpec& spec, std::size_t axis,
        const Choice& choice)
    {
        const auto& [key, values] = m_axes[axis];
        if (values.size() > 1) {
            std::string name = systemOf(spec).toStdString();
            if (system.info().weighted)
                name += ':' + std::string(weighting::toString(spec.variant));
            QStringList texts;
            for (const auto& value : values)
                texts << valueText(value);
            addTo("What does not read \"" + key.toStdString() + "\" is trained once, not for each of "
                    + texts.join(QStringLiteral(", ")).toStdString() + ": ",
                name, ".");
        }
        return choice[axis] == 0;
    }

    void leaveOut(const std::string& reason, const QJsonObject& json)
    {
        QStringList words { QStringLiteral("system ") + json.value(kModel).toString() };
        for (const auto& [key, values] : m_axes)
            if (json.contains(key))
                words << key + QLatin1Char(' ') + valueText(json.value(key));
        addTo("Left out, since it cannot be trained (" + reason + "): ",
            words.join(QStringLiteral(", ")).toStdString(), ".");
    }

    /// Sentences that begin alike are one, with a list.
    void addTo(const std::string& begin, const std::string& item, const std::string& end)
    {
        auto known = std::find_if(
            m_sentences.begin(), m_sentences.end(), [&](const auto& one) { return one.begin == begin; });
        if (known == m_sentences.end())
            known = m_sentences.insert(m_sentences.end(), { begin, {}, end });
        if (std::find(known->items.begin(), known->items.end(), item) == known->items.end())
            known->items.push_back(item);
    }

    void tellLeftOut()
    {
        constexpr std::size_t kListed = 10;
        for (const auto& sentence : m_sentences) {
            std::string list;
            for (std::size_t i = 0; i < std::min(sentence.items.size(), kListed); ++i)
                list += (i == 0 ? "" : "; ") + sentence.items[i];
            if (sentence.items.size() > kListed)
                list += "; and " + std::to_string(sentence.items.size() - kListed) + " more";
            m_grid.leftOut.push_back(sentence.begin + list + sentence.end);
        }
    }

    /// What the file leaves out, of the modalities that a spec uses.
    std::vector<std::vector<std::string>> withoutOf(const training::ExperimentSpec& spec)
    {
        std::vector<std::vector<std::string>> all;
        const auto used = usedModalities(m_cohort, spec);
        if (m_file.without.isString() && used.size() > 1) {
            for (const auto& name : used)
                all.push_back({ name });
            return all;
        }
        for (const auto& value : m_file.without.toArray()) {
            const auto list = value.isArray() ? value.toArray() : QJsonArray { value };
            std::vector<std::string> some;
            for (const auto& name : list)
                some.push_back(name.toString().toStdString());
            const auto isOf = [&](const std::vector<std::string>& names) {
                return std::all_of(some.begin(), some.end(), [&](const std::string& name) {
                    return std::find(names.begin(), names.end(), name) != names.end();
                });
            };
            std::vector<std::string> there;
            for (const auto& modality : m_cohort.modalities)
                there.push_back(modality.name);
            if (!isOf(there))
                throw Error("The experiment's key \"without\": '" + listed(some).toStdString()
                    + "' is not among the modalities of this cohort, " + listed(there).toStdString() + ".");
            if (isOf(used) && some.size() < used.size())
                all.push_back(std::move(some));
            else
                addTo("Not trained, since nothing would change or nothing would be left: "
                        + listed(used).toStdString() + " without ",
                    listed(some).toStdString(), ".");
        }
        return all;
    }

    struct Sentence
    {
        std::string begin;
        std::vector<std::string> items;
        std::string end;
    };

    const ExperimentFile& m_file;
    const data::Cohort& m_cohort;
    std::size_t m_trainingInstances;
    const systems::SystemRegistry& m_systems;
    std::vector<training::Parameter> m_parameters;
    std::vector<std::pair<QString, QJsonArray>> m_axes;
    std::vector<Sentence> m_sentences;
    GridArms m_grid;
};

} // namespace

GridArms armsOf(const ExperimentFile& file, const data::Cohort& cohort, std::size_t trainingInstances,
    const systems::SystemRegistry& systems)
{
    return GridExpander(file, cohort, trainingInstances, systems).expand();
}

} // namespace btw::experiments
