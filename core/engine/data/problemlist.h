// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::data {

/// Problems as they are found, and the wording that they share. For the checks of this folder.
class ProblemList
{
public:
    void error(std::string where, std::string what, std::string remedy, std::vector<Remedy> remedies = {});
    void warn(std::string where, std::string what, std::string remedy, std::vector<Remedy> remedies = {});
    void note(std::string where, std::string what, std::string remedy);
    /// An error unless `found` is `wanted`.
    void expectLength(
        const std::string& where, std::size_t found, std::size_t wanted, const std::string& unit);

    bool isEmpty() const { return m_problems.empty(); }
    /// All of them, errors first, otherwise in the order found.
    std::vector<Problem> take();

private:
    std::vector<Problem> m_problems;
};

/// New splits: for what another draw may mend.
std::vector<Remedy> drawing();

/// Leaving out instances, a remedy each; nothing where they are too many to be chosen one by one.
std::vector<Remedy> leavingOut(const std::vector<std::string>& ids);

/// Leaving out features of a modality, a remedy each; nothing where they are too many.
std::vector<Remedy> leavingOutFeatures(const std::string& modality, const std::vector<std::string>& features);

/// `1 row`, `3 rows`.
std::string count(std::size_t n, const std::string& noun);

/// `a, b, c and 4 more`.
std::string listed(const std::vector<std::string>& names);

std::string number(double value);

} // namespace btw::data
