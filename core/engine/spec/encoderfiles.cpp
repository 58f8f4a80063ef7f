// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spec/encoderfiles.h"

#include "engine/error.h"
#include "engine/spec/encoderparameters.h"

#include <algorithm>
#include <utility>

namespace btw::training {

namespace {

constexpr std::size_t kHashLength = 64;

bool isHash(const std::string& text)
{
    return text.size() == kHashLength && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

EncoderFileName nameOf(const std::string& entry)
{
    const auto equals = entry.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == entry.size())
        throw Error("'" + entry
            + "' is not of the form modality=file. Write e.g. text=/models/bert.pt, and a semicolon between "
              "several; no path may hold a comma or a semicolon.");
    EncoderFileName name { entry.substr(0, equals), entry.substr(equals + 1), {} };
    const auto mark = name.path.rfind('#');
    if (mark != std::string::npos && isHash(name.path.substr(mark + 1))) {
        name.hash = name.path.substr(mark + 1);
        name.path.resize(mark);
    }
    return name;
}

} // namespace

std::vector<EncoderFileName> encoderFiles(const ExperimentSpec& spec)
{
    std::vector<EncoderFileName> files;
    const auto text = kEncoderParameters[3].text(spec);
    for (std::size_t from = 0; from < text.size();) {
        const auto comma = std::min(text.find_first_of(",;", from), text.size());
        files.push_back(nameOf(text.substr(from, comma - from)));
        from = comma + 1;
        for (std::size_t i = 0; i + 1 < files.size(); ++i)
            if (files[i].modality == files.back().modality)
                throw Error(files[i].modality + " has two files. Name one file for each modality.");
    }
    return files;
}

std::string encoderFileOf(const ExperimentSpec& spec, const std::string& modality)
{
    for (auto& file : encoderFiles(spec))
        if (file.modality == modality)
            return std::move(file.path);
    return {};
}

// With semicolons: where a comma stands between values that are tried one after the other (the window's table
// of settings), the list stays one.
void setEncoderFiles(ExperimentSpec& spec, const std::vector<EncoderFileName>& files)
{
    std::string text;
    for (const auto& file : files) {
        text += text.empty() ? "" : ";";
        text += file.modality + "=" + file.path;
        text += file.hash.empty() ? "" : "#" + file.hash;
    }
    kEncoderParameters[3].setText(spec, text);
}

} // namespace btw::training
