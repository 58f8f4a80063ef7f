// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue.h"

#include "engine/error.h"

#include <QProcess>

#include <utility>

namespace btw::cli::slurm {

namespace {

constexpr int kPatienceMs = 60000;

struct Answer
{
    bool good = false;
    QString out;
    QString words; ///< why it is not good
};

Answer ask(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForStarted())
        return { false, {}, program + QStringLiteral(" is not there") };
    if (!process.waitForFinished(kPatienceMs))
        return { false, {}, program + QStringLiteral(" does not answer") };
    const bool good = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return { good, QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError()).trimmed() };
}

} // namespace

QString submit(const QString& script, const std::vector<std::size_t>& tasks)
{
    QStringList numbers;
    for (const auto task : tasks)
        numbers << QString::number(task);
    const auto answer = ask(QStringLiteral("sbatch"),
        { QStringLiteral("--parsable"), QStringLiteral("--array=") + numbers.join(QLatin1Char(',')),
            script });
    if (!answer.good)
        throw Error("--engine slurm: the jobs could not be submitted: " + answer.words.toStdString()
                + ". Start it where sbatch works, or take --engine local.",
            Error::Kind::Work);
    // "123" or "123;cluster"
    return answer.out.trimmed().section(QLatin1Char(';'), 0, 0);
}

std::optional<std::set<std::size_t>> tasksInQueue(const QStringList& jobs, QString& why)
{
    // A job that ended long ago is unknown by number, and that would be an error: all of the user's are asked
    // for.
    auto answer = ask(QStringLiteral("squeue"),
        { QStringLiteral("--me"), QStringLiteral("--noheader"), QStringLiteral("--array"),
            QStringLiteral("--format=%F %K") });
    if (!answer.good) {
        why = std::move(answer.words);
        return std::nullopt;
    }
    std::set<std::size_t> tasks;
    for (const QString& line : answer.out.split(QLatin1Char('\n'))) {
        const QStringList words = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (words.size() == 2 && jobs.contains(words[0]))
            tasks.insert(static_cast<std::size_t>(words[1].toULongLong()));
    }
    return tasks;
}

} // namespace btw::cli::slurm
