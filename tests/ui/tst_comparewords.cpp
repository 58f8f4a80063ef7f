// SPDX-License-Identifier: GPL-3.0-or-later
// What stands below the table of the page Compare.
#include "ui/pages/compare/comparewords.h"
#include "workspace/experiments/overhead.h"

#include <QTest>

#include <limits>

using namespace btw;

class TestCompareWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A paper's time stands beside that of one's own trainings, and is not called missing.
    void aPublishedTimeStandsBesideOnesOwn()
    {
        experiments::Comparison comparison;
        comparison.published = { { QStringLiteral("moe"), QStringLiteral("btw"), {},
            experiments::kTimeOverBaseline, 2.6, std::numeric_limits<double>::quiet_NaN(),
            QStringLiteral("CMU-MOSI"), QStringLiteral("Table 10") } };
        QString note = pages::tableNote(comparison);
        QVERIFY2(note.startsWith(QStringLiteral("Published, and not in this table: BTW-weighted")),
            qPrintable(note));

        auto& own = comparison.times.emplace_back();
        own.model.system = QStringLiteral("moe");
        own.model.variant = QStringLiteral("btw");
        own.metric = experiments::kTimeOverBaseline;
        own.mean = 2.875;
        own.std = 0.125;
        comparison.timesNote = QStringLiteral("One is left out.");
        note = pages::tableNote(comparison);
        QVERIFY2(note.startsWith(QStringLiteral("What a weighting costs: BTW-weighted mixture of experts "
                                                "2.8750 ± 0.1250 (published: 2.6 (CMU-MOSI)). ")),
            qPrintable(note));
        QVERIFY2(note.endsWith(comparison.timesNote), qPrintable(note));
        QVERIFY2(!note.contains(QStringLiteral("not in this table")), qPrintable(note));
    }
};

QTEST_GUILESS_MAIN(TestCompareWords)
#include "tst_comparewords.moc"
