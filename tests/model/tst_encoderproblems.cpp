// SPDX-License-Identifier: GPL-3.0-or-later
// What is found before a training where an encoder's file does not fit the rows of the data
// (docs/handbook/encoders.md).
#include "encodertests.h"
#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/model/encoderproblems.h"
#include "engine/model/fusionmodel.h"
#include "engine/spec/encoderfiles.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;

namespace {

/// A cohort of one sequence. \param rows each row's steps, one after the other
data::Cohort oneSequence(const std::vector<std::vector<float>>& rows, std::int64_t dims = 1)
{
    data::Cohort cohort;
    data::Modality modality;
    modality.name = "m";
    modality.kind = data::ModalityKind::Sequence;
    modality.dims = dims;
    modality.offsets = { 0 };
    for (const auto& row : rows) {
        cohort.ids.push_back("p" + std::to_string(cohort.ids.size()));
        modality.values.insert(modality.values.end(), row.begin(), row.end());
        modality.offsets.push_back(static_cast<std::int64_t>(modality.values.size()) / dims);
        modality.present.push_back(row.empty() ? 0 : 1);
    }
    cohort.modalities.push_back(modality);
    return cohort;
}

/// Takes steps, but for those of a row with a number that is 1 or more away from 0.
const std::string kFussy = "def forward(self, values, mask):\n"
                           "  return values.narrow(2, 0, values.size(2) + int(values.abs().max()))\n";
/// Takes any tokens.
const std::string kAnyTokens = "def forward(self, ids, mask):\n  return ids.unsqueeze(2) * 1.0\n";

/// What the first problem says; empty: there is none.
QString problemOf(const data::Cohort& cohort, const ExperimentSpec& spec)
{
    const auto problems = encoderProblems(cohort, spec);
    return problems.empty() ? QString() : QString::fromStdString(problems.front().what);
}

} // namespace

class TestEncoderProblems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A convolution needs steps: those of the data are asked.
    void aFileIsTriedOnStepsOfTheData()
    {
        const auto spec = specWith("wide", 0); // needs 14
        const std::vector<float> many(20, 0.5F);
        const auto cohort = oneSequence({ many, {}, std::vector<float>(15, 1.0F) });
        const auto problems = encoderProblems(cohort, spec);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().what.c_str());
        ModelShape::Input shape { 1, data::ModalityKind::Sequence, "m" };
        shape.steps = stepRange(cohort.modalities[0]);
        QCOMPARE(shape.steps, (std::pair<std::int64_t, std::int64_t>(15, 20)));
        const BuiltEncoder built(shape, spec);
        QVERIFY(!encoderProblems(oneSequence({ many, { 1 } }), spec).empty());
    }

    /// A file is loaded again where it was written anew, or other values are given to it.
    void whatCameOfATrialIsRemembered()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("m.pt"));
        QVERIFY(QFile::copy(QString::fromStdString(fileOf("tokens")), path));
        ExperimentSpec spec;
        training::setEncoderFiles(spec, { { "m", path.toStdString(), {} } });
        const auto cohort = oneSequence({ { 3, 19 }, { 0 } });
        QFile file(path);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        const auto written = QDateTime::currentDateTimeUtc();
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(written, QFile::FileModificationTime));
        QVERIFY(encoderProblems(cohort, spec).empty());
        QVERIFY(encoderProblems(oneSequence({ { 4, 19 }, { 0 } }), spec).empty()); // what was known stays
        QVERIFY(file.seek(0) && file.write("nothing") == 7 && file.flush());
        QVERIFY(file.setFileTime(written, QFile::FileModificationTime));
        QVERIFY(encoderProblems(cohort, spec).empty());
        QVERIFY(!encoderProblems(oneSequence({ { 3, 18 }, { 0 } }), spec).empty());
        QVERIFY(file.setFileTime(written.addSecs(1), QFile::FileModificationTime));
        QVERIFY(!encoderProblems(cohort, spec).empty());
    }

    /// Before a training: numbers that are no tokens, and tokens that the file does not know.
    void rowsThatTheFileCannotTakeAreNamed()
    {
        const auto spec = specWith("tokens", 0); // knows 20
        const auto wordsOf = [&](const data::Cohort& cohort) {
            const auto problems = encoderProblems(cohort, spec);
            return problems.empty() ? QString() : QString::fromStdString(problems.front().what);
        };
        QCOMPARE(wordsOf(oneSequence({ { 3, 19 }, {}, { 0 } })), QString());
        const auto fraction = wordsOf(oneSequence({ { 3, 19 }, { 2.5 } }));
        QVERIFY2(fraction.contains(QLatin1String("row p1")), qPrintable(fraction));
        const auto large = wordsOf(oneSequence({ { 3 }, {}, { 1, 20 } }));
        QVERIFY2(large.contains(QLatin1String("row p2")) && large.contains(QLatin1String("up to 20")),
            qPrintable(large));
        const auto remedy = encoderProblems(oneSequence({ { 3 }, { 1, 20 } }), spec).front().remedy;
        QVERIFY2(remedy.find("vocabulary that the file was made with") != std::string::npos, remedy.c_str());
        auto series = oneSequence({ { 3, 19 }, { 2 } });
        series.modalities[0].kind = data::ModalityKind::Series;
        series.modalities[0].times = { 0, 1, 0 };
        const auto uneven = wordsOf(series);
        QVERIFY2(uneven.contains(QLatin1String("uneven times")), qPrintable(uneven));
    }

    void stepsAreThoseOfRowsThatHaveSome()
    {
        auto cohort = oneSequence({ { 1, 2, 3, 4 }, {}, std::vector<float>(14), {} }, 2);
        auto& modality = cohort.modalities[0];
        modality.present[1] = 1; // it is there, and is empty
        QCOMPARE(stepRange(modality), (std::pair<std::int64_t, std::int64_t>(2, 7)));
        QCOMPARE(stepRange(oneSequence({ {}, {} }).modalities[0]), kSteps);
        data::Modality vector;
        vector.dims = 3;
        vector.values.resize(6);
        vector.present = { 1, 1 };
        QCOMPARE(stepRange(vector), kSteps);
    }

    /// The shortest row, the longest, and that with the largest number.
    void aFileIsTriedOnTheRowsOnWhichItWouldFailFirst()
    {
        struct Trial
        {
            std::vector<std::vector<float>> rows;
            const char* found; // empty: none of those that are tried fails
        };
        const auto nan = std::numeric_limits<float>::quiet_NaN();
        const std::vector<float> four(8, 0.0F), three(6, 0.0F); // steps
        const std::vector<float> negative { 0.0F, 0.0F, 0.0F, -1.5F, 0.0F, 0.0F, 0.0F, 0.0F };
        const std::vector<Trial> trials {
            { { {}, { 0.1F, 0.2F, 0.3F, 0.4F, 0.9F, 0.1F }, four, { -1.0F, 0.0F } },
                "On row p3 (1 steps): " },
            { { { 0.1F, 0.2F }, {}, negative, { 0.9F, 0.1F, 0.2F, 0.3F } }, "On row p2 (4 steps): " },
            { { { 0.1F, 0.2F }, { 0.0F, 0.0F, 0.0F, 1.5F }, three }, "On row p1 (2 steps): " },
            { { { 0.1F, 0.2F }, { -3.0F, 0.0F, 0.0F, 0.0F }, { 0.9F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F } }, "" },
            { { { nan, 0.5F }, { 0.1F, 0.2F, 0.3F, 0.4F } }, "" }, // the file gets 0
        };
        const Script script(kFussy);
        for (const auto& trial : trials) {
            const auto found = QString::fromLatin1(trial.found);
            const auto problems = encoderProblems(oneSequence(trial.rows, 2), specOf(script.path()));
            QCOMPARE(problems.empty(), found.isEmpty());
            if (problems.empty())
                continue;
            const auto& problem = problems.front();
            QCOMPARE(QString::fromStdString(problem.what),
                found + QString::fromStdString(script.path())
                    + QStringLiteral(
                        ": its forward failed: start (0) + length (3) exceeds dimension size (2)."));
            QCOMPARE(
                problem.remedy, std::string("Give sequences that the file takes, or name another file."));
            QVERIFY(problem.severity == data::Severity::Error);
            QCOMPARE(problem.where, std::string("encoder_files"));
            QCOMPARE(problem.code, std::string("encoder-does-not-fit"));
            QCOMPARE(problem.arguments, std::vector<std::string> { "m" });
        }
    }

    void anEmptyRowIsNotTried()
    {
        const Script script(kFussy);
        auto cohort = oneSequence({ { 0.1F, 0.2F }, {}, { 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 1.2F } }, 2);
        cohort.modalities[0].present[1] = 1;
        const auto found = problemOf(cohort, specOf(script.path()));
        QVERIFY2(found.startsWith(QStringLiteral("On row p2 (3 steps): ")), qPrintable(found));
    }

    /// Whole numbers from 0 to 2^24, beyond which a float32 is not exact.
    void tokensAreWholeNumbers()
    {
        struct Trial
        {
            std::vector<std::vector<float>> rows;
            const char* wrong; // the row; empty: there is none
        };
        const auto nan = std::numeric_limits<float>::quiet_NaN();
        const auto infinity = std::numeric_limits<float>::infinity();
        const std::vector<Trial> trials {
            { { { 0.0F, 16777216.0F }, {}, { 5.0F } }, "" },
            { { { 0.0F }, { 3.0F, 16777218.0F } }, "p1" },
            { { { -1.0F }, { 2.0F } }, "p0" },
            { { { 4.0F }, {}, { 7.0F, -1.0F } }, "p2" },
            { { { 2.5F, 1.0F }, { 2.0F } }, "p0" },
            { { { 4.0F }, { 1.0F, nan } }, "p1" },
            { { { 4.0F, infinity }, { 1.0F } }, "p0" },
        };
        const Script script(kAnyTokens);
        for (const auto& trial : trials) {
            const auto wrong = QString::fromLatin1(trial.wrong);
            const auto problems = encoderProblems(oneSequence(trial.rows), specOf(script.path()));
            QCOMPARE(problems.empty(), wrong.isEmpty());
            if (problems.empty())
                continue;
            QCOMPARE(QString::fromStdString(problems.front().what),
                QString::fromStdString(script.path()) + QStringLiteral(" takes token numbers, and row ")
                    + wrong + QStringLiteral(" of m holds a number that is not one."));
            QCOMPARE(problems.front().remedy,
                std::string("Give whole numbers from 0 on, or a file that takes values."));
        }
    }

    /// What is remembered of a file belongs to these rows, under these names.
    void whatIsRememberedIsOfTheSameRows()
    {
        const Script script(kAnyTokens);
        const auto about = [&](const data::Cohort& cohort, const char* modality, const char* words) {
            const auto found = problemOf(cohort, specOf(script.path(), 0, modality));
            return found.contains(QLatin1String(words));
        };
        auto cohort = oneSequence({ { 3 }, { 2.5F, 1 } });
        QVERIFY(about(cohort, "m", "row p1 of m "));
        QVERIFY(about(oneSequence({ { 3, 2.5F }, { 1 } }), "m", "row p0 of m "));
        QVERIFY(problemOf(oneSequence({ { 3 }, { 2, 1 } }), specOf(script.path())).isEmpty());
        cohort.ids[1] = "other";
        QVERIFY(about(cohort, "m", "row other of m "));
        cohort.modalities[0].name = "n";
        QVERIFY(about(cohort, "n", "row other of n "));
    }

    void filesOfModalitiesThatAreNotUsedAreNotTried()
    {
        const Script script(kAnyTokens);
        ExperimentSpec spec;
        training::setEncoderFiles(spec, { { "x", script.path(), {} }, { "m", script.path(), {} } });
        const auto cohort = oneSequence({ { 0.5F } });
        QCOMPARE(encoderProblems(cohort, spec).size(), std::size_t { 1 }); // there is no x
        spec.modalities = { "x" };
        QVERIFY(encoderProblems(cohort, spec).empty());
        spec.modalities = { "x", "m" };
        QCOMPARE(encoderProblems(cohort, spec).size(), std::size_t { 1 });
    }

    void aFileOfAVectorIsAskedWhetherItCanBeTuned()
    {
        data::Cohort cohort;
        cohort.ids = { "p0", "p1" };
        data::Modality modality;
        modality.name = "m";
        modality.dims = 4;
        modality.values.resize(8);
        modality.present = { 1, 1 };
        cohort.modalities.push_back(modality);
        QCOMPARE(problemOf(cohort, specOf(fileOf("part"))), QString());
        const auto problems = encoderProblems(cohort, specOf(fileOf("part"), 1e-3));
        QCOMPARE(problems.size(), std::size_t { 1 });
        QVERIFY2(problems.front().what.find("beside its weight layer.weight") != std::string::npos,
            problems.front().what.c_str());
        QCOMPARE(problems.front().remedy, std::string("Or leave out the file of m."));
        const auto missing = problemOf(cohort, specOf(fileOf("nowhere")));
        QVERIFY2(missing.contains(QStringLiteral("there is no such file")), qPrintable(missing));
    }
};

QTEST_GUILESS_MAIN(TestEncoderProblems)
#include "tst_encoderproblems.moc"
