// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/loadscript.h"

#include "engine/error.h"

#include <caffe2/serialize/inline_container.h>
#include <caffe2/serialize/versions.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/version.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

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

/// What an archive says of whoever wrote it.
struct Archive
{
    std::int64_t format = 0; ///< the version of the file format, which every archive has
    std::string maker; ///< "PyTorch 2.1.0", as far as it can be known
};

/// TorchScript does not say by itself which PyTorch wrote a file: whoever saves it can add an extra file
/// `torch_version`.
std::string makerOf(caffe2::serialize::PyTorchStreamReader& archive)
{
    constexpr const char* kExtra = "extra/torch_version";
    if (archive.hasRecord(kExtra)) {
        const auto [bytes, size] = archive.getRecord(kExtra);
        return "PyTorch " + std::string(static_cast<const char*>(bytes.get()), size);
    }
    if (archive.hasRecord(".data/serialization_id")) // written from 2.1 on
        return "PyTorch 2.1 or newer (which one, the file does not say)";
    return "another version of PyTorch (which one, the file does not say)";
}

/// Nullopt where PyTorch cannot have written it: a text, a picture or numpy's own archive.
std::optional<Archive> archiveOf(const std::string& path)
{
    try {
        caffe2::serialize::PyTorchStreamReader archive(path);
        return Archive { static_cast<std::int64_t>(archive.version()), makerOf(archive) };
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

/// With which PyTorch an operator came, of those that files often have and LibTorch 1.13 lacks; empty: it is
/// not known.
std::string sinceWhen(const std::string& name)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kKnown { {
        { "aten::scaled_dot_product_attention", "2.0" },
        { "aten::rms_norm", "2.4" },
    } };
    for (const auto& [known, version] : kKnown)
        if (known == name)
            return ", which came with PyTorch " + std::string(version);
    return {};
}

/// What LibTorch cannot do with a file whose format it reads: the end of a sentence that it is the subject
/// of.
std::string whatFails(const std::string& text, const std::exception& error)
{
    if (const auto unknown = wordAfter(text, "Unknown builtin op: "); !unknown.empty())
        return "does not know its " + unknown + sinceWhen(unknown) + ".";
    const auto call = text.find("Arguments for call are not valid");
    const auto name = call == std::string::npos ? call : text.find("aten::", call);
    if (name != std::string::npos)
        return "does not know the arguments of its "
            + text.substr(name, text.find_first_of("(. \n", name) - name) + ".";
    auto why = "cannot read it: " + reasonOf(error);
    return why.back() == '.' ? why : why + ".";
}

/// Of a file whose format LibTorch does not read at all. \param format as its message says
Error otherFormat(const std::string& path, const std::string& format, bool isOlder)
{
    using caffe2::serialize::kMaxSupportedFileFormatVersion;
    using caffe2::serialize::kMinSupportedFileFormatVersion;
    return Error(path + ": it was made by " + (isOlder ? "an older" : "a newer") + " PyTorch, in version "
        + format + " of the file format; this program's " + kHere + " reads versions "
        + (isOlder ? "from " + std::to_string(kMinSupportedFileFormatVersion) + " on. Save it again with "
                    + "PyTorch " + TORCH_VERSION + "."
                   : "up to " + std::to_string(kMaxSupportedFileFormatVersion) + ". " + kTraceAgain));
}

[[noreturn]] void refuse(const std::string& path, const std::exception& error)
{
    const auto text = textOf(error);
    if (const auto format = wordAfter(text, "file with version "); !format.empty())
        throw otherFormat(path, format, text.find("minimum supported") != std::string::npos);
    const auto archive = archiveOf(path);
    if (!archive)
        throw Error(path + ": it is not a TorchScript file. Save it with torch.jit.save.");
    if (text.find("constants.pkl") != std::string::npos)
        throw Error(path
            + ": it holds weights without the code of a model (torch.save). Save the model with "
              "torch.jit.save.");
    throw Error(path + ": it was made with " + archive->maker + ", in version "
        + std::to_string(archive->format) + " of the file format. This program's " + kHere
        + ", which reads versions up to " + std::to_string(caffe2::serialize::kMaxSupportedFileFormatVersion)
        + ", " + whatFails(text, error) + " " + kTraceAgain);
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
