// SPDX-License-Identifier: GPL-3.0-or-later
// Seconds that reading alone takes, until every value is in its modality: without the checks of `btw
// validate`, as pandas.read_csv makes none. bench_reading PATH
#include "workspace/io/readcohort.h"

#include <QCoreApplication>

#include <chrono>
#include <cstdio>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "Usage: bench_reading PATH\n");
        return 2;
    }
    const auto start = std::chrono::steady_clock::now();
    const auto result = btw::io::readCohort(QString::fromLocal8Bit(argv[1]));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    if (!result.cohort) {
        std::fprintf(stderr, "There is no cohort in it: see btw validate.\n");
        return 1;
    }
    std::printf("%.3f s, %zu instances\n", taken.count(), result.cohort->size());
    return 0;
}
