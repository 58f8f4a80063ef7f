// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"
#include "workspace/store/store.h"

#include <QString>

#include <random>

namespace btw::cli {

/// Fills a store with finished trainings of five runs each: three modalities, the baseline and a weighted
/// model of 500 made-up people of two classes, test figures open.
class StoreMaker
{
public:
    explicit StoreMaker(const QString& path, int epochs = 3);

    store::Store& store() { return m_store; }

    static constexpr std::size_t kRows = 500;

    /// The people, a fifth of them tested; others for each fold.
    static store::CohortRecord people(std::size_t fold = 0, std::size_t rows = kRows);
    /// What the `demo` preset is for them.
    static training::ExperimentSpec spec(int width);

    /// With its reference models. \returns its id
    std::int64_t save(const store::CohortRecord& record);
    /// \returns the id of the training
    std::int64_t train(const store::CohortRecord& record, std::int64_t splitId,
        const training::ExperimentSpec& spec, std::uint64_t seed);
    /// Trainings on one cohort, of ten settings, with as many seeds as it takes.
    void trainSeeds(int trainings);

private:
    Predictions predictions(const store::CohortRecord& record, int quality);
    /// \param place 0 to 4: what the run is of
    store::RunRecord runOf(
        const store::TrainingRecord& asked, const store::CohortRecord& record, std::size_t place);
    void finish(const store::CohortRecord& record, std::int64_t id, int quality);

    store::Store m_store;
    int m_epochs;
    std::mt19937 m_random { 1 };
    int m_made = 0;
};

} // namespace btw::cli
