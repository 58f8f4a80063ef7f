// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/checkpoint.h"

#include "engine/error.h"

#include <torch/serialize/archive.h>

#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <sstream>

namespace btw::training {

namespace {

constexpr std::int64_t kFormat = 1;

at::Tensor numbers(std::initializer_list<double> values)
{
    return at::tensor(at::ArrayRef<double>(values), at::kDouble);
}

at::Tensor floats(const std::vector<float>& values)
{
    auto tensor = at::empty({ static_cast<std::int64_t>(values.size()) }, at::kFloat);
    if (!values.empty())
        std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
    return tensor;
}

std::vector<float> floats(const at::Tensor& tensor)
{
    const auto* data = tensor.data_ptr<float>();
    return { data, data + tensor.numel() };
}

void writeMetrics(torch::serialize::OutputArchive& archive, const std::string& key, const MetricSet& metrics)
{
    std::string names;
    std::vector<double> values;
    for (const auto& [name, value] : metrics) {
        names += name + "\n";
        values.push_back(value);
    }
    archive.write(key + ".names", c10::IValue(names));
    archive.write(key + ".values", at::tensor(values, at::kDouble));
}

MetricSet readMetrics(torch::serialize::InputArchive& archive, const std::string& key)
{
    c10::IValue names;
    at::Tensor values;
    archive.read(key + ".names", names);
    archive.read(key + ".values", values);
    MetricSet metrics;
    std::string name;
    std::int64_t index = 0;
    for (const char c : names.toStringRef()) {
        if (c == '\n') {
            metrics[name] = values[index++].item<double>();
            name.clear();
        } else {
            name += c;
        }
    }
    return metrics;
}

[[noreturn]] void refuse(const std::string& path)
{
    throw Error(path + ": the checkpoint could not be written: " + std::strerror(errno)
            + ". Free some space or choose another folder.",
        Error::Kind::Work);
}

/// All bytes, then a sync. A half-written file is removed.
void writeSynced(const std::string& path, const std::string& bytes)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        refuse(path);
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto written = ::write(file, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        done += static_cast<std::size_t>(written);
    }
    const bool whole = done == bytes.size() && ::fsync(file) == 0;
    const int why = errno;
    ::close(file);
    if (!whole) {
        ::unlink(path.c_str());
        errno = why;
        refuse(path);
    }
}

void syncFolder(const std::string& path)
{
    const auto slash = path.find_last_of('/');
    const int folder
        = ::open(slash == std::string::npos ? "." : path.substr(0, slash + 1).c_str(), O_RDONLY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
}

} // namespace

void writeCheckpoint(const Checkpoint& c, const std::string& path)
{
    torch::serialize::OutputArchive archive;
    archive.write("format", c10::IValue(kFormat));
    archive.write("identity", c10::IValue(c.identity));
    archive.write("values", c.values);
    if (c.bestValues.defined() && c.best.bestEpoch != c.progress.epoch)
        archive.write("best.values", c.bestValues);
    if (c.history.defined())
        archive.write("history", c.history);
    archive.write("first_moment", c.firstMoment);
    archive.write("second_moment", c.secondMoment);
    archive.write("generator", c.generator);
    archive.write("counts",
        at::tensor({ c.steps, c.progress.epoch, c.progress.bestEpoch, c.best.epochs, c.best.bestEpoch,
                       static_cast<std::int64_t>(c.best.predictions.width),
                       static_cast<std::int64_t>(c.smoother.best.has_value()) },
            at::kLong));
    archive.write("figures",
        numbers({ c.progress.best, c.progress.learningRate, c.smoother.alpha, c.smoother.alphaUsed,
            c.smoother.best.value_or(0.0) }));
    archive.write("weights", floats(c.smoother.weights));
    archive.write("best.predictions", floats(c.best.predictions.values));
    archive.write("best.weights", floats(c.best.weights));
    writeMetrics(archive, "best.validation", c.best.validation);

    // Into memory first: LibTorch's own file writer ends the program when the disk is full.
    std::ostringstream stream;
    archive.save_to(stream);
    const auto temporary = path + ".part";
    writeSynced(temporary, stream.str());
    if (std::rename(temporary.c_str(), path.c_str()) != 0)
        refuse(path);
    syncFolder(path);
}

Checkpoint readCheckpoint(const std::string& path)
{
    Checkpoint c;
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(path);
        c10::IValue format;
        archive.read("format", format);
        if (format.toInt() != kFormat)
            throw Error(
                path + ": this checkpoint is of another version of the program; train the run again.");
        if (c10::IValue identity; archive.try_read("identity", identity))
            c.identity = identity.toStringRef();
        archive.read("values", c.values);
        archive.read("first_moment", c.firstMoment);
        archive.read("second_moment", c.secondMoment);
        archive.read("generator", c.generator);
        archive.try_read("best.values", c.bestValues);
        archive.try_read("history", c.history);
        at::Tensor counts, figures, weights, predictions, bestWeights;
        archive.read("counts", counts);
        archive.read("figures", figures);
        archive.read("weights", weights);
        archive.read("best.predictions", predictions);
        archive.read("best.weights", bestWeights);
        const auto* n = counts.data_ptr<std::int64_t>();
        const auto* f = figures.data_ptr<double>();
        c.steps = n[0];
        c.progress = { n[1], n[2], f[0], f[1] };
        c.best.epochs = n[3];
        c.best.bestEpoch = n[4];
        if (c.best.bestEpoch == c.progress.epoch)
            c.bestValues = c.values.clone();
        c.best.predictions.width = static_cast<std::size_t>(n[5]);
        c.smoother.alpha = f[2];
        c.smoother.alphaUsed = f[3];
        if (n[6] != 0)
            c.smoother.best = f[4];
        c.smoother.weights = floats(weights);
        c.best.predictions.values = floats(predictions);
        c.best.weights = floats(bestWeights);
        c.best.validation = readMetrics(archive, "best.validation");
    } catch (const c10::Error&) {
        throw Error(path + ": this checkpoint is damaged or missing; train the run again.");
    }
    return c;
}

} // namespace btw::training
