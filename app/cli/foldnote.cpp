// SPDX-License-Identifier: GPL-3.0-or-later
#include "foldnote.h"

#include "workspace/store/store.h"

namespace btw::cli {

std::optional<QString> ofOneFold(const store::Store& store, std::int64_t run)
{
    const auto derivation = store.cohort(store.run(run)->splitId).derivation;
    if (derivation.folds == 0)
        return std::nullopt;
    return QStringLiteral(
        "This model is that of fold %1 of %2, trained on the other folds; a training without "
        "--folds uses more of the data.")
        .arg(derivation.fold + 1)
        .arg(derivation.folds);
}

} // namespace btw::cli
