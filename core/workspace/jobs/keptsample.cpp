// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/keptsample.h"

#include "engine/error.h"
#include "workspace/io/npz/npz.h"

#include <QDir>
#include <QFileInfo>

namespace btw::jobs {

namespace {

const QString kPrefix = QStringLiteral("sample:");

QString kindOf(const NamedSample& sample)
{
    return QString::fromUtf8(sample.kind->name.data(), static_cast<qsizetype>(sample.kind->name.size()));
}

} // namespace

std::size_t NamedSample::bytes() const { return kind->instances * kind->numbers * sizeof(float); }

double NamedSample::seconds() const
{
    constexpr double kBytesASecond = 3e7; // drawn, deflated and written: measured on two cores of a server
    return static_cast<double>(bytes()) / kBytesASecond;
}

NamedSample namedSample(const QString& name)
{
    const QString asked = name.startsWith(kPrefix) ? name.mid(kPrefix.size()) : name;
    const QString seed = asked.section(QLatin1Char(':'), 1);
    bool isNumber = true;
    NamedSample sample;
    sample.seed = seed.isEmpty() ? 0 : seed.toULongLong(&isNumber);
    if (!isNumber)
        throw Error("The planted cohort is named " + name.toStdString()
            + ", but what follows its kind must be a seed, a whole number.");
    sample.kind = &data::sampleKind(asked.section(QLatin1Char(':'), 0, 0).toStdString());
    return sample;
}

QString keptSamplePath(const QString& storeFolder, const NamedSample& sample)
{
    const QString seed = sample.seed == 0 ? QString() : QStringLiteral("-%1").arg(sample.seed);
    const int version = sample.kind->version;
    const QString mark = version == 1 ? QString() : QStringLiteral(".v%1").arg(version);
    return QStringLiteral("%1/cohorts/sample-%2%3%4.npz").arg(storeFolder, kindOf(sample), mark, seed);
}

QString keepSample(const QString& storeFolder, const NamedSample& sample)
{
    QString path = keptSamplePath(storeFolder, sample);
    const QFileInfo file(path);
    if (file.exists())
        return path;
    if (!QDir().mkpath(file.path()))
        throw Error(file.path().toStdString()
                + " cannot be made: check the permissions of the folder and the space on the disk",
            Error::Kind::Work);
    io::writeNpz(sample.kind->make(sample.kind->instances, sample.seed), path);
    return path;
}

} // namespace btw::jobs
