// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <readstat.h>

#include <map>
#include <string>

namespace btw::io::reader {

class Report;

/// The words that stand for the values of variables, in sets that have a name.
class ValueLabels
{
public:
    /// `ofSas`: a set may be asked for by a format with its width, "SEXFMT5." for SEXFMT.
    explicit ValueLabels(bool ofSas)
        : m_ofSas(ofSas)
    {
    }

    /// What the library gives; labels of special missing values are left out.
    void add(const char* set, const readstat_value_t& value, const char* label);
    /// Labels of SAS lie in a file of their own, beside the data's. A warning where that cannot be read.
    void readCatalogue(Report& report);

    bool contains(const std::string& set) const { return labelsOf(set) != nullptr; }
    /// Two values of a set that have the same label, "1 and 2: 'high'"; empty where there are none.
    std::string sameLabel(const std::string& set) const;
    /// The label of a value, or null.
    const std::string* find(const std::string& set, const readstat_value_t& value) const;

private:
    struct Labels
    {
        std::map<double, std::string> ofNumbers;
        std::map<std::string, std::string> ofTexts;
    };
    const Labels* labelsOf(const std::string& set) const;

    const bool m_ofSas;
    std::map<std::string, Labels> m_sets;
};

} // namespace btw::io::reader
