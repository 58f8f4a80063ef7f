// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QString>

#include <cstddef>
#include <string_view>

namespace btw::tablewords {

// Words and numbers of tables as files and the headless program have them: the same in every language.

inline QString text(std::string_view string)
{
    return QString::fromUtf8(string.data(), static_cast<qsizetype>(string.size()));
}
/// "1 modality", "3 modalities".
QString counted(std::size_t n, const QString& one, const QString& many);
/// "0.6132", "0.003142" and "3.142e-06" where four decimals would show little, "0" of exactly that, and "-"
/// for a number that is not finite.
QString figure(double value);
/// A number, or null where it is not finite.
QJsonValue jsonNumber(double value);
/// A cell of a CSV file, in quotes where it needs them (RFC 4180).
QString csvCell(const QString& text);

} // namespace btw::tablewords
