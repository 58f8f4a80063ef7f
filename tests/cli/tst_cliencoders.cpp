// SPDX-License-Identifier: GPL-3.0-or-later
// An encoder from a file, the whole way: trained, found again, exported and predicted with; and what a file
// that has changed since does to each.
#include "program.h"
#include "tokencohort.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <vector>

class TestCliEncoders : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    /// A file of tests/golden under another name, in place of what is there.
    void bring(const char* file, const QString& to) const
    {
        QFile::remove(to);
        QVERIFY(QFile::copy(QStringLiteral(BTW_TEST_DATA "/torchscript/") + QLatin1String(file), to));
        QFile(to).setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    Called trained(const QStringList& more, const char* store = "s.sqlite", const char* data = "tokens.npz",
        const char* system = "early") const
    {
        return btw(QStringList { QStringLiteral("train"), path(data), QStringLiteral("--system"),
                       QLatin1String(system), QStringLiteral("--preset"), QStringLiteral("demo"),
                       QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--store"),
                       path(store), QStringLiteral("--json") }
            + (system == QLatin1String("early")
                    ? QStringList { QStringLiteral("--variant"), QStringLiteral("none") }
                    : QStringList())
            + more);
    }

    QStringList withFile() const
    {
        return { QStringLiteral("--encoder-files"), QStringLiteral("text=") + path("encoder.pt") };
    }

    static double aurocOf(const Called& called)
    {
        const auto finals = events(called.lines(), QStringLiteral("final"));
        return finals.isEmpty()
            ? 0
            : finals.last()[QStringLiteral("test")].toObject()[QStringLiteral("auroc")].toDouble();
    }

    static int reusedIn(const Called& called)
    {
        int reused = 0;
        for (const auto& line : events(called.lines(), QStringLiteral("step")))
            reused += line[QStringLiteral("reused")].toBool() ? 1 : 0;
        return reused;
    }

    Called predictedBy(int run, const char* store, const char* data, const char* out) const
    {
        return btw({ QStringLiteral("predict"), path(data), QStringLiteral("--store"), path(store),
            QStringLiteral("--run"), QString::number(run), QStringLiteral("--out"), path(out),
            QStringLiteral("--json") });
    }

    /// A column's numbers of the cohort's test rows, in the order of the file.
    std::vector<double> ofTestRows(const char* file, const QString& column) const
    {
        QFile csv(path(file));
        std::vector<double> numbers;
        if (!csv.open(QIODevice::ReadOnly))
            return numbers;
        const auto lines = QString::fromUtf8(csv.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        const auto at = lines.first().split(QLatin1Char(',')).indexOf(column);
        for (const auto& line : lines.mid(1)) {
            const auto cells = line.split(QLatin1Char(','));
            if (at >= 0 && cells.first().mid(1).toInt() % 5 == 4) // "p9", see tokencohort.cpp
                numbers.push_back(cells[at].toDouble());
        }
        return numbers;
    }

    static double furthest(const std::vector<double>& a, const std::vector<double>& b)
    {
        double most = a.size() == b.size() && !a.empty() ? 0 : 1;
        for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
            most = std::max(most, std::abs(a[i] - b[i]));
        return most;
    }

    Called predicted(const QString& model) const
    {
        return btw({ QStringLiteral("predict"), path("tokens.npz"), QStringLiteral("--from"), model,
            QStringLiteral("--out"), path("p.csv"), QStringLiteral("--json") });
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeTokens(path("tokens.npz"));
        bring("parity.pt", path("encoder.pt"));
    }

    /// Whether the tokens are even is nothing that their size tells: the file's embedding does.
    void tokensAreEncodedByAFile()
    {
        const auto called = trained(withFile());
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(aurocOf(called) > 0.95, called.out.right(2000).constData());
        const auto without = trained({}, "without.sqlite");
        QVERIFY2(without.status == 0 && aurocOf(without) < 0.75, without.out.right(2000).constData());
    }

    /// The same of MulT, which reads what the file gives of each token. No other one's steps tell the answer.
    void multReadsAFilesSteps()
    {
        const auto called = trained(withFile() + smallMult(), "mult.sqlite", "tokens.npz", "mult");
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(aurocOf(called) > 0.95, called.out.right(2000).constData());
        const auto without = trained(smallMult(), "without.sqlite", "tokens.npz", "mult");
        QVERIFY2(without.status == 0 && aurocOf(without) < 0.75, without.out.right(2000).constData());
        const auto unfit = trained(QStringList { QStringLiteral("--encoder-files"),
                                       QStringLiteral("noise=" BTW_TEST_DATA "/torchscript/squeezed.pt") }
                + smallMult(),
            "none.sqlite", "tokens.npz", "mult");
        QVERIFY2(
            unfit.status == 2 && unfit.err.contains("squeezed.pt") && unfit.err.contains("encoder_files"),
            unfit.err.constData());
    }

    /// Names of models say which file, and not where it lies.
    void modelsAreCalledAfterTheirFiles()
    {
        QCOMPARE(trained({}, "names.sqlite").status, 0);
        QCOMPARE(trained(withFile(), "names.sqlite").status, 0);
        const auto called
            = btw({ QStringLiteral("compare"), QStringLiteral("--store"), path("names.sqlite") });
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(called.out.contains("(text by encoder.pt#"), called.out.constData());
        QVERIFY2(!called.out.contains(m_folder.path().toUtf8()), called.out.constData());
    }

    /// The same file is the same model wherever it lies; with another one all that reads it is trained anew.
    void aChangedFileIsAnotherModel()
    {
        QCOMPARE(trained(withFile()).status, 0);
        QVERIFY(QFile::copy(path("encoder.pt"), path("elsewhere.pt")));
        const auto moved
            = trained({ QStringLiteral("--encoder-files"), QStringLiteral("text=") + path("elsewhere.pt") });
        QCOMPARE(moved.status, 0);
        QCOMPARE(reusedIn(moved), 3); // noise, text and both
        // The run knows where its file lies now.
        QVERIFY(QFile::rename(path("encoder.pt"), path("kept.pt")));
        const auto there = predictedBy(lastRun(moved), "s.sqlite", "tokens.npz", "p.csv");
        QVERIFY2(there.status == 0, there.err.constData());
        QVERIFY(QFile::rename(path("kept.pt"), path("encoder.pt")));
        bring("tokens-1000.pt", path("elsewhere.pt"));
        const auto other
            = trained({ QStringLiteral("--encoder-files"), QStringLiteral("text=") + path("elsewhere.pt") });
        QVERIFY2(other.status == 0, other.err.constData());
        QCOMPARE(reusedIn(other), 1); // noise
    }

    void aModelGoesWithItsFile()
    {
        const auto called = trained(withFile());
        QCOMPARE(called.status, 0);
        const auto exported = btw({ QStringLiteral("export-model"), QStringLiteral("--store"),
            path("s.sqlite"), QStringLiteral("--run"), QString::number(lastRun(called)),
            QStringLiteral("--out"), path("m.btwm") });
        QVERIFY2(exported.status == 0, exported.err.constData());
        QVERIFY2(exported.err.contains("does not hold it") && exported.err.contains("encoder.pt"),
            exported.err.constData());
        const auto here = predicted(path("m.btwm"));
        QVERIFY2(here.status == 0, here.err.constData());
        // On another computer: the file is not at its path, but beside the model.
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("there")));
        QVERIFY(QFile::copy(path("m.btwm"), path("there/m.btwm")));
        QVERIFY(QFile::rename(path("encoder.pt"), path("there/encoder.pt")));
        const auto there = predicted(path("there/m.btwm"));
        QVERIFY2(there.status == 0, there.err.constData());
        QCOMPARE(there.out, here.out);
        // Another file at its path, and the right one beside the model.
        bring("tokens-1000.pt", path("encoder.pt"));
        const auto beside = predicted(path("there/m.btwm"));
        QVERIFY2(beside.status == 0, beside.err.constData());
        QCOMPARE(beside.out, here.out);
        QVERIFY(QFile::remove(path("encoder.pt")));
        // Without the file, or with another one of its name, nothing is predicted.
        const auto gone = predicted(path("m.btwm"));
        QVERIFY2(gone.status == 2 && gone.err.contains("encoder.pt"), gone.err.constData());
        bring("tokens-1000.pt", path("encoder.pt"));
        const auto changed = predicted(path("m.btwm"));
        QVERIFY2(changed.status == 2 && changed.err.contains("SHA-256"), changed.err.constData());
        bring("parity.pt", path("encoder.pt"));
    }

    void whatIsTunedIsKept_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("file");
        QTest::newRow("early") << QStringLiteral("early") << QStringLiteral("steps.pt");
        QTest::newRow("mult, steps") << QStringLiteral("mult") << QStringLiteral("gru.pt");
        QTest::newRow("mult, one embedding") << QStringLiteral("mult") << QStringLiteral("steps.pt");
    }
    /// What the model predicts of its own test rows is what the run has stored of them, and it is not what
    /// the file gives as it was.
    void whatIsTunedIsKept()
    {
        QFETCH(const QString, system);
        QFETCH(const QString, file);
        writeSteps(path("steps.npz"));
        bring(file.toUtf8().constData(), path("steps.pt"));
        std::vector<std::vector<double>> stored, predicted;
        for (const char* rate : { "0.01", "0" }) {
            const auto called = trained(
                QStringList { QStringLiteral("--encoder-files"), QStringLiteral("text=") + path("steps.pt"),
                    QStringLiteral("--encoder-rate"), QLatin1String(rate) }
                    + (system == QLatin1String("mult") ? smallMult() : QStringList()),
                "steps.sqlite", "steps.npz", system.toUtf8().constData());
            QVERIFY2(called.status == 0, called.err.constData());
            const auto run = lastRun(called);
            QVERIFY(run > 0);
            const auto exported = btw({ QStringLiteral("export"), QStringLiteral("--store"),
                path("steps.sqlite"), QStringLiteral("--run"), QString::number(run), QStringLiteral("--out"),
                path("run.csv") });
            QVERIFY2(exported.status == 0, exported.err.constData());
            const auto predictions = predictedBy(run, "steps.sqlite", "steps.npz", "new.csv");
            QVERIFY2(predictions.status == 0, predictions.err.constData());
            stored.push_back(ofTestRows("run.csv", QStringLiteral("prob_multi_1")));
            predicted.push_back(ofTestRows("new.csv", QStringLiteral("prob_1")));
        }
        QCOMPARE(stored[0].size(), std::size_t(48));
        QVERIFY(furthest(predicted[0], stored[0]) < 1e-5);
        QVERIFY(furthest(predicted[1], stored[1]) < 1e-5);
        QVERIFY(furthest(stored[0], stored[1]) > 1e-2);
    }

    void aTunedFileIsAnotherModel()
    {
        QCOMPARE(trained(withFile()).status, 0);
        const auto called = trained(
            withFile() + QStringList { QStringLiteral("--encoder-rate"), QStringLiteral("0.00005") });
        QVERIFY2(called.status == 0, called.err.constData());
        QCOMPARE(reusedIn(called), 1); // noise
        QVERIFY(aurocOf(called) > 0.95);
    }

    void filesThatDoNotFitAreRefusedBeforeATraining_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QByteArray>("words");
        const QString here = QStringLiteral(BTW_TEST_DATA "/torchscript/");
        const auto row = [&](const char* name, const QString& files, const QByteArray& words) {
            QTest::newRow(name) << QStringList { QStringLiteral("--encoder-files"), files } << words;
        };
        row("no such file", QStringLiteral("text=/nowhere.pt"), "/nowhere.pt: there is no such file");
        row("another modality", QStringLiteral("sound=") + here + QStringLiteral("parity.pt"),
            "name of one of its modalities: ");
        row("a newer PyTorch", QStringLiteral("text=") + here + QStringLiteral("format-99.pt"), "LibTorch");
        row("tokens that it does not know", QStringLiteral("text=") + here + QStringLiteral("tokens.pt"),
            "On row ");
        row("no list", here + QStringLiteral("tokens.pt"), "is not of the form modality=file");
    }
    void filesThatDoNotFitAreRefusedBeforeATraining()
    {
        QFETCH(QStringList, flags);
        QFETCH(QByteArray, words);
        const auto called = trained(flags, "none.sqlite");
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(words), called.err.constData());
        QVERIFY2(called.err.contains("encoder_files"), called.err.constData());
    }

private:
    static QStringList smallMult()
    {
        return { QStringLiteral("--mult-width"), QStringLiteral("8"), QStringLiteral("--mult-heads"),
            QStringLiteral("2"), QStringLiteral("--mult-layers"), QStringLiteral("1") };
    }

    static int lastRun(const Called& called)
    {
        const auto finals = events(called.lines(), QStringLiteral("final"));
        return finals.isEmpty() ? 0 : finals.last()[QStringLiteral("run")].toInt();
    }
};

QTEST_GUILESS_MAIN(TestCliEncoders)
#include "tst_cliencoders.moc"
