// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest>

/// The program is killed (SIGKILL) at random moments of a training. BTW_KILLS sets how often.
class TestKill : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_cohort;
    QHash<QString, QJsonObject> m_undisturbed; ///< run name to its JSON
    qint64 m_duration = 0; ///< of the undisturbed training, ms

    QString file(const QString& name) const { return m_folder.filePath(name); }

    static QByteArray run(const QStringList& arguments)
    {
        QProcess program;
        program.start(QStringLiteral(BTW_PROGRAM), arguments);
        if (!program.waitForFinished(240000) || program.exitCode() != 0)
            qWarning("%s: %s", qPrintable(arguments.join(QLatin1Char(' '))),
                program.readAllStandardError().constData());
        return program.readAllStandardOutput();
    }
    QStringList trainArguments(const QString& store) const
    {
        return { QStringLiteral("train"), m_cohort, QStringLiteral("--preset"), QStringLiteral("demo"),
            QStringLiteral("--epochs"), QStringLiteral("5"), QStringLiteral("--seeds"), QStringLiteral("3"),
            QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--json"),
            QStringLiteral("--store"), store };
    }
    static QHash<QString, QJsonObject> runsOf(const QString& store)
    {
        QHash<QString, QJsonObject> runs;
        const auto list = QJsonDocument::fromJson(
            run({ QStringLiteral("runs"), QStringLiteral("--store"), store, QStringLiteral("--json") }))
                              .array();
        for (const auto& item : list)
            runs.insert(item.toObject().value(QLatin1String("name")).toString(), item.toObject());
        return runs;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cohort = file(QStringLiteral("cohort.npz"));
        run({ QStringLiteral("sample"), QStringLiteral("sentiment"), QStringLiteral("--n"),
            QStringLiteral("200"), QStringLiteral("--out"), m_cohort });
        const auto store = file(QStringLiteral("undisturbed.sqlite"));
        QElapsedTimer timer;
        timer.start();
        run(trainArguments(store));
        m_duration = timer.elapsed();
        m_undisturbed = runsOf(store);
        QCOMPARE(m_undisturbed.size(), 5);
        for (const auto& record : m_undisturbed)
            QCOMPARE(record.value(QLatin1String("status")).toString(), QStringLiteral("finished"));
    }

    void aKilledTrainingKeepsWhatItToldAndResumesToTheSameNumbers_data()
    {
        QTest::addColumn<int>("afterMs");
        bool set = false;
        const int asked = qEnvironmentVariableIntValue("BTW_KILLS", &set);
        QRandomGenerator random(7);
        for (int i = 0; i < (set ? asked : 4); ++i)
            QTest::addRow("kill %d", i + 1) << int(random.bounded(quint32(m_duration)));
    }
    void aKilledTrainingKeepsWhatItToldAndResumesToTheSameNumbers()
    {
        QFETCH(int, afterMs);
        const auto store = file(QStringLiteral("killed-%1.sqlite").arg(afterMs));
        QProcess victim;
        victim.start(QStringLiteral(BTW_PROGRAM), trainArguments(store));
        victim.waitForFinished(afterMs);
        victim.kill();
        victim.waitForFinished();

        QHash<int, int> told; // run to its last reported epoch
        const auto lines = victim.readAllStandardOutput().split('\n');
        for (const auto& line : lines) {
            const auto event = QJsonDocument::fromJson(line).object();
            if (event.value(QLatin1String("event")).toString() == QLatin1String("epoch"))
                told[event.value(QLatin1String("run")).toInt()] = event.value(QLatin1String("epoch")).toInt();
        }
        const auto killed = QFile::exists(store) ? runsOf(store) : QHash<QString, QJsonObject> {};
        for (auto it = told.cbegin(); it != told.cend(); ++it) {
            int kept = 0;
            for (const auto& record : killed) {
                if (record.value(QLatin1String("id")).toInt() == it.key())
                    kept = record.value(QLatin1String("epochs")).toInt();
            }
            QVERIFY2(kept >= it.value(), qPrintable(QStringLiteral("run %1").arg(it.key())));
        }

        const auto weighted = killed.value(QStringLiteral("btw · seed 3"));
        if (weighted.isEmpty()) { // killed before the runs were recorded
            run(trainArguments(store));
        } else {
            run({ QStringLiteral("resume"), QString::number(weighted.value(QLatin1String("id")).toInt()),
                QStringLiteral("--store"), store });
        }
        const auto resumed = runsOf(store);
        QCOMPARE(resumed.size(), m_undisturbed.size());
        for (auto it = m_undisturbed.cbegin(); it != m_undisturbed.cend(); ++it) {
            const auto& record = resumed.value(it.key());
            for (const auto* key : { "status", "epochs", "validation", "test" })
                QVERIFY2(record.value(QLatin1String(key)) == it->value(QLatin1String(key)),
                    qPrintable(it.key() + QLatin1Char(' ') + QLatin1String(key)));
        }
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
