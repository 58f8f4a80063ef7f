// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace btw::model {

/// What frozen encoders from files have made of a cohort's rows of one modality: each row is given to a file
/// once by all who share the cohort's Batches, whatever the number of their epochs, seeds and models. N x E
/// numbers a file stay, or those of each step where steps are wanted, on the device that they were made on.
/// For one thread; a file does not change meanwhile, since every training asks for its SHA-256 first.
class EncodedRows
{
public:
    explicit EncodedRows(std::size_t rows)
        : m_rows(rows)
    {
    }

    /// `[P, E]` of these rows. \param file its path \param rows int64 `[P]` on the CPU, places in the cohort
    /// \param encoded gives `[1, E]` of the row at place p of `rows`
    at::Tensor of(const std::string& file, const at::Tensor& rows,
        const std::function<at::Tensor(std::int64_t p)>& encoded);

    /// The same of a file whose steps are wanted: each row's as it gave them, `[T, E]`. \param encoded gives
    /// `[1, T, E]`
    std::vector<at::Tensor> stepsOf(const std::string& file, const at::Tensor& rows,
        const std::function<at::Tensor(std::int64_t p)>& encoded);

private:
    struct File
    {
        at::Tensor values; ///< `[N, E]`, where the file's answers are
        std::vector<bool> known; ///< N
    };

    std::size_t m_rows;
    std::map<std::string, File> m_files;
    std::map<std::string, std::vector<at::Tensor>> m_steps; ///< N; undefined: not known
};

} // namespace btw::model
