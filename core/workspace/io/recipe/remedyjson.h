// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/recipe/remedy.h"

#include <QJsonArray>
#include <QJsonValue>

#include <functional>
#include <string>
#include <vector>

namespace btw::io {

/// A list of objects, each with its `kind` and what the kind needs of `file`, `row`, `column`, `word`
/// (docs/formats).
QJsonArray remediesToJson(const std::vector<Remedy>& remedies);

/// Called with a key ("remedies[2].kind"), what is wrong with it, and what to do.
using RemedyFault
    = std::function<void(const std::string& key, const std::string& what, const std::string& remedy)>;

/// What remediesToJson wrote. Items that are not known or ill-typed are faults, and left out.
std::vector<Remedy> remediesFromJson(const QJsonValue& list, const RemedyFault& fault);

} // namespace btw::io
