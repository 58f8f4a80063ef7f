// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/latextext.h"

#include <QHash>

namespace btw::experiments {

QString latexText(const QString& plain)
{
    static const QHash<QChar, QString> kWritten { { QChar('\\'), QStringLiteral("\\textbackslash{}") },
        { QChar('~'), QStringLiteral("\\textasciitilde{}") },
        { QChar('^'), QStringLiteral("\\textasciicircum{}") }, { QChar('<'), QStringLiteral("$<$") },
        { QChar('>'), QStringLiteral("$>$") }, { QChar(0x2212), QStringLiteral("$-$") },
        { QChar(0x00B1), QStringLiteral("$\\pm$") }, { QChar(0x00D7), QStringLiteral("$\\times$") },
        { QChar(0x2264), QStringLiteral("$\\le$") }, { QChar(0x2265), QStringLiteral("$\\ge$") },
        { QChar(0x2013), QStringLiteral("--") }, { QChar(0x2026), QStringLiteral("\\dots{}") } };
    QString out;
    for (const QChar sign : plain) {
        if (const auto found = kWritten.constFind(sign); found != kWritten.constEnd())
            out += *found;
        else if (QStringLiteral("&%$#_{}").contains(sign))
            out += QLatin1Char('\\') + QString(sign);
        else
            out += sign;
    }
    return out;
}

} // namespace btw::experiments
