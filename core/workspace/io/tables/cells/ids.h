// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace btw::io {

class ReadingPlan;

/// An id without what nobody sees around it: blanks, those that do not break, too, and a byte-order mark.
std::string_view bareId(std::string_view text);
/// Whether there is no id: nothing, or a word for a missing value, which would make one person of strangers.
bool isNobody(std::string_view id);
/// A text in small letters of any alphabet, with accents written in one way.
std::string foldedLetters(std::string_view text);

/// What two ids have in common where they are the same. One comparison for the guess, the join of tables and
/// the groups: ids are the same where they are spelt alike, and beyond that as a person chose (MatchIds).
class IdKeys
{
public:
    explicit IdKeys(bool numbers, bool letters = false)
        : m_numbers(numbers)
        , m_letters(letters)
    {
    }
    explicit IdKeys(const ReadingPlan& plan);

    std::string of(std::string_view id) const;
    /// Changes ids to their keys. Nothing is copied where they are spelt so already.
    void apply(std::vector<std::string>& ids) const;

private:
    bool m_numbers = false; ///< "007", "7.0" and a spreadsheet's ="7" are "7"
    bool m_letters = false; ///< small letters, no blanks
};

/// Warns of ids of one column that are the same but for their spelling, and of rounded ones; offers to match
/// them. `where(i)` is the place of one, `what` what they are: "id", "group".
void checkIdSpelling(const std::vector<std::string>& ids, const std::string& what,
    const std::function<std::string(std::size_t)>& where, Problems& problems);

/// Where the rows of tables go: the instance of each id, ids that are left out, and how ids are compared.
struct Instances
{
    const std::unordered_map<std::string, std::size_t>& rowOfId;
    const std::unordered_set<std::string>& leftOut;
    const IdKeys& keys;
};

/// Reports ids that have no row among the labels: offers to match one to an id there that is the same but for
/// its spelling, else to leave out its rows.
class UnknownIds
{
public:
    explicit UnknownIds(const std::unordered_map<std::string, std::size_t>& rowOfId)
        : m_rowOfId(rowOfId)
    {
    }
    void report(
        const std::string& id, const std::string& where, const DropRowsWith& dropping, Problems& problems);

private:
    const std::unordered_map<std::string, std::size_t>& m_rowOfId;
    bool m_compared = false;
    std::unordered_map<std::string, const std::string*> m_byNumber;
    std::unordered_map<std::string, const std::string*> m_byLetters;
};

} // namespace btw::io
