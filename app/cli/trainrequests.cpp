// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainrequests.h"

#include "arguments.h"

#include "engine/error.h"
#include "workspace/store/specjson.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace btw::cli {

namespace {

QJsonObject readSpec(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(path.toStdString() + ": the spec cannot be read: " + file.errorString().toStdString()
            + "; check the path.");
    const QByteArray bytes = file.readAll();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull()) {
        const auto row = bytes.first(std::min<qsizetype>(error.offset, bytes.size())).count('\n') + 1;
        throw Error(path.toStdString() + ", row " + std::to_string(row) + ": this is not JSON ("
            + error.errorString().toStdString() + "); fix it, or start from btw train DATA --print-spec.");
    }
    if (!document.isObject())
        throw Error(
            path.toStdString() + ": a spec is one JSON object; start from btw train DATA --print-spec.");
    return document.object();
}

} // namespace

std::vector<std::uint64_t> parseSeeds(const QString& text)
{
    std::vector<std::uint64_t> seeds;
    for (const QString& word : text.split(QLatin1Char(','))) {
        bool whole = false;
        const std::uint64_t seed = word.trimmed().toULongLong(&whole);
        // JSON has no larger whole numbers that are exact.
        constexpr std::uint64_t kLargest = std::uint64_t { 1 } << 53;
        if (!whole || seed > kLargest)
            throw Error("--seeds is '" + text.toStdString()
                + "', but must be whole numbers separated by commas: 1,2,3.");
        if (std::find(seeds.begin(), seeds.end(), seed) != seeds.end())
            throw Error("--seeds has " + word.trimmed().toStdString() + " twice; give every seed once.");
        seeds.push_back(seed);
    }
    return seeds;
}

std::vector<std::vector<std::string>> parseSubsets(const QString& text, const data::Cohort& cohort)
{
    constexpr std::size_t kMostForAll = 8; // 246 subsets
    std::vector<std::string> names;
    for (const auto& modality : cohort.modalities)
        names.push_back(modality.name);
    const std::size_t count = names.size();
    std::vector<std::vector<std::string>> subsets;
    if (text == QLatin1String("all")) {
        if (count > kMostForAll)
            throw Error("--subsets all would train 2^" + std::to_string(count)
                + " models; name the subsets (--subsets \"a,b;b,c\"), or take leave-one-out.");
        for (std::size_t bits = 1; bits + 1 < std::size_t { 1 } << count; ++bits) {
            std::vector<std::string> some;
            for (std::size_t m = 0; m < count; ++m)
                if ((bits >> m & 1U) != 0)
                    some.push_back(names[m]);
            if (some.size() > 1) // one alone is trained in any case
                subsets.push_back(some);
        }
    } else if (text == QLatin1String("leave-one-out")) {
        for (std::size_t left = 0; count > 2 && left < count; ++left) {
            auto some = names;
            some.erase(some.begin() + static_cast<std::ptrdiff_t>(left));
            subsets.push_back(some);
        }
    } else {
        for (const QString& list : text.split(QLatin1Char(';'))) {
            std::vector<std::string> some;
            for (const QString& word : list.split(QLatin1Char(','))) {
                const std::string name = word.trimmed().toStdString();
                if (std::find(names.begin(), names.end(), name) == names.end()
                    || std::find(some.begin(), some.end(), name) != some.end())
                    throw Error("--subsets: '" + name
                        + "' is not a modality of this cohort, or is named twice in one subset; write all, "
                          "leave-one-out, or lists such as a,b;b,c.");
                some.push_back(name);
            }
            if (some.size() < count)
                subsets.push_back(some);
        }
    }
    return subsets;
}

SpecArguments::SpecArguments(const Arguments& arguments)
    : m_flags(arguments, m_systems)
    , m_preset(arguments.value(QStringLiteral("preset")))
{
    if (const auto path = arguments.value(QStringLiteral("spec")))
        m_file = readSpec(*path);
}

training::ExperimentSpec SpecArguments::resolve(std::size_t trainingInstances, Task task) const
{
    training::ExperimentSpec spec
        = store::resolveSpec(m_file, m_preset, trainingInstances, m_systems.parameters());
    m_flags.applyTo(spec, task);
    return spec;
}

bool SpecArguments::isAuto() const
{
    const QString automatic = QStringLiteral("auto");
    return m_preset.value_or(m_file.value(QStringLiteral("preset")).toString(automatic)) == automatic;
}

} // namespace btw::cli
