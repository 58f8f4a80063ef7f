// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"

#include "engine/error.h"
#include "ui/charts/exportfigure.h"
#include "workspace/jobs/digest.h"
#include "workspace/store/store.h"

#include <QFileInfo>

namespace btw::cli {

namespace {

constexpr int kDpi = 300;

void checkBaseline(const store::Store& store, const Arguments& arguments, const jobs::RunDigest& digest)
{
    const auto word = arguments.value(QStringLiteral("baseline"));
    if (!word)
        return;
    const std::int64_t baseline = runNamed(store, *word);
    if (baseline != digest.baselineId)
        throw Error("Run " + std::to_string(baseline) + " is not the baseline of run "
            + std::to_string(digest.run.id)
            + (digest.baselineId == 0 ? ", which has none."
                                      : "; that is run " + std::to_string(digest.baselineId) + "."));
}

int figure(const Arguments& arguments, Console& console)
{
    const QString kind = arguments.positional(0).value_or(QString());
    if (!charts::figureKinds().contains(kind))
        throw Error("There is no figure '" + kind.toStdString()
            + "'; there are: " + charts::figureKinds().join(QStringLiteral(", ")).toStdString() + ".");
    const double width = arguments.number(QStringLiteral("width-mm"), charts::kColumnWidthMm, 20, 1000);
    const auto dpi = static_cast<int>(arguments.integer(QStringLiteral("dpi"), kDpi, 36, 2400));
    const QString out = arguments.required(QStringLiteral("out"));

    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    keepStore(store, out);
    const jobs::RunDigest digest
        = jobs::loadDigest(store, runNamed(store, arguments.required(QStringLiteral("run"))));
    checkBaseline(store, arguments, digest);
    QString error;
    if (!charts::exportFigure(kind, digest, out, width, dpi, &error)) {
        const QFileInfo folder(QFileInfo(out).absolutePath());
        throw Error(error.toStdString(), folder.isWritable() ? Error::Kind::Input : Error::Kind::Work);
    }
    console.message(QStringLiteral("Wrote %1.").arg(out));
    return kDone;
}

} // namespace

Command figureCommand()
{
    return { QStringLiteral("figure"),
        QStringLiteral("Draw a figure of a run: %1.").arg(charts::figureKinds().join(QStringLiteral(", "))),
        { { QStringLiteral("KIND") },
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'"),
                    true },
                { QStringLiteral("out"), QStringLiteral("F.svg|F.pdf|F.png"),
                    QStringLiteral("the file to write"), true },
                { QStringLiteral("baseline"), QStringLiteral("RUN"),
                    QStringLiteral("the baseline of the run; checked, since the store knows it") },
                { QStringLiteral("width-mm"), QStringLiteral("W"),
                    QStringLiteral("printed width (84, one column)") },
                { QStringLiteral("dpi"), QStringLiteral("D"), QStringLiteral("of a PNG (300)") } } },
        figure };
}

} // namespace btw::cli
