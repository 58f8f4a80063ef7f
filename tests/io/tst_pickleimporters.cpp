// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/shape.h"
#include "workspace/io/newpeople.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/io/summary.h"
#include "workspace/plugin/importers.h"

#include "fixtures.h"

#include <QDir>
#include <QSet>

#include <cmath>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

QString pickles(const QString& name) { return QStringLiteral(BTW_TEST_DATA "/pickles/") + name; }

/// The importer that says that it can read the path; null where none does.
const plugin::Importer* importerOf(const QString& path, QString* id = nullptr)
{
    const plugin::Importer* found = nullptr;
    for (const plugin::ImporterEntry& entry : plugin::builtInImporters())
        if (entry.importer->canRead(path)) {
            if (id != nullptr)
                *id += entry.id;
            found = entry.importer;
        }
    return found;
}

bool says(const ReadResult& result, data::Severity severity, const QString& line)
{
    return std::any_of(result.problems.begin(), result.problems.end(), [&](const io::Problem& problem) {
        return problem.severity == severity
            && QString::fromStdString(problem.where + ": " + problem.what).contains(line);
    });
}

} // namespace

class PickleImportersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyImporterSaysWhatItIs();
    void exactlyOneImporterReadsAPath_data();
    void exactlyOneImporterReadsAPath();
    void otherFilesAreLeftToOthers();
    void layoutsAreReadExactly_data();
    void layoutsAreReadExactly();
    void seriesOfStaysAreBinnedOnRequest();
    void binsAreOfferedForEachSeriesOfStays();
    void whatWasDecidedIsNoted_data();
    void whatWasDecidedIsNoted();
    void oneFileOfASetReadsTheSet();
    void oneFileAloneHasNoSplits();
    void twoSetsInAFolderAreAnError();
    void whatIsWrongIsSaidInOneLine_data();
    void whatIsWrongIsSaidInOneLine();
    void anInstanceWithAProblemIsLeftOut_data();
    void anInstanceWithAProblemIsLeftOut();
    void videosInTwoSplitsAreGroupsOnceSplitsAreDrawn();
    void newPeopleNeedNeitherLabelsNorATrainingSplit();
    void namesOfRowsAreNoVideos();
    void remediesForCellsAreRefused();
    void truncatedLayoutsAreRefused();
    void theLimitCoversTheCohort();
    void readingCanBeStopped_data();
    void readingCanBeStopped();
};

void PickleImportersTest::everyImporterSaysWhatItIs()
{
    QStringList ids;
    for (const plugin::ImporterEntry& entry : plugin::builtInImporters()) {
        QVERIFY2(entry.importer != nullptr, qPrintable(entry.id));
        QVERIFY2(!entry.name.isEmpty(), qPrintable(entry.id));
        ids += entry.id;
    }
    for (const char* id : { "misa", "mmsa", "mult", "otherpickle", "stays" })
        QCOMPARE(ids.count(QString::fromLatin1(id)), 1);
}

void PickleImportersTest::exactlyOneImporterReadsAPath_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("id");
    const std::initializer_list<std::pair<const char*, const char*>> rows
        = { { "mult.pkl", "mult" }, { "mult_fortran.pkl", "mult" }, { "mult_big_endian.pkl", "mult" },
              { "mmsa.pkl", "mmsa" }, { "mmsa_classes.pkl", "mmsa" }, { "misa", "misa" },
              { "misa/dev.pkl", "misa" }, { "mmim", "misa" }, { "stays", "stays" },
              { "stays_regular", "stays" }, { "stays/val_los-48-cxr-notes-ecg_stays.pkl", "stays" },
              { "bad_os_system.pkl", "otherpickle" }, { "bad_empty.pkl", "otherpickle" },
              { "python2_protocol0.pkl", "otherpickle" }, { "values_numpy2_protocol0.pkl", "otherpickle" } };
    for (const auto& [path, id] : rows)
        QTest::newRow(path) << pickles(QString::fromLatin1(path)) << QString::fromLatin1(id);
}

void PickleImportersTest::exactlyOneImporterReadsAPath()
{
    QFETCH(QString, path);
    QFETCH(QString, id);
    QString found;
    importerOf(path, &found);
    QCOMPARE(found, id);
}

void PickleImportersTest::otherFilesAreLeftToOthers()
{
    for (const char* name : { "regression.npz", "savetxt", "savetxt/x_train.csv", "savetxt/manifest.json",
             "savetxt.zip", "bad.json", "absent.pkl" })
        QVERIFY2(importerOf(golden(QString::fromLatin1(name))) == nullptr, name);
}

void PickleImportersTest::layoutsAreReadExactly_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expectation");
    QTest::newRow("MulT") << "mult.pkl"
                          << "mult.json";
    QTest::newRow("MulT, Fortran order, float64, protocol 2") << "mult_fortran.pkl"
                                                              << "mult.json";
    QTest::newRow("MulT, big-endian, protocol 5") << "mult_big_endian.pkl"
                                                  << "mult.json";
    QTest::newRow("MMSA") << "mmsa.pkl"
                          << "mmsa.json";
    QTest::newRow("MMSA, tokens") << "mmsa_tokens.pkl"
                                  << "mmsa_tokens.json";
    QTest::newRow("MMSA, classes") << "mmsa_classes.pkl"
                                   << "mmsa_classes.json";
    QTest::newRow("MISA") << "misa"
                          << "misa.json";
    QTest::newRow("MMIM") << "mmim"
                          << "mmim.json";
    QTest::newRow("FuseMoE") << "stays"
                             << "stays.json";
    QTest::newRow("FuseMoE, at regular times only") << "stays_regular"
                                                    << "stays_regular.json";
}

void PickleImportersTest::layoutsAreReadExactly()
{
    QFETCH(QString, path);
    QFETCH(QString, expectation);
    ReadResult result = readCohort(pickles(path));
    QVERIFY2(result.cohort, lines(result).constData());
    data::Cohort want = expected(QStringLiteral("../pickles/") + expectation);
    want.name = QFileInfo(path).completeBaseName().toStdString();
    if (want.modalities[0].name == "ts")
        want.modalities[0].columns = { "pulse", "lactate", "urea" };
    if (want.modalities[0].name == "ts" && want.modalities[0].dims == 6)
        for (const char* name : { "pulse measured", "lactate measured", "urea measured" })
            want.modalities[0].columns.push_back(name);
    compareCohorts(*result.cohort, want);
}

void PickleImportersTest::seriesOfStaysAreBinnedOnRequest()
{
    Recipe recipe;
    recipe.remedies = { BinTimes { {}, 6 } };
    const ReadResult binned = readCohort(pickles(QStringLiteral("stays")), recipe, ReadLimits());
    QVERIFY2(binned.cohort, lines(binned).constData());
    data::Cohort want = expected(QStringLiteral("../pickles/stays_binned.json"));
    want.modalities[0].columns = { "pulse", "lactate", "urea" };
    compareCohorts(*binned.cohort, want);
    QVERIFY(says(binned, data::Severity::Note,
        QStringLiteral(
            "modality ts: Times are grouped into intervals of 6 h from the first of each instance")));
}

void PickleImportersTest::binsAreOfferedForEachSeriesOfStays()
{
    ReadResult result = readCohort(pickles(QStringLiteral("stays")));
    QVERIFY2(result.cohort, lines(result).constData());
    QStringList offered;
    for (const io::Problem& problem : completeCohort(*result.cohort, 0, {}))
        if (problem.code == "irregular-series") {
            QVERIFY(problem.severity == data::Severity::Note);
            offered += QString::fromStdString(std::get<BinTimes>(problem.remedies.at(0)).modality);
        }
    QCOMPARE(offered,
        QStringList(
            { QStringLiteral("ts"), QStringLiteral("text"), QStringLiteral("cxr"), QStringLiteral("ecg") }));
}

void PickleImportersTest::whatWasDecidedIsNoted_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* path, const char* line) {
        QTest::addRow("%s: %s", path, line) << QString::fromLatin1(path) << QString::fromLatin1(line);
    };
    row("mult.pkl",
        "mult.pkl, ['train']['audio']: -inf in audio counts as missing, as the data's own loaders take it: 1 "
        "value");
    row("mult.pkl",
        "mult.pkl, ['train']['vision']: Vision counts as absent where it has no real step: 3 instances");
    row("mult.pkl", "Zero rows at the beginning of vision count as padding");
    row("mult.pkl", "labels: The labels are read as sentiment from -3 to 3");
    row("mult.pkl", "groups: Instances of one video form a group: 9 groups");
    row("mult_fortran.pkl",
        "mult_fortran.pkl, ['train']['vision']: Vision is stored in Fortran order, and read as");
    row("mult_big_endian.pkl",
        "mult_big_endian.pkl, ['train']['text']: Text is stored big-endian, and read as");
    row("mmsa.pkl", "mmsa.pkl, ['train']['classification_labels']: The label is regression_labels");
    row("misa", "train.pkl, [0][0][0]: Words are numbers of a vocabulary");
    row("mmim", "train.pkl, [0][0][0]: Words come without features");
    row("mmim", "labels: Of seven labels, the first (sentiment) is read");
    row("mmim", "-inf in audio counts as missing, as the data's own loaders take it: 12 values");
    row("stays", "The labels have 2 different values and are read as 2 classes (classification): 0, 1");
    row("stays", "['text_time_to_end']: Time stamps fall: they are read as hours to the end of the stay");
    row("stays_regular",
        "['reg_ts']: Reg_ts is read, the series at regular times, since the stays have no irg_ts");
    row("stays", "Inf in ecg counts as missing, as the data's own loader takes it: ");
    row("stays", "groups: Instances of one patient form a group");
}

void PickleImportersTest::whatWasDecidedIsNoted()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    const ReadResult result = readCohort(pickles(path));
    QVERIFY2(says(result, data::Severity::Note, line), lines(result).constData());
    QVERIFY(std::none_of(result.problems.begin(), result.problems.end(),
        [](const io::Problem& problem) { return problem.severity != data::Severity::Note; }));
}

void PickleImportersTest::oneFileOfASetReadsTheSet()
{
    const ReadResult result = readCohort(pickles(QStringLiteral("misa/test.pkl")));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->size(), std::size_t(12));
    QCOMPARE(std::count(result.cohort->splits.begin(), result.cohort->splits.end(), Split::Train), 6);
    QVERIFY(says(result, data::Severity::Note, QStringLiteral("the other splits beside it are read")));
}

void PickleImportersTest::oneFileAloneHasNoSplits()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("test.pkl"));
    QVERIFY(QFile::copy(pickles(QStringLiteral("misa/test.pkl")), path));
    const ReadResult result = readCohort(path);
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->size(), std::size_t(3));
    QVERIFY(result.cohort->splits.empty());
}

void PickleImportersTest::twoSetsInAFolderAreAnError()
{
    QTemporaryDir folder;
    for (const QString& name : QDir(pickles(QStringLiteral("stays"))).entryList(QDir::Files)) {
        QVERIFY(QFile::copy(pickles(QStringLiteral("stays/") + name), folder.filePath(name)));
        QVERIFY(QFile::copy(pickles(QStringLiteral("stays/") + name),
            folder.filePath(QString(name).replace(QStringLiteral("los"), QStringLiteral("ihm")))));
    }
    const ReadResult result = readCohort(folder.path());
    QVERIFY(!result.cohort);
    QVERIFY2(says(result, data::Severity::Error,
                 QStringLiteral(
                     "The folder holds 2 sets of pickles, such as test_ihm-48-cxr-notes-ecg_stays.pkl")),
        lines(result).constData());
    const ReadResult one = readCohort(folder.filePath(QStringLiteral("val_ihm-48-cxr-notes-ecg_stays.pkl")));
    QVERIFY2(one.cohort, lines(one).constData());
    QCOMPARE(one.cohort->size(), std::size_t(12));
}

void PickleImportersTest::whatIsWrongIsSaidInOneLine_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");
    const QJsonArray cases = QJsonDocument::fromJson(bytesOf(pickles(QStringLiteral("bad.json")))).array();
    QVERIFY(cases.size() > 50);
    for (const auto& value : cases) {
        const QJsonObject entry = value.toObject();
        const QString file = entry[QStringLiteral("file")].toString();
        QTest::newRow(qPrintable(file)) << file << entry[QStringLiteral("line")].toString();
    }
}

void PickleImportersTest::whatIsWrongIsSaidInOneLine()
{
    QFETCH(QString, file);
    QFETCH(QString, line);
    const ReadResult result = readCohort(pickles(file));
    QVERIFY(!result.cohort);
    QCOMPARE(problemLine(firstError(result)), line);
    QVERIFY(!line.contains(u'\n'));
}

void PickleImportersTest::anInstanceWithAProblemIsLeftOut_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("byId");
    for (const char* file : { "bad_label_nan.pkl", "bad_label_infinite.pkl", "bad_infinite.pkl",
             "bad_infinite_audio.pkl", "bad_big_whole.pkl", "bad_stay_infinite.pkl", "bad_stay_back.pkl" }) {
        QTest::addRow("%s, by its id", file) << QString::fromLatin1(file) << true;
        QTest::addRow("%s, with all bad ones", file) << QString::fromLatin1(file) << false;
    }
    QTest::newRow("bad_id_twice.pkl") << "bad_id_twice.pkl" << false;
}

void PickleImportersTest::anInstanceWithAProblemIsLeftOut()
{
    QFETCH(QString, file);
    QFETCH(bool, byId);
    const ReadResult bad = readCohort(pickles(file));
    QVERIFY(!bad.cohort);
    const io::Problem error = firstError(bad);
    QCOMPARE(error.remedies.size(), std::size_t(1));
    Recipe recipe;
    recipe.remedies = { byId ? error.remedies.front() : io::Remedy { DropBadInstances {} } };
    QVERIFY(!byId || std::holds_alternative<DropInstance>(recipe.remedies.front()));
    const ReadResult good = readCohort(pickles(file), recipe, ReadLimits());
    QVERIFY2(good.cohort, lines(good).constData());
    const data::Cohort& cohort = *good.cohort;
    QCOMPARE(cohort.size(), std::size_t(file.contains(QLatin1String("stay")) ? 1 : 11));
    QVERIFY(std::all_of(cohort.y.begin(), cohort.y.end(), [](double y) { return std::isfinite(y); }));
    if (byId)
        QVERIFY(
            std::find(cohort.ids.begin(), cohort.ids.end(), std::get<DropInstance>(error.remedies.front()).id)
            == cohort.ids.end());
    for (const data::Modality& modality : cohort.modalities)
        QVERIFY(std::none_of(
            modality.values.begin(), modality.values.end(), [](float value) { return std::isinf(value); }));
    QVERIFY2(
        says(good, data::Severity::Note, QStringLiteral("1 instance is left out")), lines(good).constData());
}

void PickleImportersTest::videosInTwoSplitsAreGroupsOnceSplitsAreDrawn()
{
    const QString path = pickles(QStringLiteral("torn.pkl"));
    const ReadResult torn = readCohort(path);
    QVERIFY2(torn.cohort, lines(torn).constData());
    QVERIFY(torn.cohort->groups.empty());
    QVERIFY(says(torn, data::Severity::Warning,
        QStringLiteral("groups: There is more than one split of 1 video, such as 'v1'")));
    Recipe recipe;
    for (const io::Problem& problem : torn.problems)
        recipe.remedies.insert(recipe.remedies.end(), problem.remedies.begin(), problem.remedies.end());
    QCOMPARE(recipe.remedies, (std::vector<io::Remedy> { DrawSplits {} }));
    const ReadResult drawn = openCohort(path, recipe, 0, ReadLimits());
    QVERIFY2(drawn.cohort, lines(drawn).constData());
    std::map<std::string, Split> splitOf;
    QCOMPARE(drawn.cohort->groups.size(), std::size_t(20));
    for (std::size_t i = 0; i < drawn.cohort->size(); ++i)
        QCOMPARE(splitOf.emplace(drawn.cohort->groups[i], drawn.cohort->splits[i]).first->second,
            drawn.cohort->splits[i]);
}

void PickleImportersTest::newPeopleNeedNeitherLabelsNorATrainingSplit()
{
    const ReadResult training = openCohort(pickles(QStringLiteral("mult.pkl")), 0);
    QVERIFY2(training.cohort, lines(training).constData());
    const auto shape = data::shapeOf(*training.cohort);
    const ReadResult some = readNewPeople(pickles(QStringLiteral("people.pkl")), shape);
    QVERIFY2(some.cohort, lines(some).constData());
    // Two values would be classes in training; what they are is the model's to say. So are splits.
    QVERIFY2(lines(some).isEmpty() || !lines(some).contains("warning"), lines(some).constData());
    QVERIFY2(!lines(some).contains("are read as"), lines(some).constData());
    QVERIFY(some.cohort->task == Task::Regression);
    QCOMPARE(some.cohort->size(), std::size_t(5));
    QCOMPARE(some.cohort->y[0], 1.0);
    QVERIFY(std::isnan(some.cohort->y[1]));
    QCOMPARE(some.cohort->y[2], 0.0);
    QCOMPARE(some.cohort->groups, (std::vector<std::string> { "w1", "w1", "w1", "w2", "w2" }));
    const ReadResult none = readNewPeople(pickles(QStringLiteral("people_unlabelled.pkl")), shape);
    QVERIFY2(none.cohort, lines(none).constData());
    QCOMPARE(none.cohort->size(), std::size_t(3));
    QVERIFY(
        std::all_of(none.cohort->y.begin(), none.cohort->y.end(), [](double y) { return std::isnan(y); }));
    // To be trained on, they lack what they lack.
    QVERIFY(!readCohort(pickles(QStringLiteral("people.pkl"))).cohort);
    // Of a model of classes the numbers are their names.
    auto classes = shape;
    classes.task = Task::Classification;
    classes.classes = { "0", "1" };
    const ReadResult named = readNewPeople(pickles(QStringLiteral("people.pkl")), classes);
    QVERIFY2(named.cohort, lines(named).constData());
    QCOMPARE(named.cohort->y[2], 0.0);
    classes.classes = { "alive", "dead" };
    const ReadResult words = readNewPeople(pickles(QStringLiteral("people.pkl")), classes);
    QVERIFY2(!words.cohort && lines(words).contains("alive, dead"), lines(words).constData());
}

/// "train:0" and "train:1" are not of one video: all of a split would be one person.
void PickleImportersTest::namesOfRowsAreNoVideos()
{
    const ReadResult read = readCohort(pickles(QStringLiteral("without_ids.pkl")));
    QVERIFY2(read.cohort, lines(read).constData());
    QCOMPARE(read.cohort->ids.front(), std::string("train:0"));
    QVERIFY(read.cohort->groups.empty());
    QVERIFY2(!lines(read).contains("video"), lines(read).constData());
}

void PickleImportersTest::remediesForCellsAreRefused()
{
    for (const io::Remedy& remedy : std::vector<Remedy> {
             MarkMissing { "mult.pkl", "text", "inf" }, DropColumn { "mult.pkl", "text" } }) {
        Recipe recipe;
        recipe.remedies = { remedy };
        const ReadResult result = readCohort(pickles(QStringLiteral("mult.pkl")), recipe, ReadLimits());
        QVERIFY(!result.cohort);
        QVERIFY(contains(firstError(result).what, QStringLiteral("this source is not a table")));
    }
    // A feature of a modality can be left out of any format.
    Recipe recipe;
    recipe.remedies = { DropFeature { "audio", "2" } };
    const ReadResult whole = readCohort(pickles(QStringLiteral("mult.pkl")));
    const ReadResult result = readCohort(pickles(QStringLiteral("mult.pkl")), recipe, ReadLimits());
    QVERIFY2(result.cohort, lines(result).constData());
    const auto audio = [](const ReadResult& from) {
        return *std::find_if(from.cohort->modalities.begin(), from.cohort->modalities.end(),
            [](const data::Modality& modality) { return modality.name == "audio"; });
    };
    const auto width = static_cast<std::size_t>(audio(whole).dims);
    QCOMPARE(audio(result).dims, static_cast<std::int64_t>(width) - 1);
    std::vector<float> want = audio(whole).values;
    for (std::size_t at = want.size(); at-- > 0;)
        if (at % width == 1)
            want.erase(want.begin() + static_cast<std::ptrdiff_t>(at));
    QVERIFY(same(audio(result).values, want));
}

void PickleImportersTest::truncatedLayoutsAreRefused()
{
    const QByteArray whole = bytesOf(pickles(QStringLiteral("mult.pkl")));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("cut.pkl"));
    for (qsizetype length = 0; length < whole.size(); length += 41) {
        write(path, whole.left(length));
        const ReadResult result = readCohort(path);
        QVERIFY2(!result.cohort, qPrintable(QString::number(length)));
        QVERIFY(firstError(result).where.starts_with("cut.pkl"));
    }
}

void PickleImportersTest::theLimitCoversTheCohort()
{
    // One block of 4 kB, named by 2,000 instances: 8 MB of features in a file of 30 kB.
    const QByteArray bomb = bytesOf(pickles(QStringLiteral("bomb.bin")));
    QVERIFY(!bomb.isEmpty() && bomb.size() < 60'000);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bomb.pkl"));
    write(path, bomb);
    ReadLimits limits;
    limits.memoryBytes = 4'000'000;
    const ReadResult result = readCohort(path, limits);
    QVERIFY(!result.cohort);
    QCOMPARE(problemLine(firstError(result)),
        QStringLiteral(
            "error: bomb.pkl: The data would need more than the limit of 4,000,000 bytes of memory. "
            "If you trust the file, set BTW_UNPACK_GIB to the GiB it may take."));
    limits.memoryBytes = 40'000'000;
    QVERIFY(readCohort(path, limits).cohort);
}

void PickleImportersTest::readingCanBeStopped_data()
{
    QTest::addColumn<QString>("path");
    for (const char* path : { "mult.pkl", "mmsa.pkl", "misa", "stays" })
        QTest::newRow(path) << pickles(QString::fromLatin1(path));
}

void PickleImportersTest::readingCanBeStopped()
{
    QFETCH(QString, path);
    const plugin::Importer* importer = importerOf(path);
    QVERIFY(importer != nullptr);
    double last = 0;
    bool rising = true;
    ReadLimits limits;
    limits.progress = [&](double share) {
        rising = rising && share >= last && share <= 1;
        last = share;
        return true;
    };
    QVERIFY(importer->read(path, limits, {}).cohort);
    QVERIFY(rising);
    QVERIFY(last > 0.5);
    limits.progress = [](double) { return false; };
    const ReadResult stopped = importer->read(path, limits, {});
    QVERIFY(!stopped.cohort);
    QVERIFY2(says(stopped, data::Severity::Error, QStringLiteral("The reading was stopped")),
        lines(stopped).constData());
}

QTEST_GUILESS_MAIN(PickleImportersTest)
#include "tst_pickleimporters.moc"
