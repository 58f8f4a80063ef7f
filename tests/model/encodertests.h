// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/error.h"
#include "engine/model/encoder.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/parameters.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <torch/csrc/jit/api/module.h>

#include <QString>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// What the tests of encoders have in common: files, settings that name them, and encoders made of both.

inline const std::pair<std::int64_t, std::int64_t> kSteps = btw::model::ModelShape::Input {}.steps;

/// One of tests/golden/make_torchscript.py's.
inline std::string fileOf(const std::string& name)
{
    return std::string(BTW_TEST_DATA) + "/torchscript/" + name + ".pt";
}

/// A modality's encoder is this file. \param rate the file's learning rate; 0: it is frozen
inline btw::training::ExperimentSpec specOf(
    const std::string& path, double rate = 0, const std::string& modality = "m")
{
    btw::training::ExperimentSpec spec;
    spec.width = 4;
    btw::training::setEncoderFiles(spec, { { modality, path, {} } });
    btw::training::kEncoderParameters[4].setNumber(spec, rate);
    return spec;
}

/// The same with one of the golden files.
inline btw::training::ExperimentSpec specWith(const std::string& file, double rate)
{
    return specOf(fileOf(file), rate);
}

/// Rows of 0, 1, ... steps, packed as Batches does.
inline btw::model::ModalityInput packed(const at::Tensor& steps, const std::vector<double>& lengths)
{
    std::vector<std::int64_t> order, starts, sizes;
    std::int64_t at = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        starts.push_back(at);
        at += static_cast<std::int64_t>(lengths[i]);
        if (lengths[i] > 0)
            order.push_back(static_cast<std::int64_t>(i));
    }
    const auto lengthOf = [&](std::int64_t i) { return lengths[static_cast<std::size_t>(i)]; };
    std::stable_sort(order.begin(), order.end(),
        [&](std::int64_t a, std::int64_t b) { return lengthOf(a) > lengthOf(b); });
    std::vector<at::Tensor> rows;
    for (std::int64_t t = 0; t < static_cast<std::int64_t>(lengthOf(order.front())); ++t) {
        sizes.push_back(0);
        for (const auto i : order)
            if (static_cast<double>(t) < lengthOf(i)) {
                rows.push_back(steps[starts[static_cast<std::size_t>(i)] + t]);
                ++sizes.back();
            }
    }
    return { at::stack(rows), at::tensor(sizes), at::tensor(order) };
}

/// A modality's encoder, in double precision.
struct BuiltEncoder
{
    at::Generator generator = at::detail::createCPUGenerator(11);
    btw::model::Parameters parameters { generator, at::kDouble };
    std::unique_ptr<btw::model::Encoder> encoder;

    BuiltEncoder(const btw::model::ModelShape::Input& input, const btw::training::ExperimentSpec& spec)
        : encoder(btw::model::builtinEncoders().create(input, spec, "encoder", parameters))
    {
        parameters.finish(at::kCPU);
    }
    btw::model::Parameters::Id id(const std::string& name) const
    {
        const auto& names = parameters.names();
        return static_cast<btw::model::Parameters::Id>(
            std::find(names.begin(), names.end(), "encoder." + name) - names.begin());
    }
};

/// A file of this source, as this LibTorch saves it.
class Script
{
public:
    explicit Script(const std::string& source)
        : m_path(m_folder.filePath(QStringLiteral("made.pt")).toStdString())
    {
        torch::jit::Module script("made");
        save(script, source);
    }
    /// With a parameter, a buffer of whole numbers, and then one of fractions.
    Script(
        const at::Tensor& weight, const at::Tensor& count, const at::Tensor& shift, const std::string& source)
        : m_path(m_folder.filePath(QStringLiteral("made.pt")).toStdString())
    {
        torch::jit::Module script("made");
        script.register_parameter("weight", weight, false);
        script.register_buffer("count", count);
        script.register_buffer("shift", shift);
        save(script, source);
    }
    const std::string& path() const { return m_path; }

private:
    void save(torch::jit::Module& script, const std::string& source) const
    {
        script.define(source);
        script.save(m_path);
    }

    QTemporaryDir m_folder;
    std::string m_path;
};

/// What an error says; empty: there was none.
template <typename Call> QString saidBy(const Call& call)
{
    try {
        call();
    } catch (const btw::Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}
