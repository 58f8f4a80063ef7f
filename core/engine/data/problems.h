// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/problem.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::data {

/// A problem of its severity, as the checks of this folder put it.
Problem error(
    std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern = {});
Problem warning(
    std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern = {});
Problem note(std::string code, std::string where, const Sentence& what, std::string remedy);

/// Adds an error unless `found` is `wanted`.
void expectLength(std::vector<Problem>& problems, const std::string& where, std::size_t found,
    std::size_t wanted, const std::string& unit);

/// Errors first, otherwise in the order found.
void sortBySeverity(std::vector<Problem>& problems);

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
