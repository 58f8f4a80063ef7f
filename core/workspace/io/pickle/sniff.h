// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace btw::io::pickle {

/// How the data of a pickle seems to be laid out, from its first instructions.
enum class Layout : std::uint8_t {
    NoPickle,
    Unknown, ///< a pickle of something else, or a damaged one
    SplitArrays, ///< dict of splits, each a dict of arrays with `labels` (MulT)
    SplitArraysWithTasks, ///< the same with `regression_labels` or `classification_labels` (MMSA)
    Tuples, ///< list of ((words, visual, acoustic, ...), label, id) (MISA, MMIM)
    Stays ///< list of dicts with `irg_ts`, `ts_tt`, ... (FuseMoE)
};

/// Looks at the beginning of a file, at most some megabytes of it. Promises nothing about the rest.
Layout sniff(const QString& path);

} // namespace btw::io::pickle
