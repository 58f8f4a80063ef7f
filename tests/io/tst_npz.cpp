// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/readingplan.h"

#include "engine/data/samples.h"
#include "engine/error.h"

#include "fixtures.h"

#include <QDir>

#include <set>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class NpzTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatNumpySavedIsReadExactly_data();
    void whatNumpySavedIsReadExactly();
    void columnsThatDescribeAreNoFeatures();
    void timesSince1970BecomeHours();
    void aRowWithoutAnyValueIsAbsent();
    void unusualStorageIsReadAndNoted();
    void unknownArraysAreWarnings();
    void badFilesAreRefusedWithTheirPlace_data();
    void badFilesAreRefusedWithTheirPlace();
    void everyTruncationIsRefused();
    void aFlippedBitIsFoundByTheChecksum();
    void aDirectoryThatLiesAboutSizesIsRefused();
    void anArchiveOverTheLimitIsRefused();
    void writingAndReadingGivesTheSameCohort_data();
    void writingAndReadingGivesTheSameCohort();
    void idsAndGroupsNameSomebody();
    void writingTwiceGivesTheSameBytes();
    void aFileThatCannotBeWrittenLeavesTheOldOne();
    void readingTellsItsProgressAndCanBeStopped_data();
    void readingTellsItsProgressAndCanBeStopped();
    void damageDeepInsideALargeStoredArrayIsFound();
};

namespace {

/// Larger than any piece in which files are read: 12 MB of values.
data::Cohort largeCohort()
{
    data::Cohort cohort;
    cohort.name = "large";
    data::Modality modality;
    modality.name = "m";
    modality.dims = 3000;
    for (std::size_t i = 0; i < 1000; ++i) {
        std::string id = "i"; // appending: gcc 12 warns of `literal + std::to_string(...)` (its bug 105651)
        cohort.ids.push_back(id += std::to_string(i));
        cohort.y.push_back(static_cast<double>(i % 7));
        cohort.splits.push_back(static_cast<Split>(i % 3));
        for (std::size_t k = 0; k < 3000; ++k)
            modality.values.push_back(static_cast<float>(i * k % 1013));
    }
    modality.present.assign(cohort.size(), 1);
    cohort.modalities.push_back(std::move(modality));
    return cohort;
}

} // namespace

void NpzTest::whatNumpySavedIsReadExactly_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("regression") << "regression";
    QTest::newRow("classification") << "classification";
    QTest::newRow("described") << "described";
}

void NpzTest::whatNumpySavedIsReadExactly()
{
    QFETCH(QString, name);
    const ReadResult result = readNpz(golden(name + QStringLiteral(".npz")));
    QVERIFY2(result.cohort, lines(result).constData());
    compareCohorts(*result.cohort, expected(name + QStringLiteral(".json")));
}

void NpzTest::columnsThatDescribeAreNoFeatures()
{
    const ReadResult read = readCohort(golden(QStringLiteral("described.npz")));
    QVERIFY2(read.cohort, lines(read).constData());
    data::Cohort cohort = *read.cohort;
    QCOMPARE(cohort.modalities.size(), std::size_t(1));
    std::map<std::string, std::vector<std::string>> about;
    for (const data::DescriptiveColumn& column : cohort.about)
        about[column.name] = column.values;
    const std::map<std::string, std::vector<std::string>> want
        = { { "ward", { "east", "west", "", "east", "" } }, { "age", { "40", "51.5", "", "60", "7" } } };
    QVERIFY(about == want);

    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("again.npz"));
    writeNpz(cohort, path);
    const ReadResult again = readCohort(path);
    QVERIFY2(again.cohort, lines(again).constData());
    for (const data::DescriptiveColumn& column : again.cohort->about)
        QVERIFY(column.values == want.at(column.name));
    QCOMPARE(again.cohort->about.size(), want.size());
    const QString hash = cohortHash(cohort);
    cohort.about.clear();
    QCOMPARE(cohortHash(cohort), hash);
}

void NpzTest::timesSince1970BecomeHours()
{
    const ReadResult read = readCohort(golden(QStringLiteral("described.npz")));
    QVERIFY(std::any_of(read.problems.begin(), read.problems.end(), [](const io::Problem& problem) {
        return problem.code == "times-since-1970" && problem.severity == data::Severity::Warning
            && problem.what.find("milliseconds since 1970") != std::string::npos;
    }));
}

void NpzTest::aRowWithoutAnyValueIsAbsent()
{
    const ReadResult result = readNpz(golden(QStringLiteral("regression.npz")));
    QVERIFY(result.cohort);
    const data::Modality& labs = result.cohort->modalities[0];
    QCOMPARE(labs.present[5], 0);
    QCOMPARE(labs.values[15], 0.0F);
    QVERIFY(std::isnan(labs.values[7])); // a single missing value stays one
    QCOMPARE(labs.present[2], 1);
    QVERIFY2(std::any_of(result.problems.begin(), result.problems.end(),
                 [](const io::Problem& problem) {
                     return problem.where == "modality labs" && problem.severity == data::Severity::Note;
                 }),
        lines(result).constData());
}

void NpzTest::unusualStorageIsReadAndNoted()
{
    const auto notes = [](const QString& file) {
        std::vector<std::string> out;
        const ReadResult result = readNpz(golden(file));
        for (const io::Problem& problem : result.problems)
            if (contains(problem.what, QStringLiteral("is stored "))) {
                if (problem.severity == data::Severity::Note)
                    out.push_back(problem.where + ": " + problem.what);
            }
        return out;
    };
    QCOMPARE(notes(QStringLiteral("regression.npz")),
        (std::vector<std::string> {
            "regression.npz, array x_labs: The array is stored in Fortran order, and read as float32.",
            "regression.npz, array x_speech: The array is stored big-endian, and read as float32.",
            "regression.npz, array x_waves: The array is stored as float16, and read as float32." }));
    QCOMPARE(notes(QStringLiteral("classification.npz")),
        (std::vector<std::string> {
            "classification.npz, array x_codes: The array is stored as uint8, and read as float32." }));
}

void NpzTest::unknownArraysAreWarnings()
{
    // The element types' file holds arrays, but none that belongs to a cohort.
    const ReadResult result = readNpz(golden(QStringLiteral("types.npz")));
    QVERIFY(!result.cohort);
    QCOMPARE(result.problems[0].severity, data::Severity::Warning);
    QCOMPARE(result.problems[0].where, std::string("types.npz, array f2_little_C"));
    QVERIFY(contains(result.problems[0].what, QStringLiteral("not known")));
}

void NpzTest::badFilesAreRefusedWithTheirPlace_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const QJsonArray cases = QJsonDocument::fromJson(bytesOf(golden(QStringLiteral("bad.json")))).array();
    QVERIFY(cases.size() > 30);
    for (const auto& value : cases) {
        const QJsonObject entry = value.toObject();
        const QString file = entry[QStringLiteral("file")].toString();
        QTest::newRow(qPrintable(file))
            << file << entry[QStringLiteral("where")].toString() << entry[QStringLiteral("what")].toString();
    }
}

void NpzTest::badFilesAreRefusedWithTheirPlace()
{
    QFETCH(QString, file);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const ReadResult result = readNpz(golden(file));
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(QString::fromStdString(error.where), where);
    QVERIFY2(contains(error.what, what), lines(result).constData());
    QVERIFY(!error.remedy.empty());
}

void NpzTest::everyTruncationIsRefused()
{
    const QByteArray whole = bytesOf(golden(QStringLiteral("regression.npz")));
    QVERIFY(whole.size() > 1000);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("cut.npz"));
    for (qsizetype length = 0; length < whole.size();
         length += length < 200 || whole.size() - length < 200 ? 1 : 37) {
        write(path, whole.left(length));
        const ReadResult result = readCohort(path);
        QVERIFY2(!result.cohort, qPrintable(QString::number(length)));
        QVERIFY(result.hasErrors());
        QVERIFY(contains(result.problems[0].where, QStringLiteral("cut.npz")));
    }
}

void NpzTest::aFlippedBitIsFoundByTheChecksum()
{
    const ReadResult result = readNpz(golden(QStringLiteral("flipped.npz")));
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(error.where, std::string("flipped.npz, member 'x_m.npy'"));
    QVERIFY(contains(error.what, QStringLiteral("checksum")));
}

void NpzTest::aDirectoryThatLiesAboutSizesIsRefused()
{
    const ReadResult result = readNpz(golden(QStringLiteral("liar.npz")));
    QVERIFY(!result.cohort);
    QVERIFY(contains(firstError(result).what, QStringLiteral("2,147,483,647 bytes")));
}

void NpzTest::anArchiveOverTheLimitIsRefused()
{
    const ReadLimits tight { 500 };
    const ReadResult result = readCohort(golden(QStringLiteral("regression.npz")), tight);
    QVERIFY(!result.cohort);
    QVERIFY(contains(firstError(result).what, QStringLiteral("over the limit of 500")));
    QCOMPARE(firstError(result).code, std::string("over-limit"));
    QVERIFY(readCohort(golden(QStringLiteral("regression.npz")), ReadLimits { 100000 }).cohort);
}

void NpzTest::writingAndReadingGivesTheSameCohort_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<bool>("deflated");
    QTest::newRow("numpy's regression, deflated") << 0 << true;
    QTest::newRow("numpy's regression, stored") << 0 << false;
    QTest::newRow("sentiment") << 1 << true;
    QTest::newRow("length of stay") << 2 << true;
    QTest::newRow("feature names, no splits") << 3 << false;
}

void NpzTest::writingAndReadingGivesTheSameCohort()
{
    QFETCH(int, which);
    QFETCH(bool, deflated);
    data::Cohort cohort = which == 1 ? data::makeSentiment(60, 3)
        : which == 2                 ? data::makeLos(120, 3)
                                     : expected(QStringLiteral("regression.json"));
    if (which == 3) {
        cohort.splits.clear();
        cohort.groups.clear();
        cohort.labelRange.reset();
        cohort.ids[0] = "Zürich, \"7\"";
        cohort.modalities[0].columns = { "a,b", "naïve", "" };
    }
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("again.npz"));
    writeNpz(cohort, path, deflated ? Compression::Deflated : Compression::Stored);
    const ReadResult result = readNpz(path);
    QVERIFY2(result.cohort, lines(result).constData());
    compareCohorts(*result.cohort, cohort);
}

void NpzTest::idsAndGroupsNameSomebody()
{
    const data::Cohort good = expected(QStringLiteral("regression.json"));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.npz"));
    const auto codes = [&](const data::Cohort& cohort, const std::vector<Remedy>& remedies = {}) {
        writeNpz(cohort, path, Compression::Stored);
        const ReadResult result = readNpz(path, {}, ReadingPlan(remedies));
        std::set<std::string> out;
        for (const io::Problem& problem : result.problems)
            out.insert(problem.code);
        return out;
    };
    for (const char* nobody : { "", "NA", "nan" }) {
        data::Cohort cohort = good;
        cohort.ids[1] = nobody;
        QVERIFY(codes(cohort).contains("id-empty"));
        QVERIFY(!codes(cohort, { DropBadInstances {} }).contains("id-empty"));
        cohort = good;
        cohort.groups.assign(cohort.size(), "g");
        cohort.groups[1] = nobody;
        QVERIFY(codes(cohort).contains("group-empty"));
        QVERIFY(!codes(cohort, { DropBadInstances {} }).contains("group-empty"));
    }
    data::Cohort cohort = good;
    cohort.groups.assign(cohort.size(), "7");
    cohort.groups[1] = "007";
    QVERIFY(codes(cohort).contains("ids-alike"));
    QVERIFY(!codes(cohort, { MatchIds { IdMatching::Numbers } }).contains("ids-alike"));
}

void NpzTest::writingTwiceGivesTheSameBytes()
{
    QTemporaryDir folder;
    const data::Cohort cohort = data::makeLos(120, 3);
    writeNpz(cohort, folder.filePath(QStringLiteral("a.npz")));
    writeNpz(cohort, folder.filePath(QStringLiteral("b.npz")));
    QVERIFY(!bytesOf(folder.filePath(QStringLiteral("a.npz"))).isEmpty());
    QCOMPARE(
        bytesOf(folder.filePath(QStringLiteral("a.npz"))), bytesOf(folder.filePath(QStringLiteral("b.npz"))));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2); // no temporary file is left
}

void NpzTest::aFileThatCannotBeWrittenLeavesTheOldOne()
{
    QTemporaryDir folder;
    // A folder stands where the file should go: no user, not even root, can write there.
    const QString path = folder.filePath(QStringLiteral("taken.npz"));
    QVERIFY(QDir().mkpath(path + QStringLiteral("/inside")));
    try {
        writeNpz(data::makeLos(120, 3), path);
        QFAIL("writing over a folder must throw");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), Error::Kind::Work);
        QVERIFY(contains(error.what(), QStringLiteral("taken.npz cannot be written")));
    }
    QVERIFY(QDir(path + QStringLiteral("/inside")).exists());
}

void NpzTest::readingTellsItsProgressAndCanBeStopped_data()
{
    QTest::addColumn<bool>("stored");
    QTest::newRow("stored") << true;
    QTest::newRow("compressed") << false;
}

void NpzTest::readingTellsItsProgressAndCanBeStopped()
{
    QFETCH(bool, stored);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("large.npz"));
    const data::Cohort cohort = largeCohort();
    writeNpz(cohort, path, stored ? Compression::Stored : Compression::Deflated);
    std::vector<double> shares;
    ReadLimits limits;
    limits.progress = [&shares](double share) {
        shares.push_back(share);
        return true;
    };
    const ReadResult whole = readCohort(path, limits);
    QVERIFY2(whole.cohort, lines(whole).constData());
    compareCohorts(*whole.cohort, cohort);
    QVERIFY(shares.size() >= 2);
    QVERIFY(std::is_sorted(shares.begin(), shares.end()));
    QVERIFY(shares.front() > 0 && shares.back() <= 1);

    limits.progress = [](double share) { return share < 0.5; };
    const ReadResult stopped = readCohort(path, limits);
    QVERIFY(!stopped.cohort);
    QCOMPARE(stopped.problems.size(), 1U);
    QCOMPARE(stopped.problems[0].where, std::string("large.npz"));
    QVERIFY(contains(stopped.problems[0].what, QStringLiteral("stopped")));
}

void NpzTest::damageDeepInsideALargeStoredArrayIsFound()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("large.npz"));
    writeNpz(largeCohort(), path, Compression::Stored);
    QByteArray bytes = bytesOf(path);
    bytes[7'000'000] = static_cast<char>(bytes[7'000'000] ^ 1);
    write(path, bytes);
    const ReadResult result = readCohort(path);
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).where, std::string("large.npz, member 'x_m.npy'"));
    QVERIFY(contains(firstError(result).what, QStringLiteral("checksum does not agree")));
}

QTEST_GUILESS_MAIN(NpzTest)
#include "tst_npz.moc"
