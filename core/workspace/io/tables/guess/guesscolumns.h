// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tableroles.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// What the first rows say about one column; for the guesses.
struct ColumnLook
{
    /// Nearly every value there is a number, with marks or without: one wrong word makes no words of them.
    /// So is a column of which half begin like numbers, unless it is one of a few words.
    bool numeric = true;
    bool dates = false; ///< at least half are dates or times of day
    bool numbersAsWords = false; ///< taken for words, though at least half begin like numbers
    std::string example; ///< of a date, or of a value that is no number
    bool whole = true; ///< all of its numbers are whole
    std::size_t rows = 0; ///< that were looked at
    std::size_t values = 0; ///< not missing
    std::set<std::string> distinct;
    bool taken = false; ///< it has a role

    /// Numbers, or words of which some repeat: names, addresses and free text would make a column each that
    /// says nothing about other rows.
    bool isFeature() const;
    /// The different whole numbers, with marks (`12%`, `2A`) or without.
    std::set<std::int64_t> wholeNumbers() const;
    /// Words, or no more than ten whole numbers.
    bool isClasses() const;
    /// Every value names a split.
    bool isSplits() const;
};

ColumnLook lookAt(const TablePreview& preview, std::size_t column);

/// Why a column that is no feature is left out; a warning where it holds dates.
RoleGuess::Reason whyLeftOut(const ColumnLook& look, std::string columns);
/// Why a column becomes one of words; a warning where half of its values begin like numbers.
RoleGuess::Reason whyWords(const ColumnLook& look, std::string columns);

using Names = std::vector<std::string_view>;
inline const Names kLabelNames
    = { "label", "labels", "y", "target", "class", "outcome", "response", "score", "sentiment" };
inline const Names kIdNames = { "id", "ids", "uid", "key", "instance", "instance_id", "sample", "sample_id",
    "case_id", "record_id", "encounter_id", "hadm_id", "visit_id", "stay_id", "segment_id", "row.names" };
inline const Names kGroupNames = { "group", "group_id", "pid", "mrn", "subject", "subject#", "subject_id",
    "patient", "patient_id", "person", "person_id", "participant", "participant_id", "speaker", "speaker_id",
    "video_id", "patientunitstayid", "uniquepid" };

/// Whether it is one of the names, in any case of letters.
bool isOneOf(std::string_view name, const Names& names);
/// Whether a column beside the label is called as if it told the label, too: another one of kLabelNames or an
/// annotation, or `label_T` beside `label`. Of no column where there is no label.
bool isLikeLabel(std::string_view column, std::string_view label);

/// Why columns are left out.
inline constexpr const char* kLikeLabel = "its name suggests that it repeats the label";
inline constexpr const char* kRunning = "it numbers the rows, which would reveal their order";

/// What the first rows say about a column as one of ids.
struct IdLook
{
    std::size_t values = 0;
    std::size_t distinct = 0; ///< spelt as they are
    std::size_t alike = 0; ///< different whatever their spelling is (IdKeys)
    bool canBe = false; ///< words or whole numbers

    bool isUnique() const { return canBe && values > 0 && distinct == values; }
    bool isNearlyUnique() const { return canBe && values > 0 && distinct * 20 >= values * 19; }
    bool isMostlyUnique() const { return canBe && values > 0 && distinct * 2 >= values; }
    /// Of groups, which people spell in several ways: one in twenty may be a mistake in an id.
    bool isNearlyUniqueHoweverSpelt() const { return canBe && values > 0 && alike * 20 >= values * 19; }
    bool repeats() const { return canBe && values > 0 && alike < values; }
};

IdLook lookAtIds(const TablePreview& preview, std::size_t column, const ColumnLook& look);

} // namespace btw::io
