// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"
#include "workspace/experiments/people.h"
#include "workspace/experiments/studies.h"
#include "workspace/store/annotations.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace btw::pages {

/// What the page asks of a study. A value.
struct CompareQuestion
{
    experiments::Study::Id study;
    std::string metric; ///< empty: the study's own
    QString baseline; ///< Model::fullName(); empty: the study's own
    experiments::Spread spread = experiments::Spread::Seeds;
    std::int64_t subgroup = 0; ///< only these people; 0: everybody
};

/// What comes back: read and computed away from the GUI thread.
struct CompareResult
{
    experiments::Study study;
    std::vector<experiments::Comparison> comparisons; ///< of one metric; none where `hidden` says why
    std::vector<std::string> metrics; ///< that the task has
    std::vector<std::int64_t> splits; ///< of the study
    std::vector<store::SubgroupRecord> subgroups; ///< whose people are all in this data
    std::map<std::int64_t, store::RunNote> notes; ///< by run
    QString refused; ///< why nothing is compared, though the study is open; empty: it is
};

/// On the reading thread.
CompareResult answer(const store::Store& store, const CompareQuestion& question);
/// \param population one of the comparisons' people \param model, baseline Model::fullName()
experiments::PeopleChange peopleOf(const store::Store& store, const CompareQuestion& question,
    const std::string& population, const QString& model, const QString& baseline);
enum class CopyFormat { Latex, Markdown, Csv, Tsv, Xlsx };
struct CopiedTables
{
    QByteArray bytes; ///< UTF-8 text, or a workbook
    std::size_t rows = 0; ///< of all tables together
};
/// \param format not Xlsx \param comparisons for Csv and Tsv with the ratio of residual variances
CopiedTables textOf(const std::vector<experiments::Comparison>& comparisons, CopyFormat format);
/// The tables in full, with the ratio of residual variances, as `btw compare` makes them for CSV and xlsx.
CopiedTables tablesOf(const store::Store& store, const CompareQuestion& question, CopyFormat format);

/// Validation figure by epoch, the mean over a model's runs, as far as all of them have come.
struct LearningCurve
{
    QString name;
    std::vector<double> values; ///< from epoch 1
};
std::vector<LearningCurve> curvesOf(
    const store::Store& store, const std::vector<experiments::Model>& models, const std::string& metric);

/// The command that prints the same table.
QString commandOf(const QString& storePath, const CompareQuestion& question, const QString& subgroup);

} // namespace btw::pages
