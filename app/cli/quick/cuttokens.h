// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../command.h"

namespace btw::cli {

/// What `btw tokens` does. Of btw-quick alone: SentencePiece brings a Protobuf of its own, which must not
/// meet LibTorch's in one process (programs die as they load).
int cutTokens(const Arguments& arguments, Console& console);

} // namespace btw::cli
