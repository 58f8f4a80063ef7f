// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/manifest.h"

#include "engine/data/names.h"

#include <QJsonArray>

#include <array>

namespace btw::io {

namespace {

QString text(const std::string& string) { return QString::fromStdString(string); }

QJsonArray list(const std::vector<std::string>& texts)
{
    QJsonArray out;
    for (const std::string& item : texts)
        out.append(text(item));
    return out;
}

void addText(QJsonObject& to, const char* key, const std::string& value)
{
    if (!value.empty())
        to[QLatin1String(key)] = text(value);
}

void addTable(QJsonObject& to, const TableFiles& table)
{
    if (!table.file.isEmpty()) {
        to[QStringLiteral("file")] = table.file;
    } else {
        QJsonObject files;
        for (const auto& [split, file] : table.files)
            files[text(data::splitName(split))] = file;
        to[QStringLiteral("files")] = files;
    }
    if (!table.header)
        to[QStringLiteral("header")] = false;
}

QJsonObject outcome(const TimedOutcome& entry)
{
    QJsonObject out { { QStringLiteral("within"), entry.within } };
    addText(out, "time", entry.time);
    addText(out, "event", entry.event);
    addText(out, "is", entry.is);
    if (entry.othersCountAsNone)
        out[QStringLiteral("others")] = QStringLiteral("none");
    return out;
}

QJsonObject describe(const DescribeEntry& entry)
{
    QJsonObject out { { QStringLiteral("columns"), list(entry.columns) } };
    addTable(out, entry.table);
    addText(out, "id", entry.id);
    return out;
}

QJsonObject labels(const LabelsEntry& entry)
{
    QJsonObject out;
    addTable(out, entry.table);
    addText(out, "label", entry.label);
    if (entry.outcome)
        out[QStringLiteral("outcome")] = outcome(*entry.outcome);
    addText(out, "id", entry.id);
    addText(out, "split", entry.split);
    addText(out, "group", entry.group);
    return out;
}

void addLayout(QJsonObject& to, const LongLayout& layout)
{
    if (layout.count != WordCount::None) {
        to[QStringLiteral("layout")] = QStringLiteral("list");
        addText(to, "variable", layout.variable);
        to[QStringLiteral("count")]
            = layout.count == WordCount::Number ? QStringLiteral("numbers") : QStringLiteral("present");
        to[QStringLiteral("others")]
            = layout.othersAreZero ? QStringLiteral("zero") : QStringLiteral("absent");
        return;
    }
    to[QStringLiteral("layout")] = QStringLiteral("long");
    addText(to, "variable", layout.variable);
    addText(to, "value", layout.value);
    to[QStringLiteral("unit")] = QString::fromUtf8(unitName(layout.unitSeconds).data());
    if (layout.bin > 0)
        to[QStringLiteral("bin")] = layout.bin;
    if (layout.first > 0)
        to[QStringLiteral("first")] = layout.first;
}

QJsonObject categories(const std::map<std::string, CategoryEntry>& entries)
{
    QJsonObject out;
    for (const auto& [column, entry] : entries)
        out[text(column)] = !entry.order.empty()        ? QJsonValue(list(entry.order))
            : entry.encoding == data::Encoding::Ordinal ? QJsonValue(QStringLiteral("ordinal"))
                                                        : QJsonValue(QStringLiteral("one-hot"));
    return out;
}

QJsonObject modality(const ModalityEntry& entry)
{
    QJsonObject out { { QStringLiteral("name"), text(entry.name) },
        { QStringLiteral("kind"), text(data::kindName(entry.kind)) } };
    addTable(out, entry.table);
    if (!entry.columns.empty())
        out[QStringLiteral("columns")] = list(entry.columns);
    if (entry.exactColumns)
        out[QStringLiteral("exact")] = true;
    if (!entry.names.empty())
        out[QStringLiteral("names")] = list(entry.names);
    addText(out, "id", entry.id);
    addText(out, "time", entry.time);
    if (!entry.layout && entry.unitSeconds != kSecondsAnHour)
        out[QStringLiteral("unit")] = QString::fromUtf8(unitName(entry.unitSeconds).data());
    if (!entry.categories.empty())
        out[QStringLiteral("categories")] = categories(entry.categories);
    if (entry.layout)
        addLayout(out, *entry.layout);
    return out;
}

} // namespace

QJsonObject manifestToJson(const Manifest& manifest)
{
    QJsonObject out { { QStringLiteral("name"), text(manifest.name) },
        { QStringLiteral("task"), text(data::taskName(manifest.task)) },
        { QStringLiteral("labels"), labels(manifest.labels) } };
    if (!manifest.classes.empty())
        out[QStringLiteral("classes")] = list(manifest.classes);
    if (manifest.labelRange)
        out[QStringLiteral("label_range")]
            = QJsonArray { manifest.labelRange->first, manifest.labelRange->second };
    QJsonArray modalities;
    for (const ModalityEntry& entry : manifest.modalities)
        modalities.append(modality(entry));
    out[QStringLiteral("modalities")] = modalities;
    QJsonArray described;
    for (const DescribeEntry& entry : manifest.describe)
        described.append(describe(entry));
    if (!described.isEmpty())
        out[QStringLiteral("describe")] = described;
    QJsonObject strengths;
    for (const auto& [name, strength] : manifest.strengths)
        strengths[text(name)] = strength;
    if (!strengths.isEmpty())
        out[QStringLiteral("strengths")] = strengths;
    return out;
}

} // namespace btw::io
