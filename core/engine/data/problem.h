// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace btw::data {

enum class Severity : std::uint8_t { Note, Warning, Error };

/// "5875" as "5,875".
std::string groupedDigits(std::string digits);
/// 5875 as "5,875".
// Not by a concept: Qt 6.4's moc does not get through the header of those.
template <typename Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
std::string grouped(Number number)
{
    return groupedDigits(std::to_string(number));
}

/// A sentence and what it is about: `Sentence("the row has {} cells where the first row has {}", 7, 8)`.
/// Tests and other languages go by a problem's code and these arguments, not by the English words.
class Sentence
{
public:
    Sentence(std::string text) // NOLINT(google-explicit-constructor): most sentences have no argument
        : m_text(std::move(text))
    {
    }
    Sentence(const char* text) // NOLINT(google-explicit-constructor)
        : m_text(text)
    {
    }
    /// Each `{}` of the pattern stands for one argument: text, or a whole number (grouped by thousands).
    template <typename First, typename... More>
    Sentence(std::string_view pattern, First&& first, More&&... more)
    {
        m_arguments = { argument(std::forward<First>(first)), argument(std::forward<More>(more))... };
        fill(pattern);
    }

    const std::string& text() const { return m_text; }
    const std::vector<std::string>& arguments() const { return m_arguments; }

private:
    static std::string argument(std::string text) { return text; }
    static std::string argument(std::string_view text) { return std::string(text); }
    static std::string argument(const char* text) { return text; }
    template <typename Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
    static std::string argument(Number number)
    {
        return grouped(number);
    }
    void fill(std::string_view pattern);

    std::string m_text;
    std::vector<std::string> m_arguments;
};

/// Which part of a cohort a problem is about, where leaving that out, or drawing other splits, would fix it.
struct Concern
{
    std::vector<std::string> instances = {}; ///< ids
    std::string modality = {}; ///< whose `features` these are
    std::vector<std::string> features = {}; ///< names, or numbers from 1
    bool splits = false; ///< another draw of the splits may fix it
    std::vector<double> bins = {}; ///< widths in hours; bins of the times of `modality` would fix it
};

/// Something about the data that a person should know. A value, so that every layer can pass it on.
struct Problem
{
    Severity severity = Severity::Error;
    std::string where; ///< file, row (1-based line of the file), column, or key
    std::string what; ///< one sentence
    std::string remedy; ///< what to do about it
    std::string code = {}; ///< which problem it is: stable, in kebab-case, "row-length"
    std::vector<std::string> arguments = {}; ///< of the sentence `what`
    Concern concern = {};
};

} // namespace btw::data
