// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/loadscript.h"

#include "engine/error.h"

#include <caffe2/serialize/inline_container.h>
#include <caffe2/serialize/versions.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/version.h>

#include <filesystem>
#include <sstream>

namespace btw::model {

namespace {

constexpr std::size_t kLongest = 300; // characters of somebody else's message

const std::string kHere = std::string("LibTorch ") + TORCH_VERSION;
const std::string kTraceAgain = "Trace it with PyTorch " + std::string(TORCH_VERSION)
    + " or older, or without what is newer (docs/handbook/encoders.md).";

std::string textOf(const std::exception& error)
{
    const auto* own = dynamic_cast<const c10::Error*>(&error);
    return own != nullptr ? own->what_without_backtrace() : error.what();
}

/// What follows in the text, up to white space; empty where that is not there.
std::string wordAfter(const std::string& text, const std::string& begin)
{
    const auto at = text.find(begin);
    if (at == std::string::npos)
        return {};
    std::istringstream rest(text.substr(at + begin.size()));
    std::string word;
    rest >> word;
    while (!word.empty() && (word.back() == '.' || word.back() == ','))
        word.pop_back();
    return word;
}

/// Which PyTorch wrote the archive, as far as it can be known. TorchScript does not say so by itself: whoever
/// saves the file can add an extra file `torch_version`.
std::string madeWith(const std::string& path)
{
    constexpr const char* kExtra = "extra/torch_version";
    try {
        caffe2::serialize::PyTorchStreamReader archive(path);
        if (archive.hasRecord(kExtra)) {
            const auto [bytes, size] = archive.getRecord(kExtra);
            return "PyTorch " + std::string(static_cast<const char*>(bytes.get()), size);
        }
        if (archive.hasRecord(".data/serialization_id")) // which no 1.x writes
            return "PyTorch 2 (which one of them, the file does not say)";
    } catch (const std::exception&) {
        // Its version is then in the message of what failed.
    }
    return "another version of PyTorch (which one, the file does not say)";
}

/// Whether PyTorch can have written it: a text, a picture or numpy's own archive is none.
bool isArchive(const std::string& path)
{
    try {
        const caffe2::serialize::PyTorchStreamReader archive(path);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

[[noreturn]] void refuse(const std::string& path, const std::exception& error)
{
    const auto text = textOf(error);
    if (const auto format = wordAfter(text, "file with version "); !format.empty())
        throw Error(path + ": it was made by a newer PyTorch, in version " + format
            + " of the format; this program's " + kHere + " reads versions up to "
            + std::to_string(caffe2::serialize::kMaxSupportedFileFormatVersion) + ". " + kTraceAgain);
    if (const auto unknown = wordAfter(text, "Unknown builtin op: "); !unknown.empty())
        throw Error(path + ": it was made with " + madeWith(path) + " and uses " + unknown
            + ", which this program's " + kHere + " does not know. " + kTraceAgain);
    if (!isArchive(path))
        throw Error(path + ": it is not a TorchScript file. Save it with torch.jit.save.");
    if (text.find("constants.pkl") != std::string::npos)
        throw Error(path
            + ": it holds weights without the code of a model (torch.save). Save the model with "
              "torch.jit.save.");
    throw Error(path + ": it was made with " + madeWith(path) + ", and this program's " + kHere
        + " cannot read it: " + reasonOf(error) + " " + kTraceAgain);
}

} // namespace

std::string reasonOf(const std::exception& error)
{
    const auto text = textOf(error);
    std::istringstream lines(text);
    std::string first, line;
    while (std::getline(lines, line)) {
        constexpr const char* kMark = "RuntimeError: ";
        if (const auto at = line.find(kMark); at != std::string::npos) {
            first = line.substr(at + std::char_traits<char>::length(kMark));
            break;
        }
        if (first.empty() && line.find_first_not_of(' ') != std::string::npos)
            first = line;
    }
    return first.size() > kLongest ? first.substr(0, kLongest) + "..." : first;
}

torch::jit::Module loadScript(const std::string& path)
{
    std::error_code none;
    if (!std::filesystem::is_regular_file(path, none))
        throw Error(path + ": there is no such file. Correct its path in encoder_files.");
    // What is loaded here is also trained: no tensors of inference.
    const c10::InferenceMode off(false);
    try {
        auto module = torch::jit::load(path, at::Device(at::kCPU));
        module.eval();
        return module;
    } catch (const std::exception& error) {
        refuse(path, error);
    }
}

} // namespace btw::model
