// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysisfiles.h"

#include "files.h"
#include "words.h"

#include "engine/error.h"
#include "ui/charts/exportfigure.h"
#include "ui/charts/figureregistry.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QJsonArray>

#include <cmath>

namespace btw::cli {

namespace {

using charts::cell;
using experiments::ErrorReport;
using experiments::GroupErrors;

QString count(std::int64_t n) { return QString::number(n); }

/// A table with what has to be said of it in lines of their own at its end.
class Csv
{
public:
    explicit Csv(const QStringList& header) { add(header); }

    void add(QStringList cells)
    {
        for (auto& one : cells)
            one = csvCell(one);
        m_text += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    QByteArray text(const QStringList& notes) const
    {
        QString all = m_text;
        for (const auto& note : notes)
            all += QStringLiteral("# %1\n").arg(note);
        return all.toUtf8();
    }

private:
    QString m_text;
};

QString className(const ErrorReport& report, double index)
{
    return QString::fromStdString(report.cohort.classes.at(static_cast<std::size_t>(index)));
}

Csv instances(const ErrorReport& report)
{
    Csv csv({ QStringLiteral("id"), QStringLiteral("y"), QStringLiteral("baseline"), QStringLiteral("run"),
        QStringLiteral("change"), QStringLiteral("delta"), QStringLiteral("label_density") });
    const auto& errors = report.errors();
    const bool isRegression = report.cohort.task == Task::Regression;
    const auto densities = analysis::labelDensities(errors);
    const auto before = analysis::predictedClasses(report.before, errors.rows);
    const auto after = analysis::predictedClasses(report.after, errors.rows);
    for (std::size_t i = 0; i < errors.rows.size(); ++i) {
        const auto row = errors.rows[i];
        const auto value = [&](const Predictions& predictions, const std::vector<int>& classes) {
            return isRegression ? cell(static_cast<double>(*predictions.row(row)))
                                : className(report, classes[i]);
        };
        csv.add({ QString::fromStdString(report.cohort.ids[row]),
            isRegression ? cell(errors.y[i]) : className(report, errors.y[i]), value(report.before, before),
            value(report.after, after),
            errors.change[i] > 0       ? QStringLiteral("correction")
                : errors.change[i] < 0 ? QStringLiteral("mistake")
                                       : QString(),
            isRegression ? cell(errors.delta[i]) : QString(), cell(densities[i]) });
    }
    return csv;
}

Csv groups(const ErrorReport& report)
{
    Csv csv({ QStringLiteral("kind"), QStringLiteral("group"), QStringLiteral("n"), QStringLiteral("people"),
        QStringLiteral("corrections"), QStringLiteral("mistakes") });
    for (const auto& one : report.groups)
        csv.add({ one.group.kind, one.group.name, count(one.n), QString::number(one.people),
            count(one.corrections), count(one.mistakes) });
    return csv;
}

Csv claim(const ErrorReport& report)
{
    Csv csv({ QStringLiteral("quantity"), QStringLiteral("modality"), QStringLiteral("value"),
        QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("n") });
    const auto& ratio = report.logVarianceRatio;
    csv.add({ QStringLiteral("log_variance_ratio"), {}, cell(ratio.estimate), cell(ratio.low),
        cell(ratio.high), QString::number(ratio.n) });
    const auto& correlation = report.densityCorrelation;
    csv.add({ QStringLiteral("density_correlation"), {}, cell(correlation.estimate), cell(correlation.low),
        cell(correlation.high), QString::number(correlation.n) });
    for (const auto& one : report.weights)
        csv.add({ QStringLiteral("weight_deviation"), text(one.modality), cell(one.deviation.mean),
            cell(one.deviation.low), cell(one.deviation.high), QString::number(one.n) });
    return csv;
}

Csv rates(const ErrorReport& report)
{
    Csv csv({ QStringLiteral("density_from"), QStringLiteral("density_to"), QStringLiteral("n"),
        QStringLiteral("people"), QStringLiteral("corrections"), QStringLiteral("mistakes"),
        QStringLiteral("correction_rate"), QStringLiteral("mistake_rate") });
    for (const auto& band : report.byDensity) {
        const auto& one = band.errors;
        const auto n = static_cast<double>(one.n);
        csv.add({ cell(band.low), cell(band.high), count(one.n), QString::number(one.people),
            count(one.corrections), count(one.mistakes), cell(static_cast<double>(one.corrections) / n),
            cell(static_cast<double>(one.mistakes) / n) });
    }
    return csv;
}

QStringList notesOf(const ErrorReport& report, const store::Looks& looks)
{
    QStringList notes;
    if (store::usesEvaluationLabels(report.cohort.task, report.digest.run)
        || store::usesEvaluationLabels(report.cohort.task, report.baseline))
        notes << QStringLiteral("uses evaluation labels");
    notes << QStringLiteral("%1 at these test rows in this store%2")
                 .arg(counted(looks.count, QStringLiteral("look"), QStringLiteral("looks")),
                     looks.head.isEmpty() ? QString()
                                          : QStringLiteral("; head of their list: ") + looks.head);
    return notes;
}

QJsonObject groupJson(const GroupErrors& one)
{
    return { { QStringLiteral("n"), static_cast<qint64>(one.n) },
        { QStringLiteral("people"), static_cast<qint64>(one.people) },
        { QStringLiteral("corrections"), static_cast<qint64>(one.corrections) },
        { QStringLiteral("mistakes"), static_cast<qint64>(one.mistakes) } };
}

QJsonObject intervalJson(const analysis::Interval& interval)
{
    return { { QStringLiteral("value"), jsonNumber(interval.estimate) },
        { QStringLiteral("ci_low"), jsonNumber(interval.low) },
        { QStringLiteral("ci_high"), jsonNumber(interval.high) } };
}

} // namespace

QStringList writeReport(const ErrorReport& report, const store::Store& store, const QString& folder)
{
    const QDir out(folder);
    keepStore(store, out.filePath(QStringLiteral("groups.csv")));
    if (!out.mkpath(QStringLiteral(".")))
        throw Error(folder.toStdString() + ": the folder cannot be made; choose another place for --out.",
            Error::Kind::Work);
    const auto notes = notesOf(report, store.looksAt({ report.cohort.splitId }));
    QStringList files;
    const auto pathOf = [&](const QString& name) {
        QString path = out.filePath(name);
        keepStore(store, path);
        files << path;
        return path;
    };
    const auto write
        = [&](const char* name, const Csv& csv) { writeWhole(pathOf(QLatin1String(name)), csv.text(notes)); };
    write("instances.csv", instances(report));
    write("groups.csv", groups(report));
    write("claim.csv", claim(report));
    write("rates.csv", rates(report));
    const auto figures = charts::builtinFigures();
    for (const auto& figure : figures.all()) {
        // A figure without a row is one that has nothing to draw, as the density of equal labels.
        if (!figure.showsErrors || !figure.suits(report.digest) || figure.rows(report.digest).empty())
            continue;
        for (const char* suffix : { ".pdf", ".svg" }) {
            QString error;
            if (!charts::exportFigure(figure, report.digest, pathOf(figure.id + QLatin1String(suffix)),
                    charts::kColumnWidthMm, 300, &error))
                throw Error(error.toStdString(), Error::Kind::Work);
        }
    }
    return files;
}

QJsonObject reportJson(const ErrorReport& report, const store::Looks& looks)
{
    QJsonArray groupList, weights, bands;
    for (const auto& one : report.groups) {
        QJsonObject json = groupJson(one);
        json.insert(QStringLiteral("kind"), one.group.kind);
        json.insert(QStringLiteral("group"), one.group.name);
        groupList.append(json);
    }
    for (const auto& one : report.weights)
        weights.append(QJsonObject { { QStringLiteral("modality"), text(one.modality) },
            { QStringLiteral("n"), static_cast<qint64>(one.n) },
            { QStringLiteral("mean"), jsonNumber(one.deviation.mean) },
            { QStringLiteral("p10"), jsonNumber(one.deviation.low) },
            { QStringLiteral("p90"), jsonNumber(one.deviation.high) } });
    for (const auto& band : report.byDensity) {
        QJsonObject json = groupJson(band.errors);
        json.insert(QStringLiteral("density_from"), jsonNumber(band.low));
        json.insert(QStringLiteral("density_to"), jsonNumber(band.high));
        bands.append(json);
    }
    const auto& errors = report.errors();
    return { { QStringLiteral("run"), static_cast<qint64>(report.digest.run.id) },
        { QStringLiteral("baseline"), static_cast<qint64>(report.baseline.id) },
        { QStringLiteral("n"), static_cast<qint64>(errors.n) },
        { QStringLiteral("people"), static_cast<qint64>(store::peopleOf(report.cohort, errors.rows)) },
        { QStringLiteral("corrections"), static_cast<qint64>(errors.corrections) },
        { QStringLiteral("mistakes"), static_cast<qint64>(errors.mistakes) },
        { QStringLiteral("groups"), groupList },
        { QStringLiteral("hidden_groups"), static_cast<qint64>(report.hiddenGroups) },
        { QStringLiteral("log_variance_ratio"), intervalJson(report.logVarianceRatio) },
        { QStringLiteral("density_correlation"), intervalJson(report.densityCorrelation) },
        { QStringLiteral("by_density"), bands }, { QStringLiteral("weight_deviation"), weights },
        { QStringLiteral("weight_epochs"), static_cast<qint64>(report.weightEpochs) },
        { QStringLiteral("looks"), static_cast<qint64>(looks.count) },
        { QStringLiteral("looks_head"), looks.head } };
}

} // namespace btw::cli
