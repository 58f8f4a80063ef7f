// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/training/device.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"

#include "runfixture.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <omp.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <functional>

using namespace btw;
using namespace btw::training;

namespace {

/// Fails in the way that LibTorch does, in the second epoch.
class Failing : public RunObserver
{
public:
    Failing(QString folder, std::function<void()> fail)
        : m_path(std::move(folder) + QStringLiteral("/last.pt"))
        , m_fail(std::move(fail))
    {
    }
    void onBatch(const BatchProgress& progress) override
    {
        if (progress.epoch == 2)
            m_fail();
    }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const EpochReport& report, const std::function<void(const std::string&)>& write) override
    {
        write(m_path.toStdString());
        epochs = report.epoch;
    }
    std::string path() const { return m_path.toStdString(); }

    std::int64_t epochs = 0;

private:
    QString m_path;
    std::function<void()> m_fail;
};

} // namespace

class TestDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreads(1); }

    void autoTakesAGpuWhereThereIsOne()
    {
        QCOMPARE(resolveDevice("auto"), torch::cuda::is_available() ? "cuda" : "cpu");
        QCOMPARE(resolveDevice("cpu"), "cpu");
        QCOMPARE(devicePlan("cpu").device, at::Device(at::kCPU));
        QCOMPARE(devicePlan("cpu").products, at::kFloat);
        QCOMPARE(deviceName(at::kCPU), "CPU");
    }

    void unknownNamesAreRefused()
    {
        QVERIFY(sentenceOf([] { resolveDevice("gpu"); }).contains("choose one of auto, cpu, cuda"));
        QVERIFY(sentenceOf([] { resolveDevice("auto", "int8"); }).contains("choose one of bf16, fp16"));
        QVERIFY(sentenceOf([] { devicePlan("tpu"); }).contains("there is no 'tpu'"));
    }

    void cudaWithoutAGpuSaysWhatWasFoundAndWhatToDo()
    {
        if (torch::cuda::is_available())
            QSKIP("There is a GPU");
#ifdef BTW_CUDA
        const QString expected = QStringLiteral("see whether nvidia-smi lists one");
#else
        const QString expected = QStringLiteral("build it with scripts/setup.sh --cuda");
#endif
        for (const auto& sentence :
            { sentenceOf([] { resolveDevice("cuda"); }), sentenceOf([] { devicePlan("cuda"); }),
                sentenceOf([] { devicePlan("cuda+bf16"); }), sentenceOf([] { devicePlan("cuda+fp16"); }) }) {
            QVERIFY2(sentence.contains(expected), qPrintable(sentence));
            QVERIFY2(sentence.contains(QStringLiteral("or use 'cpu'")), qPrintable(sentence));
        }
    }

    void mixedPrecisionIsRefusedOnTheProcessor()
    {
        const auto sentence = sentenceOf([] { resolveDevice("cpu", "bf16"); });
        QVERIFY2(
            sentence.startsWith(QStringLiteral("amp: mixed precision is for a GPU")), qPrintable(sentence));
        QVERIFY(sentence.contains(QStringLiteral("or use --device cuda")));
        if (!torch::cuda::is_available()) // asked for the best there is: there is no other to ask for
            QVERIFY(
                !sentenceOf([] { resolveDevice("auto", "bf16"); }).contains(QStringLiteral("--device cuda")));
    }

    void failuresOfADeviceKeepTheLastCheckpoint_data()
    {
        QTest::addColumn<std::function<void()>>("fail");
        QTest::addColumn<QString>("says");
        using Fail = std::function<void()>;
        QTest::newRow("out of memory, by type")
            << Fail([] { TORCH_CHECK_WITH(OutOfMemoryError, false, "Tried to allocate 2.00 GiB"); })
            << "Memory has run out (Tried to allocate 2.00 GiB)";
        QTest::newRow("out of memory, in words")
            << Fail([] { TORCH_CHECK(false, "CUDA error: out of memory\nmore lines"); })
            << "Memory has run out (CUDA error: out of memory)";
        QTest::newRow("of a library")
            << Fail([] { TORCH_CHECK(false, "CUBLAS_STATUS_ALLOC_FAILED when"); }) << "Memory has run out (";
        QTest::newRow("of the processor")
            << Fail([] { TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory: you tried"); })
            << "Memory has run out (";
        QTest::newRow("lost device") << Fail([] {
            TORCH_CHECK(false, "CUDA error: unspecified launch failure\nCUDA kernel errors");
        }) << "The GPU has failed (CUDA error: unspecified launch failure)";
    }
    void failuresOfADeviceKeepTheLastCheckpoint()
    {
        QFETCH(const std::function<void()>, fail);
        QFETCH(const QString, says);
        const auto cohort = data::makeSentiment(120);
        QTemporaryDir folder;
        Trainer trainer(cohort);
        RunControl control;
        Failing failing(folder.path(), fail);
        const RunPlan plan { Step::Baseline, 0, tinySpec(), 1, {} };
        const auto sentence = sentenceOf([&] { trainer.train(plan, control, failing); }, Error::Kind::Work);
        QVERIFY2(sentence.startsWith(says), qPrintable(sentence));
        QVERIFY2(sentence.contains(QStringLiteral("--device cpu")), qPrintable(sentence));
        QCOMPARE(failing.epochs, std::int64_t { 1 });

        Failing undisturbed(folder.path(), [] {});
        const auto result = trainer.train(plan, control, undisturbed, failing.path());
        QCOMPARE(result.epochs, std::int64_t { 4 });
    }

    void otherErrorsOfLibTorchAreLeftAsTheyAre()
    {
        QVERIFY_EXCEPTION_THROWN(
            withDeviceErrors([]() -> int { TORCH_CHECK(false, "sizes do not fit"); }), c10::Error);
        QCOMPARE(withDeviceErrors([] { return 3; }), 3);
    }

    void trainingOnAGpuComesCloseToTheProcessors()
    {
        if (!torch::cuda::is_available())
            QSKIP("There is no GPU here");
        const auto cohort = data::makeSentiment(200);
        auto spec = tinySpec();
        spec.dropout = spec.expertDropout = 0; // the masks are drawn where they are used
        spec.routerNoise = false;
        spec.epochs = 1;
        const auto run = [&](const std::string& device) {
            QTemporaryDir folder;
            Trainer trainer(cohort, device);
            RunControl control;
            Failing observer(folder.path(), [] {});
            return trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, observer).predictions;
        };
        const auto expected = run("cpu");
        for (const auto& [device, tolerance] :
            std::vector<std::pair<std::string, float>> { { "cuda", 1e-3F }, { "cuda+fp16", 0.1F } }) {
            const auto actual = run(device);
            for (std::size_t i = 0; i < expected.values.size(); ++i)
                QVERIFY(std::abs(actual.values[i] - expected.values[i]) < tolerance);
        }
    }

    void onlyHalfFloatsNeedALargerLoss()
    {
        QCOMPARE(lossScale(at::kHalf), 1024.0);
        QCOMPARE(lossScale(at::kBFloat16), 1.0);
        QCOMPARE(lossScale(at::kFloat), 1.0);
    }

    void theNumberOfThreadsIsAtLeastOne()
    {
        for (const auto& [asked, got] :
            std::vector<std::pair<int, int>> { { 2, 2 }, { 3, 3 }, { 0, 1 }, { -4, 1 }, { 1, 1 } }) {
            setThreads(asked);
            QCOMPARE(runtimeInfo().threads, got);
            QCOMPARE(at::get_num_threads(), got);
            QCOMPARE(omp_get_max_threads(), got);
        }
    }

    void whatTheNumbersRunOnIsTold()
    {
        const auto info = runtimeInfo();
        QCOMPARE(info.libtorchVersion, std::string(TORCH_VERSION));
        QCOMPARE(info.cuda, torch::cuda::is_available());
        QCOMPARE(info.device, resolveDevice("auto"));
        QCOMPARE(info.deviceName == "CPU", !info.cuda);
        // OpenBLAS tells of itself in one line: its name, its version, then how it was built.
        const auto name = QString::fromStdString(info.blas);
        using Config = char* (*)();
        using Parallel = int (*)();
        const auto config = reinterpret_cast<Config>(dlsym(RTLD_DEFAULT, "openblas_get_config"));
        if (config == nullptr) {
            QVERIFY2(
                name == QLatin1String("MKL") || name == QLatin1String("reference BLAS"), qPrintable(name));
            return;
        }
        const QStringList words = QString::fromUtf8(config()).split(QLatin1Char(' '));
        QVERIFY(words.size() > 2);
        const auto parallel = reinterpret_cast<Parallel>(dlsym(RTLD_DEFAULT, "openblas_get_parallel"));
        QVERIFY(parallel != nullptr);
        const QStringList kinds { QStringLiteral("serial"), QStringLiteral("pthread"),
            QStringLiteral("openmp") };
        QCOMPARE(name, QStringLiteral("%1 %2 (%3)").arg(words[0], words[1], kinds[parallel()]));
    }

    void theSpeedOfMatrixProductsIsThatOfAProcessor()
    {
        const double speed = measureMatmulGflops();
        QVERIFY2(speed > 0.05 && speed < 1e5, qPrintable(QString::number(speed)));
        // Far from the bound, which is between a reference BLAS and any other.
        if (speed > 20)
            QCOMPARE(blasWarning(), std::string());
        else if (speed < 1)
            QVERIFY(QString::fromStdString(blasWarning()).contains(QLatin1String("libopenblas0-openmp")));
    }
};

QTEST_GUILESS_MAIN(TestDevice)
#include "tst_device.moc"
