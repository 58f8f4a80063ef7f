// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/shapejson.h"

#include "engine/data/names.h"

#include <QJsonArray>

#include <algorithm>

namespace btw::store {

namespace {

constexpr int kLargestWidth = 100'000'000;

QString text(const std::string& words) { return QString::fromStdString(words); }

QJsonArray numbers(const std::vector<double>& values)
{
    QJsonArray list;
    for (const double value : values)
        list.append(value);
    return list;
}

QJsonArray words(const std::vector<std::string>& values)
{
    QJsonArray list;
    for (const auto& value : values)
        list.append(text(value));
    return list;
}

std::vector<double> numbersOf(const QJsonValue& list)
{
    std::vector<double> values;
    for (const auto& value : list.toArray())
        values.push_back(value.toDouble());
    return values;
}

std::vector<std::string> wordsOf(const QJsonValue& list)
{
    std::vector<std::string> values;
    for (const auto& value : list.toArray())
        values.push_back(value.toString().toStdString());
    return values;
}

QJsonObject sourceToJson(const data::SourceColumn& source)
{
    QJsonObject json { { QStringLiteral("name"), text(source.name) } };
    if (source.encoding) {
        json.insert(QStringLiteral("ordinal"), *source.encoding == data::Encoding::Ordinal);
        json.insert(QStringLiteral("words"), words(source.words));
    }
    return json;
}

data::SourceColumn sourceFrom(const QJsonObject& json)
{
    data::SourceColumn source { json.value(QStringLiteral("name")).toString().toStdString() };
    if (json.contains(QStringLiteral("words"))) {
        source.encoding = json.value(QStringLiteral("ordinal")).toBool() ? data::Encoding::Ordinal
                                                                         : data::Encoding::OneHot;
        source.words = wordsOf(json.value(QStringLiteral("words")));
    }
    return source;
}

QJsonObject modalityToJson(const data::ModalityShape& modality)
{
    QJsonArray sources;
    for (const auto& source : modality.sources)
        sources.append(sourceToJson(source));
    QJsonObject json { { QStringLiteral("name"), text(modality.name) },
        { QStringLiteral("kind"), text(data::kindName(modality.kind)) },
        { QStringLiteral("dims"), static_cast<qint64>(modality.dims) },
        { QStringLiteral("columns"), words(modality.columns) }, { QStringLiteral("sources"), sources },
        { QStringLiteral("means"), numbers(modality.scale.mean) },
        { QStringLiteral("deviations"), numbers(modality.scale.std) },
        { QStringLiteral("counts"), numbers(modality.counts) } };
    if (modality.kind == data::ModalityKind::Series)
        json.insert(QStringLiteral("times"), numbers({ modality.scale.firstTime, modality.scale.lastTime }));
    return json;
}

/// Whether everything has the size that the others say it has.
bool isWhole(const data::ModalityShape& modality)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    std::size_t made = 0;
    for (const auto& source : modality.sources)
        made += source.encoding == data::Encoding::OneHot ? source.words.size() : 1;
    return data::isModalityName(modality.name) && modality.dims > 0 && modality.dims < kLargestWidth
        && (modality.columns.empty() || modality.columns.size() == dims)
        && (modality.sources.empty() || made == dims) && modality.scale.mean.size() == dims
        && modality.scale.std.size() == dims && modality.counts.size() == dims
        && std::all_of(
            modality.scale.std.begin(), modality.scale.std.end(), [](double std) { return std > 0; });
}

std::optional<data::ModalityShape> modalityFrom(const QJsonObject& json)
{
    data::ModalityShape modality;
    modality.name = json.value(QStringLiteral("name")).toString().toStdString();
    const auto kind = data::parseKind(json.value(QStringLiteral("kind")).toString().toStdString());
    if (!kind)
        return std::nullopt;
    modality.kind = *kind;
    modality.dims = json.value(QStringLiteral("dims")).toInteger();
    modality.columns = wordsOf(json.value(QStringLiteral("columns")));
    for (const auto& source : json.value(QStringLiteral("sources")).toArray())
        modality.sources.push_back(sourceFrom(source.toObject()));
    modality.scale.mean = numbersOf(json.value(QStringLiteral("means")));
    modality.scale.std = numbersOf(json.value(QStringLiteral("deviations")));
    modality.counts = numbersOf(json.value(QStringLiteral("counts")));
    if (const auto times = numbersOf(json.value(QStringLiteral("times"))); times.size() == 2) {
        modality.scale.firstTime = times[0];
        modality.scale.lastTime = times[1];
    }
    return isWhole(modality) ? std::optional(std::move(modality)) : std::nullopt;
}

} // namespace

QJsonObject shapeToJson(const data::CohortShape& shape)
{
    QJsonArray modalities;
    for (const auto& modality : shape.modalities)
        modalities.append(modalityToJson(modality));
    QJsonObject json { { QStringLiteral("name"), text(shape.name) },
        { QStringLiteral("task"), text(data::taskName(shape.task)) },
        { QStringLiteral("classes"), words(shape.classes) },
        { QStringLiteral("thresholds"), numbers(shape.thresholds) },
        { QStringLiteral("modalities"), modalities }, { QStringLiteral("reading"), text(shape.reading) } };
    if (shape.labelRange)
        json.insert(
            QStringLiteral("label_range"), numbers({ shape.labelRange->first, shape.labelRange->second }));
    return json;
}

std::optional<data::CohortShape> shapeFromJson(const QJsonObject& json)
{
    data::CohortShape shape;
    shape.name = json.value(QStringLiteral("name")).toString().toStdString();
    const auto task = data::parseTask(json.value(QStringLiteral("task")).toString().toStdString());
    shape.classes = wordsOf(json.value(QStringLiteral("classes")));
    shape.thresholds = numbersOf(json.value(QStringLiteral("thresholds")));
    shape.reading = json.value(QStringLiteral("reading")).toString().toStdString();
    const auto range = numbersOf(json.value(QStringLiteral("label_range")));
    if (range.size() == 2)
        shape.labelRange = { range[0], range[1] };
    for (const auto& one : json.value(QStringLiteral("modalities")).toArray()) {
        auto modality = modalityFrom(one.toObject());
        if (!modality)
            return std::nullopt;
        shape.modalities.push_back(std::move(*modality));
    }
    const bool hasClasses = task && *task == Task::Classification;
    if (!task || shape.modalities.empty() || hasClasses != (shape.classes.size() >= 2)
        || !(shape.thresholds.empty() || shape.thresholds.size() + 1 == shape.classes.size()))
        return std::nullopt;
    shape.task = *task;
    return shape;
}

} // namespace btw::store
