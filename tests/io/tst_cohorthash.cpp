// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"

#include "fixtures.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class CohortHashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesBeyondEveryBufferAreHashedAsPythonDoes();
    void whatSplitsShareIsHashedAsPythonDoes();
    void splitsOfTheSameDataShareTheirContent();
};

namespace {

/// The cohort of tests/golden/make_cohorthash.py, with NaNs that differ in sign and payload.
data::Cohort largeCohort()
{
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
    return cohort;
}

} // namespace

void CohortHashTest::valuesBeyondEveryBufferAreHashedAsPythonDoes()
{
    const QByteArray want = bytesOf(golden(QStringLiteral("large.sha256"))).trimmed();
    QCOMPARE(want.size(), 64);
    QCOMPARE(cohortHash(largeCohort()).toLatin1(), want);
}

void CohortHashTest::whatSplitsShareIsHashedAsPythonDoes()
{
    auto cohort = largeCohort();
    cohort.categories = { { 0, 1, data::Encoding::OneHot, { "no", "yes" } },
        { 0, 2, data::Encoding::Ordinal, { "low", "high" } } };
    cohort.cut = data::LabelCut { { 100.0 }, 0, { "short", "long" } };
    const QByteArray want = bytesOf(golden(QStringLiteral("large-content.sha256"))).trimmed();
    QCOMPARE(want.size(), 64);
    QCOMPARE(contentHash(cohort).toLatin1(), want);
}

// A word that only the test rows of one fold have, a cut at the median of the training rows, and a placebo:
// each changes the values, and with them the hash, but they are of the same data.
void CohortHashTest::splitsOfTheSameDataShareTheirContent()
{
    data::Cohort asRead;
    asRead.cut = data::LabelCut { {}, 2, { "short", "long" } };
    asRead.categories = { { 0, 0, data::Encoding::OneHot, { "east", "north", "south" } } };
    data::Modality stays;
    stays.name = "stays";
    stays.dims = 2;
    stays.columns = { "ward", "age" };
    for (int i = 0; i < 60; ++i) {
        asRead.ids.push_back("p" + std::to_string(i));
        asRead.y.push_back((i * 7) % 31);
        stays.values.insert(stays.values.end(),
            { i == 7 ? 0.0F : static_cast<float>(1 + i % 2), static_cast<float>(i % 13) });
        stays.present.push_back(1);
    }
    asRead.modalities = { stays };
    const QString content = contentHash(asRead);
    QSet<QString> hashes;
    for (const std::size_t fold : { 0, 1, 2 }) {
        for (const char* placebo : { "", "stays" }) {
            auto cohort = asRead;
            const auto found = completeCohort(cohort, 0, { 3, fold, 1, {}, placebo });
            QVERIFY2(std::none_of(found.begin(), found.end(),
                         [](const Problem& one) { return one.severity == data::Severity::Error; }),
                found.empty() ? "" : found.front().what.c_str());
            hashes.insert(cohortHash(cohort));
            QCOMPARE(contentHash(cohort), content);
        }
    }
    QCOMPARE(hashes.size(), 6);
    auto other = asRead;
    other.y[3] += 1;
    QVERIFY(contentHash(other) != content);
    other = asRead;
    other.cut->quantiles = 3;
    QVERIFY(contentHash(other) != content);
    other = asRead;
    other.splits.assign(other.size(), Split::Train);
    QCOMPARE(contentHash(other), content);
}

QTEST_GUILESS_MAIN(CohortHashTest)
#include "tst_cohorthash.moc"
