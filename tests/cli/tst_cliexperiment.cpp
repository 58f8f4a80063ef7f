// SPDX-License-Identifier: GPL-3.0-or-later
#include "madecohort.h"
#include "program.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <map>

/// What each modality adds, over folds and on one split, from the command line.
class TestCliExperiment : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_data;

    QStringList train(const QStringList& more, const char* store = "runs.sqlite") const
    {
        return QStringList { QStringLiteral("train"), m_data, QStringLiteral("--system"),
            QStringLiteral("regression"), QStringLiteral("--threads"), QStringLiteral("1"),
            QStringLiteral("--store"), m_folder.filePath(QLatin1String(store)) }
        + more;
    }

    int rowsOf(const char* store, const char* table) const
    {
        int rows = -1;
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("rows"));
            database.setDatabaseName(m_folder.filePath(QLatin1String(store)));
            const bool isOpen = database.open();
            QSqlQuery query(database);
            if (isOpen && query.exec(QStringLiteral("SELECT count(*) FROM ") + QLatin1String(table))
                && query.next())
                rows = query.value(0).toInt();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("rows"));
        return rows;
    }

    static void write(const QString& path, const QByteArray& bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_data = m_folder.filePath(QStringLiteral("made.npz"));
        Made made { "made" };
        made.rows = 90;
        made.kinds = "vqv";
        made.lacking = 0.2;
        writeCohort(made, m_data);
    }

    void foldsAnswerForEachModalityAndItsPlacebo()
    {
        const QStringList asked = train({ QStringLiteral("--without"), QStringLiteral("each"),
            QStringLiteral("--placebo"), QStringLiteral("--folds"), QStringLiteral("3"),
            QStringLiteral("--seeds"), QStringLiteral("1,2"), QStringLiteral("--json") });
        const Called called = btw(asked);
        QVERIFY2(called.status == 0, called.err.constData());
        const auto lines = called.lines();
        const auto adds = events(lines, QStringLiteral("adds"));
        QCOMPARE(adds.size(), 6);
        for (qsizetype i = 0; i < adds.size(); ++i) {
            const auto& one = adds[i];
            QCOMPARE(one[u"modality"].toString(), QStringLiteral("m%1").arg(i % 3));
            QCOMPARE(one[u"placebo"].toBool(), i >= 3);
            QCOMPARE(one[u"metric"].toString(), QStringLiteral("auroc"));
            QCOMPARE(one[u"n"].toInt(), 90);
            QCOMPARE(one[u"people"].toInt(), 90);
            QCOMPARE(one[u"pairs"].toInt(), 6);
            QVERIFY(one[u"ci_low"].toDouble() <= one[u"diff"].toDouble());
            QVERIFY(one[u"ci_high"].toDouble() >= one[u"diff"].toDouble());
            QVERIFY(one[u"t_p"].isDouble());
            QVERIFY(
                one[u"p_holm"].toDouble() >= std::max(one[u"p"].toDouble(), one[u"t_p"].toDouble()) - 1e-12);
            QVERIFY(one[u"could_have_shown"].toDouble() > 0);
        }
        // Three folds, each as it is and with each modality shuffled, are twelve splits of one cohort.
        QCOMPARE(rowsOf("runs.sqlite", "cohorts"), 1);
        QCOMPARE(rowsOf("runs.sqlite", "splits"), 12);
        // Who has it: the group of that name, to the digit; of the shuffled one nothing is said.
        std::size_t some = 0;
        for (qsizetype i = 0; i < 3; ++i) {
            for (const auto& group : events(lines, QStringLiteral("adds_in"))) {
                if (group[u"kind"].toString() != u"modality" || group[u"modality"] != adds[i][u"modality"]
                    || group[u"group"].toString()
                        != QStringLiteral("with ") + adds[i][u"modality"].toString())
                    continue;
                ++some;
                const auto among = adds[i][u"among"].toObject();
                for (const char* key : { "n", "people", "diff", "ci_low", "ci_high" })
                    QCOMPARE(among[QLatin1String(key)], group[QLatin1String(key)]);
                QVERIFY(among[u"n"].toInt() < 90 && among[u"n"].toInt() > 45);
                QVERIFY(among[u"t_p"].isDouble() && among[u"could_have_shown"].toDouble() > 0);
                const auto verdict = among[u"verdict"].toString();
                const bool isDecided = verdict == u"helps" || verdict == u"harms";
                QCOMPARE(isDecided, among[u"ci_low"].toDouble() > 0 || among[u"ci_high"].toDouble() < 0);
            }
            QVERIFY(adds[i + 3][u"among"].isNull());
        }
        QVERIFY(some >= 2); // those that some lack
        // Nothing of the test rows is said before the last fold has been trained.
        qsizetype lastStep = 0, firstFinal = lines.size();
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto event = lines[i][u"event"].toString();
            if (event == u"step")
                lastStep = i;
            else if (event == u"final")
                firstFinal = std::min(firstFinal, i);
        }
        QVERIFY(lastStep < firstFinal);
        // Each run is told once.
        QSet<qint64> told;
        for (const auto& final : events(lines, QStringLiteral("final"))) {
            QVERIFY(!told.contains(final[u"run"].toInteger()));
            told.insert(final[u"run"].toInteger());
        }

        // DeLong's p is of one split: of folds there is none.
        const auto compared
            = btw({ QStringLiteral("compare"), QStringLiteral("--store"),
                      m_folder.filePath(QStringLiteral("runs.sqlite")), QStringLiteral("--experiment"),
                      QStringLiteral("1"), QStringLiteral("--format"), QStringLiteral("json") })
                  .array();
        QVERIFY(compared.size() > 3);
        for (const auto& row : compared)
            QVERIFY(row[u"metric"].toString() == u"auroc" && row[u"delong_p"].isNull());

        // Without its number it is the same: one fold by itself would be taken for the answer.
        const QStringList newest { QStringLiteral("compare"), QStringLiteral("--store"),
            m_folder.filePath(QStringLiteral("runs.sqlite")) };
        const Called unnamed
            = btw(newest + QStringList { QStringLiteral("--format"), QStringLiteral("json") });
        QCOMPARE(unnamed.array(), compared);
        QVERIFY2(unnamed.err.contains("This is all of experiment 1, "), unnamed.err.constData());
        QCOMPARE(unnamed.err.count("These test rows were opened"), 1);
        // A table for reading says itself how often test rows were opened.
        const Called read = btw(newest);
        QVERIFY2(read.out.contains("3 folds"), read.out.constData());
        QCOMPARE((read.out + read.err).count("These test rows were opened"), 1);

        // The same again trains nothing and says the same.
        const auto again = btw(asked).lines();
        for (const auto& step : events(again, QStringLiteral("step")))
            QVERIFY(step[u"reused"].toBool());
        QCOMPARE(events(again, QStringLiteral("adds")), adds);
    }

    // The test rows of the data's own split are of one class: nothing can be trained on it, but on folds.
    void foldsReplaceTheSplitsThatTheDataHas()
    {
        Made made { "given" };
        made.rows = 90;
        made.kinds = "vv";
        made.splits = "tttttttvve"; // every tenth row, class 1
        const QString path = m_folder.filePath(QStringLiteral("given.npz"));
        writeCohort(made, path);
        QStringList asked = train({ QStringLiteral("--folds"), QStringLiteral("3") }, "given.sqlite");
        asked[1] = path;
        const Called called = btw(asked);
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(called.err.contains("are replaced by folds"), called.err.constData());
        QVERIFY(called.out.contains("mean of 3 trainings"));
        QVERIFY2(called.out.contains("boosted trees"), called.out.constData()); // as in the window
        asked.removeLast();
        asked.removeLast();
        QCOMPARE(btw(asked).status, 2);
    }

    void foldsThatCannotBeTrainedOnAreNamed()
    {
        Made made { "groups" };
        made.rows = 80;
        made.groups = 4; // each of one class
        const QString path = m_folder.filePath(QStringLiteral("groups.npz"));
        writeCohort(made, path);
        QStringList asked = train({ QStringLiteral("--folds"), QStringLiteral("group") }, "groups.sqlite");
        asked[1] = path;
        const Called called = btw(asked);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains("Only one class is there"), called.err.constData());
    }

    void onOneSplitTheDifferenceIsThatOfTheTestFigures()
    {
        const Called called
            = btw(train({ QStringLiteral("--without"), QStringLiteral("m1,m0+m2"), QStringLiteral("--metric"),
                            QStringLiteral("log_loss"), QStringLiteral("--margin"), QStringLiteral("5"),
                            QStringLiteral("--json") },
                "single.sqlite"));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto lines = called.lines();
        QHash<QString, double> loss;
        for (const auto& final : events(lines, QStringLiteral("final")))
            loss[final[u"name"].toString()] = final[u"test"][u"log_loss"].toDouble();
        const auto adds = events(lines, QStringLiteral("adds"));
        QCOMPARE(adds.size(), 2);
        QCOMPARE(adds[1][u"modality"].toString(), QStringLiteral("m0 + m2"));
        const double full = loss.value(QStringLiteral("regression · seed 1"), NAN);
        QVERIFY(std::isfinite(full));
        // Positive where the modality helps: the loss is larger without it.
        const double without = loss.value(QStringLiteral("without m1 · regression · seed 1"), NAN);
        QVERIFY(std::abs(adds[0][u"diff"].toDouble() - (without - full)) < 1e-9);
        for (const auto& one : adds) {
            QVERIFY(one[u"t_p"].isNull()); // one fold has no spread
            // Within so wide a margin, all but what the interval shows is as good.
            const char* expected = one[u"ci_low"].toDouble() > 0 ? "helps"
                : one[u"ci_high"].toDouble() < 0                 ? "harms"
                                                                 : "as-good-without";
            QCOMPARE(one[u"verdict"].toString(), QLatin1String(expected));
        }
    }

    void ofSomeModalitiesEachCanBeLeftOut()
    {
        const auto adds = events(
            btw(train({ QStringLiteral("--modalities"), QStringLiteral("m0,m2"), QStringLiteral("--without"),
                          QStringLiteral("each"), QStringLiteral("--json") },
                    "some.sqlite"))
                .lines(),
            QStringLiteral("adds"));
        QCOMPARE(adds.size(), 2);
        QCOMPARE(adds[0][u"modality"].toString(), QStringLiteral("m0"));
        QCOMPARE(adds[1][u"modality"].toString(), QStringLiteral("m2"));
    }

    void subgroupsStandInTheJson()
    {
        const auto lines
            = btw(train({ QStringLiteral("--without"), QStringLiteral("m0"), QStringLiteral("--metric"),
                            QStringLiteral("accuracy"), QStringLiteral("--json") },
                      "single.sqlite"))
                  .lines();
        const auto groups = events(lines, QStringLiteral("adds_in"));
        QVERIFY(!groups.isEmpty());
        for (const auto& one : groups) {
            QVERIFY(one[u"kind"].toString() != u"class"); // 9 of each: hidden
            QVERIFY(one[u"people"].toInt() >= 10 && one[u"people"].toInt() < 18);
            QVERIFY(one[u"ci_low"].toDouble() <= one[u"diff"].toDouble());
            QVERIFY(one[u"from_rest_p_holm"].isDouble());
        }
    }

    // A column may be called as the outcome's own groups are: those who can be known beforehand are told.
    void aColumnCalledClassIsNoOutcome()
    {
        const QString folder = m_folder.filePath(QStringLiteral("wards"));
        QVERIFY(QDir().mkpath(folder));
        QByteArray scan = "id,x,class\n", person = "id,z\n", labels = "id,ill\n";
        for (int i = 0; i < 400; ++i) {
            const int ill = i % 2;
            const bool isRead = i % 4 < 2; // of the others the scan says nothing
            const QByteArray id = 'p' + QByteArray::number(i) + ',';
            scan += id + QByteArray::number(isRead ? ill + 0.01 * (i % 7) : 0.5)
                + (isRead ? ",old\n" : ",new\n");
            person += id + QByteArray::number(0.3 * ill + i * 37 % 100 / 100.0) + '\n';
            labels += id + (ill != 0 ? "yes\n" : "no\n");
        }
        write(folder + QStringLiteral("/scan.csv"), scan);
        write(folder + QStringLiteral("/person.csv"), person);
        write(folder + QStringLiteral("/labels.csv"), labels);
        write(folder + QStringLiteral("/manifest.json"),
            R"({"name": "wards", "task": "classification", "classes": ["no", "yes"],
                "labels": {"file": "labels.csv", "id": "id", "label": "ill"},
                "modalities": [
                    {"name": "scan", "kind": "vector", "file": "scan.csv", "id": "id", "columns": ["x"]},
                    {"name": "person", "kind": "vector", "file": "person.csv", "id": "id"}],
                "describe": [{"file": "scan.csv", "id": "id", "columns": ["class"]}]})");
        QStringList words = train({ QStringLiteral("--without"), QStringLiteral("scan"),
                                      QStringLiteral("--metric"), QStringLiteral("log_loss") },
            "wards.sqlite");
        words[1] = folder;
        const Called called = btw(words);
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(
            called.out.contains(" for new (column class, 45 people), which differs"), called.out.constData());
        QVERIFY2(called.out.contains("For whom: 2 groups"), called.out.constData());
    }

    // On one split, a row's difference is that of the two means, in the metric's own unit.
    void compareSetsSystemsBesideEachOther()
    {
        const QString path = m_folder.filePath(QStringLiteral("compare.sqlite"));
        for (const char* system : { "regression", "haim" }) {
            QStringList words = train({ QStringLiteral("--seeds"), QStringLiteral("1,2") }, "compare.sqlite");
            words[3] = QLatin1String(system);
            QCOMPARE(btw(words).status, 0);
        }
        const QStringList compare { QStringLiteral("compare"), QStringLiteral("--store"), path,
            QStringLiteral("--baseline"), QStringLiteral("regression"), QStringLiteral("--metric"),
            QStringLiteral("auroc,log_loss,calibration_slope") };
        const Called called
            = btw(compare + QStringList { QStringLiteral("--format"), QStringLiteral("json") });
        QVERIFY2(called.status == 0, called.err.constData());
        const QJsonArray rows = called.array();
        QCOMPARE(rows.size(), 15);
        for (qsizetype i = 0; i < rows.size(); i += 5) {
            const auto reference = rows[i + 2].toObject();
            QCOMPARE(reference[u"system"].toString(), QStringLiteral("plain regression"));
            QVERIFY(reference[u"runs"].toArray().isEmpty());
            // It is the baseline once more, and no question of its own.
            QVERIFY(reference[u"diff"].toDouble() == 0 && reference[u"p_holm"].isNull());
            const auto base = rows[i].toObject(), other = rows[i + 1].toObject();
            QCOMPARE(base[u"system"].toString(), QStringLiteral("regression"));
            QVERIFY(base[u"diff"].isNull() && base[u"p_holm"].isNull() && base[u"delong_p"].isNull());
            QCOMPARE(other[u"delong_p"].isDouble(), other[u"metric"].toString() == u"auroc");
            // A constant has no slope, and is compared where it has a figure.
            const auto constant = rows[i + 3].toObject();
            QCOMPARE(constant[u"system"].toString(), QStringLiteral("constant"));
            QCOMPARE(constant[u"diff"].isNull(), constant[u"metric"].toString() == u"calibration_slope");
            QCOMPARE(other[u"system"].toString(), QStringLiteral("haim"));
            QCOMPARE(other[u"n_seeds"].toInt(), 2);
            QCOMPARE(other[u"n"].toInt(), 18);
            QCOMPARE(other[u"runs"].toArray().size(), 2);
            const double difference = other[u"mean"].toDouble() - base[u"mean"].toDouble();
            QVERIFY(std::abs(other[u"diff"].toDouble() - difference) < 1e-6);
            QVERIFY(other[u"ci_low"].toDouble() <= difference && difference <= other[u"ci_high"].toDouble());
            QCOMPARE(other[u"pairs"].toInt(), 2);
        }
        const std::map<const char*, const char*> parts { { "md", "| Boosted trees (haim) |" },
            { "latex", "bottomrule" }, { "csv", "log_loss,haim,none" } };
        for (const auto& [format, part] : parts) {
            const auto text
                = btw(compare + QStringList { QStringLiteral("--format"), QLatin1String(format) }).out;
            QVERIFY2(text.contains(part), text.constData());
        }
        // No slope is the best one.
        const auto words = btw(compare).out;
        const auto slopes = words.mid(words.indexOf("calibration_slope on 18 test rows"));
        QVERIFY2(slopes.contains("; 1 is calibrated"), words.constData());
        QVERIFY(words.contains("**") && !slopes.contains("**"));
        QCOMPARE(btw(compare + QStringList { QStringLiteral("--by"), QStringLiteral("ward") }).status, 2);
        QStringList unknown = compare;
        unknown[4] = QStringLiteral("mult");
        QVERIFY(btw(unknown).err.contains("regression, haim"));

        // Every look is listed; a list that was changed is told.
        const QStringList looks { QStringLiteral("runs"), QStringLiteral("--store"), path,
            QStringLiteral("--looks"), QStringLiteral("--json") };
        const auto told = btw(looks).object();
        QCOMPARE(told[u"looks"].toArray().size(), 4);
        QVERIFY(told[u"unbroken"].toBool());
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("edit"));
            database.setDatabaseName(path);
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(QStringLiteral("DELETE FROM test_reads WHERE id = 2")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("edit"));
        QCOMPARE(btw(looks).status, 2);
    }

    void predictionsOfOtherProgramsAreCompared()
    {
        // 12 test rows; the second model is right where the first is, and for three more; other rows do not
        // count.
        QByteArray first("id,split,y,prediction\n"), second("y,prob_1,prob_0,id,split,group\n");
        for (int i = 0; i < 20; ++i) {
            const bool isTest = i < 12;
            const int y = i % 2;
            const double right = y == 1 ? 0.75 : 0.25;
            const QByteArray id = "p" + QByteArray::number(i), label = QByteArray::number(y);
            const auto split = isTest ? QByteArray("test") : QByteArray("train");
            first += id + ',' + split + ',' + label + ',' + QByteArray::number(i < 6 ? right : 1 - right)
                + '\n';
            const double p = i < 9 ? right : 1 - right;
            second += label + ',' + QByteArray::number(p) + ',' + QByteArray::number(1 - p) + ',' + id + ','
                + split + ",g\n";
        }
        const QString one = m_folder.filePath(QStringLiteral("one.csv")),
                      two = m_folder.filePath(QStringLiteral("two.csv"));
        write(one, first);
        write(two, second);
        const QStringList compare { QStringLiteral("compare"), QStringLiteral("--predictions"), one,
            QStringLiteral("--predictions"), two, QStringLiteral("--metric"),
            QStringLiteral("accuracy,auroc"), QStringLiteral("--format"), QStringLiteral("json") };
        const Called called = btw(compare);
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY(called.err.contains("taken as probabilities of class 1"));
        const auto rows = called.array();
        QCOMPARE(rows.size(), 4);
        QCOMPARE(rows[0][u"system"].toString(), QStringLiteral("one"));
        QCOMPARE(rows[0][u"mean"].toDouble(), 0.5);
        QCOMPARE(rows[1][u"mean"].toDouble(), 0.75);
        QCOMPARE(rows[1][u"diff"].toDouble(), 0.25);
        QCOMPARE(rows[1][u"n"].toInt(), 12);
        QCOMPARE(rows[1][u"people"].toInt(), 1); // groups stand in the second file only
        QVERIFY(rows[1][u"t_p"].isNull());
        QCOMPARE(rows[3][u"metric"].toString(), QStringLiteral("auroc"));
        QVERIFY(rows[3][u"delong_p"].isNull()); // rows have groups

        // A row that one file lacks is warned of; another label is refused; so is what is no probability.
        write(one, QByteArray(first).replace("p3,test", "q3,test"));
        QVERIFY(btw(compare).err.contains("2 test rows are not in every file"));
        write(one, QByteArray(first).replace("p3,test,1", "p3,test,0"));
        QCOMPARE(btw(compare).status, 2);
        write(one, first);
        write(two, QByteArray(second).replace("0.75,0.25", "0.75,0.35"));
        QVERIFY(btw(compare).err.contains("add up to"));
        write(two, QByteArray(second).replace("prob_1", "prob_2"));
        QVERIFY(btw(compare).err.contains("'prob_1'"));
        QCOMPARE(btw(compare.first(3)).status, 2);
        QCOMPARE(btw({ QStringLiteral("compare") }).status, 2);
    }

    void aModelThatTellsNobodyApartIsNamed()
    {
        QByteArray same("id,split,y,prob_0,prob_1\n"), other = same;
        for (int i = 0; i < 12; ++i) {
            const QByteArray row
                = "p" + QByteArray::number(i) + ",test," + QByteArray::number(i % 4 == 0 ? 1 : 0);
            same += row + (i == 5 ? ",0.7499,0.2501\n" : ",0.75,0.25\n");
            other += row + (i == 5 ? ",0.74,0.26\n" : ",0.75,0.25\n");
        }
        const QString one = m_folder.filePath(QStringLiteral("flat.csv")),
                      two = m_folder.filePath(QStringLiteral("nearly.csv"));
        write(one, same);
        write(two, other);
        const Called called = btw({ QStringLiteral("compare"), QStringLiteral("--predictions"), one,
            QStringLiteral("--predictions"), two });
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(
            called.err.contains("warning: flat predicts the same for everybody"), called.err.constData());
        QVERIFY2(!called.err.contains("nearly predicts"), called.err.constData());

        // An outcome of one in a thousand: 0.0002 and 0.0009 are not nearly the same.
        QByteArray rare("id,split,y,prob_0,prob_1\n"), constant = rare;
        for (int i = 0; i < 1000; ++i) {
            const QByteArray row = "p" + QByteArray::number(i) + ",test," + (i == 0 ? "1" : "0");
            rare += row + (i % 2 == 0 ? ",0.9991,0.0009\n" : ",0.9998,0.0002\n");
            constant += row + ",0.999,0.001\n";
        }
        write(one, constant);
        write(two, rare);
        const Called seldom = btw({ QStringLiteral("compare"), QStringLiteral("--predictions"), one,
            QStringLiteral("--predictions"), two, QStringLiteral("--metric"), QStringLiteral("log_loss") });
        QVERIFY2(seldom.status == 0, seldom.err.constData());
        QVERIFY2(seldom.err.contains("warning: flat predicts the same"), seldom.err.constData());
    }

    void probabilitiesAreJudgedOnceATrainingHasEnded()
    {
        const QString path = m_folder.filePath(QStringLiteral("judged.sqlite"));
        const Called called = btw(train({ QStringLiteral("--json") }, "judged.sqlite"));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto finals = events(called.lines(), QStringLiteral("final"));
        const auto runs = btw({ QStringLiteral("runs"), QStringLiteral("--store"), path,
                                  QStringLiteral("--json"), QStringLiteral("--curves") })
                              .array();
        QCOMPARE(finals.size(), runs.size());
        for (qsizetype i = 0; i < finals.size(); ++i) {
            for (const char* figure : { "calibration", "decision_curve", "auroc_delong", "rare_classes" }) {
                QVERIFY2(!finals[i][QLatin1String(figure)].isUndefined(), figure);
                QCOMPARE(runs[i][QLatin1String(figure)], finals[i][QLatin1String(figure)]);
            }
            QCOMPARE(finals[i][u"calibration"][u"slope"], finals[i][u"test"][u"calibration_slope"]);
        }
        for (const auto& line : called.lines())
            if (line[u"event"].toString() != u"final")
                QVERIFY(!line.contains(u"calibration") && !line.contains(u"decision_curve"));
        // 9 test rows of each class.
        QCOMPARE(finals.last()[u"rare_classes"][1][u"n"].toInt(), 9);
        QVERIFY2(called.err.contains("warning: Only 9 test rows are of class 'c1'"), called.err.constData());
        const auto lines = called.lines();
        QCOMPARE(lines.last()[u"event"].toString(), QStringLiteral("problem"));
        QCOMPARE(lines.last()[u"severity"].toString(), QStringLiteral("warning"));
    }

    void aClassWithoutTestRowsIsSaidToBeLeftOut()
    {
        Made made { "three" };
        made.rows = 120;
        made.classes = 3;
        made.kinds = "vv";
        made.splits = "eetttttttvvv"; // test rows of class 0 and 1, ten each
        const QString path = m_folder.filePath(QStringLiteral("three.npz"));
        writeCohort(made, path);
        QStringList asked = train({ QStringLiteral("--json") }, "three.sqlite");
        asked[1] = path;
        const Called called = btw(asked);
        QVERIFY2(called.status == 0, called.err.constData());
        const auto last = events(called.lines(), QStringLiteral("final")).last();
        QCOMPARE(last[u"rare_classes"],
            QJsonValue(QJsonArray { QJsonObject {
                { QStringLiteral("class"), QStringLiteral("c2") }, { QStringLiteral("n"), 0 } } }));
        QCOMPARE(last[u"calibration"][u"classes"].toArray().size(), 3);
        QVERIFY(last[u"calibration"][u"classes"][2][u"slope"].isNull());
        QVERIFY(last[u"test"][u"calibration_slope"].isUndefined());
        const QByteArray sentence = "No test row is of class 'c2'; macro-F1 leaves that class out.";
        QVERIFY2(called.err.contains(sentence), called.err.constData());
        const Called compared = btw({ QStringLiteral("compare"), QStringLiteral("--store"),
            m_folder.filePath(QStringLiteral("three.sqlite")), QStringLiteral("--metric"),
            QStringLiteral("macro_f1") });
        QVERIFY2(compared.err.contains(sentence), compared.err.constData());
        QCOMPARE(btw({ QStringLiteral("compare"), QStringLiteral("--store"),
                         m_folder.filePath(QStringLiteral("three.sqlite")), QStringLiteral("--metric"),
                         QStringLiteral("calibration_slope") })
                     .status,
            2);
    }

    void wordsSayWhatAClaimIs()
    {
        const Called called
            = btw(train({ QStringLiteral("--without"), QStringLiteral("m2") }, "single.sqlite"));
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(called.out.contains("Without m2, "), called.out.constData());
        QVERIFY(called.out.contains("In this model, beside the other modalities"));
        QCOMPARE(called.out.count("One split cannot say"), 1);
        // Of one split nothing is claimed of the method, and the reference models have their say.
        QVERIFY(!called.out.contains(": it helps.") && !called.out.contains(": it harms."));
        QVERIFY2(called.out.contains("boosted trees"), called.out.constData());
        QVERIFY2(called.out.contains("who have it"), called.out.constData());
        QVERIFY2(called.out.contains("people who have m2"), called.out.constData());
    }

    void unusableQuestionsAreNamed_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const char* flags, const char* sentence) {
            QTest::newRow(name) << QString::fromLatin1(flags).split(QLatin1Char(' ')) << QByteArray(sentence);
        };
        row("unknown modality", "--without x-ray", "'x-ray' is not one of the modalities");
        row("not used", "--modalities m0,m1 --without m2", "'m2' is not one of the modalities");
        row("twice", "--without m0,m0", "asked for twice");
        row("everything", "--without m0+m1+m2", "nothing would be left");
        row("placebo alone", "--placebo", "--without each");
        row("margin alone", "--folds 3 --margin 0.1", "--without each");
        row("one fold", "--folds 1", "from 2 to 1000");
        row("no such column", "--folds ward", "'ward'");
        row("no groups", "--folds group", "no groups");
        row("repeats alone", "--repeats 2", "--folds K");
        row("unknown metric", "--without each --metric r2", "auroc");
        row("description", "--without each --metric calibration_slope", "describes a model");
        row("metric alone", "--metric auroc", "--without each");
        row("with subsets", "--without each --subsets all", "--subsets");
        row("too many folds", "--folds 200", "200 parts");
    }
    void unusableQuestionsAreNamed()
    {
        QFETCH(QStringList, flags);
        QFETCH(QByteArray, sentence);
        const Called called = btw(train(flags, "none.sqlite"));
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(sentence), called.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliExperiment)
#include "tst_cliexperiment.moc"
