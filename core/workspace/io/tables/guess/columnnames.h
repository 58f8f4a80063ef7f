// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// The words of a column's name in small letters: "patient", "id" of `patientId`, `Patient ID`, `PATIENT_ID`
/// and `patientid`; numbers are words of their own.
std::vector<std::string> wordsOf(std::string_view name);

/// How surely a name says what a column is.
enum class Naming : std::uint8_t {
    No,
    Maybe, ///< its values have to agree: `problem_set`, `skin_fold`
    Surely
};

/// Of splits: `split`, `Set`, `subset`, `data_split`; `train_test`. Not of folds.
Naming namesSplits(std::string_view name);
/// Of the folds of a cross-validation: `fold`, `cv_fold`, `kfold`, `Fold 1`.
Naming namesFolds(std::string_view name);
/// Of ids, of persons or of anything else: `id`, `Patient ID`, `SubjectNo`, `mrn`; perhaps `StudyID`.
Naming namesIds(std::string_view name);
/// Of persons, or what else has several rows: `patient`, `subject_no`, `Group`, `speaker`.
bool namesGroups(std::string_view name);
/// Of persons and animals, of which each has rows of its own: `patient_id`, `mrn`, but not `group`.
bool namesPersons(std::string_view name);
/// Of the number of a row: `index`, `Unnamed: 0`, `row`, `No.`, `X`, or no name at all.
bool namesRows(std::string_view name);

/// What the name of a column says about times.
struct TimeNaming
{
    enum class Kind : std::uint8_t {
        No,
        Order, ///< `visit`, `wave`, `step`: which came first, but not how long after
        Time ///< `offset_minutes`, `time_ms`, `followup_month`
    };
    Kind kind = Kind::No;
    double unitSeconds = 0; ///< what it counts, where the name says it
};
TimeNaming namesTimes(std::string_view name);
/// Of the units of measurements: `unit`, `valueuom`.
bool namesUnits(std::string_view name);
/// Of what says whether a measurement counts: `status`, `warning`.
bool namesStatus(std::string_view name);

} // namespace btw::io
