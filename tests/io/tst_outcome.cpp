// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of people as analysts have them: times and events in place of a label, lists of words, columns that
// describe.
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"

#include "fixtures.h"

#include <QObject>

#include <algorithm>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

constexpr int kPeople = 60;

QByteArray name(int i) { return "p" + QByteArray::number(100 + i); }

/// Person i was watched for 10 i days; every third had a relapse then, every fourth of the others died.
QByteArray survival()
{
    QByteArray text = "person,time,event_str\n";
    for (int i = 0; i < kPeople; ++i)
        text += name(i) + "," + QByteArray::number(10 * i) + ","
            + (i % 3 == 0        ? "relapse"
                    : i % 4 == 0 ? "died"
                                 : "censored")
            + "\n";
    return text;
}

QByteArray measurements()
{
    QByteArray text = "person,ward,hb,crp\n";
    for (int i = kPeople; i-- > 0;)
        text += name(i) + (i % 2 == 0 ? ",north," : ",south,") + QByteArray::number(i * 7 % 23) + ".5,"
            + QByteArray::number(i * 11 % 31) + "\n";
    return text;
}

/// The first 40 people have one to three genes each.
QByteArray genes()
{
    QByteArray text = "person,gene\n";
    for (int i = 0; i < 40; ++i)
        for (int k = 0; k <= i % 3; ++k)
            text += name(i) + ",G" + QByteArray::number((i + k) % 5) + "\n";
    return text;
}

bool hasCode(const ReadResult& result, const std::string& code, data::Severity severity)
{
    return std::any_of(result.problems.begin(), result.problems.end(),
        [&](const io::Problem& problem) { return problem.code == code && problem.severity == severity; });
}

ReadResult readWith(const QString& path, const std::vector<Remedy>& remedies)
{
    Recipe recipe;
    recipe.remedies = remedies;
    return readCohort(path, recipe, ReadLimits());
}

const data::Modality* modalityOf(const ReadResult& result, const std::string& called)
{
    for (const data::Modality& modality : result.cohort->modalities)
        if (modality.name == called)
            return &modality;
    return nullptr;
}

} // namespace

class OutcomeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write(m_folder->filePath(QStringLiteral("survival.csv")), survival());
        write(m_folder->filePath(QStringLiteral("labs.csv")), measurements());
    }

    void whatIsPredictedIsAsked();
    void anEventWithinATimeIsTheLabel();
    void otherEventsMayCountAsNone();
    void anEventThatNobodyHasIsAnError();
    void aTimeThatIsNoNumberIsAnError();
    void aListOfWordsIsAsked();
    void aListOfWordsIsCounted_data();
    void aListOfWordsIsCounted();
    void columnsThatDescribeAreNoFeatures();
    void aManifestSaysTheSame();
    void aMisspeltAnswerIsAnError();
    void peopleOfARealStudy();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    const Remedy m_relapse = PredictWithin { "survival.csv", "event_str", "relapse", "time", 300 };
};

void OutcomeTest::whatIsPredictedIsAsked()
{
    const ReadResult bad = readWith(m_folder->path(), {});
    QVERIFY(!bad.cohort);
    const io::Problem error = firstError(bad);
    QCOMPARE(error.code, std::string("label-not-found"));
    QVERIFY(std::any_of(error.remedies.begin(), error.remedies.end(), [](const Remedy& remedy) {
        const auto* within = std::get_if<PredictWithin>(&remedy);
        return within != nullptr && within->word == "relapse" && within->time == "time";
    }));
    // Who was alive or lost at the end had no event.
    QVERIFY(std::none_of(error.remedies.begin(), error.remedies.end(), [](const Remedy& remedy) {
        const auto* within = std::get_if<PredictWithin>(&remedy);
        return within != nullptr && within->word == "censored";
    }));
}

void OutcomeTest::anEventWithinATimeIsTheLabel()
{
    const ReadResult good = readWith(m_folder->path(), { m_relapse });
    QVERIFY2(good.cohort, lines(good).constData());
    QVERIFY2(hasCode(good, "outcome-unknown", data::Severity::Warning), lines(good).constData());
    std::vector<std::string> ids;
    std::vector<double> labels;
    for (int i = 0; i < kPeople; ++i) {
        if (10 * i <= 300 && i % 3 != 0)
            continue; // lost, or died, before 300 days
        ids.push_back(name(i).toStdString());
        labels.push_back(10 * i <= 300 ? 1 : 0);
    }
    QCOMPARE(good.cohort->ids, ids);
    QCOMPARE(good.cohort->y, labels);
    QCOMPARE(good.cohort->classes, (std::vector<std::string> { "not within 300", "relapse" }));
    // Neither the time nor the event is a feature.
    QCOMPARE(good.cohort->modalityCount(), std::size_t(1));
}

void OutcomeTest::otherEventsMayCountAsNone()
{
    const ReadResult good = readWith(
        m_folder->path(), { PredictWithin { "survival.csv", "event_str", "relapse", "time", 300, true } });
    QVERIFY2(good.cohort, lines(good).constData());
    const auto& ids = good.cohort->ids;
    const auto at = std::find(ids.begin(), ids.end(), name(4).toStdString()); // died after 40 days
    QVERIFY(at != ids.end());
    QCOMPARE(good.cohort->y[static_cast<std::size_t>(at - ids.begin())], 0.0);
    QVERIFY(std::find(ids.begin(), ids.end(), name(5).toStdString()) == ids.end()); // lost after 50
}

void OutcomeTest::anEventThatNobodyHasIsAnError()
{
    const ReadResult bad = readWith(
        m_folder->path(), { PredictWithin { "survival.csv", "event_str", "stroke", "time", 300 } });
    QVERIFY(!bad.cohort);
    QVERIFY2(hasCode(bad, "outcome-never", data::Severity::Error), lines(bad).constData());
}

void OutcomeTest::aTimeThatIsNoNumberIsAnError()
{
    write(m_folder->filePath(QStringLiteral("survival.csv")), survival().replace("p107,70,", "p107,-70,"));
    const ReadResult bad = readWith(m_folder->path(), { m_relapse });
    QVERIFY(!bad.cohort);
    QCOMPARE(firstError(bad).code, std::string("outcome-time"));
    QCOMPARE(firstError(bad).remedies, (std::vector<Remedy> { DropRow { "survival.csv", 9 } }));
    QVERIFY(readWith(m_folder->path(), { m_relapse, firstError(bad).remedies.front() }).cohort);
}

void OutcomeTest::aListOfWordsIsAsked()
{
    write(m_folder->filePath(QStringLiteral("genes.csv")), genes());
    const ReadResult bad = readWith(m_folder->path(), { m_relapse });
    QVERIFY(!bad.cohort);
    QCOMPARE(firstError(bad).code, std::string("list-not-counted"));
    for (const Remedy& remedy : firstError(bad).remedies) {
        const ReadResult good = readWith(m_folder->path(), { m_relapse, remedy });
        QVERIFY2(good.cohort, lines(good).constData());
        QCOMPARE(
            good.cohort->modalityCount(), std::size_t(std::holds_alternative<DropTable>(remedy) ? 1 : 2));
    }
}

void OutcomeTest::aListOfWordsIsCounted_data()
{
    QTest::addColumn<bool>("numbers");
    QTest::addColumn<bool>("zero");
    QTest::newRow("present, else absent") << false << false;
    QTest::newRow("present, else zero") << false << true;
    QTest::newRow("how often, else absent") << true << false;
    QTest::newRow("how often, else zero") << true << true;
}

void OutcomeTest::aListOfWordsIsCounted()
{
    QFETCH(bool, numbers);
    QFETCH(bool, zero);
    // One row twice: a gene with two mutations.
    write(m_folder->filePath(QStringLiteral("genes.csv")), genes() + "p103,G3\n");
    const ReadResult good
        = readWith(m_folder->path(), { m_relapse, CountWords { "genes.csv", "gene", numbers, zero } });
    QVERIFY2(good.cohort, lines(good).constData());
    const data::Modality* list = modalityOf(good, "genes");
    QVERIFY(list != nullptr);
    QCOMPARE(list->columns, (std::vector<std::string> { "G0", "G1", "G2", "G3", "G4" }));
    for (std::size_t at = 0; at < good.cohort->size(); ++at) {
        const int i = QByteArray::fromStdString(good.cohort->ids[at]).mid(1).toInt() - 100;
        std::vector<float> row(5, 0.0F);
        if (i < 40)
            for (int k = 0; k <= i % 3; ++k)
                row[static_cast<std::size_t>((i + k) % 5)] = 1;
        if (i == 3 && numbers)
            row[3] = 2;
        const auto from = list->values.begin() + static_cast<std::ptrdiff_t>(at * 5);
        QCOMPARE(std::vector<float>(from, from + 5), row);
        QCOMPARE(int(list->present[at]), i < 40 || zero ? 1 : 0);
    }
}

void OutcomeTest::columnsThatDescribeAreNoFeatures()
{
    const ReadResult plain = readWith(m_folder->path(), { m_relapse, DropColumn { "labs.csv", "ward" } });
    const ReadResult good = readWith(m_folder->path(), { m_relapse, DescribeWith { "labs.csv", "ward" } });
    QVERIFY2(good.cohort && plain.cohort, lines(good).constData());
    QCOMPARE(good.cohort->about.size(), std::size_t(1));
    QCOMPARE(good.cohort->about[0].name, std::string("ward"));
    for (std::size_t at = 0; at < good.cohort->size(); ++at) {
        const int i = QByteArray::fromStdString(good.cohort->ids[at]).mid(1).toInt() - 100;
        QCOMPARE(good.cohort->about[0].values[at], std::string(i % 2 == 0 ? "north" : "south"));
    }
    compareCohorts(*good.cohort, *plain.cohort); // nothing else changes
}

void OutcomeTest::aManifestSaysTheSame()
{
    write(m_folder->filePath(QStringLiteral("genes.csv")), genes());
    const ReadResult chosen = readWith(m_folder->path(),
        { m_relapse, CountWords { "genes.csv", "gene", false, true }, DescribeWith { "labs.csv", "ward" } });
    QVERIFY2(chosen.cohort, lines(chosen).constData());
    write(m_folder->filePath(QStringLiteral("manifest.json")), R"({
        "name": "study", "task": "classification", "classes": ["not within 300", "relapse"],
        "labels": {"file": "survival.csv", "id": "person",
                   "outcome": {"time": "time", "event": "event_str", "is": "relapse", "within": 300}},
        "describe": [{"file": "labs.csv", "id": "person", "columns": ["ward"]}],
        "modalities": [
            {"name": "genes", "kind": "vector", "file": "genes.csv", "id": "person", "layout": "list",
             "variable": "gene", "count": "present", "others": "zero"},
            {"name": "labs", "kind": "vector", "file": "labs.csv", "id": "person"}]})");
    ReadResult described = readWith(m_folder->path(), {});
    QVERIFY2(described.cohort, lines(described).constData());
    described.cohort->name = chosen.cohort->name; // of the folder there
    compareCohorts(*described.cohort, *chosen.cohort);
    QCOMPARE(described.cohort->about[0].values, chosen.cohort->about[0].values);
}

void OutcomeTest::aMisspeltAnswerIsAnError()
{
    write(m_folder->filePath(QStringLiteral("manifest.json")), R"({
        "name": "study", "task": "classification", "classes": ["not within 300", "relapse"],
        "labels": {"file": "survival.csv", "id": "person", "outcome": {"time": "time",
                   "event": "event_str", "is": "relapse", "within": 300, "others": "nonne"}},
        "modalities": [{"name": "labs", "kind": "vector", "file": "labs.csv", "id": "person"}]})");
    const ReadResult bad = readWith(m_folder->path(), {});
    QVERIFY(!bad.cohort);
    QCOMPARE(firstError(bad).where, std::string("manifest.json, key labels.outcome.others"));
}

void OutcomeTest::peopleOfARealStudy()
{
    const QString raw = QStringLiteral(BTW_SHARED_DATA "/metabric/raw");
    if (!QFileInfo::exists(raw))
        QSKIP("the cohort is not here (../shared/data/metabric)");
    const ReadResult asked = readWith(raw, {});
    QVERIFY(!asked.cohort);
    QVERIFY2(hasCode(asked, "label-not-found", data::Severity::Error), lines(asked).constData());
    QVERIFY2(hasCode(asked, "list-not-counted", data::Severity::Error), lines(asked).constData());

    const ReadResult good = readWith(raw,
        { PredictWithin { "metabric_survival.tsv", "event_str", "Died of Disease", "time", 1826 },
            CountWords { "metabric_mutations.tsv", "hugoGeneSymbol" }, DrawSplits {} });
    QVERIFY2(good.cohort, lines(good).constData());
    std::map<std::string, double> expected;
    QFile outcome(QStringLiteral(BTW_SHARED_DATA "/metabric/outcome.csv"));
    QVERIFY(outcome.open(QIODevice::ReadOnly));
    outcome.readLine();
    while (!outcome.atEnd()) {
        const QByteArrayList cells = outcome.readLine().trimmed().split(',');
        expected[cells[0].toStdString()] = cells[1] == "died" ? 1 : 0;
    }
    std::map<std::string, double> found;
    for (std::size_t i = 0; i < good.cohort->size(); ++i)
        found[good.cohort->ids[i]] = good.cohort->y[i];
    QCOMPARE(found.size(), expected.size());
    QVERIFY(found == expected);
    for (const data::Modality& modality : good.cohort->modalities)
        for (const std::string& column : modality.columns)
            QVERIFY2(
                column != "time" && column != "event" && !column.starts_with("event_str"), column.c_str());
}

QTEST_GUILESS_MAIN(OutcomeTest)
#include "tst_outcome.moc"
