// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"

#include "engine/error.h"
#include "ui/charts/exportfigure.h"
#include "ui/charts/figureregistry.h"
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

const charts::FigureInfo& figureNamed(const charts::FigureRegistry& figures, const QString& word)
{
    if (const auto* found = figures.find(word))
        return *found;
    const QString near = nearest(word, figures.ids());
    throw Error("There is no figure '" + word.toStdString() + "'"
        + (near.isEmpty() ? std::string() : " (did you mean '" + near.toStdString() + "'?)")
        + "; there are: " + figures.ids().join(QStringLiteral(", ")).toStdString() + ".");
}

/// Every figure with what it needs of a run and the columns of its CSV.
QString notes()
{
    const charts::FigureRegistry figures = charts::builtinFigures();
    QStringList lines;
    for (const charts::FigureInfo& figure : figures.all())
        lines << QStringLiteral("  %1 needs %2; as CSV: %3")
                     .arg(figure.id, -10)
                     .arg(figure.needs, figure.columns.join(QStringLiteral(", ")));
    return lines.join(QLatin1Char('\n'));
}

int figure(const Arguments& arguments, Console& console)
{
    const charts::FigureRegistry figures = charts::builtinFigures();
    const charts::FigureInfo& kind = figureNamed(figures, arguments.positional(0).value_or(QString()));
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
        QStringLiteral("Draw a figure of a run: %1.")
            .arg(charts::builtinFigures().ids().join(QStringLiteral(", "))),
        { { QStringLiteral("KIND") },
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'"),
                    true },
                { QStringLiteral("out"), QStringLiteral("F.svg|F.pdf|F.png|F.csv"),
                    QStringLiteral("the file to write; as .csv the numbers that are drawn"), true },
                { QStringLiteral("baseline"), QStringLiteral("RUN"),
                    QStringLiteral("the baseline of the run; checked, since the store knows it") },
                { QStringLiteral("width-mm"), QStringLiteral("W"),
                    QStringLiteral("printed width (84, one column)") },
                { QStringLiteral("dpi"), QStringLiteral("D"), QStringLiteral("of a PNG (300)") } } },
        figure, notes() };
}

} // namespace btw::cli
