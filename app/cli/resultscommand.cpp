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

namespace btw::cli {

namespace {

constexpr int kDpi = 300;
constexpr double kWidthMm = 174;

/// Draws a figure of an experiment beside the page. \return its path as the page has it
QString draw(const store::Store& store, const store::ExperimentRecord& record, const QString& kind,
    const QString& name, const QDir& folder)
{
    static const auto kFigures = charts::builtinFigures();
    const auto* figure = kFigures.find(kind);
    experiments::FigureSubject subject;
    subject.experiment = record.id;
    charts::Sheet sheet;
    sheet.widthMm = kWidthMm;
    sheet.panels.push_back({ figure->id, subject, 1, {} });
    const QString pictures = QStringLiteral("images/results");
    if (!folder.mkpath(pictures))
        throw Error(folder.filePath(pictures).toStdString() + " cannot be made: check the permissions.",
            Error::Kind::Work);
    QString path = QStringLiteral("%1/%2-%3.svg").arg(pictures, name, kind);
    charts::writeSheet(sheet, { { *figure, experiments::loadFigureData(store, subject, figure->need), {} } },
        folder.filePath(path), kDpi);
    return path;
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
    QStringList parts;
    for (const auto& plan : plans) {
        console.message(QStringLiteral("Reading what came of %1 ...").arg(plan));
        const auto planned
            = experiments::findPlanned(store, experiments::readExperimentFile(plan, systems), systems);
        if (const QString before = experiments::trainedPart(page, section, planned.file.name);
            !planned.isOpen() && !before.isEmpty()) {
            console.message(QStringLiteral("Warning: this store has no open test figures of '%1'; what the "
                                           "page says of it is kept as it is.")
                                .arg(planned.file.name));
            parts << before;
            continue;
        }
        std::vector<experiments::ResultPicture> pictures;
        if (planned.isOpen() && !planned.isDrawn()) {
            const bool asksModalities = !planned.file.without.isUndefined();
            pictures.push_back({ draw(store, planned.open.front(),
                                     asksModalities ? QStringLiteral("adds") : QStringLiteral("differences"),
                                     QFileInfo(plan).completeBaseName(), folder),
                asksModalities
                    ? QStringLiteral("What each modality adds, with 95% intervals")
                    : QStringLiteral("Each model's figure less the baseline's, with 95% intervals") });
        }
        parts << experiments::resultsOf(store, planned, pictures);
    }
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
