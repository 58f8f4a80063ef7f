// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>
#include <string_view>
#include <vector>

namespace btw::tokens {

/// A SentencePiece model (Kudo and Richardson, SentencePiece, EMNLP 2018; the file of their library): cuts a
/// text into pieces, each with its number.
class Pieces
{
public:
    /// \throws btw::Error where the file cannot be read or is no such model
    explicit Pieces(const QString& path);
    ~Pieces();
    Pieces(Pieces&&) noexcept;
    Pieces& operator=(Pieces&&) noexcept;

    /// The numbers of a text's pieces, from 0 on; none of a text of blanks.
    /// \throws btw::Error where the library fails
    std::vector<int> of(std::string_view text) const;
    int count() const; ///< pieces that the model knows
    int unknown() const; ///< the number of what it does not know
    /// The numbers of the marks at a text's beginning and end; -1 where the model has none.
    int begin() const;
    int end() const;

private:
    struct Library;
    std::unique_ptr<Library> m_library;
    QString m_path;
};

} // namespace btw::tokens
