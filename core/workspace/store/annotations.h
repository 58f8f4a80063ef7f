// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <string>
#include <vector>

namespace btw::store {

/// What a person wrote about a training, kept with its last run.
struct RunNote
{
    QStringList tags;
    QString text;
    bool isStarred = false;

    bool isEmpty() const { return tags.isEmpty() && text.isEmpty() && !isStarred; }
    bool operator==(const RunNote&) const = default;
};

/// Where people were selected before they were named. What is selected among a model's errors is partly made
/// by the selecting, and has to be said wherever its figures are shown.
enum class SelectedIn { Unknown, Table, Errors };

/// Some people of a cohort, named by a person.
struct SubgroupRecord
{
    std::int64_t id = 0;
    std::int64_t cohortId = 0; ///< on which they were chosen
    QString cohort; ///< its name; filled by the store
    QString name;
    std::vector<std::string> ids; ///< as CohortRecord::ids has them
    QDateTime created; ///< UTC
    SelectedIn selectedIn = SelectedIn::Unknown; ///< as which those of older versions are read

    bool operator==(const SubgroupRecord&) const = default;
};

} // namespace btw::store
