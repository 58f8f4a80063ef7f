// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/treefit.h"

#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>
#include <locale>
#include <sstream>

namespace btw::trees {

namespace {

using Rows = std::vector<std::size_t>;

void refuse(const TreeSettings& settings)
{
    if (settings.depth < 1 || settings.rounds < 1 || settings.maxBins < 2 || settings.threads < 1)
        throw Error("Boosted trees need a depth, rounds and threads of at least 1, and 2 bins.");
    for (const double share : { settings.eta, settings.rowShare, settings.columnShare }) {
        if (!(share > 0 && share <= 1))
            throw Error("Boosted trees need a learning rate and shares above 0 and at most 1.");
    }
    if (!(settings.lambda >= 0) || !(settings.minChildWeight >= 0))
        throw Error("Boosted trees need a penalty and a weight of a leaf that are not negative.");
}

const Rows& someOf(const Rows& training)
{
    if (training.empty())
        throw Error("There are no training rows to grow trees on: draw the splits, or mark rows as train.");
    return training;
}

/// Reads back as the same number, in every locale.
std::string text(double value)
{
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << std::setprecision(std::numeric_limits<double>::max_digits10) << value;
    return out.str();
}

double meanLabel(const data::Cohort& cohort, const Rows& rows)
{
    double sum = 0;
    for (const std::size_t row : rows)
        sum += cohort.y[row];
    return sum / static_cast<double>(rows.size());
}

/// XGBoost splits for a gain above 1e-6 only, whatever the unit of the label, and squares in float32: labels
/// of 1e-6 would get no tree at all. Such are measured in a power of two, which changes no digit; others, as
/// they are.
double unitOf(const data::Cohort& cohort, const Rows& rows)
{
    constexpr int kLeast = -7; // exponents of the labels' standard deviation
    constexpr int kMost = 20;
    if (cohort.task != Task::Regression)
        return 1;
    const double mean = meanLabel(cohort, rows);
    double squares = 0;
    for (const std::size_t row : rows)
        squares += (cohort.y[row] - mean) * (cohort.y[row] - mean);
    const double spread = std::sqrt(squares / static_cast<double>(rows.size()));
    const int power = spread > 0 && std::isfinite(spread) ? std::ilogb(spread) : 0;
    return power < kLeast || power > kMost ? std::ldexp(1.0, power) : 1;
}

std::vector<double> inUnits(const std::vector<double>& labels, double unit)
{
    std::vector<double> scaled;
    scaled.reserve(labels.size());
    for (const double label : labels)
        scaled.push_back(label / unit);
    return scaled;
}

void configure(Booster& booster, const data::Cohort& cohort, const Rows& training, double unit,
    const TreeSettings& settings)
{
    const bool regression = cohort.task == Task::Regression;
    const std::size_t classes = cohort.classCount();
    booster.set("booster", "gbtree");
    booster.set("objective",
        regression         ? "reg:squarederror"
            : classes == 2 ? "binary:logistic"
                           : "multi:softprob");
    if (!regression && classes != 2)
        booster.set("num_class", std::to_string(classes));
    // Everything that a later XGBoost may decide otherwise is said.
    booster.set("tree_method", "hist");
    booster.set("base_score", regression ? text(meanLabel(cohort, training) / unit) : "0.5");
    booster.set("max_bin", std::to_string(settings.maxBins));
    booster.set("nthread", std::to_string(settings.threads));
    booster.set("seed", std::to_string(settings.seed % std::numeric_limits<std::int32_t>::max()));
    booster.set("max_depth", std::to_string(settings.depth));
    booster.set("eta", text(settings.eta));
    booster.set("lambda", text(settings.lambda));
    booster.set("alpha", "0");
    booster.set("gamma", "0");
    booster.set("min_child_weight", text(settings.minChildWeight));
    booster.set("max_delta_step", "0");
    booster.set("subsample", text(settings.rowShare));
    booster.set("colsample_bytree", text(settings.columnShare));
    // XGBoost's generator belongs to the thread: sown anew each round, no other model on it changes what is
    // drawn.
    booster.set("seed_per_iteration", "1");
    booster.set("colsample_bylevel", "1");
    booster.set("colsample_bynode", "1");
    booster.set("grow_policy", "depthwise");
    booster.set("num_parallel_tree", "1");
}

} // namespace

TreeFit::TreeFit(const FeatureTable& table, const data::Cohort& cohort, const Rows& training,
    const Rows& validation, const TreeSettings& settings)
    : m_unit(unitOf(cohort, someOf(training)))
    , m_training(table, training, inUnits(cohort.y, m_unit), settings.threads)
    , m_validation(table, validation, {}, settings.threads)
    , m_regression(cohort.task == Task::Regression)
    , m_booster({ &m_training, &m_validation })
{
    refuse(settings);
    m_labels.reserve(validation.size());
    for (const std::size_t row : validation)
        m_labels.push_back(cohort.y[row]);
    configure(m_booster, cohort, training, m_unit, settings);
}

void TreeFit::boost() { m_booster.boost(m_rounds++, m_training); }

double TreeFit::validationLoss() const
{
    constexpr double kLeast = 1e-15;
    const std::vector<float> predictions = m_booster.predict(m_validation);
    const std::size_t width = m_labels.empty() ? 1 : predictions.size() / m_labels.size();
    double sum = 0;
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        const double label = m_labels[i];
        if (m_regression) {
            sum += std::abs(predictions[i] * m_unit - label);
            continue;
        }
        const double own = width > 1 ? predictions[i * width + static_cast<std::size_t>(label)]
            : label > 0              ? static_cast<double>(predictions[i])
                                     : 1.0 - static_cast<double>(predictions[i]);
        sum -= std::log(std::max(own, kLeast));
    }
    return sum / static_cast<double>(m_labels.size());
}

Booster TreeFit::result(int rounds) const
{
    if (rounds < 1 || rounds > m_rounds)
        throw Error(
            "Boosted trees have no round with a validation loss that is a number: look at the labels.");
    return m_booster.firstRounds(rounds);
}

} // namespace btw::trees
