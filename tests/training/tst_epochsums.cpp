// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/training/epochsums.h"

#include <QtTest>

#include <cmath>
#include <limits>

using btw::Error;
using btw::training::EpochSums;

Q_DECLARE_METATYPE(EpochSums::Reading)

namespace {

at::Tensor scalar(double value) { return at::scalar_tensor(value, at::kFloat); }

void bothReadings()
{
    QTest::addColumn<EpochSums::Reading>("reading");
    QTest::newRow("each batch") << EpochSums::Reading::EachBatch;
    QTest::newRow("when asked") << EpochSums::Reading::WhenAsked;
}

} // namespace

/// The losses of an epoch, read batch by batch or when asked: on a GPU the latter, here on the processor.
class TestEpochSums : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meansGoByRowsAndByBatches_data() { bothReadings(); }
    void meansGoByRowsAndByBatches()
    {
        QFETCH(const EpochSums::Reading, reading);
        EpochSums sums(1, at::kCPU, reading);
        sums.add(scalar(2), { scalar(8), scalar(1) }, 30);
        sums.addNorm(scalar(0.5));
        QCOMPARE(sums.lastLoss(), 2.0);
        sums.add(scalar(4), { scalar(4), scalar(2) }, 10);
        sums.addNorm(0.25);
        QCOMPARE(sums.lastLoss(), 4.0);
        QCOMPARE(sums.loss(), 2.5);
        QCOMPARE(sums.extra(), (std::vector<double> { 6.0, 1.5 }));
    }

    void otherLossesMayBeLeftOut_data() { bothReadings(); }
    void otherLossesMayBeLeftOut()
    {
        QFETCH(const EpochSums::Reading, reading);
        EpochSums sums(1, at::kCPU, reading);
        sums.add(scalar(3), {}, 5);
        sums.addNorm(at::Tensor());
        QCOMPARE(sums.loss(), 3.0);
        QCOMPARE(sums.extra(), std::vector<double> {});
    }

    void whatIsNotFiniteIsNamedWithItsBatch_data()
    {
        QTest::addColumn<EpochSums::Reading>("reading");
        QTest::addColumn<double>("loss");
        QTest::addColumn<double>("norm");
        QTest::addColumn<QString>("says");
        constexpr double kInfinite = std::numeric_limits<double>::infinity();
        for (const auto reading : { EpochSums::Reading::EachBatch, EpochSums::Reading::WhenAsked }) {
            const auto row = [reading](const char* name) -> QTestData& {
                return QTest::addRow("%s, %d", name, static_cast<int>(reading)) << reading;
            };
            row("loss") << std::nan("") << 1.0 << "The loss became NaN in epoch 7, batch 2;";
            row("norm") << 1.0 << kInfinite << "The gradient became infinite in epoch 7, batch 2;";
            row("both") << kInfinite << std::nan("") << "The loss became infinite in epoch 7, batch 2;";
            row("below") << -kInfinite << 1.0 << "The loss became infinite in epoch 7, batch 2;";
        }
    }
    void whatIsNotFiniteIsNamedWithItsBatch()
    {
        QFETCH(const EpochSums::Reading, reading);
        QFETCH(const double, loss);
        QFETCH(const double, norm);
        QFETCH(const QString, says);
        EpochSums sums(7, at::kCPU, reading);
        try {
            sums.add(scalar(1), {}, 4);
            sums.addNorm(scalar(1));
            sums.add(scalar(loss), {}, 4);
            sums.addNorm(scalar(norm));
            sums.add(scalar(std::nan("")), {}, 4); // what comes after follows from it
            sums.addNorm(scalar(std::nan("")));
            sums.loss();
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), Error::Kind::Work);
            QVERIFY2(QString::fromUtf8(error.what()).startsWith(says), error.what());
        }
    }

    void theFirstBatchCountsToo_data() { bothReadings(); }
    void theFirstBatchCountsToo()
    {
        QFETCH(const EpochSums::Reading, reading);
        for (const bool isNorm : { false, true }) {
            EpochSums sums(3, at::kCPU, reading);
            QString sentence;
            try {
                sums.add(scalar(isNorm ? 1 : std::nan("")), {}, 4);
                if (isNorm) // else no norm is known
                    sums.addNorm(scalar(std::nan("")));
                sums.add(scalar(1), {}, 4);
                sums.lastLoss();
            } catch (const Error& error) {
                sentence = QString::fromUtf8(error.what());
            }
            const QString what = isNorm ? QStringLiteral("gradient") : QStringLiteral("loss");
            QCOMPARE(sentence,
                QStringLiteral("The %1 became NaN in epoch 3, batch 1; the epochs before it are kept. Try a "
                               "lower learning_rate, or look for extreme values in the data.")
                    .arg(what));
        }
    }

    void aNormIsLookedAtAfterALossWasRead_data() { bothReadings(); }
    void aNormIsLookedAtAfterALossWasRead()
    {
        QFETCH(const EpochSums::Reading, reading);
        for (const int which : { 0, 1, 2 }) {
            EpochSums sums(1, at::kCPU, reading);
            sums.add(scalar(2), { scalar(5) }, 3);
            QCOMPARE(sums.loss(), 2.0);
            bool isSaid = false;
            try {
                sums.addNorm(scalar(std::nan("")));
                if (which == 0)
                    sums.lastLoss();
                else if (which == 1)
                    sums.loss();
                else
                    sums.extra();
            } catch (const Error&) {
                isSaid = true;
            }
            QVERIFY(isSaid);
        }
        // A norm that is a number already is looked at at once.
        EpochSums sums(1, at::kCPU, reading);
        sums.add(scalar(2), {}, 3);
        sums.add(scalar(2), {}, 3);
        try {
            sums.addNorm(std::nan(""));
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what())
                         .contains(QLatin1String("gradient became NaN in epoch 1, "
                                                 "batch 2;")),
                error.what());
        }
    }

    void onTheProcessorEachBatchIsReadAtOnce()
    {
        EpochSums sums(1, at::kCPU);
        QVERIFY_EXCEPTION_THROWN(sums.add(scalar(std::nan("")), {}, 4), Error);
    }
};

QTEST_GUILESS_MAIN(TestEpochSums)
#include "tst_epochsums.moc"
