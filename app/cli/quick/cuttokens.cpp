// SPDX-License-Identifier: GPL-3.0-or-later
#include "cuttokens.h"
#include "../files.h"
#include "../problemprinter.h"

#include "workspace/tokens/tokentable.h"

#include <QJsonObject>

namespace btw::cli {

int cutTokens(const Arguments& arguments, Console& console)
{
    constexpr std::int64_t kMost = 1'000'000;
    tokens::TokenQuestion question;
    question.table = arguments.positional(0).value_or(QString());
    question.id = arguments.required(QStringLiteral("id")).toStdString();
    question.text = arguments.required(QStringLiteral("text")).toStdString();
    question.ends = arguments.has(QStringLiteral("ends"));
    if (arguments.has(QStringLiteral("most")))
        question.most = static_cast<std::size_t>(arguments.integer(QStringLiteral("most"), 0, 3, kMost));
    const tokens::Pieces pieces(arguments.required(QStringLiteral("model")));
    const QString out = arguments.required(QStringLiteral("out"));
    keepInput(question.table, out);
    keepInput(arguments.required(QStringLiteral("model")), out);
    const auto table = tokens::tokenTable(question, pieces);
    const bool isJson = arguments.has(QStringLiteral("json"));
    if (printProblems(table.problems, isJson, console))
        return kUnusable;
    tokens::writeTokens(table, out);
    if (isJson)
        console.result(QJsonObject { { QStringLiteral("texts"), static_cast<qint64>(table.ids.size()) },
            { QStringLiteral("without"), static_cast<qint64>(table.without) },
            { QStringLiteral("cut"), static_cast<qint64>(table.cut) },
            { QStringLiteral("tokens"), static_cast<qint64>(table.total()) },
            { QStringLiteral("unknown"), static_cast<qint64>(table.unknown) },
            { QStringLiteral("pieces"), pieces.count() } });
    console.message(QStringLiteral("Wrote %1: %2 texts, %3 tokens of a model of %4.")
                        .arg(out)
                        .arg(table.ids.size())
                        .arg(table.total())
                        .arg(pieces.count()));
    return kDone;
}

} // namespace btw::cli
