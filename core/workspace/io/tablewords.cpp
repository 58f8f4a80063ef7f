// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tablewords.h"

#include <QRegularExpression>

#include <cmath>

namespace btw::tablewords {

QString csvCell(const QString& text)
{
    static const QRegularExpression kSpecial(QStringLiteral("[,\"\r\n]"));
    if (!text.contains(kSpecial))
        return text;
    QString inside = text;
    return QLatin1Char('"') + inside.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QString counted(std::size_t n, const QString& one, const QString& many)
{
    return QStringLiteral("%1 %2").arg(n).arg(n == 1 ? one : many);
}

QString figure(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("-");
    if (value == 0)
        return QStringLiteral("0");
    const double size = std::abs(value);
    constexpr double kLarge = 1e15;
    if ((size > 0 && size < 0.01) || size >= kLarge) // four decimals would show little of it, or hide it
        return QString::number(value, 'g', 4);
    return QString::number(value, 'f', size < 10 ? 4 : 2);
}

QJsonValue jsonNumber(double value) { return std::isfinite(value) ? QJsonValue(value) : QJsonValue(); }

} // namespace btw::tablewords
