// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"

#include "engine/error.h"
#include "ui/charts/exportfigure.h"
#include "ui/charts/figureregistry.h"
#include "ui/charts/sheetwriter.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/figuredata.h"
#include "workspace/jobs/digest.h"
#include "workspace/store/store.h"

#include <QFile>

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
                     .arg(figure.id, -11)
                     .arg(figure.needs, figure.columns.join(QStringLiteral(", ")))
                + (figure.inPaper.isEmpty() ? QString()
                                            : QStringLiteral(" (the paper's Fig. %1)").arg(figure.inPaper));
    return lines.join(QLatin1Char('\n'));
}

/// A number of an experiment of the store. \throws btw::Error
std::int64_t experimentNamed(const QString& word)
{
    bool whole = false;
    const std::int64_t id = word.toLongLong(&whole);
    if (!whole || id < 1)
        throw Error("--experiment is '" + word.toStdString()
            + "', but must be the number that btw train and btw sweep give an experiment.");
    return id;
}

charts::SheetPicture::Panel panelOf(const charts::FigureInfo& kind, const store::Store& store,
    const experiments::FigureSubject& subject, const charts::ChartView& view = {}, const QString& metric = {})
{
    try {
        return { kind, experiments::loadFigureData(store, subject, kind.need, metric), view };
    } catch (const experiments::NothingLeftOut& error) {
        throw Error(std::string(error.what()) + " Here it is btw train --without each.");
    }
}

/// The page of figures that a .btwfig file describes.
void drawSheet(const charts::FigureRegistry& figures, const QString& file, const store::Store& store,
    const QString& out, int dpi)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        throw Error(file.toStdString() + " cannot be read: " + source.errorString().toStdString() + ".");
    const auto sheet = charts::fromBtwfig(source.readAll(), file);
    std::vector<charts::SheetPicture::Panel> panels;
    panels.reserve(sheet.panels.size());
    for (const auto& panel : sheet.panels)
        panels.push_back(panelOf(figureNamed(figures, panel.figure), store, panel.subject, panel.view));
    charts::writeSheet(sheet, panels, out, dpi);
}

void drawKind(const charts::FigureInfo& kind, const Arguments& arguments, const store::Store& store,
    const QString& out, int dpi)
{
    experiments::FigureSubject subject;
    const bool isOfRun = experiments::isOfRun(kind.need);
    const auto run = arguments.value(QStringLiteral("run"));
    const auto experiment = arguments.value(QStringLiteral("experiment"));
    if (isOfRun ? !run : !experiment)
        throw Error("Figure '" + kind.id.toStdString() + "' needs " + kind.needs.toStdString()
            + "; name it with " + (isOfRun ? "--run." : "--experiment."));
    if (isOfRun ? experiment.has_value() : run.has_value())
        throw Error("Figure '" + kind.id.toStdString() + "' is of "
            + (isOfRun ? "a run, not of an experiment: leave --experiment out."
                       : "an experiment, not of a run: leave --run out."));
    if (isOfRun)
        subject.run = runNamed(store, *run);
    else
        subject.experiment = experimentNamed(*experiment);
    const auto metric = arguments.value(QStringLiteral("metric"));
    if (metric && kind.id != QLatin1String("metric"))
        throw Error("--metric is for the figure 'metric': leave it out of '" + kind.id.toStdString() + "'.");
    const auto panel = panelOf(kind, store, subject, {}, metric.value_or(QString()));
    if (panel.data.run)
        checkBaseline(store, arguments, *panel.data.run);
    charts::Sheet sheet;
    sheet.widthMm = arguments.number(QStringLiteral("width-mm"), charts::kColumnWidthMm, 20, 1000);
    sheet.panels.push_back({ kind.id, subject, 1, {} });
    charts::writeSheet(sheet, { panel }, out, dpi);
}

int figure(const Arguments& arguments, Console& console)
{
    const charts::FigureRegistry figures = charts::builtinFigures();
    const auto dpi = static_cast<int>(arguments.integer(QStringLiteral("dpi"), kDpi, 36, 2400));
    const QString out = arguments.required(QStringLiteral("out"));
    const auto file = arguments.value(QStringLiteral("figure"));
    const auto word = arguments.positional(0);
    if (file && word)
        throw Error("--figure names a file that says which figures are drawn: leave '" + word->toStdString()
            + "' out.");
    if (file) // what the file says is not said twice
        for (const char* other : { "run", "experiment", "baseline", "width-mm", "metric" })
            if (arguments.value(QString::fromLatin1(other)))
                throw Error(
                    std::string("The file of --figure already says this: leave --") + other + " out.");
    const auto* kind = file ? nullptr : &figureNamed(figures, word.value_or(QString()));
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    keepStore(store, out);
    if (file) {
        keepInput(*file, out);
        drawSheet(figures, *file, store, out, dpi);
    } else {
        drawKind(*kind, arguments, store, out, dpi);
    }
    console.message(QStringLiteral("Wrote %1.").arg(out));
    return kDone;
}

} // namespace

Command figureCommand()
{
    return { QStringLiteral("figure"),
        QStringLiteral("Draw a figure of a run or an experiment (%1), or a page of figures.")
            .arg(charts::builtinFigures().ids().join(QStringLiteral(", "))),
        { { QStringLiteral("[KIND]") },
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'") },
                { QStringLiteral("experiment"), QStringLiteral("N"),
                    QStringLiteral("its number, for a figure of an experiment") },
                { QStringLiteral("figure"), QStringLiteral("FILE.btwfig"),
                    QStringLiteral("instead of KIND: a page of figures that the page Figures saved") },
                { QStringLiteral("out"), QStringLiteral("F.svg|F.pdf|F.png|F.csv"),
                    QStringLiteral("the file to write; as .csv the numbers that are drawn"), true },
                { QStringLiteral("baseline"), QStringLiteral("RUN"),
                    QStringLiteral("the baseline of the run; checked, since the store knows it") },
                { QStringLiteral("metric"), QStringLiteral("M"),
                    QStringLiteral("of the figure metric: auroc, macro_f1, ... (that the run's experiment is "
                                   "judged by, or the primary figure)") },
                { QStringLiteral("width-mm"), QStringLiteral("W"),
                    QStringLiteral("printed width (84, one column)") },
                { QStringLiteral("dpi"), QStringLiteral("D"), QStringLiteral("of a PNG (300)") } } },
        figure, notes() };
}

} // namespace btw::cli
