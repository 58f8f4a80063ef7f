// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/boostedtrees.h"

#include "engine/error.h"
#include "engine/trees/treefit.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::trees {

namespace {

constexpr const char* kWidth = "btw_width"; // XGBoost keeps a note a key with its model
constexpr const char* kUnit = "btw_unit"; // an exponent of two; not there: 0

} // namespace

BoostedTrees BoostedTrees::fit(const FeatureTable& table, const data::Cohort& cohort,
    const std::vector<std::size_t>& training, const TreeSettings& settings,
    const std::function<bool()>& goesOn)
{
    TreeFit fit(table, cohort, training, {}, settings);
    fit.boost();
    while (fit.rounds() < settings.rounds && (!goesOn || goesOn()))
        fit.boost();
    return { fit.result(fit.rounds()), cohort.predictionWidth(), fit.unit() };
}

BoostedTrees::BoostedTrees(Booster booster, std::size_t width, double unit)
    : m_booster(std::move(booster))
    , m_width(width)
    , m_unit(unit)
{
    m_booster.set("nthread", "1"); // predictions of a tree are the same by any number
    m_booster.setNote(kWidth, std::to_string(width));
    if (unit != 1)
        m_booster.setNote(kUnit, std::to_string(std::ilogb(unit)));
}

Predictions BoostedTrees::predict(const FeatureTable& table, const std::vector<std::size_t>& rows) const
{
    if (table.columns() != features())
        throw Error("The trees were grown on " + std::to_string(features()) + " features, these rows have "
            + std::to_string(table.columns()) + ": bring the features that they were grown on.");
    Predictions result;
    result.width = m_width;
    result.values.assign(table.rows * m_width, std::numeric_limits<float>::quiet_NaN());
    if (rows.empty())
        return result;
    std::vector<float> values = m_booster.predict(FeatureMatrix(table, rows, {}, 1));
    for (float& value : values)
        value *= static_cast<float>(m_unit);
    const std::size_t given = values.size() / rows.size();
    if (given != m_width && !(given == 1 && m_width == 2))
        throw Error("These trees do not predict what they are said to: they are damaged.");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        float* out = result.row(rows[i]);
        if (given == m_width) {
            std::copy_n(values.data() + i * given, given, out);
        } else { // of two classes XGBoost gives the second one's
            out[0] = 1.0F - values[i];
            out[1] = values[i];
        }
    }
    return result;
}

BoostedTrees BoostedTrees::load(std::string_view bytes)
{
    Booster booster(bytes);
    const std::string noted = booster.note(kWidth);
    std::size_t width = 0;
    std::from_chars(noted.data(), noted.data() + noted.size(), width);
    if (width == 0)
        throw Error("These trees were not saved by this program.");
    const std::string power = booster.note(kUnit);
    int exponent = 0;
    std::from_chars(power.data(), power.data() + power.size(), exponent);
    return { std::move(booster), width, std::ldexp(1.0, exponent) };
}

} // namespace btw::trees
