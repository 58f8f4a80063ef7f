// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/readerprocess.h"

#include "workspace/io/formats/filenames.h"
#include "workspace/io/formats/formatwords.h"

#include "engine/data/names.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <algorithm>
#include <csignal>

namespace btw::io {

namespace {

constexpr int kNoMemory = 3; ///< exit status of btw-read
constexpr int kTick = 100; ///< milliseconds between two looks

QString kindOf(FileKind kind)
{
    switch (kind) {
    case FileKind::Spss:
        return QStringLiteral("spss");
    case FileKind::SpssPortable:
        return QStringLiteral("por");
    case FileKind::Stata:
        return QStringLiteral("stata");
    case FileKind::Sas:
        return QStringLiteral("sas");
    case FileKind::SasTransport:
        return QStringLiteral("xpt");
    case FileKind::Matlab:
    case FileKind::Matlab73:
        return QStringLiteral("matlab");
    default:
        return QStringLiteral("hdf5");
    }
}

/// Beside the program, or in the folder of programs beside that of the tests.
QString programPath()
{
    QString asked = qEnvironmentVariable("BTW_READ");
    if (!asked.isEmpty())
        return asked;
    const QDir own(QCoreApplication::applicationDirPath());
    for (const char* place : { "btw-read", "../bin/btw-read" })
        if (const QString path = own.filePath(QLatin1String(place)); QFileInfo(path).isExecutable())
            return QDir::cleanPath(path);
    return {};
}

/// How a run ended; empty where it ended well.
struct Ending
{
    std::string code;
    std::string what;
    std::string remedy;
};

Ending run(const QString& program, const QStringList& arguments, int seconds, const ReadLimits& limits)
{
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted())
        return { "reader-absent",
            "the program btw-read, which reads such files, cannot be started: "
                + process.errorString().toStdString(),
            "install BTW Workbench again" };
    QElapsedTimer clock;
    clock.start();
    double share = 0;
    // Waiting for the disk is no computing: the clock on the wall gives more.
    const qint64 most = 4000LL * seconds + 10'000;
    while (process.state() != QProcess::NotRunning) {
        process.waitForFinished(kTick);
        while (process.canReadLine())
            share = std::clamp(process.readLine().trimmed().toDouble() / 100, 0.0, 1.0);
        const bool stopped = limits.progress && !limits.progress(share);
        if (!stopped && clock.elapsed() < most)
            continue;
        process.kill();
        process.waitForFinished();
        if (stopped)
            return { "stopped", "the reading was stopped", "open the file again to read it" };
        break;
    }
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == kNoMemory)
        return { "over-memory", "the file needs more memory than the limit",
            "if you trust the file, set BTW_UNPACK_GIB to more GiB" };
    // QProcess tells the number of the signal as exit status.
    const int code = process.exitCode();
    if (code == SIGXCPU || code == SIGKILL || clock.elapsed() >= most)
        return { "over-time", "reading the file took longer than " + grouped(seconds) + " s, and was stopped",
            "" };
    return { "file-damaged",
        "the file is damaged, or of a kind that cannot be read: the library that reads the format crashed",
        "" };
}

bool readReport(
    const QString& folder, const std::string& name, std::vector<PlainTableFile>& tables, Problems& problems)
{
    QFile file(folder + QStringLiteral("/report.jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    constexpr qint64 kLongest = 1 << 20;
    std::vector<QJsonObject> lines;
    while (!file.atEnd())
        lines.push_back(QJsonDocument::fromJson(file.readLine(kLongest)).object());
    const auto text
        = [](const QJsonObject& line, const char* key) { return line[QLatin1String(key)].toString(); };
    for (const QJsonObject& line : lines)
        if (line.contains(QLatin1String("table")))
            tables.push_back(
                { text(line, "part"), folder + u'/' + QFileInfo(text(line, "table")).fileName() });
    for (const QJsonObject& line : lines) {
        const std::string what = text(line, "what").toStdString();
        const std::string remedy = text(line, "remedy").toStdString();
        const QString part = text(line, "part");
        const std::string code = text(line, "code").toStdString();
        const std::string where = part.isEmpty() ? name : name + kPartMark + part.toStdString();
        std::vector<Remedy> remedies;
        if (line.contains(QLatin1String("variable")))
            remedies.emplace_back(MarkMissing {
                where, text(line, "variable").toStdString(), text(line, "value").toStdString() });
        for (const auto severity : { data::Severity::Error, data::Severity::Warning, data::Severity::Note })
            if (text(line, "severity").toStdString() == data::severityName(severity))
                problems.add(severity, code, where, what, remedy, remedies);
    }
    return true;
}

} // namespace

bool runReader(const QString& path, const FileFormat& format, const QString& folder, const std::string& name,
    const ReadLimits& limits, std::vector<PlainTableFile>& tables, Problems& problems)
{
    const QString program = programPath();
    if (program.isEmpty()) {
        problems.error("reader-absent", name,
            "the program btw-read, which reads such files, is not beside the one that runs",
            "install BTW Workbench again, or " + formatWords(format).wayOut);
        return false;
    }
    // A minute, and as long again for each 5 MB: ten times what such a file takes.
    constexpr int kLeastSeconds = 60;
    constexpr qint64 kBytesASecond = 1 << 20;
    const int seconds = limits.readerSeconds > 0
        ? limits.readerSeconds
        : kLeastSeconds + static_cast<int>(QFileInfo(path).size() / kBytesASecond);
    const Ending ending = run(program,
        { kindOf(format.kind), path, folder, QString::number(limits.decompressedBytes),
            QString::number(limits.headRows), QString::number(limits.memoryBytes), QString::number(seconds) },
        seconds, limits);
    const bool reported = readReport(folder, name, tables, problems);
    if (!ending.what.empty())
        problems.error(ending.code, name, ending.what,
            ending.remedy.empty() ? "copy or download the file again; else " + formatWords(format).wayOut
                                  : ending.remedy);
    else if (!reported || (tables.empty() && !problems.hasErrors()))
        problems.error("no-table", name, "the file holds no table", formatWords(format).wayOut);
    return !problems.hasErrors();
}

} // namespace btw::io
