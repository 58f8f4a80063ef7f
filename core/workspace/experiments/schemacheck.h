// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>

#include <optional>
#include <string>

namespace btw::experiments {

/// What makes a value unusable by a JSON schema, as one sentence that names the key, or nothing. Reads what
/// experimentSchema() is made of: type, enum, anyOf, minimum, maximum, minLength, items, minItems,
/// uniqueItems, properties, required, additionalProperties. `$ref` is left to whoever reads what it points
/// to.
/// \param what what the value is called at the start of a sentence: "The experiment"
std::optional<std::string> violation(
    const QJsonObject& schema, const QJsonValue& value, const std::string& what);

} // namespace btw::experiments
