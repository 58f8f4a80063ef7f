// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/problem.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::data {

/// Problems as they are found, and the wording that they share. For the checks of this folder.
class ProblemList
{
public:
    void error(
        std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern = {});
    void warn(
        std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern = {});
    void note(std::string code, std::string where, const Sentence& what, std::string remedy);
    /// An error unless `found` is `wanted`.
    void expectLength(
        const std::string& where, std::size_t found, std::size_t wanted, const std::string& unit);

    bool isEmpty() const { return m_problems.empty(); }
    /// All of them, errors first, otherwise in the order found.
    std::vector<Problem> take();

private:
    void add(Severity severity, std::string code, std::string where, const Sentence& what, std::string remedy,
        Concern concern);
    std::vector<Problem> m_problems;
};

/// Of problems that another draw of the splits may fix.
Concern drawing();

/// Of instances that could be left out; of nothing where they are too many to be chosen one by one.
Concern leavingOut(const std::vector<std::string>& ids);

/// Of features that could be left out; of nothing where they are too many.
Concern leavingOutFeatures(const std::string& modality, const std::vector<std::string>& features);

/// `1 row`, `3 rows`.
std::string count(std::size_t n, const std::string& noun);

/// `a, b, c and 4 more`.
std::string listed(const std::vector<std::string>& names);

std::string number(double value);

} // namespace btw::data
