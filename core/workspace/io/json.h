// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QString>

#include <string>
#include <vector>

namespace btw::io {

/// How texts become values of JSON.
inline QString text(const std::string& string) { return QString::fromStdString(string); }

inline QJsonArray list(const std::vector<std::string>& texts)
{
    QJsonArray out;
    for (const std::string& item : texts)
        out.append(text(item));
    return out;
}

} // namespace btw::io
