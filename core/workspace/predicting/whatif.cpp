// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/predicting/whatif.h"

#include "engine/error.h"
#include "workspace/predicting/predicting.h"
#include "workspace/store/store.h"

#include <algorithm>

namespace btw::predicting {

namespace {

/// Rows [from, to) of a matrix of `width` columns.
std::vector<float> slice(
    const std::vector<float>& values, std::int64_t from, std::int64_t to, std::int64_t width)
{
    return { values.begin() + from * width, values.begin() + to * width };
}

void switchOff(data::Modality& modality)
{
    modality.present = { 0 };
    modality.times.clear();
    if (modality.isRagged()) {
        modality.values.clear();
        modality.offsets = { 0, 0 };
    } else {
        std::fill(modality.values.begin(), modality.values.end(), 0.0F);
    }
}

void checkForm(const data::CohortShape& shape, const data::Cohort& cohort)
{
    const bool isSame = std::equal(shape.modalities.begin(), shape.modalities.end(),
        cohort.modalities.begin(), cohort.modalities.end(), [](const auto& known, const auto& given) {
            return known.name == given.name && known.kind == given.kind && known.dims == given.dims;
        });
    if (!isSame || shape.task != cohort.task || shape.classes != cohort.classes)
        throw Error("The open data has a different form from the data that the model was trained on.",
            Error::Kind::Input);
}

} // namespace

data::Cohort personOf(const data::Cohort& cohort, std::size_t row)
{
    data::Cohort person;
    person.name = cohort.name;
    person.task = cohort.task;
    person.classes = cohort.classes;
    person.labelRange = cohort.labelRange;
    person.thresholds = cohort.thresholds;
    person.ids = { cohort.ids.at(row) };
    person.y = { cohort.y.at(row) };
    person.splits = { Split::Test };
    for (const auto& whole : cohort.modalities) {
        data::Modality one;
        one.name = whole.name;
        one.kind = whole.kind;
        one.dims = whole.dims;
        one.columns = whole.columns;
        one.sources = whole.sources;
        one.present = { whole.present[row] };
        const auto at = static_cast<std::int64_t>(row);
        const auto from = whole.isRagged() ? whole.offsets[row] : at;
        const auto to = whole.isRagged() ? whole.offsets[row + 1] : at + 1;
        one.values = slice(whole.values, from, to, whole.dims);
        if (whole.isRagged())
            one.offsets = { 0, to - from };
        if (!whole.times.empty())
            one.times = slice(whole.times, from, to, 1);
        person.modalities.push_back(std::move(one));
    }
    return person;
}

WhatIf whatIf(const store::Store& store, std::int64_t runId, const data::Cohort& cohort, std::size_t row,
    const std::string& id, const std::vector<std::string>& off, const systems::SystemRegistry& systems)
{
    if (row >= cohort.size() || cohort.ids[row] != id)
        throw Error("Row " + std::to_string(row + 1) + " of the open data is not " + id
                + ". Open the data that this run was trained on.",
            Error::Kind::Input);
    const auto model = modelOf(store, runId);
    checkForm(model.shape, cohort);
    auto person = personOf(cohort, row);
    for (auto& modality : person.modalities)
        if (std::find(off.begin(), off.end(), modality.name) != off.end())
            switchOff(modality);
    const auto used = model.used();
    const bool isAnyLeft
        = std::any_of(person.modalities.begin(), person.modalities.end(), [&](const data::Modality& one) {
              return one.present[0] != 0 && std::find(used.begin(), used.end(), one.name) != used.end();
          });
    if (!isAnyLeft)
        return {};
    const auto said = predictPeople(model, person, systems);
    return { { said.model.row(0), said.model.row(0) + said.model.width }, said.weights };
}

} // namespace btw::predicting
