// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversion.h"

#include "workspace/io/importpreview.h"

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

/// Files of PSPP, pandas, SciPy, h5py, anndata and mudata (tests/golden/make_formats.py), which the program
/// btw-read makes tables of.
class OtherProgramsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileIsTheTableThatWasWritten_data();
    void aFileIsTheTableThatWasWritten();
    void missingCodesAndPartialLabelsAreNotes();
    void aPortableFileThatCannotBeReadSaysTheWayOut();
    void whatCannotBeAColumnIsNamed();
    void cellsAndTheirValuesBecomeACohort();
    void modalitiesOfMuDataAreModalities();
    void theImportShowsThePartsOfAFile();
    void aSparseMatrixIsReadWhereAManifestNamesIt_data();
    void aSparseMatrixIsReadWhereAManifestNamesIt();
    void aSparseMatrixAloneIsRefused();
    void aReaderThatIsNotThereIsAnError();
    void aReaderThatDiesIsAnErrorThatNamesTheFile();
    void aReaderThatTakesTooLongIsStopped();
    void aReaderMayHaveSoMuchMemoryOnly();
    void theReadingMayBeStopped();
    void temporaryTablesAreForTheirOwnerOnlyAndGo();
    void damagedFilesAreReadOrRefused_data();
    void damagedFilesAreReadOrRefused();
};

namespace {

struct Environment
{
    Environment(const char* name, const QByteArray& value)
        : m_name(name)
    {
        qputenv(m_name, value);
    }
    ~Environment() { qunsetenv(m_name); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    const char* m_name;
};

/// A program in the place of btw-read that does something else.
QString writeProgram(const QTemporaryDir& folder, const QByteArray& script)
{
    const QString path = folder.filePath(QStringLiteral("reader"));
    write(path, "#!/bin/sh\n" + script + "\n");
    QFile::setPermissions(path, QFile::ReadOwner | QFile::ExeOwner);
    return path;
}

} // namespace

void OtherProgramsTest::aFileIsTheTableThatWasWritten_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("tables");
    const auto row
        = [](const char* file, const QStringList& tables) { QTest::newRow(file) << file << tables; };
    row("study.sav", { "study.csv" });
    row("study.zsav", { "study.csv" });
    row("study114.dta", { "study_ascii.csv" });
    row("study117.dta", { "study_ascii.csv" });
    row("study118.dta", { "study.csv" });
    row("study.xpt", { "study_xpt.csv" });
    row("study.sas7bdat", { "study_sas.csv" });
    row("v4.mat", { "mat_v4.csv" });
    row("v5.mat", { "mat.csv" });
    row("v7.mat", { "mat.csv" });
    row("v73.mat", { "mat_v73.csv" });
    row("more.mat", { "mat_more.csv" });
    row("dense.h5ad", { "obs.csv", "X.csv" });
    row("csr.h5ad", { "obs.csv", "X.csv" });
    row("csc.h5ad", { "obs.csv", "X.csv" });
    row("two.h5mu", { "mu_obs.csv", "mu_rna.csv", "mu_atac.csv" });
}

void OtherProgramsTest::aFileIsTheTableThatWasWritten()
{
    QFETCH(const QString, file);
    QFETCH(const QStringList, tables);
    const Conversion made = conversionOf(format(file));
    QVERIFY2(!made.hasErrors(), made.lines().constData());
    QCOMPARE(made.tables.size(), static_cast<std::size_t>(tables.size()));
    for (std::size_t i = 0; i < made.tables.size(); ++i)
        QCOMPARE(made.tables[i], bytesOf(format(tables.at(static_cast<qsizetype>(i)))));
}

void OtherProgramsTest::missingCodesAndPartialLabelsAreNotes()
{
    const Conversion made = conversionOf(format(QStringLiteral("study.sav")));
    QCOMPARE(made.severityOf(QStringLiteral("7 values with a missing code")), data::Severity::Note);
    QVERIFY2(made.lines().contains("sex: 9 not asked; bp: -9"), made.lines().constData());
    QCOMPARE(made.severityOf(QStringLiteral("umbers of 'pain' stay numbers")), data::Severity::Note);
}

void OtherProgramsTest::aPortableFileThatCannotBeReadSaysTheWayOut()
{
    // ReadStat 1.1.8 reads those of SPSS, and none of PSPP.
    const Conversion made = conversionOf(format(QStringLiteral("study.por")));
    QVERIFY(made.hasErrors());
    QVERIFY2(made.lines().contains("save it as .sav") || made.lines().contains("Save it as .sav"),
        made.lines().constData());
}

void OtherProgramsTest::whatCannotBeAColumnIsNamed()
{
    const Conversion made = conversionOf(format(QStringLiteral("more.mat")));
    QCOMPARE(
        made.severityOf(QStringLiteral("'cube' is not read: it has 3 dimensions")), data::Severity::Warning);
    QCOMPARE(made.severityOf(QStringLiteral("'other' is not read: it has 5 rows")), data::Severity::Warning);
}

void OtherProgramsTest::cellsAndTheirValuesBecomeACohort()
{
    const ReadResult result = readCohort(format(QStringLiteral("csr.h5ad")));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->classes, (std::vector<std::string> { "ill", "well" }));
    QCOMPARE(result.cohort->size(), std::size_t(24));
    const auto x = std::find_if(result.cohort->modalities.begin(), result.cohort->modalities.end(),
        [](const data::Modality& modality) { return modality.name == "X"; });
    QVERIFY(x != result.cohort->modalities.end());
    QCOMPARE(x->dims, std::int64_t(5));
}

void OtherProgramsTest::modalitiesOfMuDataAreModalities()
{
    const ReadResult result = readCohort(format(QStringLiteral("two.h5mu")));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->size(), std::size_t(24));
    std::map<std::string, std::int64_t> present;
    for (const data::Modality& modality : result.cohort->modalities)
        for (std::size_t i = 0; i < result.cohort->size(); ++i)
            present[modality.name] += modality.present[i] ? 1 : 0;
    QCOMPARE(present["rna"], std::int64_t(20));
    QCOMPARE(present["atac"], std::int64_t(20));
}

void OtherProgramsTest::theImportShowsThePartsOfAFile()
{
    const ImportPreview preview = previewImport(format(QStringLiteral("dense.h5ad")));
    QCOMPARE(preview.tables.size(), std::size_t(2));
    std::map<std::string, std::vector<std::string>> headers;
    for (const TableSample& table : preview.tables)
        headers[table.file] = table.rows.header;
    QCOMPARE(headers["dense.h5ad, part X"],
        (std::vector<std::string> { "id", "TP53", "EGFR", "KRAS", "MYC", "a b" }));
    QCOMPARE(headers["dense.h5ad, part obs"].front(), std::string("id"));
}

void OtherProgramsTest::aSparseMatrixIsReadWhereAManifestNamesIt_data()
{
    QTest::addColumn<QString>("file");
    for (const char* kind : { "csr", "csc", "coo", "coords" })
        QTest::newRow(kind) << QStringLiteral("sparse_%1.npz").arg(QLatin1String(kind));
}

void OtherProgramsTest::aSparseMatrixIsReadWhereAManifestNamesIt()
{
    QFETCH(const QString, file);
    QByteArray labels = "label\n";
    for (int i = 0; i < 24; ++i)
        labels += QByteArray::number(i % 2) + "\n";
    const auto hash = [&labels](const QString& matrix) {
        const QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("labels.csv")), labels);
        QFile::copy(format(matrix), folder.filePath(matrix));
        write(folder.filePath(QStringLiteral("manifest.json")),
            R"({"name": "s", "task": "classification", "labels": {"file": "labels.csv", "label": "label"},
                "modalities": [{"name": "codes", "kind": "vector", "file": ")"
                + matrix.toUtf8() + R"("}]})");
        return hashOf(folder.path());
    };
    QCOMPARE(hash(file), hash(QStringLiteral("sparse.csv")));
}

void OtherProgramsTest::aSparseMatrixAloneIsRefused()
{
    const ReadResult result = readCohort(format(QStringLiteral("sparse_csr.npz")));
    QVERIFY2(lines(result).contains("sparse"), lines(result).constData());
    QVERIFY2(lines(result).contains("toarray()"), lines(result).constData());
}

void OtherProgramsTest::aReaderThatIsNotThereIsAnError()
{
    const Environment environment("BTW_READ", "/nowhere/btw-read");
    const Conversion made = conversionOf(format(QStringLiteral("study.sav")));
    QCOMPARE(made.severityOf(QStringLiteral("cannot be started")), data::Severity::Error);
}

void OtherProgramsTest::aReaderThatDiesIsAnErrorThatNamesTheFile()
{
    const QTemporaryDir folder;
    const Environment environment("BTW_READ", writeProgram(folder, "kill -SEGV $$").toUtf8());
    const Conversion made = conversionOf(format(QStringLiteral("study.sav")));
    QCOMPARE(firstError(made.said).where, std::string("study.sav"));
    QVERIFY2(made.lines().contains("reads the format crashed"), made.lines().constData());
}

void OtherProgramsTest::aReaderThatTakesTooLongIsStopped()
{
    const QTemporaryDir folder;
    const Environment environment(
        "BTW_READ", writeProgram(folder, "ulimit -t 1; while :; do :; done").toUtf8());
    ReadLimits limits;
    limits.readerSeconds = 1;
    const Conversion made = conversionOf(format(QStringLiteral("study.sav")), limits);
    QVERIFY2(made.lines().contains("took longer than 1 s"), made.lines().constData());
}

void OtherProgramsTest::aReaderMayHaveSoMuchMemoryOnly()
{
#ifdef BTW_SANITIZED
    QSKIP("Sanitizers map terabytes: the limit is not set.");
#endif
    ReadLimits limits;
    limits.memoryBytes = 1 << 20;
    const Conversion made = conversionOf(format(QStringLiteral("csr.h5ad")), limits);
    QVERIFY2(made.hasErrors(), made.lines().constData());
    QCOMPARE(firstError(made.said).where, std::string("csr.h5ad"));
}

void OtherProgramsTest::theReadingMayBeStopped()
{
    const QTemporaryDir folder;
    const Environment environment("BTW_READ", writeProgram(folder, "exec sleep 100").toUtf8());
    ReadLimits limits;
    limits.progress = [](double) { return false; };
    const Conversion made = conversionOf(format(QStringLiteral("study.sav")), limits);
    QVERIFY2(made.lines().contains("was stopped"), made.lines().constData());
}

void OtherProgramsTest::temporaryTablesAreForTheirOwnerOnlyAndGo()
{
    const QTemporaryDir folder;
    const Environment environment("TMPDIR", folder.path().toUtf8());
    const auto made = [&folder] {
        return QDir(folder.path()).entryInfoList({ QStringLiteral("btw-tables-*") }, QDir::Dirs);
    };
    {
        Problems problems;
        const std::unique_ptr<FileSource> source
            = openFolder(QFileInfo(format(QString())).absolutePath(), {});
        QCOMPARE(source->tablesOf(QStringLiteral("study.sav"), true, problems),
            QStringList { QStringLiteral("study.sav") });
        QCOMPARE(made().size(), 1);
        QVERIFY(!made().front().permission(QFile::ReadGroup) && !made().front().permission(QFile::ReadOther));
    }
    QVERIFY(made().isEmpty());
}

void OtherProgramsTest::damagedFilesAreReadOrRefused_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file : { "study.sav", "study.zsav", "study118.dta", "study114.dta", "study.xpt",
             "study.sas7bdat", "v5.mat", "v7.mat", "v73.mat", "dense.h5ad", "csr.h5ad" })
        QTest::newRow(file) << file;
}

void OtherProgramsTest::damagedFilesAreReadOrRefused()
{
    QFETCH(const QString, file);
    ReadLimits limits;
    limits.readerSeconds = 5;
    forDamaged(file, 6, 12, [&limits](const QString& path, bool) {
        const ReadResult result = readCohort(path, limits);
        QCOMPARE(result.hasErrors(), !result.cohort.has_value());
    });
}

QTEST_GUILESS_MAIN(OtherProgramsTest)
#include "tst_otherprograms.moc"
