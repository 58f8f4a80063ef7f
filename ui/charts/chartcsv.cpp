// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartcsv.h"

#include "ui/charts/words.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {

QString number(double value) { return std::isfinite(value) ? QString::number(value, 'g', 17) : QString(); }

QString quoted(const std::string& text)
{
    QString value = QString::fromStdString(text);
    if (value.contains(QLatin1Char(',')) || value.contains(QLatin1Char('"'))
        || value.contains(QLatin1Char('\n')) || value.contains(QLatin1Char('\r'))) {
        value.replace(QLatin1Char('"'), QLatin1String("\"\""));
        return QLatin1Char('"') + value + QLatin1Char('"');
    }
    return value;
}

using Rows = std::vector<QStringList>;

Rows weightRows(const jobs::RunDigest& digest)
{
    QStringList header { QStringLiteral("epoch") };
    std::size_t epochs = 0;
    const std::size_t count = std::min(digest.modalities.size(), digest.weights.size());
    for (std::size_t m = 0; m < count; ++m) {
        for (const char* part : { "_mean", "_low", "_high" }) {
            header << quoted(digest.modalities[m] + part);
        }
        epochs = std::max(epochs, digest.weights[m].size());
    }
    Rows rows { header };
    for (std::size_t e = 0; e < epochs; ++e) {
        QStringList row { QString::number(e + 1) };
        for (std::size_t m = 0; m < count; ++m) {
            const bool there = e < digest.weights[m].size();
            const store::WeightSummary weight = there ? digest.weights[m][e] : store::WeightSummary {};
            row << (there ? number(weight.mean) : QString()) << (there ? number(weight.low) : QString())
                << (there ? number(weight.high) : QString());
        }
        rows.push_back(row);
    }
    return rows;
}

Rows metricRows(const jobs::RunDigest& digest)
{
    Rows rows { { QStringLiteral("epoch"), quoted("validation_" + digest.metric),
        quoted("baseline_" + digest.metric) } };
    const auto at = [](const std::vector<double>& values, std::size_t e) {
        return e < values.size() ? number(values[e]) : QString();
    };
    for (std::size_t e = 0; e < std::max(digest.validationMetric.size(), digest.baselineMetric.size()); ++e) {
        rows.push_back(
            { QString::number(e + 1), at(digest.validationMetric, e), at(digest.baselineMetric, e) });
    }
    return rows;
}

Rows densityRows(const jobs::RunDigest& digest)
{
    Rows rows { { QStringLiteral("curve"), QStringLiteral("label"), QStringLiteral("density") } };
    const auto add = [&](const QString& name, const analysis::DensityCurve& curve) {
        for (std::size_t i = 0; i < std::min(curve.x.size(), curve.density.size()); ++i) {
            rows.push_back({ name, number(curve.x[i]), number(curve.density[i]) });
        }
    };
    if (digest.errors) {
        add(QStringLiteral("all"), digest.errors->all);
        add(QStringLiteral("corrections"), digest.errors->corrected);
        add(QStringLiteral("mistakes"), digest.errors->mistaken);
    }
    return rows;
}

Rows scatterRows(const jobs::RunDigest& digest)
{
    Rows rows { { QStringLiteral("label"), QStringLiteral("error_change") } };
    if (digest.errors) {
        const analysis::ErrorAnalysis& errors = *digest.errors;
        for (std::size_t i = 0; i < std::min(errors.y.size(), errors.delta.size()); ++i) {
            rows.push_back({ number(errors.y[i]), number(errors.delta[i]) });
        }
    }
    return rows;
}

QString className(const jobs::RunDigest& digest, std::size_t index)
{
    return index < digest.classes.size() ? quoted(digest.classes[index]) : QString::number(index);
}

Rows classRows(const jobs::RunDigest& digest)
{
    Rows rows { { QStringLiteral("class"), QStringLiteral("all"), QStringLiteral("corrections"),
        QStringLiteral("mistakes") } };
    if (digest.errors) {
        for (std::size_t c = 0; c < digest.errors->classes.size(); ++c) {
            const analysis::ClassBar& bar = digest.errors->classes[c];
            rows.push_back({ className(digest, c), QString::number(bar.all), QString::number(bar.corrections),
                QString::number(bar.mistakes) });
        }
    }
    return rows;
}

Rows confusionRows(const jobs::RunDigest& digest)
{
    Rows rows { { QStringLiteral("true"), QStringLiteral("predicted"), QStringLiteral("count") } };
    for (std::size_t row = 0; row < digest.confusion.size(); ++row) {
        for (std::size_t column = 0; column < digest.confusion[row].size(); ++column) {
            rows.push_back({ className(digest, row), className(digest, column),
                QString::number(digest.confusion[row][column]) });
        }
    }
    return rows;
}

} // namespace

QString figureCsv(const QString& kind, const jobs::RunDigest& digest)
{
    Rows rows;
    if (kind == QLatin1String("weights")) {
        rows = weightRows(digest);
    } else if (kind == QLatin1String("metric")) {
        rows = metricRows(digest);
    } else if (kind == QLatin1String("density")) {
        rows = densityRows(digest);
    } else if (kind == QLatin1String("scatter")) {
        rows = scatterRows(digest);
    } else if (kind == QLatin1String("classes")) {
        rows = classRows(digest);
    } else if (kind == QLatin1String("confusion")) {
        rows = confusionRows(digest);
    } else {
        return {};
    }
    QString text;
    for (const QStringList& row : rows) {
        text += row.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    if (usesEvaluationLabels(digest)) {
        text += QStringLiteral("# uses evaluation labels\n");
    }
    return text;
}

} // namespace btw::charts
