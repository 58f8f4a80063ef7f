// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace btw {

/// The one exception type that engine and workspace throw at their public boundaries.
/// `what()` is one sentence for a person: what happened, where, and what to do.
class Error : public std::runtime_error
{
public:
    enum class Kind {
        Input, ///< unusable arguments or data: the program exits 2
        Work ///< the work itself failed (disk full, loss not finite): the program exits 1
    };

    explicit Error(const std::string& sentence, Kind kind = Kind::Input)
        : std::runtime_error(sentence)
        , m_kind(kind)
    {
    }

    Kind kind() const noexcept { return m_kind; }

private:
    Kind m_kind;
};

} // namespace btw
