// SPDX-License-Identifier: GPL-3.0-or-later
// Texts cut into tokens by a SentencePiece model, against a program of its own (tests/golden/make_tokens.py),
// and read back as a sequence; what cannot be cut is refused by name.
#include "program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

class TestCliTokens : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    static QString golden(const char* name)
    {
        return QStringLiteral(BTW_TEST_DATA "/tokens/") + QLatin1String(name);
    }
    static QByteArray bytesOf(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const char* name, const QByteArray& text) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    Called cut(
        const QString& table, const QStringList& more = {}, const QString& model = golden("tiny.model")) const
    {
        return btw(QStringList { QStringLiteral("tokens"), table, QStringLiteral("--id"),
                       QStringLiteral("patient"), QStringLiteral("--text"), QStringLiteral("note"),
                       QStringLiteral("--model"), model, QStringLiteral("--out"), path("tokens.csv") }
            + more);
    }

private Q_SLOTS:
    void init() { QFile::remove(path("tokens.csv")); }

    void tokensAreThoseOfTheOtherProgram()
    {
        const auto called = cut(golden("notes.csv"), { QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        QCOMPARE(bytesOf(path("tokens.csv")), bytesOf(golden("expected.csv")));
        const auto counts = called.object();
        QCOMPARE(counts[QStringLiteral("texts")].toInt(), 4);
        QCOMPARE(counts[QStringLiteral("without")].toInt(), 2); // an empty cell, and N/A
        QCOMPARE(counts[QStringLiteral("tokens")].toInt(), bytesOf(golden("expected.csv")).count('\n') - 1);
        QVERIFY2(called.err.contains(QByteArray("2 of 6 ids have no text")), called.err.constData());
        QVERIFY2(called.err.contains(QByteArray("unknown to the model")), called.err.constData());
    }

    void longTextsAreCutAndMarked()
    {
        const auto called = cut(
            golden("notes.csv"), { QStringLiteral("--most"), QStringLiteral("5"), QStringLiteral("--ends") });
        QCOMPARE(called.status, 0);
        QVERIFY2(called.err.contains(QByteArray("more than 5 tokens")), called.err.constData());
        const auto lines = bytesOf(path("tokens.csv")).split('\n');
        // Of expected.csv the first three, between the marks of beginning (1) and end (2).
        QCOMPARE(lines.mid(1, 5), (QByteArrayList { "a1,1", "a1,10", "a1,25", "a1,55", "a1,2" }));
        QCOMPARE(lines.size(), 1 + 4 * 5 + 1);
    }

    void theFileIsReadBackAsASequence()
    {
        QByteArray notes("patient,note\n"), labels("id,split,label\n");
        for (int i = 0; i < 30; ++i) {
            notes += QByteArray("p") + QByteArray::number(i)
                + (i % 2 != 0 ? ",cough and fever\n" : ",heart rate regular\n");
            labels += QByteArray("p") + QByteArray::number(i)
                + (i < 20        ? ",train,"
                        : i < 25 ? ",val,"
                                 : ",test,")
                + (i % 2 != 0 ? "ill\n" : "well\n");
        }
        write("notes.csv", notes);
        write("people/labels.csv", labels);
        QCOMPARE(cut(path("notes.csv")).status, 0);
        QVERIFY(QFile::copy(path("tokens.csv"), path("people/text.csv")));
        const auto read = btw({ QStringLiteral("validate"), path("people"), QStringLiteral("--json") });
        QVERIFY2(read.status == 0, read.err.constData());
        QVERIFY2(read.out.contains(QByteArray("\"text\"")), read.out.constData());
        const auto modality = read.object()[QStringLiteral("modalities")].toArray().first().toObject();
        QVERIFY2(
            modality[QStringLiteral("kind")].toString() == QLatin1String("sequence"), read.out.constData());
        QVERIFY2(modality[QStringLiteral("dims")].toInt() == 1, read.out.constData());

        // As measurements they are read with a warning, by an encoder from a file without one.
        const auto train = [&](const QStringList& more) {
            return btw(QStringList { QStringLiteral("train"), path("people"), QStringLiteral("--system"),
                           QStringLiteral("early"), QStringLiteral("--preset"), QStringLiteral("demo"),
                           QStringLiteral("--epochs"), QStringLiteral("1"), QStringLiteral("--store"),
                           path("runs.sqlite") }
                + more);
        };
        const QByteArray warning("The values of text are tokens (numbers of word pieces), and are read as");
        const auto asNumbers = train({});
        QCOMPARE(asNumbers.status, 0);
        QCOMPARE(asNumbers.err.count(warning), 1);
        const auto asText = train({ QStringLiteral("--encoder-files"),
            QStringLiteral("text=" BTW_TEST_DATA "/torchscript/tokens-1000.pt") });
        QVERIFY2(asText.status == 0, asText.err.constData());
        QVERIFY2(!asText.err.contains(QByteArray("word pieces")), asText.err.constData());
        const auto byTrees = btw({ QStringLiteral("train"), path("people"), QStringLiteral("--system"),
            QStringLiteral("haim"), QStringLiteral("--store"), path("runs.sqlite") });
        QVERIFY2(byTrees.err.contains(QByteArray("The system haim takes no encoder from a file")),
            byTrees.err.constData());
    }

    void itsInputIsNotWrittenOver()
    {
        write("own.csv", "patient,note\na,cough\n");
        const auto called = btw({ QStringLiteral("tokens"), path("own.csv"), QStringLiteral("--id"),
            QStringLiteral("patient"), QStringLiteral("--text"), QStringLiteral("note"),
            QStringLiteral("--model"), golden("tiny.model"), QStringLiteral("--out"), path("own.csv") });
        QCOMPARE(called.status, 2);
        QCOMPARE(bytesOf(path("own.csv")), QByteArray("patient,note\na,cough\n"));
    }

    void whatCannotBeCutIsRefused_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("said");
        const QString tiny = golden("tiny.model");
        QTest::newRow("two texts of one id") << QByteArray("patient,note\na,x\nb,y\na,z\n") << tiny
                                             << QStringLiteral("'a' is there already, in line 2");
        QTest::newRow("no id") << QByteArray("patient,note\na,x\n,y\n") << tiny
                               << QStringLiteral("A text has no id");
        QTest::newRow("no such column")
            << QByteArray("patient,text\na,x\n") << tiny
            << QStringLiteral(
                   "There is no column 'note', which --text names. Its columns are 'patient', 'text'");
        QTest::newRow("no text at all") << QByteArray("patient,note\na,\nb,NA\n") << tiny
                                        << QStringLiteral("No row has a text in the column 'note'");
        QTest::newRow("no model") << QByteArray("patient,note\na,x\n") << QStringLiteral("/nowhere.model")
                                  << QStringLiteral("The SentencePiece model /nowhere.model cannot be read");
        QTest::newRow("a table as a model") << QByteArray("patient,note\na,x\n") << golden("notes.csv")
                                            << QStringLiteral("is not a SentencePiece model");
    }
    void whatCannotBeCutIsRefused()
    {
        QFETCH(QByteArray, table);
        QFETCH(QString, model);
        QFETCH(QString, said);
        write("bad.csv", table);
        const auto called = cut(path("bad.csv"), {}, model);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(said.toUtf8()), called.err.constData());
        QVERIFY(!QFile::exists(path("tokens.csv")));
    }
};

QTEST_GUILESS_MAIN(TestCliTokens)
#include "tst_clitokens.moc"
