// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/tables/read/csvwriter.h"

#include "engine/data/random.h"
#include "engine/data/samples.h"
#include "engine/error.h"

#include "fixtures.h"

#include <QDir>

#include <limits>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

data::Cohort made(int which)
{
    if (which == 1)
        return data::makeSentiment(60, 3);
    if (which == 2)
        return data::makeLos(120, 3);
    data::Cohort cohort
        = expected(which == 4 ? QStringLiteral("classification.json") : QStringLiteral("regression.json"));
    if (which == 3) {
        cohort.splits.clear();
        cohort.groups.clear();
        cohort.labelRange.reset();
        cohort.ids[0] = "Zürich, \"7\"";
        cohort.ids[1] = "blanks  within"; // those around an id are nobody's intention
        cohort.ids[2] = "two\r\nlines";
        cohort.ids[3] = "NA7";
        cohort.modalities[0].columns = { "a,b", "naïve", "" };
        cohort.modalities[1].columns = { "id", "x" };
        cohort.modalities[2].columns = { "only" };
        cohort.modalities[0].name = "labels";
    }
    if (which == 4)
        cohort.classes = { "10", "2", "none" };
    if (which == 4)
        cohort.about = { { "ward, or unit", std::vector<std::string>(cohort.size(), "Zürich \"7\"") },
            { "age band", std::vector<std::string>(cohort.size()) } };
    return cohort;
}

std::string sentenceOf(const data::Cohort& cohort, const QString& folder, Error::Kind kind)
{
    try {
        writeCsvFolder(cohort, folder);
    } catch (const Error& error) {
        return error.kind() == kind ? error.what() : "another kind of error: " + std::string(error.what());
    }
    return {};
}

} // namespace

class CsvWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writingAndReadingGivesTheSameCohort_data();
    void writingAndReadingGivesTheSameCohort();
    void everyFloatComesBackBitByBit();
    void anEmptyFolderIsFilled();
    void whatIsThereAlreadyIsLeftAlone();
    void whatCannotBeWrittenLeavesNothing_data();
    void whatCannotBeWrittenLeavesNothing();
    void aFolderThatCannotBeMadeIsAnError();
};

void CsvWriterTest::writingAndReadingGivesTheSameCohort_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("numpy's regression") << 0;
    QTest::newRow("sentiment") << 1;
    QTest::newRow("length of stay") << 2;
    QTest::newRow("names that need quotes, no splits") << 3;
    QTest::newRow("classes called like numbers and missing words") << 4;
}

void CsvWriterTest::writingAndReadingGivesTheSameCohort()
{
    QFETCH(int, which);
    const data::Cohort cohort = made(which);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out"));
    writeCsvFolder(cohort, path);
    const ReadResult result = readCohort(path);
    QVERIFY2(result.cohort, lines(result).constData());
    compareCohorts(*result.cohort, cohort);
    QCOMPARE(result.cohort->about, cohort.about);
    QCOMPARE(cohortHash(*result.cohort), cohortHash(cohort));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        QStringList { "out" });

    // And through the other format.
    const QString npz = folder.filePath(QStringLiteral("out.npz"));
    writeNpz(*result.cohort, npz);
    compareCohorts(*readCohort(npz).cohort, cohort);
}

void CsvWriterTest::everyFloatComesBackBitByBit()
{
    data::Cohort cohort;
    cohort.name = "floats";
    cohort.task = Task::Regression;
    data::Modality modality;
    modality.name = "m";
    modality.dims = 1000;
    data::Random random(5);
    for (int i = 0; i < 100; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.y.push_back(std::bit_cast<double>(random.next() & 0x7FEFFFFFFFFFFFFFULL));
        modality.present.push_back(1);
    }
    using Limits = std::numeric_limits<float>;
    for (std::size_t i = 0; i < 100000; ++i) {
        const float value = std::bit_cast<float>(static_cast<std::uint32_t>(random.next()));
        modality.values.push_back(std::isfinite(value) ? value : Limits::quiet_NaN());
    }
    modality.values[0] = Limits::max();
    modality.values[1] = Limits::denorm_min();
    modality.values[2] = -Limits::min();
    modality.values[3] = -0.0F;
    cohort.modalities.push_back(modality);
    QTemporaryDir folder;
    writeCsvFolder(cohort, folder.filePath(QStringLiteral("f")));
    const ReadResult result = readCohort(folder.filePath(QStringLiteral("f")));
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY(same(result.cohort->modalities[0].values, modality.values));
    QVERIFY(result.cohort->y == cohort.y);
}

void CsvWriterTest::anEmptyFolderIsFilled()
{
    QTemporaryDir folder;
    writeCsvFolder(made(0), folder.path());
    QVERIFY(readCohort(folder.path()).cohort);
}

void CsvWriterTest::whatIsThereAlreadyIsLeftAlone()
{
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("notes.txt")), "mine");
    const std::string sentence = sentenceOf(made(0), folder.path(), Error::Kind::Input);
    QVERIFY2(contains(sentence, QStringLiteral("is there already")), sentence.c_str());
    QVERIFY(contains(sentenceOf(made(0), folder.filePath(QStringLiteral("notes.txt")), Error::Kind::Input),
        QStringLiteral("is there already")));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList { "notes.txt" });
}

void CsvWriterTest::whatCannotBeWrittenLeavesNothing_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("what");
    QTest::newRow("an empty id") << 0 << "id or group is empty";
    QTest::newRow("a modality that nobody has") << 1 << "no instance has labs";
    QTest::newRow("words that wait") << 2 << "draw them first";
}

void CsvWriterTest::whatCannotBeWrittenLeavesNothing()
{
    QFETCH(int, which);
    QFETCH(QString, what);
    data::Cohort cohort = made(0);
    if (which == 0)
        cohort.ids[3].clear();
    else if (which == 1)
        std::fill(cohort.modalities[0].present.begin(), cohort.modalities[0].present.end(), 0);
    else
        cohort.categories.push_back({ 0, 0, data::Encoding::OneHot, { "a" }, false });
    QTemporaryDir folder;
    const std::string sentence
        = sentenceOf(cohort, folder.filePath(QStringLiteral("out")), Error::Kind::Input);
    QVERIFY2(contains(sentence, what), sentence.c_str());
    QVERIFY(QDir(folder.path()).isEmpty());
}

void CsvWriterTest::aFolderThatCannotBeMadeIsAnError()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("nowhere/out"));
    const std::string sentence = sentenceOf(made(0), path, Error::Kind::Work);
    QVERIFY2(contains(sentence, QStringLiteral("out cannot be written")), sentence.c_str());
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_GUILESS_MAIN(CsvWriterTest)
#include "tst_csvwriter.moc"
