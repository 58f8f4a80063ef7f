// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include <utility>

namespace btw::cli {

Command tokensCommand(std::function<int(const Arguments&, Console&)> run)
{
    return { QStringLiteral("tokens"),
        QStringLiteral("Cut texts into the tokens that an encoder from a file reads."),
        { { QStringLiteral("TABLE") },
            { { QStringLiteral("id"), QStringLiteral("COLUMN"), QStringLiteral("whose text it is"), true },
                { QStringLiteral("text"), QStringLiteral("COLUMN"), QStringLiteral("the texts"), true },
                { QStringLiteral("model"), QStringLiteral("F.model"),
                    QStringLiteral("SentencePiece model that belongs to the encoder"), true },
                { QStringLiteral("out"), QStringLiteral("F.csv"),
                    QStringLiteral("the file to write: id, token; one row per token"), true },
                { QStringLiteral("ends"), {},
                    QStringLiteral("with the model's marks of a text's beginning and end") },
                { QStringLiteral("most"), QStringLiteral("N"),
                    QStringLiteral(
                        "at most this many tokens of a text, 3 or more; what follows is left out (all)") },
                { QStringLiteral("json"), {}, QStringLiteral("counts as one line of JSON") } } },
        std::move(run) };
}

} // namespace btw::cli
