// SPDX-License-Identifier: GPL-3.0-or-later
#include "ranksarguments.h"

#include "words.h"

#include "engine/error.h"
#include "engine/training/ranks.h"
#include "engine/training/runtime.h"
#include "workspace/store/encoderhashes.h"
#include "workspace/store/specjson.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace btw::cli {

namespace {

constexpr int kRanksAtMost = 1024;

} // namespace

std::optional<RanksArguments> ranksArguments(const Arguments& arguments)
{
    const QString worldSize = QStringLiteral("world-size");
    const QString rank = QStringLiteral("rank");
    const QString url = QStringLiteral("store-url");
    RanksArguments ranks;
    ranks.size = static_cast<int>(arguments.integer(worldSize, 1, 1, kRanksAtMost));
    if (ranks.size == 1) {
        if (!arguments.has(worldSize) && (arguments.has(rank) || arguments.has(url)))
            throw Error("--world-size is missing; say how many processes there are, and which this is: "
                        "--world-size 2 --rank 0 --store-url tcp://HOST:PORT.");
        arguments.integer(rank, 0, 0, 0);
        return std::nullopt;
    }
    if (!arguments.has(rank))
        throw Error("--rank is missing; give each of the " + std::to_string(ranks.size)
            + " processes its own, from 0 to " + std::to_string(ranks.size - 1) + ".");
    if (!arguments.has(url))
        throw Error(
            "--store-url is missing; add --store-url tcp://HOST:PORT with the host of rank 0 and a free "
            "port of it, the same for every rank.");
    ranks.rank = static_cast<int>(arguments.integer(rank, 0, 0, ranks.size - 1));
    ranks.url = arguments.value(url)->toStdString();
    return ranks;
}

std::shared_ptr<training::Ranks> meet(
    const RanksArguments& ranks, const std::vector<jobs::TrainingRequest>& requests, Console& console)
{
    const jobs::TrainingRequest& first = requests.front();
    console.message(
        (ranks.rank == 0 ? QStringLiteral("Rank 0 of %2 waits for the others at %3, for at most two minutes.")
                         : QStringLiteral("Rank %1 of %2 looks for rank 0 at %3, for at most two minutes."))
            .replace(QLatin1String("%1"), QString::number(ranks.rank))
            .replace(QLatin1String("%2"), QString::number(ranks.size))
            .replace(QLatin1String("%3"), QString::fromStdString(ranks.url)));
    auto joined = training::joinRanks(ranks.url, ranks.rank, ranks.size, first.device.toStdString());
    joined->requireSame("version of the program",
        QCoreApplication::applicationVersion().toStdString() + ' ' + training::runtimeInfo().libtorchVersion,
        "install the same btw and LibTorch on every host.");
    joined->requireSame("cohort", first.identity->hash().toStdString(),
        "give every rank the same file, and the same split_seed.");
    // What an encoder's file holds is compared, not where each host has it.
    const auto spec = store::withoutEncoderPaths(store::withWholeEncoders(first.spec));
    std::string experiment
        = QJsonDocument(store::specToJson(spec)).toJson(QJsonDocument::Compact).toStdString();
    for (const jobs::TrainingRequest& request : requests)
        experiment += ' ' + std::to_string(request.seed);
    joined->requireSame("experiment", experiment + ' ' + first.device.toStdString(),
        "start every rank with the same options but for --rank and --threads, and with the same "
        "encoder_files.");
    if (ranks.rank != 0)
        console.message(QStringLiteral("Rank %1 of %2: rank 0 says what is trained, and keeps the runs.")
                            .arg(ranks.rank)
                            .arg(ranks.size));
    return joined;
}

} // namespace btw::cli
