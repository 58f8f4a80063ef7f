// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "foldnote.h"

#include "workspace/predicting/modelfile.h"
#include "workspace/store/store.h"

namespace btw::cli {

namespace {

int exportModel(const Arguments& arguments, Console& console)
{
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    const auto run = runNamed(store, arguments.required(QStringLiteral("run")));
    const QString out = arguments.required(QStringLiteral("out"));
    keepStore(store, out);
    auto model = predicting::modelOf(store, run);
    if (const auto fold = ofOneFold(store, run))
        console.message(QStringLiteral("warning: ") + *fold);
    if (arguments.has(QStringLiteral("private"))) {
        if (predicting::makePrivate(model))
            console.message(QStringLiteral(
                "warning: the weights of new people will differ from this store's: one variance "
                "is used for everybody in place of that of the nearest validation rows."));
    } else if (predicting::tellsValidationLabels(model)) {
        console.message(QStringLiteral(
            "warning: the file holds the prediction and squared residual of each validation row, without "
            "ids. Their labels can be derived from these; --private leaves them out."));
    }
    predicting::writeModelFile(model, out);
    console.message(QStringLiteral("Wrote %1: %2, and no row that it was trained on.").arg(out, model.name));
    for (const auto& file : model.encoderFiles())
        console.message(QStringLiteral(
            "It names the encoder of %1 and does not hold it: %2 (SHA-256 %3). Whoever predicts "
            "needs that file, too, at its path or beside the model.")
                            .arg(QString::fromStdString(file.modality), QString::fromStdString(file.path),
                                QString::fromStdString(file.hash)));
    return kDone;
}

} // namespace

Command exportModelCommand()
{
    return { QStringLiteral("export-model"),
        QStringLiteral("Write a finished run's model as one file, without any row that it was trained on."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'"),
                    true },
                { QStringLiteral("out"), QStringLiteral("M.btwm"), QStringLiteral("the file to write"),
                    true },
                { QStringLiteral("private"), {},
                    QStringLiteral("leave out what labels of validation rows can be derived from") } } },
        exportModel };
}

} // namespace btw::cli
