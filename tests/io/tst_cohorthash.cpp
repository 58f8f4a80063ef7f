// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"

#include "fixtures.h"

#include <array>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class CohortHashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesBeyondEveryBufferAreHashedAsPythonDoes();
};

void CohortHashTest::valuesBeyondEveryBufferAreHashedAsPythonDoes()
{
    // The cohort of tests/golden/make_cohorthash.py, with NaNs that differ in sign and payload.
    constexpr std::size_t kRows = 5000;
    constexpr std::array<quint32, 4> kNaNs = { 0x7FC00000, 0xFFC00000, 0x7F800001, 0x7FFFFFFF };
    data::Cohort cohort;
    data::Modality modality;
    modality.name = "m";
    modality.dims = 3;
    for (std::size_t i = 0; i < kRows; ++i) {
        cohort.ids.push_back("instance " + std::to_string(i));
        cohort.y.push_back(static_cast<double>(i) * 0.5);
        cohort.splits.push_back(static_cast<Split>(i % 3));
    }
    for (std::size_t k = 0; k < 3 * kRows; ++k)
        modality.values.push_back(k % 7 == 0 ? std::bit_cast<float>(kNaNs.at(k % kNaNs.size()))
                                             : static_cast<float>(k) * 0.25F - 1000);
    modality.present.assign(kRows, 1);
    cohort.modalities.push_back(std::move(modality));
    const QByteArray want = bytesOf(golden(QStringLiteral("large.sha256"))).trimmed();
    QCOMPARE(want.size(), 64);
    QCOMPARE(cohortHash(cohort).toLatin1(), want);
}

QTEST_GUILESS_MAIN(CohortHashTest)
#include "tst_cohorthash.moc"
