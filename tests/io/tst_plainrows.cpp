// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/featureconsumer.h"
#include "workspace/io/tables/read/labelconsumer.h"
#include "workspace/io/tables/text/csvtable.h"
#include "workspace/io/tables/text/textsource.h"

#include "engine/data/random.h"

#include "fixtures.h"

#include <QBuffer>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

/// What one table gives: labels with id, split and group, and two modalities, `a` of three columns and `b` of
/// one with a time.
struct Table
{
    LabelsEntry labelsEntry;
    ModalityEntry aEntry;
    ModalityEntry bEntry;
    std::unique_ptr<LabelConsumer> labels;
    std::unique_ptr<FeatureConsumer> a;
    std::unique_ptr<FeatureConsumer> b;
    ReadResult result;

    /// `asRecords`: every row on its own, as with remedies that a person chose.
    Table(const QByteArray& text, bool asRecords, bool numeric = true)
    {
        labelsEntry.label = "y";
        labelsEntry.id = "id";
        labelsEntry.split = "split";
        labelsEntry.group = "group";
        aEntry.key = "modalities[0]";
        aEntry.columns = { "a*" };
        bEntry.key = "modalities[1]";
        bEntry.columns = { "b" };
        bEntry.time = "t";
        bEntry.id = "id";
        labels = std::make_unique<LabelConsumer>(labelsEntry, numeric);
        a = std::make_unique<FeatureConsumer>(aEntry, &labelsEntry);
        b = std::make_unique<FeatureConsumer>(bEntry, &labelsEntry);
        QBuffer device;
        device.setData(text);
        QVERIFY(device.open(QIODevice::ReadOnly));
        Problems problems;
        FileRemedies none;
        none.badRows = true; // rows come as records then, as they stand there
        readTable("t.csv", device, static_cast<std::uint64_t>(text.size()), true,
            { labels.get(), a.get(), b.get() }, problems, {}, asRecords ? &none : nullptr);
        result.problems = problems.take();
    }
};

const QByteArray kHeader = "id,split,group,a1,t,a2,b,a3,unused,y\n";

QByteArray numberAsWritten(data::Random& random)
{
    const double value = random.normal() * (random.below(10) == 0 ? 1e6 : 1);
    switch (random.below(8)) {
    case 0:
        return {};
    case 1:
        return QByteArray::number(value, 'e', 3);
    case 2:
        return " " + QByteArray::number(value, 'f', 2) + " ";
    case 3:
        return QByteArray::number(static_cast<qint64>(value));
    default:
        return QByteArray::number(value, 'g', 17);
    }
}

QByteArray plainRow(data::Random& random, int number)
{
    const QByteArray cells = QByteArray::number(number) + (random.below(2) ? ",train,g" : ",1, g ")
        + QByteArray::number(static_cast<int>(random.below(50)));
    QByteArray row = "i" + cells + "," + numberAsWritten(random) + "," + QByteArray::number(number);
    for (int k = 0; k < 3; ++k)
        row += "," + numberAsWritten(random);
    return row + ",words and numbers," + QByteArray::number(random.normal(), 'g', 6);
}

/// More than one block, so that threads have something to share.
QByteArray table(const QByteArray& lineEnd, const std::function<QByteArray(data::Random&, int)>& row)
{
    data::Random random(3);
    QByteArray text = kHeader.trimmed() + lineEnd;
    for (int number = 0; text.size() < 5'000'000; ++number)
        text += row(random, number) + lineEnd;
    return text;
}

} // namespace

class PlainRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksGiveWhatRecordsGive_data();
    void blocksGiveWhatRecordsGive();
    void labelsThatAreClassesAreTakenAsNames();
    void onlyWholeOrdinaryLinesAreTaken_data();
    void onlyWholeOrdinaryLinesAreTaken();
    void pointsInOddRowsSayNothing();
    void brokenTextGivesTheSameBothWays();
    void aColumnHasOneUse();
    void readingIsStoppedBetweenBlocks();
};

void PlainRowsTest::blocksGiveWhatRecordsGive_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("hasErrors");
    const auto often = [](int number, int every) { return number % every == every - 1; };
    QTest::newRow("plain") << table("\n", plainRow) << false;
    QTest::newRow("CR LF") << table("\r\n", plainRow) << false;
    QTest::newRow("no line end at the end") << table("\n", plainRow).chopped(1) << false;
    QTest::newRow("blank lines at the end") << table("\n", plainRow) + "\n\r\n\n" << false;
    QTest::newRow("quotes now and then") << table("\n", [&](data::Random& random, int number) {
        QByteArray row = plainRow(random, number);
        return often(number, 40000) ? row.replace("words and numbers", "\"words,\nand \"\"numbers\"\"\"")
                                    : row;
    }) << false;
    QTest::newRow("words for missing values") << table("\n", [&](data::Random& random, int number) {
        const QByteArray row = plainRow(random, number);
        return often(number, 100) ? row.left(row.indexOf(',')) + ",val,g,NA,1,n/a,?,NULL,,2" : row;
    }) << false;
    QTest::newRow("nearly every row odd") << table("\n", [&](data::Random& random, int number) {
        const QByteArray row = plainRow(random, number);
        return often(number, 10) ? row : row.left(row.indexOf(',')) + ",val,g,NA,1,2,3,4,,2";
    }) << false;
    QTest::newRow("blank lines between") << table("\n", [&](data::Random& random, int number) {
        return often(number, 30000) ? QByteArray() : plainRow(random, number);
    }) << true;
    QTest::newRow("ragged rows") << table("\n", [&](data::Random& random, int number) {
        const QByteArray row = plainRow(random, number);
        return often(number, 20000) ? (often(number, 40000) ? row + ",1" : row.left(row.lastIndexOf(',')))
                                    : row;
    }) << true;
    QTest::newRow("cells that are wrong") << table("\n", [&](data::Random& random, int number) {
        const QByteArray id = "i" + QByteArray::number(number);
        switch (often(number, 5000) ? number / 5000 % 8 : 8) {
        case 0:
            return id + ",nowhere,g,1,1,2,3,4,,2";
        case 1:
            return QByteArray(",val,g,1,1,2,3,4,,2");
        case 2:
            return id + ",val, ,1,1,2,3,4,,2";
        case 3:
            return id + ",val,g,one,1,2,3,4,,2";
        case 4:
            return id + ",val,g,1,,2,3,4,,2";
        case 5:
            return id + ",val,g,1,1,1e39,3,4,,2";
        case 6:
            return id + ",val,g,1,1,2,inf,4,,";
        case 7:
            return id + ",val,g,1,1,2,3,4,,x";
        default:
            return plainRow(random, number);
        }
    }) << true;
    QTest::newRow("a carriage return within a line") << table("\n", [&](data::Random& random, int number) {
        QByteArray row = plainRow(random, number);
        return often(number, 30000) ? row.replace(" and ", "\r") : row;
    }) << true;
    QTest::newRow("a quote that is never closed") << table("\n", plainRow) + "\"i,1\n" << true;
}

void PlainRowsTest::blocksGiveWhatRecordsGive()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, hasErrors);
    const Table blocks(text, false);
    const Table records(text, true);
    QCOMPARE(lines(blocks.result), lines(records.result));
    QCOMPARE(blocks.result.hasErrors(), hasErrors);
    QVERIFY(records.labels->log.size() > 20000);
    QCOMPARE(blocks.labels->log.size(), records.labels->log.size());
    for (std::size_t row = 0; row < records.labels->log.size(); row += 997)
        QCOMPARE(blocks.labels->log.where(row), records.labels->log.where(row));
    QVERIFY(blocks.labels->values == records.labels->values || hasErrors);
    QCOMPARE(blocks.labels->ids, records.labels->ids);
    QCOMPARE(blocks.labels->groups, records.labels->groups);
    QVERIFY(blocks.labels->splits == records.labels->splits);
    QVERIFY(same(blocks.a->values, records.a->values));
    QVERIFY(same(blocks.b->values, records.b->values));
    QVERIFY(std::equal(blocks.b->times.begin(), blocks.b->times.end(), records.b->times.begin(),
        records.b->times.end(),
        [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }));
    QCOMPARE(blocks.b->ids, records.b->ids);
}

void PlainRowsTest::labelsThatAreClassesAreTakenAsNames()
{
    const QByteArray text = kHeader + QByteArray("i,0,g,1,2,3,4,5,, low \nj,0,g,1,2,3,4,5,,\n").repeated(3);
    const Table blocks(text, false, false);
    QCOMPARE(blocks.labels->labels, Table(text, true, false).labels->labels);
    QCOMPARE(blocks.labels->labels[2], std::string("low"));
}

void PlainRowsTest::onlyWholeOrdinaryLinesAreTaken_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("taken");
    QTest::newRow("whole lines") << QByteArray("a,b\nc,d\n") << QByteArray("a,b\nc,d\n");
    QTest::newRow("an unfinished last one") << QByteArray("a,b\nc,d") << QByteArray("a,b\nc,d");
    QTest::newRow("CR LF") << QByteArray("a\r\nb\r\n") << QByteArray("a\r\nb\r\n");
    QTest::newRow("a quote") << QByteArray("a,\"b\"\n") << QByteArray();
    QTest::newRow("a quote at the very end") << QByteArray("a,b\"") << QByteArray();
    QTest::newRow("a blank line first") << QByteArray("\na\n") << QByteArray();
    QTest::newRow("a blank line between") << QByteArray("a\n\nb\n") << QByteArray();
    QTest::newRow("a blank CR LF line") << QByteArray("a\r\n\r\nb\r\n") << QByteArray();
    QTest::newRow("CR alone") << QByteArray("a\rb\r") << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray();
}

void PlainRowsTest::onlyWholeOrdinaryLinesAreTaken()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, taken);
    QBuffer device;
    device.setData(text);
    QVERIFY(device.open(QIODevice::ReadOnly));
    TextSource source(device, static_cast<std::uint64_t>(text.size()));
    CsvReader reader(source);
    const std::optional<CsvLines> lines = reader.takeLines(100);
    QCOMPARE(lines.has_value(), !taken.isEmpty());
    if (lines)
        QCOMPARE(
            QByteArray::fromStdString(lines->text.substr(lines->begin, lines->end - lines->begin)), taken);
    // What was not taken is still there.
    QCOMPARE(reader.next(), taken.isEmpty() && !text.isEmpty());
}

void PlainRowsTest::pointsInOddRowsSayNothing()
{
    // Else the decimal commas of the table would be ambiguous.
    const QByteArray text = QByteArray(kHeader).replace(',', ';') + "i;0;g;1;1;2;3;4;;5\n"
        + QByteArray("i;0;g;1;1;2;3;4;;.5,x\n") + "i;0;g;1;1;2;3;4;;0.5;too many\n"
        + "i;0;g;1,5;1;2;3;4;;5\n";
    const Table blocks(text, false);
    QCOMPARE(lines(blocks.result), lines(Table(text, true).result));
    QVERIFY(lines(blocks.result).contains("1 number has a decimal comma"));
}

void PlainRowsTest::brokenTextGivesTheSameBothWays()
{
    const QList<QByteArray> pieces = { ",", ";", "\n", "\r", "\"", "#", "# c\n", "\t", " ", "|", "0", "-1,5",
        "x", "Total", "\nTotal,,,1,2,3,4,5,6,7\n", "\n\n", ",,,,,,,,,\n", "Source: a\n", "sep=;\n", kHeader,
        "\xFC", QByteArray("\0", 1), "\x1A" };
    data::Random random(11);
    for (int i = 0; i < 1500; ++i) {
        QByteArray text = random.below(4) == 0 ? QByteArray() : kHeader;
        const auto rows = static_cast<int>(random.below(30));
        for (int number = 0; number < rows; ++number)
            text += plainRow(random, number) + "\n";
        for (auto changes = random.below(6); changes > 0; --changes) {
            const auto at = static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(text.size()) + 1));
            // Most often at the beginning of a line, where it matters.
            const qsizetype line = text.lastIndexOf('\n', at) + 1;
            text.insert(random.below(3) == 0 ? at : line,
                pieces[static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(pieces.size())))]);
        }
        const Table blocks(text, false);
        const Table records(text, true);
        QCOMPARE(blocks.result.hasErrors(), records.result.hasErrors());
        // How many rows were read before the end of a broken file does not matter.
        if (blocks.result.hasErrors())
            continue;
        QCOMPARE(lines(blocks.result), lines(records.result));
        QCOMPARE(blocks.labels->ids, records.labels->ids);
        QVERIFY2(same(blocks.a->values, records.a->values), text.constData());
    }
}

void PlainRowsTest::aColumnHasOneUse()
{
    using Use = PlainColumns::Use;
    PlainColumns columns(3);
    QCOMPARE(columns.want(2, Use::Feature), 0U);
    QCOMPARE(columns.want(0, Use::Feature), 1U);
    QCOMPARE(columns.want(2, Use::Feature), 0U);
    QCOMPARE(columns.want(1, Use::Text), 0U);
    QVERIFY(columns.isPossible());
    columns.want(1, Use::Number);
    QVERIFY(!columns.isPossible());
}

void PlainRowsTest::readingIsStoppedBetweenBlocks()
{
    QByteArray text = table("\n", plainRow);
    QBuffer device(&text);
    QVERIFY(device.open(QIODevice::ReadOnly));
    LabelsEntry entry;
    entry.label = "y";
    LabelConsumer labels(entry, true);
    Problems problems;
    ReadLimits limits;
    limits.progress = [](double share) { return share < 0.5; };
    readTable("t.csv", device, static_cast<std::uint64_t>(text.size()), true, { &labels }, problems, limits);
    const std::vector<io::Problem> found = problems.take();
    QCOMPARE(found.size(), 1U);
    QVERIFY(contains(found[0].what, QStringLiteral("stopped")));
    QVERIFY(labels.log.size() > 0);
}

QTEST_GUILESS_MAIN(PlainRowsTest)
#include "tst_plainrows.moc"
