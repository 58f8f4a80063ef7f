// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/weighting/options.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <string>
#include <vector>

namespace btw::models {

/// Words and numbers as people read them. Pure functions; every page speaks through them, so that one
/// thing has one name everywhere.

/// "mae" -> "mean absolute error"; an unknown name is returned as it is.
QString metricName(const std::string& metric);
/// "mae" -> "MAE", "macro_f1" -> "macro-F1": short enough for a chart's title.
QString metricShort(const std::string& metric);

/// Digits that mean something: 0.734 -> "0.73", 12.34 -> "12.3", 0.0042 -> "0.0042", 4.2e-7 -> "4.2e−7",
/// NaN -> "–".
QString number(double value);
/// `value` with as many decimals as `largest` needs for two significant digits, so that figures of one
/// sentence match: (0.0088, 0.058) -> "0.009".
QString numberBeside(double value, double largest);
/// An estimate and the ends of its interval to the same place, which shows on which side of 0 an end lies
/// (engine/digits.h).
struct IntervalWords
{
    QString estimate, low, high;
};
IntervalWords intervalWords(double estimate, double low, double high);
/// As number(), with a real minus sign or a plus.
QString signedNumber(double value);
/// 2199 -> "2,199".
QString count(std::int64_t value);
/// `value` as translations take it for choosing among their plural forms.
int plural(std::int64_t value);
/// "about 4 min left"; empty when unknown (NaN or negative).
QString timeLeft(double seconds);
/// "three" for 3; figures from 11 on.
QString numberWord(std::int64_t value);
/// {"a", "b", "c"} -> "a, b and c".
QString joined(const QStringList& parts);
/// "2,199 rows", or "2,199 rows of 89 people" where people are counted.
QString rowsOfPeople(std::int64_t rows, std::int64_t people);
/// "3 modalities".
QString modalityCount(std::int64_t modalities);
QString capitalised(QString text);
/// A modality's name at the start of a sentence; short ones are abbreviations and stay as they are ("ecg").
QString startingName(const QString& name);
/// Whether a modality's name reads as a plural ("notes", "labs"), so that its verb can follow.
bool readsAsPlural(const QString& name);

QString variantName(weighting::Variant variant); ///< "kl-local", as the headless program spells it
QString variantSentence(weighting::Variant variant); ///< one sentence for a form
std::vector<weighting::Variant> variantsFor(Task task);

/// "3 modalities · 2,199 rows · sentiment -3 to 3"; people are named when the cohort has groups.
QString cohortLine(const data::Cohort& cohort);
/// Distinct groups, 0 without groups.
std::int64_t peopleIn(const data::Cohort& cohort);

} // namespace btw::models
