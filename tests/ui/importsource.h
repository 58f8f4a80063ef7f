// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>

namespace btw::test {

/// Writes a file; its path.
inline QString written(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
    return path;
}

/// A wide table of `rows` visits: whose (`patient`, two rows each), where, two kinds of measurements and the
/// length of stay, which is not called a label. `age` of the fourth row is a word.
inline QByteArray visits(int rows)
{
    QByteArray text = "patient,ward,note_1,note_2,lab_hb,lab_crp,age,stay\n";
    const char* const wards[] = { "A", "B", "C" };
    for (int i = 0; i < rows; ++i) {
        const double wave = (i * 37 % 101) / 50.0 - 1;
        text += 'p' + QByteArray::number(i / 2) + ',' + wards[i % 3] + ',' + QByteArray::number(wave) + ','
            + QByteArray::number(-wave / 2 + (i % 7)) + ',' + QByteArray::number(12 + wave) + ','
            + QByteArray::number(i % 11) + ','
            + (i == 3 ? QByteArray("unclear") : QByteArray::number(20 + i % 60)) + ','
            + QByteArray::number(1 + i % 13 + wave) + '\n';
    }
    return text;
}

} // namespace btw::test
