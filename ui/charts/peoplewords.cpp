// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/peoplewords.h"

#include <QCoreApplication>

namespace btw::charts {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(PeopleWords)
};

} // namespace

QString allValidationRows(const jobs::RunDigest& digest)
{
    return digest.people.isEmpty() ? QString() : Words::tr(", all validation rows");
}

QString allTrainingRows(const jobs::RunDigest& digest)
{
    return digest.people.isEmpty() ? QString() : Words::tr(", all training rows");
}

QString tooFewPeople(const jobs::RunDigest& digest)
{
    return (digest.errorSplit == Split::Test
            ? Words::tr("Fewer than 10 of “%1” are among the test rows: their figures are not shown.")
            : Words::tr("Fewer than 10 of “%1” are among the validation rows: their figures are not shown."))
        .arg(digest.people);
}

} // namespace btw::charts
