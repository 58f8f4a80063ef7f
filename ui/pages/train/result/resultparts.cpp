// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultparts.h"

#include <algorithm>

namespace btw::pages {

using experiments::StudyResult;

const experiments::AloneFigure* aloneOf(const StudyResult& result, const std::string& modality)
{
    for (const auto& one : result.alone)
        if (one.modality == modality)
            return &one;
    return nullptr;
}

const analysis::Contribution* placeboOf(const StudyResult& result, const std::string& modality)
{
    for (const auto& one : result.answer->placebos)
        if (one.modality == modality)
            return &one;
    return nullptr;
}

const experiments::Believed* believedOf(const StudyResult& result, const std::string& modality)
{
    for (const auto& one : result.believed)
        if (one.modality == modality)
            return &one;
    return nullptr;
}

std::vector<const analysis::Contribution*> ordered(const StudyResult& result)
{
    std::vector<const analysis::Contribution*> all;
    for (const auto& one : result.answer->modalities)
        all.push_back(&one);
    std::stable_sort(all.begin(), all.end(),
        [](const auto* a, const auto* b) { return a->difference.estimate > b->difference.estimate; });
    return all;
}

QString shareText(double value) { return QString::number(value, 'f', 2); }

} // namespace btw::pages
