// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"

#include "engine/error.h"
#include "ui/charts/figureregistry.h"
#include "ui/charts/sheetwriter.h"
#include "workspace/experiments/figuredata.h"
#include "workspace/experiments/results/page.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace btw::cli {

namespace {

constexpr int kDpi = 300;
constexpr double kWidthMm = 174;

/// Draws the figure that answers what a plan asks, beside the page.
/// \param others what the page has beside the section that is written \throws btw::Error where a picture of
/// that name is shown there, which would become another one
experiments::ResultPicture draw(const store::Store& store, const experiments::PlannedExperiment& planned,
    const QString& plan, const QString& others, const QDir& folder)
{
    const bool asksModalities = !planned.file.without.isUndefined();
    const QString kind = asksModalities ? QStringLiteral("adds") : QStringLiteral("differences");
    const QString pictures = QStringLiteral("images/results");
    QString path = QStringLiteral("%1/%2-%3.svg").arg(pictures, QFileInfo(plan).completeBaseName(), kind);
    if (others.contains(QStringLiteral("](%1)").arg(path)))
        throw Error("Another section of the page shows " + path.toStdString()
            + ", which this plan's picture would replace: give the plan's file another name.");
    if (!folder.mkpath(pictures))
        throw Error(folder.filePath(pictures).toStdString() + " cannot be made: check the permissions.",
            Error::Kind::Work);
    static const auto kFigures = charts::builtinFigures();
    const auto* figure = kFigures.find(kind);
    experiments::FigureSubject subject;
    subject.experiment = planned.open.front().id;
    charts::Sheet sheet;
    sheet.widthMm = kWidthMm;
    sheet.panels.push_back({ figure->id, subject, 1, {} });
    charts::writeSheet(sheet, { { *figure, experiments::loadFigureData(store, subject, figure->need), {} } },
        folder.filePath(path), kDpi);
    return { path,
        asksModalities ? QStringLiteral("What each modality adds, with 95% intervals")
                       : QStringLiteral("Each model's figure less the baseline's, with 95% intervals") };
}

/// What the page says already of a plan that the store has not trained. Empty where there is nothing to keep.
QString keptPart(const experiments::ExperimentFile& file,
    const std::vector<experiments::ResultPart>& standing, Console& console)
{
    const auto before = std::find_if(
        standing.begin(), standing.end(), [&](const auto& part) { return part.name == file.name; });
    if (before == standing.end())
        return {};
    const bool isOfThisPlan = before->plan.isEmpty() || before->plan == experiments::planMark(file);
    console.message(
        QStringLiteral("warning: this store has no open test figures of '%1' as its plan is; %2.")
            .arg(file.name,
                isOfThisPlan ? QStringLiteral("what the page says of it is kept")
                             : QStringLiteral("what the page says of an earlier plan of that name "
                                              "is taken out")));
    return isOfThisPlan ? before->text : QString();
}

QString contentOf(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        throw Error(path.toStdString() + " cannot be read: " + file.errorString().toStdString() + ".");
    return QString::fromUtf8(file.readAll());
}

int results(const Arguments& arguments, Console& console)
{
    const QString out = arguments.required(QStringLiteral("out"));
    const QString section = arguments.required(QStringLiteral("section"));
    const auto plans = arguments.values(QStringLiteral("plan"));
    const auto systems = systems::builtinSystems();
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    keepStore(store, out);
    QStringList names; // of the pictures
    for (const auto& plan : plans) {
        keepInput(plan, out);
        const QString name = QFileInfo(plan).completeBaseName();
        if (names.contains(name))
            throw Error("Two plans are called '" + name.toStdString()
                + "', and their pictures would be one file: give one of them another name.");
        names << name;
    }
    const QString page = contentOf(out);
    const QDir folder = QFileInfo(out).absoluteDir();
    const auto standing = experiments::trainedParts(page, section);
    const QString others = experiments::withSection(page, section, {});
    QStringList parts, told;
    for (const auto& plan : plans) {
        console.message(QStringLiteral("Reading what came of %1 ...").arg(plan));
        const auto planned
            = experiments::findPlanned(store, experiments::readExperimentFile(plan, systems), systems);
        told << planned.file.name;
        const QString kept = planned.isOpen() ? QString() : keptPart(planned.file, standing, console);
        std::vector<experiments::ResultPicture> pictures;
        if (planned.isOpen() && !planned.isDrawn())
            pictures.push_back(draw(store, planned, plan, others, folder));
        parts << (kept.isEmpty() ? experiments::resultsOf(store, planned, pictures) : kept);
    }
    for (const auto& part : standing)
        if (!told.contains(part.name))
            console.message(QStringLiteral("warning: the section told of '%1', which is none of these plans; "
                                           "that part is taken out.")
                                .arg(part.name));
    writeWhole(out, experiments::withSection(page, section, parts.join(QLatin1Char('\n'))).toUtf8());
    console.message(QStringLiteral("Wrote %1.").arg(out));
    return kDone;
}

} // namespace

Command resultsCommand()
{
    return { QStringLiteral("results"),
        QStringLiteral("Write what came of planned experiments as a section of a page in Markdown."),
        { {},
            { { QStringLiteral("plan"), QStringLiteral("EXPERIMENT.json"),
                  QStringLiteral("a file that btw sweep trained from; once for each, in the page's order"),
                  true, true },
                { QStringLiteral("store"), QStringLiteral("S"),
                    QStringLiteral("the store's SQLite file; only read"), true },
                { QStringLiteral("out"), QStringLiteral("PAGE.md"),
                    QStringLiteral(
                        "the page; its other sections stay. Pictures are written to images/results "
                        "beside it"),
                    true },
                { QStringLiteral("section"), QStringLiteral("NAME"),
                    QStringLiteral("which section of the page is replaced"), true } } },
        results };
}

} // namespace btw::cli
