// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "engine/data/samples.h"
#include "workspace/io/npz/npz.h"

namespace btw::cli {

namespace {

int sample(const Arguments& arguments, Console& console)
{
    const QString kind = arguments.positional(0).value_or(QString());
    const QString out = arguments.required(QStringLiteral("out"));
    const auto seed = static_cast<std::uint64_t>(arguments.integer(QStringLiteral("seed"), 0, 0));
    constexpr std::int64_t kAtMost = 10'000'000;
    data::Cohort cohort;
    if (kind == QLatin1String("sentiment"))
        cohort = data::makeSentiment(
            static_cast<std::size_t>(arguments.integer(QStringLiteral("n"), 1200, 1, kAtMost)), seed);
    else if (kind == QLatin1String("los"))
        cohort = data::makeLos(
            static_cast<std::size_t>(arguments.integer(QStringLiteral("n"), 1600, 1, kAtMost)), seed,
            arguments.has(QStringLiteral("complete")));
    else
        cohort = data::makeSample(kind.toStdString()); // says which there are
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

} // namespace

Command sampleCommand()
{
    return { QStringLiteral("sample"),
        QStringLiteral("Write a planted cohort whose modality strengths are known."),
        { { QStringLiteral("sentiment|los") },
            { { QStringLiteral("out"), QStringLiteral("F.npz"), QStringLiteral("the file to write"), true },
                { QStringLiteral("n"), QStringLiteral("N"), QStringLiteral("instances (1200; los 1600)") },
                { QStringLiteral("seed"), QStringLiteral("S"),
                    QStringLiteral("another seed, another cohort (0)") },
                { QStringLiteral("complete"), {},
                    QStringLiteral("los: every modality present everywhere") } } },
        sample };
}

} // namespace btw::cli
