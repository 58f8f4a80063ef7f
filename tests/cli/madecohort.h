// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

/// A small cohort of a kind that people bring: few rows, few or many classes, modalities that some lack.
struct Made
{
    const char* name;
    int rows = 40;
    int classes = 2; ///< 0: regression
    QByteArray kinds = "vq"; ///< v: vector, q: sequence, s: series
    double lacking = 0; ///< share of instances that lack a modality but the first
    const char* splits = nullptr; ///< a letter a row, repeated: t, v, e; without them they are drawn
    int groups = 0;
    bool constant = false; ///< features
    double missing = 0; ///< share of cells
};

/// Makes it, the same each time, and writes it as an .npz. Apart from the tests: these call a function btw,
/// which is a namespace here.
void writeCohort(const Made& made, const QString& path);
