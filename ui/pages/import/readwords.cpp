// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/readwords.h"

#include "ui/models/words.h"

#include <QCoreApplication>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ReadWords)
};

} // namespace

QString warningWords(std::int64_t warnings)
{
    return warnings == 0 ? Words::tr("Read. The data can be used.")
        : warnings == 1
        ? Words::tr("Read, with one warning: look at it first.")
        : Words::tr("Read, with %1 warnings: look at them first.").arg(models::count(warnings));
}

QString errorWords(std::int64_t errors)
{
    return errors == 1
        ? Words::tr("One error has to be fixed first: choose a remedy, or change what columns are.")
        : Words::tr("%1 errors have to be fixed first: choose remedies, or change what columns are.")
              .arg(models::count(errors));
}

} // namespace btw::pages
