// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/thresholds.h"

#include <QRegularExpression>
#include <QStringList>

#include <cmath>

namespace btw::pages {

bool isCommaUnclear(const QString& text)
{
    static const QRegularExpression kWithin(QStringLiteral("[^\\s,],(?=[^\\s,])"));
    static const QRegularExpression kBlank(QStringLiteral("\\s"));
    if (text.contains(QLatin1Char(';')) || text.contains(QLatin1Char('.'))) // a point is the decimal one
        return false;
    const auto commas = text.count(kWithin);
    return commas == 1 || (commas > 1 && text.trimmed().contains(kBlank));
}

std::optional<std::vector<double>> thresholdsIn(const QString& text)
{
    static const QRegularExpression kBetween(QStringLiteral("[,\\s]+"));
    if (isCommaUnclear(text))
        return std::nullopt;
    const bool semicolons = text.contains(QLatin1Char(';'));
    QStringList words = semicolons ? text.split(QLatin1Char(';')) : text.split(kBetween, Qt::SkipEmptyParts);
    std::vector<double> numbers;
    for (auto& word : words) {
        word = word.trimmed();
        if (word.isEmpty())
            continue;
        if (semicolons)
            word.replace(QLatin1Char(','), QLatin1Char('.'));
        bool ok = false;
        const double value = word.toDouble(&ok);
        if (!ok || !std::isfinite(value) || (!numbers.empty() && value <= numbers.back()))
            return std::nullopt;
        numbers.push_back(value);
    }
    if (numbers.empty())
        return std::nullopt;
    return numbers;
}

QString thresholdsText(const std::vector<double>& thresholds)
{
    constexpr int kDigits = 12;
    QStringList words;
    for (const double value : thresholds)
        words << QString::number(value, 'g', kDigits);
    return words.join(QStringLiteral("; "));
}

} // namespace btw::pages
