// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw {

enum class Task : std::uint8_t { Regression, Classification };
enum class Split : std::uint8_t { Train = 0, Validation = 1, Test = 2 };

namespace data {

enum class ModalityKind : std::uint8_t { Vector, Sequence, Series };

/// How a column of words becomes numbers: a column of 0 and 1 for each word, or the word's place in an order.
enum class Encoding : std::uint8_t { OneHot, Ordinal };

/// A column of a modality as it was read: of numbers, or of words that have become numbers.
struct SourceColumn
{
    std::string name;
    std::optional<Encoding> encoding = {}; ///< none: numbers
    std::vector<std::string> words = {}; ///< that training rows have, in the order of their numbers

    bool operator==(const SourceColumn&) const = default;
};

/// One modality of every instance. Values are raw (unscaled) float32; a NaN is a missing value.
struct Modality
{
    std::string name;
    ModalityKind kind = ModalityKind::Vector;
    std::int64_t dims = 0; ///< D, features per row

    /// Vector: `[N, D]` row-major (rows of absent instances are zeros).
    /// Sequence, Series: ragged, `[total steps, D]`, only real steps; absent instances have none.
    std::vector<float> values;
    std::vector<std::int64_t>
        offsets; ///< Sequence, Series: N + 1 step offsets into `values`; empty for Vector
    std::vector<float> times; ///< Series: one time stamp a step; empty otherwise
    std::vector<std::uint8_t> present; ///< N; 1 where the instance has this modality
    std::vector<std::string> columns; ///< D feature names, or empty
    std::vector<SourceColumn> sources
        = {}; ///< the columns before their words became numbers; empty: the same

    bool isRagged() const { return kind != ModalityKind::Vector; }
    /// Steps of instance i (1 for a Vector that is present).
    std::int64_t steps(std::size_t i) const
    {
        return isRagged() ? offsets[i + 1] - offsets[i] : static_cast<std::int64_t>(present[i]);
    }
};

/// A column of a modality that holds words. Until the training rows are known its values are indices into
/// `words`; encodeCategories() then makes numbers of them.
struct CategoryColumn
{
    std::size_t modality = 0;
    std::size_t column = 0;
    Encoding encoding = Encoding::OneHot;
    std::vector<std::string> words; ///< sorted, or in the order that was declared
    bool declared = false; ///< whether somebody gave the order
};

/// A cut of a numeric label into classes: class k holds thresholds[k-1] <= y < thresholds[k].
struct LabelCut
{
    std::vector<double> thresholds; ///< ascending, one fewer than classes
    std::size_t quantiles = 0; ///< without thresholds: this many classes of equal share among training rows
    std::vector<std::string> names; ///< of the classes; empty: called by their thresholds
};

/// A column that describes the instances and is no feature: what a subgroup is made of.
struct DescriptiveColumn
{
    std::string name;
    std::vector<std::string> values; ///< N, as they are written; empty where nothing is known

    bool operator==(const DescriptiveColumn&) const = default;
};

/// Everything known about N instances: labels, splits, groups and M >= 1 modalities. A value type.
struct Cohort
{
    std::string name;
    Task task = Task::Regression;
    std::vector<std::string> classes; ///< C class names, classification only
    std::optional<std::pair<double, double>> labelRange; ///< declared range, e.g. sentiment -3..3
    std::vector<std::string> ids; ///< N, unique
    std::vector<double> y; ///< N; the class index as a number for classification
    std::vector<Split> splits; ///< N, or empty: still to be drawn (data::drawSplits)
    std::optional<std::uint64_t> splitSeed; ///< drew the splits, wholly or in part; none: they were given
    std::vector<std::string> groups; ///< N, or empty
    std::vector<Modality> modalities;
    /// What is known beside the features and the label: ward, site, age band. Never a feature, and outside
    /// the hash.
    std::vector<DescriptiveColumn> about;
    std::map<std::string, double> strengths; ///< planted cohorts: true strength per modality; else empty
    /// Still to be fitted on the training rows, together with the splits (data::drawSplits); then empty.
    std::vector<CategoryColumn> categories;
    std::optional<LabelCut> cut;
    std::vector<double> thresholds; ///< that have cut a numeric label into the classes; empty: none have
    /// How the reader took tables (a recipe, docs/formats, as JSON), so that others can be read alike; empty
    /// for what names its own arrays. Outside the hash.
    std::string reading;
    /// Hash of the values as they were read, where something has changed them since (io::keepContent); empty:
    /// they are as they were. Outside the hash.
    std::string content;

    std::size_t size() const { return y.size(); }
    std::size_t modalityCount() const { return modalities.size(); }
    std::size_t classCount() const { return classes.size(); }
    /// Width K of a prediction: C for classification, 1 for regression.
    std::size_t predictionWidth() const { return task == Task::Classification ? classes.size() : 1; }
};

} // namespace data
} // namespace btw
