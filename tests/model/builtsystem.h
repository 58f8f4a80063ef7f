// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fusionmodel.h"
#include "engine/model/parameters.h"
#include "engine/spec/spec.h"
#include "tests/goldenarrays.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <cstdint>
#include <memory>
#include <string>

// A small system as tests/golden/make_systems.py has it: what it is built from, and what it learns from.

btw::model::ModelShape shape(
    std::int64_t outputs = 3, btw::data::ModalityKind kind = btw::data::ModalityKind::Sequence);

at::Tensor targets(std::int64_t outputs);

/// As make_systems.py has it.
btw::model::Supervision known(std::int64_t outputs, std::int64_t epoch);

btw::training::ExperimentSpec specOf(const std::string& system, bool learned);

void setTransformer(btw::training::ExperimentSpec& spec);

struct Built
{
    at::Generator generator = at::detail::createCPUGenerator(11);
    btw::model::Parameters parameters { generator, at::kDouble };
    std::unique_ptr<btw::model::FusionModel> model;

    Built(const btw::model::ModelShape& shape, const btw::training::ExperimentSpec& spec);
    /// The parameters of a golden file.
    void take(const GoldenArrays& golden);
};
