// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/error.h"

#include <QString>

/// The sentence of the btw::Error that `call` throws; empty where it throws none.
template <typename Call> QString errorMessage(const Call& call)
{
    try {
        call();
    } catch (const btw::Error& error) {
        return QString::fromStdString(error.what());
    }
    return {};
}
