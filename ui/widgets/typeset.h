// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace btw::widgets {

/// A number of engine/digits.h as people read it: thousands apart, a real minus sign, and powers of ten
/// without a leading 0.
inline QString typeset(const std::string& written)
{
    QString text = QString::fromStdString(written);
    const qsizetype digits = text.startsWith(QLatin1Char('-')) ? 1 : 0;
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    for (qsizetype at = (point < 0 ? text.size() : point) - 3;
         at > digits && !text.contains(QLatin1Char('e')); at -= 3)
        text.insert(at, QLatin1Char(','));
    return text.replace(QLatin1String("e-0"), QLatin1String("e-")).replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace btw::widgets
