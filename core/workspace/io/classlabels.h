// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/problem.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// Class labels as indices.
struct CodedLabels
{
    std::vector<std::string> classes;
    std::vector<double> y; ///< class index of each label; 0 where unknown
    std::vector<std::size_t> unknown; ///< rows whose label is no class
    std::map<std::string, std::vector<std::string>> merged; ///< other spellings of a class, in their order
};

/// In ascending order: by number when all are numbers, else as text.
std::vector<std::string> sortedNames(std::vector<std::string> names);

/// What a label is called as a class: without what nobody sees around it, and as a plain number where it is a
/// whole one ("1.0", "'1", `="1"`, "1%" are 1).
std::string labelName(std::string_view label);

/// Those classes that may stand for a missing label: numbers such as 999 far from the others, and words such
/// as "ND" beside two classes or more.
std::vector<std::string> doubtfulClasses(const std::vector<std::string>& classes);

/// A label is a name in `classes`, or an index into it; "1.0" is 1. Without `classes`, the sorted distinct
/// labels are the classes (by number when all are numbers); those that differ by capital letters, blanks or
/// as 1, true and yes do are one, called as most of its rows are. Where the names themselves are numbers,
/// labels are read as names if every one is a name, else all as indices: never some this way and some that
/// way.
CodedLabels codeLabels(const std::vector<std::string>& labels, std::vector<std::string> classes);

/// Labels that say that they are missing: empty ones, and words for that (isMissingWord), but declared
/// classes. "none" may be a finding, as no such word is: where there are two other classes or more ("none",
/// "mild", "severe"), it is a class. `wordsAreClasses`: a person said that such words are.
class MissingLabels
{
public:
    MissingLabels(const std::vector<std::string>& labels, const std::vector<std::string>& classes,
        bool wordsAreClasses = false);

    bool contains(const std::string& label) const;
    /// Whether a label is "none", which is a class here, and not because it was declared.
    bool isClassNone(const std::string& label) const;
    /// What is wrong with a label that is missing.
    static data::Sentence what(const std::string& label);

private:
    const std::vector<std::string>& m_classes;
    bool m_noneIsClass = false;
    bool m_wordsAreClasses = false;
};

/// "'YES' and 'yes' are read as 'Yes'"; empty where no spellings were merged.
std::string mergedText(const CodedLabels& coded);

} // namespace btw::io
