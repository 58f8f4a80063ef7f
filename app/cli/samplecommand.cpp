// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "engine/data/samples.h"
#include "workspace/io/npz/npz.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace btw::cli {

namespace {

std::size_t usualSize(std::string_view name)
{
    const auto kinds = data::sampleKinds();
    return std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) {
        return kind.name == name;
    })->instances;
}

int sample(const Arguments& arguments, Console& console)
{
    const QString kind = arguments.positional(0).value_or(QString());
    const QString out = arguments.required(QStringLiteral("out"));
    const auto seed = static_cast<std::uint64_t>(arguments.integer(QStringLiteral("seed"), 0, 0));
    constexpr std::int64_t kAtMost = 10'000'000;
    const bool isComplete = arguments.has(QStringLiteral("complete"));
    std::optional<std::size_t> n;
    if (arguments.has(QStringLiteral("n")))
        n = static_cast<std::size_t>(arguments.integer(QStringLiteral("n"), 0, 1, kAtMost));
    const auto cohort = kind == QLatin1String("los") && isComplete
        ? data::makeLos(n.value_or(usualSize("los")), seed, true)
        : data::makeSample(kind.toStdString(), n, seed); // says which there are
    io::writeNpz(cohort, out);

    QStringList strengths;
    for (const auto& [modality, strength] : cohort.strengths)
        strengths.append(
            QStringLiteral("%1 %2").arg(QString::fromStdString(modality)).arg(strength, 0, 'g', 3));
    console.message(QStringLiteral("Wrote %1: %2 instances; true strengths: %3.")
                        .arg(out)
                        .arg(cohort.size())
                        .arg(strengths.join(QStringLiteral(", "))));
    return kDone;
}

/// "sentiment|los|..."
QString names()
{
    QStringList all;
    for (const auto& kind : data::sampleKinds())
        all << QString::fromStdString(std::string(kind.name));
    return all.join(QLatin1Char('|'));
}

/// "sentiment 1200, los 1600, ..."
QString sizes()
{
    QStringList all;
    for (const auto& kind : data::sampleKinds())
        all << QStringLiteral("%1 %2")
                   .arg(QString::fromStdString(std::string(kind.name)))
                   .arg(kind.instances);
    return all.join(QStringLiteral(", "));
}

} // namespace

Command sampleCommand()
{
    return { QStringLiteral("sample"),
        QStringLiteral("Write a planted cohort whose modality strengths are known."),
        { { names() },
            { { QStringLiteral("out"), QStringLiteral("F.npz"), QStringLiteral("the file to write"), true },
                { QStringLiteral("n"), QStringLiteral("N"), QStringLiteral("instances (%1)").arg(sizes()) },
                { QStringLiteral("seed"), QStringLiteral("S"),
                    QStringLiteral("another seed, another cohort (0)") },
                { QStringLiteral("complete"), {},
                    QStringLiteral("los: every modality present everywhere") } } },
        sample };
}

} // namespace btw::cli
