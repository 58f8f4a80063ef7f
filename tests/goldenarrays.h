// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

/// The arrays of one file of tests/golden, as make_weighting.py and make_model.py write them, widened to
/// double.
class GoldenArrays
{
public:
    /// \param name within tests/golden, without ".bin": "weighting/labels". \throws std::runtime_error where
    /// the file cannot be read.
    explicit GoldenArrays(const std::string& name);

    /// \throws std::out_of_range for a key that the file lacks: a test must not pass over it.
    const std::vector<double>& at(const std::string& key) const { return m_arrays.at(key); }
    double scalar(const std::string& key) const { return at(key).at(0); }
    bool has(const std::string& key) const { return m_arrays.count(key) != 0; }
    std::vector<std::string> keys() const;

private:
    std::map<std::string, std::vector<double>> m_arrays;
};

/// |actual - expected| <= relative * |expected| + absolute; two NaN agree.
bool isClose(double actual, double expected, double relative, double absolute = 0);
