// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/commandline.h"

#include <QRegularExpression>
#include <QStringList>

namespace btw::experiments {

QString shellWord(const QString& word)
{
    static const QRegularExpression kPlain(QStringLiteral("^[A-Za-z0-9_./:=,+-]+$"));
    if (kPlain.match(word).hasMatch())
        return word;
    return QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QLatin1String("'\\''"))
        + QLatin1Char('\'');
}

QString commandLine(const CompareCommand& command)
{
    QStringList words { QStringLiteral("btw compare --store"), shellWord(command.storePath) };
    const bool isExperiment = command.study.experiment != 0;
    words << (isExperiment ? QStringLiteral("--experiment") : QStringLiteral("--split"))
          << QString::number(isExperiment ? command.study.experiment : command.study.split);
    if (!command.baseline.isEmpty())
        words << QStringLiteral("--baseline") << shellWord(command.baseline);
    if (!command.metric.empty())
        words << QStringLiteral("--metric") << QString::fromStdString(command.metric);
    if (command.spread != Spread::Seeds)
        words << QStringLiteral("--by")
              << (command.spread == Spread::Folds ? QStringLiteral("fold") : QStringLiteral("person"));
    if (!command.subgroup.isEmpty())
        words << QStringLiteral("--subgroup") << shellWord(command.subgroup);
    return words.join(QLatin1Char(' '));
}

} // namespace btw::experiments
