// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

/// Prediction of people whom a run never saw, from the command line.
class TestCliPredict : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QList<QStringList> m_test; ///< rows of the test split: id, a, b, sex, x, outcome

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    void write(const QString& file, const QByteArray& bytes) const
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size());
    }

    /// Two modalities of one table, one with words and missing values; people of all three splits.
    void writeTraining()
    {
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("study")));
        QRandomGenerator random(5);
        const auto normal = [&] {
            double sum = 0;
            for (int i = 0; i < 12; ++i)
                sum += random.generateDouble();
            return sum - 6;
        };
        QByteArray csv = "id,part,outcome,a,b,sex,x\n";
        for (int i = 0; i < 240; ++i) {
            const bool yes = i % 3 == 0;
            const QString split = QStringList { QStringLiteral("train"), QStringLiteral("train"),
                QStringLiteral("val"), QStringLiteral("test") }[i / 3 % 4];
            const QStringList row { QStringLiteral("p%1").arg(i), QString::number(normal() + (yes ? 1 : -1)),
                i % 7 == 0 ? QString() : QString::number(20 + normal()),
                i % 2 == 0 ? QStringLiteral("f") : QStringLiteral("m"),
                i % 5 == 0 ? QString() : QString::number(normal() + (yes ? 0.8 : -0.8)),
                yes ? QStringLiteral("dead") : QStringLiteral("alive") };
            if (split == QLatin1String("test"))
                m_test.append(row);
            csv += QStringList { row[0], split, row[5], row[1], row[2], row[3], row[4] }
                       .join(QLatin1Char(','))
                       .toUtf8()
                + '\n';
        }
        write(path("study/people.csv"), csv);
        write(path("study/manifest.json"), R"({"name": "study", "task": "classification",
            "labels": {"file": "people.csv", "label": "outcome", "id": "id", "split": "part"},
            "modalities": [
              {"name": "labs", "file": "people.csv", "id": "id", "kind": "vector", "columns": ["a", "b", "sex"],
               "categories": {"sex": "one-hot"}},
              {"name": "scan", "file": "people.csv", "id": "id", "kind": "vector", "columns": ["x"]}]})");
    }

    /// The test rows alone, their columns in another order, one more, and labels where they are wanted.
    void writePeople(const char* name, bool labels) const
    {
        QByteArray csv = labels ? "x,sex,ward,outcome,b,id,a\n" : "x,sex,ward,b,id,a\n";
        for (const auto& row : m_test) {
            QStringList cells { row[4], row[3], QStringLiteral("7"), row[2], row[0], row[1] };
            if (labels)
                cells.insert(3, row[5]);
            csv += cells.join(QLatin1Char(',')).toUtf8() + '\n';
        }
        write(path(name), csv);
    }

    /// Trains, and exports the last run's model. \returns its `final` line.
    QJsonObject trained(const char* store, const char* model, const QStringList& more) const
    {
        const Called called
            = btw(QStringList { QStringLiteral("train"), path("study"), QStringLiteral("--store"),
                      path(store), QStringLiteral("--threads"), QStringLiteral("1"),
                      QStringLiteral("--preset"), QStringLiteral("demo"), QStringLiteral("--json") }
                + more);
        if (called.status != 0)
            qWarning("%s", called.err.constData());
        const Called exported = btw({ QStringLiteral("export-model"), QStringLiteral("--store"), path(store),
            QStringLiteral("--run"), QStringLiteral("last"), QStringLiteral("--out"), path(model) });
        if (exported.status != 0)
            qWarning("%s", exported.err.constData());
        const auto finals = events(called.lines(), QStringLiteral("final"));
        return finals.isEmpty() ? QJsonObject() : finals.last();
    }

    Called predicted(const char* people, const QStringList& from, const char* out) const
    {
        return btw(QStringList { QStringLiteral("predict"), path(people), QStringLiteral("--out"), path(out),
                       QStringLiteral("--json") }
            + from);
    }

    QList<QStringList> rowsOf(const char* name) const
    {
        QFile file(path(name));
        QList<QStringList> rows;
        if (file.open(QIODevice::ReadOnly))
            for (const auto& line :
                QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
                rows.append(line.split(QLatin1Char(',')));
        return rows;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        writeTraining();
        writePeople("new.csv", true);
        writePeople("unlabelled.csv", false);
    }

    /// From the file alone, with the training data gone, the test rows get the training's own figures.
    void aModelFileGivesTheTrainingsFigures_data()
    {
        QTest::addColumn<QString>("system");
        for (const char* system :
            { "moe", "haim", "regression", "late", "none-k", "skip", "skip-equal", "early", "attention" })
            QTest::newRow(system) << QString::fromLatin1(system);
    }
    void aModelFileGivesTheTrainingsFigures()
    {
        QFETCH(QString, system);
        const auto store = QStringLiteral("%1.sqlite").arg(system).toLatin1();
        const auto model = QStringLiteral("%1.btwm").arg(system).toLatin1();
        const auto final = trained(store, model,
            QStringList { QStringLiteral("moe"), QStringLiteral("early"), QStringLiteral("attention") }
                    .contains(system)
                ? QStringList { QStringLiteral("--variant"), QStringLiteral("none") }
                : QStringList { QStringLiteral("--system"), system });
        const auto figures = final[u"test"].toObject();
        QVERIFY(figures[u"auroc"].toDouble() > 0.6);
        if (system.startsWith(QLatin1String("skip"))) {
            const auto chosen = final[u"chosen"].toObject();
            QVERIFY(chosen[u"s"].toDouble(-1) >= 0 && chosen[u"tau"].toDouble(-1) >= 0);
            QVERIFY(chosen[u"s"].toDouble() + chosen[u"tau"].toDouble() > 0);
        }
        QCOMPARE(QFileInfo(path(model)).permissions() & (QFile::ReadGroup | QFile::ReadOther),
            QFile::Permissions());
        QVERIFY(QFile::rename(path("study"), path("away")));
        const Called called
            = predicted("new.csv", { QStringLiteral("--from"), path(model) }, "predictions.csv");
        QVERIFY(QFile::rename(path("away"), path("study")));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto here = called.object()[u"metrics"].toObject();
        for (auto figure = figures.begin(); figure != figures.end(); ++figure) {
            const auto found = here[figure.key()].toObject();
            QVERIFY2(std::abs(found[u"value"].toDouble() - figure.value().toDouble()) <= 1e-6,
                qPrintable(figure.key()));
            QVERIFY(found[u"ci_low"].toDouble() < found[u"ci_high"].toDouble());
        }
        QCOMPARE(called.object()[u"n"].toInt(), m_test.size());
        // Recalibrated by these very people: their log loss is no larger, their order the same.
        const auto better = called.object()[u"recalibrated"].toObject();
        const auto valueOf = [](const QJsonObject& metrics, const char* name) {
            return metrics[QLatin1String(name)].toObject()[u"value"].toDouble();
        };
        QVERIFY(better[u"slope"].toDouble() > 0);
        QVERIFY(valueOf(better[u"metrics"].toObject(), "log_loss") <= valueOf(here, "log_loss") + 1e-6);
        QVERIFY(std::abs(valueOf(better[u"metrics"].toObject(), "auroc") - valueOf(here, "auroc")) < 1e-3);
        QCOMPARE(called.object()[u"calibration"].toObject()[u"class"].toString(), QStringLiteral("dead"));
        QVERIFY(called.err.contains("ward")); // what is not used is named
        const auto rows = rowsOf("predictions.csv");
        QCOMPARE(rows.size(), m_test.size() + 1);
        QVERIFY(rows[0].join(QLatin1Char(',')).startsWith(QLatin1String("id,predicted,prob_0,prob_1,")));
        QVERIFY(rows[0].contains(QLatin1String("prob_labs_1")));
        for (qsizetype i = 0; i < m_test.size(); ++i) {
            QCOMPARE(rows[i + 1][0], m_test[i][0]);
            QVERIFY(std::abs(rows[i + 1][2].toDouble() + rows[i + 1][3].toDouble() - 1) < 1e-6);
            // Somebody without a scan gets no prediction from the scan's own model.
            QCOMPARE(
                rows[i + 1][rows[0].indexOf(QLatin1String("prob_scan_1"))].isEmpty(), m_test[i][4].isEmpty());
        }
        // The same without labels: predictions, and no figure.
        const Called unlabelled
            = predicted("unlabelled.csv", { QStringLiteral("--from"), path(model) }, "other.csv");
        QVERIFY2(unlabelled.status == 0, unlabelled.err.constData());
        QCOMPARE(rowsOf("other.csv"), rows);
        QVERIFY(unlabelled.object()[u"metrics"].toObject().isEmpty());
        QCOMPARE(unlabelled.object()[u"drift"].toArray().size(), 2);
        QVERIFY(unlabelled.object()[u"drift"].toArray()[0].toObject()[u"figure_here"].isNull());
    }

    void weightsOfNewPeopleSettle()
    {
        const auto final = trained(
            "weighted.sqlite", "weighted.btwm", { QStringLiteral("--variant"), QStringLiteral("btw") });
        // The training says how the model does on its test rows as if they were new people, and predicting
        // these rows alone gives the same figures.
        const auto ofTraining = final[u"settled"].toObject();
        QVERIFY(ofTraining[u"settled_share"].toDouble() > 0.7);
        const Called called
            = predicted("new.csv", { QStringLiteral("--from"), path("weighted.btwm") }, "weighted.csv");
        QVERIFY2(called.status == 0, called.err.constData());
        for (const char* name : { "auroc", "log_loss" })
            QVERIFY2(std::abs(called.object()[u"metrics"]
                                  .toObject()[QLatin1String(name)]
                                  .toObject()[u"value"]
                                  .toDouble()
                         - ofTraining[QLatin1String(name)].toDouble())
                    < 1e-3,
                name);
        const auto rows = rowsOf("weighted.csv");
        const auto labs = rows[0].indexOf(QLatin1String("w_labs"));
        const auto scan = rows[0].indexOf(QLatin1String("w_scan"));
        QVERIFY(labs > 0 && scan > 0 && rows[0].last() == QLatin1String("settled"));
        bool differ = false;
        qsizetype settled = 0;
        for (qsizetype i = 1; i < rows.size(); ++i) {
            const bool isSettled = rows[i].last() == QLatin1String("1");
            settled += isSettled ? 1 : 0;
            if (isSettled)
                QVERIFY(std::abs(rows[i][labs].toDouble() + rows[i][scan].toDouble() - 1) < 2.5e-4);
            if (m_test[i - 1][4].isEmpty())
                QCOMPARE(rows[i][scan].toDouble(), 0.0);
            differ = differ || rows[i][labs] != rows[1][labs];
        }
        QVERIFY(differ);
        // The others are sent to other experts at the very point where they would rest.
        QVERIFY2(settled * 4 >= m_test.size() * 3, qPrintable(QString::number(settled)));
        QCOMPARE(called.err.contains("did not settle"), settled < m_test.size());
    }

    /// Whatever the weights are made of: from the file alone new people get those that the training says.
    void weightsOfEveryKindAreKnownOfNewPeople_data()
    {
        QTest::addColumn<QString>("variant");
        for (const char* variant : { "constant", "held-out", "btw-oof", "shuffled" })
            QTest::newRow(variant) << QString::fromLatin1(variant);
    }
    void weightsOfEveryKindAreKnownOfNewPeople()
    {
        QFETCH(QString, variant);
        const auto final = trained("kinds.sqlite", "kinds.btwm",
            { QStringLiteral("--variant"), variant, QStringLiteral("--calibrate"),
                QStringLiteral("temperature") });
        const auto ofTraining = final[u"settled"].toObject();
        QCOMPARE(ofTraining[u"settled_share"].toDouble(), 1.0); // none is chased by its own predictions
        const Called called
            = predicted("new.csv", { QStringLiteral("--from"), path("kinds.btwm") }, "kinds.csv");
        QVERIFY2(called.status == 0, called.err.constData());
        for (const char* name : { "auroc", "log_loss" })
            QVERIFY2(std::abs(called.object()[u"metrics"]
                                  .toObject()[QLatin1String(name)]
                                  .toObject()[u"value"]
                                  .toDouble()
                         - ofTraining[QLatin1String(name)].toDouble())
                    < 1e-3,
                name);
        const auto rows = rowsOf("kinds.csv");
        const auto labs = rows[0].indexOf(QLatin1String("w_labs"));
        for (qsizetype i = 1; i < rows.size(); ++i) {
            const double weight = rows[i][labs].toDouble();
            QVERIFY(weight >= 0 && rows[i].last() == QLatin1String("1"));
            if (variant == QLatin1String("constant"))
                QVERIFY(std::abs(weight - 0.5) < 1e-3);
        }
    }

    void figuresAreALook()
    {
        trained("looks.sqlite", "looks.btwm", { QStringLiteral("--system"), QStringLiteral("regression") });
        const QStringList from { QStringLiteral("--store"), path("looks.sqlite"), QStringLiteral("--run"),
            QStringLiteral("last") };
        const auto looks = [&] {
            return btw({ QStringLiteral("runs"), QStringLiteral("--store"), path("looks.sqlite"),
                           QStringLiteral("--looks"), QStringLiteral("--json") })
                .object()[u"looks"]
                .toArray();
        };
        const auto before = looks().size();
        const Called unlabelled = predicted("unlabelled.csv", from, "p.csv");
        QVERIFY2(unlabelled.status == 0, unlabelled.err.constData());
        QCOMPARE(looks().size(), before);
        const Called labelled = predicted("new.csv", from, "p.csv");
        QVERIFY2(labelled.status == 0, labelled.err.constData());
        QCOMPARE(looks().size(), before + 1);
        QCOMPARE(looks().last()[u"by"].toString(), QStringLiteral("predict: new"));
        // Somebody whom the model was trained on is named.
        QFile file(path("study/people.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        write(path("again.csv"), file.readAll());
        const Called again = predicted("again.csv", from, "p.csv");
        QVERIFY(again.err.contains("have the id of somebody the model was trained on"));
        QCOMPARE(looks().last()[u"by"].toString(), QStringLiteral("predict: again"));
    }

    void sealedRunsDoNotPredict()
    {
        trained("sealed.sqlite", "sealed.btwm", { QStringLiteral("--system"), QStringLiteral("regression") });
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("sealing"));
            database.setDatabaseName(path("sealed.sqlite"));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(QStringLiteral("UPDATE runs SET test_opened = NULL")));
            database.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("sealing"));
        const QStringList from { QStringLiteral("--store"), path("sealed.sqlite"), QStringLiteral("--run"),
            QStringLiteral("last") };
        QFile::remove(path("none.csv"));
        const Called called = predicted("new.csv", from, "none.csv");
        QCOMPARE(called.status, 2);
        QVERIFY(called.err.contains("has not ended"));
        QVERIFY(!QFile::exists(path("none.csv")));
        const Called exported
            = btw(QStringList { QStringLiteral("export-model"), QStringLiteral("--out"), path("none.btwm") }
                + from);
        QCOMPARE(exported.status, 2);
    }

    void badFilesAreRefused()
    {
        trained("bad.sqlite", "bad.btwm", { QStringLiteral("--system"), QStringLiteral("regression") });
        QFile file(path("bad.btwm"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto refused = [&](const char* people, const char* model, const char* words) {
            const Called called = predicted(people, { QStringLiteral("--from"), path(model) }, "none.csv");
            QCOMPARE(called.status, 2);
            QVERIFY2(called.err.contains(words), called.err.constData());
        };
        write(path("half.btwm"), bytes.first(bytes.size() / 2));
        refused("new.csv", "half.btwm", "model");
        write(path("words.btwm"), "not a model");
        refused("new.csv", "words.btwm", "not a model file");
        QByteArray flipped = bytes;
        flipped[flipped.size() / 3] = static_cast<char>(flipped[flipped.size() / 3] ^ 0x55);
        write(path("flipped.btwm"), flipped);
        refused("new.csv", "flipped.btwm", "damaged");
        write(path("other.csv"), "one,two\n1,2\n3,4\n");
        refused("other.csv", "bad.btwm", "None of the columns that the model knows is here");
        write(path("class.csv"), "id,a,b,sex,x,outcome\n1,1,20,f,0,undead\n");
        refused("class.csv", "bad.btwm", "undead");
        write(path("cells.csv"), "id,a,b,sex,x\n1,one,20,f,0\n");
        refused("cells.csv", "bad.btwm", "one");
        // What is read is not written over.
        write(path("own.csv"), "id,a,b,sex,x\n1,1,20,f,0\n");
        const Called over = predicted("own.csv", { QStringLiteral("--from"), path("bad.btwm") }, "own.csv");
        QVERIFY(over.status == 2 && over.err.contains("overwritten"));
        const Called model = predicted("own.csv", { QStringLiteral("--from"), path("bad.btwm") }, "bad.btwm");
        QVERIFY(model.status == 2 && model.err.contains("overwritten"));
        const Called neither = predicted("new.csv", {}, "none.csv");
        QCOMPARE(neither.status, 2);
    }

    /// One person, a column less, a word and a unit that training never saw.
    void onePersonIsEnough()
    {
        trained("one.sqlite", "one.btwm", { QStringLiteral("--system"), QStringLiteral("regression") });
        write(path("one.csv"), "id,a,sex\nq,1400,x\n");
        const Called called
            = predicted("one.csv", { QStringLiteral("--from"), path("one.btwm") }, "one-out.csv");
        QVERIFY2(called.status == 0, called.err.constData());
        QCOMPARE(rowsOf("one-out.csv").size(), 2);
        for (const char* words :
            { "b", "10 training standard deviations", "no training row had", "nobody here has it" })
            QVERIFY2(called.err.contains(words), words);
        QVERIFY(called.object()[u"warnings"].toArray().size() >= 4);
    }
};

QTEST_GUILESS_MAIN(TestCliPredict)
#include "tst_clipredict.moc"
