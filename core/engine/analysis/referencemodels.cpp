// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/referencemodels.h"

#include "engine/analysis/linearmodels.h"
#include "engine/analysis/referencedesign.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/parallelerror.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <thread>
#include <utility>

namespace btw::analysis {

namespace {

using data::Cohort;
using data::Modality;

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Rows = std::vector<std::size_t>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Rows rowsWith(const Modality& modality, const Rows& rows)
{
    Rows result;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(result),
        [&](std::size_t row) { return modality.present[row] != 0; });
    return result;
}

/// Indices of modalities that some training row lacks.
Rows lackingModalities(const Cohort& cohort, const Rows& training)
{
    Rows lacking;
    for (std::size_t m = 0; m < cohort.modalityCount(); ++m)
        if (rowsWith(cohort.modalities[m], training).size() < training.size())
            lacking.push_back(m);
    return lacking;
}

MatrixXd rowsFrom(const MatrixXd& values, const Rows& rows)
{
    MatrixXd result(static_cast<Index>(rows.size()), values.cols());
    for (std::size_t i = 0; i < rows.size(); ++i)
        result.row(static_cast<Index>(i)) = values.row(static_cast<Index>(rows[i]));
    return result;
}

/// The two kinds of plain model behind one face: fit on rows, walk a path of strengths, predict `[n, K]`.
class Regressor
{
public:
    Regressor(const Cohort& cohort, const MatrixXd& x, const Rows& rows)
        : m_fit(rowsFrom(x, rows), labels(cohort, rows))
    {
    }
    void solve(double strength, double /*tolerance*/, const std::function<bool()>& /*stopped*/)
    {
        m_fit.solve(1 / strength);
    }
    MatrixXd predict(const MatrixXd& x) const { return m_fit.predict(x); }
    /// Sum over rows of the squared error.
    static double loss(const MatrixXd& predictions, const Cohort& cohort, const Rows& rows)
    {
        return (predictions.col(0) - labels(cohort, rows)).squaredNorm();
    }
    void describe(ReferenceModel& model) const
    {
        const VectorXd& coefficients = m_fit.coefficients();
        model.coefficients.assign(coefficients.begin(), coefficients.end());
        model.intercepts = { m_fit.intercept() };
    }

private:
    static VectorXd labels(const Cohort& cohort, const Rows& rows)
    {
        VectorXd y(static_cast<Index>(rows.size()));
        for (std::size_t i = 0; i < rows.size(); ++i)
            y(static_cast<Index>(i)) = cohort.y[rows[i]];
        return y;
    }
    RidgeFit m_fit;
};

class Classifier
{
public:
    Classifier(const Cohort& cohort, const MatrixXd& x, const Rows& rows)
        : m_fit(rowsFrom(x, rows), classes(cohort, rows), cohort.classCount())
    {
    }
    void solve(double strength, double tolerance, const std::function<bool()>& stopped)
    {
        m_fit.solve(strength, tolerance, stopped);
    }
    MatrixXd predict(const MatrixXd& x) const { return m_fit.probabilities(x); }
    /// Sum over rows of the log loss, probabilities clipped as scikit-learn's log_loss does.
    static double loss(const MatrixXd& predictions, const Cohort& cohort, const Rows& rows)
    {
        constexpr double kLeast = std::numeric_limits<double>::epsilon();
        double sum = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto own = static_cast<Index>(cohort.y[rows[i]]);
            sum -= std::log(std::clamp(predictions(static_cast<Index>(i), own), kLeast, 1 - kLeast));
        }
        return sum;
    }
    void describe(ReferenceModel& model) const
    {
        const MatrixXd coefficients = m_fit.coefficients(); // column-major [F, K] is row-major [K, F]
        model.coefficients.assign(coefficients.data(), coefficients.data() + coefficients.size());
        const Eigen::RowVectorXd intercepts = m_fit.intercepts();
        model.intercepts.assign(intercepts.begin(), intercepts.end());
        model.classes = m_fit.seen();
    }

private:
    static Rows classes(const Cohort& cohort, const Rows& rows)
    {
        Rows result;
        result.reserve(rows.size());
        for (const std::size_t row : rows)
            result.push_back(static_cast<std::size_t>(cohort.y[row]));
        return result;
    }
    LogisticFit m_fit;
};

/// The fold of each of `rows`.
Rows foldsOf(const Cohort& cohort, const ReferenceOptions& options, const Rows& rows)
{
    Rows folds;
    if (!options.folds.empty()) {
        for (const std::size_t row : rows)
            folds.push_back(options.folds.at(row));
        return folds;
    }
    std::size_t units = rows.size();
    if (!cohort.groups.empty()) {
        std::set<std::string> groups;
        for (const std::size_t row : rows)
            groups.insert(cohort.groups[row]);
        units = groups.size();
    }
    const std::size_t count = std::min<std::size_t>(5, units);
    if (count < 2)
        return {};
    return data::drawParts(cohort, rows, std::vector<double>(count, 1.0 / static_cast<double>(count)), 0);
}

/// Sum over the held-out rows of one fold of the loss at each strength.
template <typename Model>
std::vector<double> foldLosses(const Cohort& cohort, const MatrixXd& x, const Rows& inner, const Rows& held,
    const std::vector<double>& strengths, const std::function<bool()>& stopped)
{
    constexpr double kTolerance = 1e-3; // the step after it would be a millionth
    std::vector<double> losses;
    const MatrixXd heldX = rowsFrom(x, held);
    Model model(cohort, x, inner);
    for (const double strength : strengths) {
        if (stopped())
            break;
        model.solve(strength, kTolerance, stopped);
        losses.push_back(Model::loss(model.predict(heldX), cohort, held));
    }
    return losses;
}

/// NaN when stopped.
template <typename Model>
double chooseStrength(const Cohort& cohort, const MatrixXd& x, const Rows& rows,
    const ReferenceOptions& options, const std::function<bool()>& stopped)
{
    const std::vector<double>& strengths = options.strengths;
    const Rows folds = strengths.size() == 1 ? Rows() : foldsOf(cohort, options, rows);
    const std::set<std::size_t> distinct(folds.begin(), folds.end());
    if (distinct.size() < 2)
        return strengths.front();
    const Rows names(distinct.begin(), distinct.end());

    // The predicate belongs to the caller's thread, which takes folds like the others.
    const std::thread::id caller = std::this_thread::get_id();
    std::atomic<bool> stop = false;
    const auto ask = [&] {
        if (stopped && std::this_thread::get_id() == caller && stopped())
            stop = true;
        return stop.load();
    };
    std::vector<std::vector<double>> losses(names.size());
    ParallelError error;
#pragma omp parallel for schedule(dynamic)
    for (std::size_t f = 0; f < names.size(); ++f) {
        error.guard(f, [&] {
            Rows inner;
            Rows held;
            for (std::size_t i = 0; i < rows.size(); ++i)
                (folds[i] == names[f] ? held : inner).push_back(rows[i]);
            losses[f] = foldLosses<Model>(cohort, x, inner, held, strengths, ask);
        });
    }
    error.rethrow();
    if (stop)
        return kNaN;
    std::vector<double> sums(strengths.size(), 0.0);
    for (const std::vector<double>& fold : losses) {
        for (std::size_t s = 0; s < strengths.size(); ++s)
            sums[s] += fold[s];
    }
    return strengths[static_cast<std::size_t>(std::min_element(sums.begin(), sums.end()) - sums.begin())];
}

template <typename Model>
ReferenceModel fitModel(const Cohort& cohort, std::string name, ReferenceDesign design, const Rows& lacking,
    const Rows& training, const Rows& predicted, const ReferenceOptions& options,
    const std::function<bool()>& stopped)
{
    constexpr double kTolerance = 1e-7;
    ReferenceModel result;
    result.name = std::move(name);
    result.features = std::move(design.features);
    result.means = std::move(design.means);
    result.scales = std::move(design.scales);
    result.lacking = lacking;
    result.strength = chooseStrength<Model>(cohort, design.values, training, options, stopped);
    if (std::isnan(result.strength))
        return result;
    Model model(cohort, design.values, training);
    model.solve(result.strength, kTolerance, stopped);
    model.describe(result);

    const std::size_t width = cohort.predictionWidth();
    result.predictions.width = width;
    result.predictions.values.assign(cohort.size() * width, std::numeric_limits<float>::quiet_NaN());
    const MatrixXd predictions = model.predict(rowsFrom(design.values, predicted));
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        for (std::size_t k = 0; k < width; ++k) {
            result.predictions.row(predicted[i])[k]
                = static_cast<float>(predictions(static_cast<Index>(i), static_cast<Index>(k)));
        }
    }
    return result;
}

ReferenceModel constantModel(const Cohort& cohort, const Rows& training)
{
    std::vector<double> prediction(cohort.predictionWidth(), 0.0);
    if (cohort.task == Task::Regression) {
        std::vector<double> y;
        y.reserve(training.size());
        for (const std::size_t row : training)
            y.push_back(cohort.y[row]);
        std::sort(y.begin(), y.end());
        prediction[0] = (y[(y.size() - 1) / 2] + y[y.size() / 2]) / 2;
    } else {
        for (const std::size_t row : training)
            prediction[static_cast<std::size_t>(cohort.y[row])] += 1.0 / static_cast<double>(training.size());
    }
    ReferenceModel model;
    model.name = "constant";
    model.strength = kNaN;
    model.predictions.width = prediction.size();
    model.predictions.values.reserve(cohort.size() * prediction.size());
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        for (const double value : prediction)
            model.predictions.values.push_back(static_cast<float>(value));
    }
    return model;
}

template <typename Model>
std::vector<ReferenceModel> fitAll(
    const Cohort& cohort, const ReferenceOptions& options, const std::function<bool()>& stopped)
{
    const Rows training = data::rowsOf(cohort, Split::Train);
    Rows everyone(cohort.size());
    std::iota(everyone.begin(), everyone.end(), std::size_t { 0 });

    std::vector<ReferenceModel> models;
    std::vector<ReferenceDesign> designs;
    for (const Modality& modality : cohort.modalities) {
        const Rows rows = rowsWith(modality, training);
        if (rows.empty()) {
            throw Error("No training row has modality " + modality.name
                + ": draw other splits (split_seed), or leave the modality out.");
        }
        designs.push_back(designOf(cohort, modality, rows));
        if (options.only.empty() || options.only == modality.name)
            models.push_back(fitModel<Model>(cohort, modality.name, designs.back(), {}, rows,
                rowsWith(modality, everyone), options, stopped));
        if (stopped && stopped())
            return {};
    }
    if (options.only.empty() || options.only == "all") {
        const Rows lacking = lackingModalities(cohort, training);
        models.push_back(fitModel<Model>(cohort, "all", joinedDesign(cohort, designs, lacking), lacking,
            training, everyone, options, stopped));
    }
    if (stopped && stopped())
        return {};
    if (options.only.empty() || options.only == "constant")
        models.push_back(constantModel(cohort, training));
    return models;
}

} // namespace

ModelState ReferenceModel::state() const
{
    ModelState state;
    state.set("means", means);
    state.set("scales", scales);
    state.set("lacking", std::vector<double>(lacking.begin(), lacking.end()));
    state.set("coefficients", coefficients);
    state.set("intercepts", intercepts);
    state.set("classes", std::vector<double>(classes.begin(), classes.end()));
    return state;
}

std::vector<double> ReferenceOptions::defaultStrengths()
{
    std::vector<double> strengths(13);
    for (std::size_t i = 0; i < strengths.size(); ++i)
        strengths[i] = std::pow(10.0, -4.0 + 8.0 * static_cast<double>(i) / 12.0);
    return strengths;
}

std::vector<ReferenceModel> fitReferenceModels(
    const Cohort& cohort, const ReferenceOptions& options, const std::function<bool()>& stopped)
{
    if (data::rowsOf(cohort, Split::Train).empty())
        throw Error("The cohort has no training rows for the reference models: draw the splits, or mark rows "
                    "as train.");
    return cohort.task == Task::Regression ? fitAll<Regressor>(cohort, options, stopped)
                                           : fitAll<Classifier>(cohort, options, stopped);
}

} // namespace btw::analysis
