// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/tokens/pieces.h"

#include <QString>

#include <cstddef>
#include <string>
#include <vector>

namespace btw::tokens {

/// Which texts of a table are cut, and how.
struct TokenQuestion
{
    QString table; ///< a table in any format that is read
    std::string id; ///< column
    std::string text; ///< column
    bool ends = false; ///< with the model's marks of beginning and end
    std::size_t most = 0; ///< tokens of a text, marks among them; 0: all
};

/// The tokens of each text, in the table's order.
struct TokenTable
{
    std::vector<std::string> ids;
    std::vector<std::vector<int>> tokens; ///< never empty
    std::size_t without = 0; ///< ids without a text
    std::size_t cut = 0; ///< texts that were longer than may be
    std::size_t unknown = 0; ///< tokens that the model does not know
    std::vector<io::Problem> problems; ///< errors among them: the rest is not to be used

    std::size_t total() const;
    bool hasErrors() const;
};

/// Reads the texts and cuts them. An id twice, or none, is an error; an empty text and a word for a missing
/// value are no text. \throws btw::Error as Pieces does, and where the marks are asked of a model without any
TokenTable tokenTable(const TokenQuestion& question, const Pieces& pieces);

/// Columns id and token, a row a token in their order, which is read back as a sequence of one feature.
/// Atomically.
/// \throws btw::Error where it cannot be written
void writeTokens(const TokenTable& table, const QString& path);

} // namespace btw::tokens
