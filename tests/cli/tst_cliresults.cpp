// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>

/// The page that says what came of planned experiments: `btw results`.
class TestCliResults : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QString write(const char* name, const QByteArray& content) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("%s cannot be written", name);
        return out.fileName();
    }

    static QString read(const QString& path)
    {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
    }

    Called results(const QStringList& plans, const char* section = "evidence") const
    {
        QStringList words { QStringLiteral("results"), QStringLiteral("--store"), file("s.sqlite"),
            QStringLiteral("--out"), file("page.md"), QStringLiteral("--section"),
            QString::fromLatin1(section) };
        for (const auto& plan : plans)
            words << QStringLiteral("--plan") << plan;
        return btw(words);
    }

    QString m_leak, m_weightings, m_systems, m_modalities, m_draws, m_later;

private Q_SLOTS:
    void initTestCase()
    {
        m_weightings = write("weightings.json", R"({
            "name": "Which weighting", "about": "A small question.", "data": "sample:redundant", "folds": 3,
            "seeds": "repeat", "spec": { "preset": "demo", "epochs": 3, "shuffled_variant": "btw" },
            "grid": { "system": ["moe", "late", "late-equal", "regression"], "unimodal": ["regression"],
                      "variant": ["none", "btw", "constant", "shuffled", "kl-local"] }, "baseline": "moe:none" })");
        m_systems = write("systems.json", R"({
            "name": "Which system", "data": "sample:redundant", "folds": 3, "seeds": "repeat",
            "spec": { "preset": "demo", "epochs": 3 }, "grid": { "system": ["moe", "late", "regression"],
            "unimodal": ["regression"], "variant": ["none"] }, "baseline": "moe:none" })");
        m_modalities = write("modalities.json", R"({
            "name": "What each adds", "data": "sample:redundant", "folds": 3, "spec": { "model": "regression" },
            "without": "each", "placebo": true })");
        m_draws = write("draws.json", R"({
            "name": "Drawn", "data": "sample:independent", "draws": 2, "spec": { "preset": "demo", "epochs": 2 },
            "grid": { "system": ["moe"], "variant": ["none", "mi-global", "constant"] } })");
        m_leak = write("leak.json", R"({
            "name": "The leak", "data": "sample:sentiment", "seeds": [1, 2],
            "spec": { "preset": "demo", "epochs": 3 },
            "grid": { "variant": ["none", "btw"], "variance": ["neighbours", "residual-labels"] },
            "published": [{ "system": "Elsewhere", "metric": "mae", "mean": 0.71, "data": "CMU-MOSI",
                "source": "Somebody 2020" }, { "system": "moe", "metric": "corr", "mean": 0.8 }] })");
        m_later = write("later.json", R"({ "name": "Later", "data": "sample:independent" })");
        for (const auto& plan : { m_weightings, m_modalities, m_draws, m_systems, m_leak }) {
            const Called called
                = btw({ QStringLiteral("sweep"), plan, QStringLiteral("--store"), file("s.sqlite") });
            QVERIFY2(called.status == 0, called.err.constData());
        }
    }

    // The sections of others stay, and a second call changes nothing.
    void aSectionIsPutInPlace()
    {
        write("page.md",
            "# Results\n\n<!-- begin evidence: written by btw results -->\nold\n<!-- end evidence "
            "-->\n\nMine.\n");
        QVERIFY2(results({ m_later }).status == 0, "");
        const QString first = read(file("page.md"));
        QVERIFY(first.startsWith(QStringLiteral("# Results\n\n<!-- begin evidence")));
        QVERIFY(first.endsWith(QStringLiteral("<!-- end evidence -->\n\nMine.\n")));
        QVERIFY(!first.contains(QStringLiteral("old")));
        QVERIFY2(first.contains(QRegularExpression(
                     QStringLiteral("### Later\n<!-- plan [0-9a-f]{12} -->\n\nNot trained yet"))),
            qPrintable(first));
        QVERIFY2(results({ m_later }).status == 0, "");
        QCOMPARE(read(file("page.md")), first);
        QVERIFY2(results({ m_later }, "other").status == 0, "");
        const QString both = read(file("page.md"));
        QVERIFY(both.startsWith(first));
        QVERIFY(both.endsWith(QStringLiteral("<!-- end other -->\n")));

        write("page.md", "<!-- begin evidence: written by btw results -->\nno end\n");
        const Called broken = results({ m_later });
        QCOMPARE(broken.status, 2);
        QVERIFY2(broken.err.contains("not its end"), broken.err.constData());
        QFile::remove(file("page.md"));
    }

    // The same weighting with and without the labels of test rows beside each other; nothing is claimed from
    // the former. What is published stands there with the digits of its source.
    void aLeakIsSizedAndPublishedFiguresStandBeside()
    {
        QVERIFY2(results({ m_leak }).status == 0, "");
        const QString page = read(file("page.md"));
        const auto compared = QJsonDocument::fromJson(
            btw({ QStringLiteral("compare"), QStringLiteral("--store"), file("s.sqlite"),
                    QStringLiteral("--experiment"), QStringLiteral("6"), QStringLiteral("--metric"),
                    QStringLiteral("mae"), QStringLiteral("--baseline"),
                    QStringLiteral("moe:btw (variance neighbours)"), QStringLiteral("--format"),
                    QStringLiteral("json") })
                .out)
                                  .array();
        QJsonObject leaking, honest;
        for (const auto& value : compared) {
            const auto row = value.toObject();
            if (row[u"variant"] == QLatin1String("btw"))
                (row[u"settings"].toString().contains(QStringLiteral("residual-labels")) ? leaking : honest)
                    = row;
        }
        QVERIFY2(!leaking.isEmpty() && !honest.isEmpty(), qPrintable(page));
        const auto row
            = page.indexOf(QStringLiteral("| BTW-weighted mixture of experts (moe:btw) | %1 | %2 | ")
                               .arg(leaking[u"mean"].toDouble(), 0, 'f', 3)
                               .arg(honest[u"mean"].toDouble(), 0, 'f', 3));
        QVERIFY2(row > 0, qPrintable(page));
        const double adds = page.mid(row)
                                .section(QLatin1Char('|'), 4, 4)
                                .trimmed()
                                .section(QLatin1Char(' '), 0, 0)
                                .toDouble();
        // As it is better that the error is less.
        QVERIFY2(std::abs(adds + leaking[u"diff"].toDouble()) < 0.006, qPrintable(page.mid(row, 300)));
        QVERIFY2(page.contains(QStringLiteral("mean ± std of seeds")), qPrintable(page));
        QVERIFY2(page.contains(
                     QStringLiteral("| Elsewhere | mean absolute error | 0.71 (CMU-MOSI) | Somebody 2020 |")),
            qPrintable(page));
        QVERIFY2(page.contains(QStringLiteral("corr (higher is better)")), qPrintable(page));
        for (const auto& line : page.split(QLatin1Char('\n')))
            QVERIFY2(
                !line.startsWith(QLatin1String("- ")) || !line.contains(QLatin1String("evaluation labels")),
                qPrintable(line));
    }

    // Every figure of the table is that of btw compare, and what is said of a weighting goes by its controls.
    void weightingsAreJudgedByTheirControls()
    {
        QVERIFY2(results({ m_weightings }).status == 0, "");
        const QString page = read(file("page.md"));
        QVERIFY2(page.contains(QStringLiteral("A small question.")), qPrintable(page));
        QVERIFY(page.contains(QStringLiteral("600 people, ")));
        QVERIFY2(page.contains(QStringLiteral("3 folds, drawn once, 24 trainings.")), qPrintable(page));
        QVERIFY(page.contains(QStringLiteral("(images/results/weightings-differences.svg)")));
        QVERIFY(QFile::exists(file("images/results/weightings-differences.svg")));
        QVERIFY(
            page.contains(QStringLiteral("Beside the constant, which knows no modality, by AUROC, with a ")));

        const auto rowsAgainst = [&](const char* baseline) {
            return QJsonDocument::fromJson(
                btw({ QStringLiteral("compare"), QStringLiteral("--store"), file("s.sqlite"),
                        QStringLiteral("--experiment"), QStringLiteral("1"), QStringLiteral("--baseline"),
                        QString::fromLatin1(baseline), QStringLiteral("--format"), QStringLiteral("json") })
                    .out)
                .array();
        };
        const auto rowOf = [](const QJsonArray& rows, const char* system, const char* variant) {
            for (const auto& row : rows)
                if (row.toObject()[u"system"] == QLatin1String(system)
                    && row.toObject()[u"variant"] == QLatin1String(variant))
                    return row.toObject();
            return QJsonObject();
        };
        for (const auto& value : rowsAgainst("moe:none")) {
            const auto row = value.toObject();
            if (row[u"runs"].toArray().isEmpty()) // reference models have no key of their own
                continue;
            const QString system = row[u"system"].toString();
            const QString key
                = system == u"moe" ? system + QLatin1Char(':') + row[u"variant"].toString() : system;
            const QString cells
                = QStringLiteral("(%1) | %2 ± ").arg(key).arg(row[u"mean"].toDouble(), 0, 'f', 3);
            QVERIFY2(page.contains(cells), qPrintable(cells + page));
        }
        // What is claimed of btw goes by the largest p of its three controls, each by btw compare with the
        // weighting as its baseline.
        const auto largest = [&](const char* weighting,
                                 std::initializer_list<std::pair<const char*, const char*>> controls) {
            const auto rows = rowsAgainst(weighting);
            double p = 0;
            for (const auto& [system, variant] : controls) {
                const auto row = rowOf(rows, system, variant);
                if (row.isEmpty())
                    qFatal("%s %s is not there", system, variant);
                p = std::max({ p, row[u"p"].toDouble(), row[u"t_p"].toDouble() });
            }
            return p;
        };
        const double btwP
            = largest("moe:btw", { { "moe", "none" }, { "moe", "constant" }, { "moe", "shuffled" } });
        QVERIFY(btwP > 0.05); // all modalities show the same: nothing is to be gained
        QVERIFY2(
            page.contains(QStringLiteral("**No weighting is shown to help** by AUROC")), qPrintable(page));
        QVERIFY(page.contains(QStringLiteral("corrected for 2 weightings"))); // btw and kl-local
        QVERIFY2(page.contains(
                     QStringLiteral("Nothing can be said of *Late fusion of plain regressions*: it could not "
                                    "be compared with the mean of five unweighted models.")),
            qPrintable(page));
    }

    // That no weighting helps is not said where none could be set against anything.
    void systemsAreNotJudgedAsWeightings()
    {
        QVERIFY2(results({ m_systems }).status == 0, "");
        const QString page = read(file("page.md"));
        QVERIFY2(page.contains(QStringLiteral("### Which system")), qPrintable(page));
        QVERIFY(page.contains(QStringLiteral("| Late fusion of plain regressions (late of regression) |")));
        QVERIFY2(!page.contains(QStringLiteral("weighting is shown"))
                && !page.contains(QStringLiteral("about the weightings")),
            qPrintable(page));
        QVERIFY(
            page.contains(QStringLiteral("Beside the constant, which knows no modality, by AUROC, with a ")));
    }

    // A store that was made anew, or another person's, has not trained what the page tells of already.
    void whatThePageHasOfAnotherStoreIsKept()
    {
        QVERIFY2(results({ m_systems, m_weightings }).status == 0, "");
        const QString before = read(file("page.md"));
        const auto called = [&](const QStringList& plans) {
            QStringList words { QStringLiteral("results"), QStringLiteral("--store"), file("other.sqlite"),
                QStringLiteral("--out"), file("page.md"), QStringLiteral("--section"),
                QStringLiteral("evidence") };
            for (const auto& plan : plans)
                words << QStringLiteral("--plan") << plan;
            return btw(words);
        };
        const auto trained
            = btw({ QStringLiteral("sweep"), m_later, QStringLiteral("--store"), file("other.sqlite") });
        QVERIFY2(trained.status == 0, trained.err.constData());
        const Called same = called({ m_systems, m_weightings });
        QVERIFY2(same.status == 0, same.err.constData());
        QVERIFY2(
            same.err.contains("warning: this store has no open test figures of 'Which system' as its plan "
                              "is; what the page says of it is kept."),
            same.err.constData());
        QVERIFY2(same.err.contains("of 'Which weighting'"), same.err.constData());
        QCOMPARE(read(file("page.md")), before);

        QVERIFY2(called({ m_systems, m_later, m_weightings }).status == 0, "");
        QString after = read(file("page.md"));
        const auto from = after.indexOf(QStringLiteral("### Later\n")),
                   to = after.indexOf(QStringLiteral("### Which weighting\n"));
        QVERIFY2(from >= 0 && to > from, qPrintable(after));
        QVERIFY2(after.mid(from, to - from).contains(QStringLiteral("120 people")), qPrintable(after));
        QCOMPARE(after.remove(from, to - from), before);

        // A plan that was changed is another one, of which nothing is known; and what is no longer asked for
        // does not go without a word.
        const QString asked = read(m_systems);
        for (const auto& plan :
            { QString(asked).replace(QStringLiteral("\"folds\": 3"), QStringLiteral("\"folds\": 4")),
                QString(asked).replace(
                    QStringLiteral("sample:redundant"), QStringLiteral("sample:corrupted")) }) {
            QVERIFY(plan != asked);
            write("page.md", before.toUtf8());
            const Called other = called({ write("changed.json", plan.toUtf8()) });
            QVERIFY2(other.status == 0, other.err.constData());
            QVERIFY2(
                other.err.contains("of an earlier plan of that name is taken out"), other.err.constData());
            QVERIFY2(
                other.err.contains("'Which weighting', which is none of these plans"), other.err.constData());
            QVERIFY(read(file("page.md")).contains(QStringLiteral("Not trained yet")));
            QVERIFY(!read(file("page.md")).contains(QStringLiteral("| AUROC")));
        }
    }

    // Two plans of one file name, in two sections: the second picture would become the first one's.
    void aPictureOfAnotherSectionIsNotReplaced()
    {
        QFile::remove(file("page.md"));
        QVERIFY2(results({ m_systems }, "first").status == 0, "");
        const QString before = read(file("page.md"));
        QVERIFY(before.contains(QStringLiteral("](images/results/systems-differences.svg)")));
        const Called second = results({ m_systems }, "second");
        QCOMPARE(second.status, 2);
        QVERIFY2(
            second.err.contains("Another section of the page shows images/results/systems-differences.svg"),
            second.err.constData());
        QCOMPARE(read(file("page.md")), before);
        QVERIFY2(results({ m_systems }, "first").status == 0, "");
        QFile::remove(file("page.md"));
    }

    void whatModalitiesAddIsTold()
    {
        QVERIFY2(results({ m_modalities }).status == 0, "");
        const QString page = read(file("page.md"));
        const auto adds = QJsonDocument::fromJson(
            btw({ QStringLiteral("compare"), QStringLiteral("--store"), file("s.sqlite"),
                    QStringLiteral("--experiment"), QStringLiteral("2"), QStringLiteral("--format"),
                    QStringLiteral("json") })
                .out)
                              .array();
        int told = 0;
        for (const auto& value : adds) {
            const auto row = value.toObject();
            const auto without = row[u"without"].toArray();
            if (without.size() != 1)
                continue;
            const auto line = QRegularExpression(
                QStringLiteral("\\| %1 \\| ([-0-9.]+) \\(").arg(without.first().toString()));
            const auto match = line.match(page);
            QVERIFY2(match.hasMatch(), qPrintable(page));
            // With the modality less without it; a comparison has it the other way round.
            QVERIFY(std::abs(match.captured(1).toDouble() + row[u"diff"].toDouble()) < 6e-4);
            ++told;
        }
        QCOMPARE(told, 3);
        QVERIFY(page.contains(QStringLiteral("margin 0.020")));
        QVERIFY(QFile::exists(file("images/results/modalities-adds.svg")));
    }

    void drawsAreCounted()
    {
        QVERIFY2(results({ m_draws }).status == 0, "");
        const QString page = read(file("page.md"));
        QVERIFY2(page.contains(QStringLiteral("2 draws, each separately on one split of 120 test rows")),
            qPrintable(page));
        // mean and spread of the two draws, by hand from btw compare
        std::vector<double> figures;
        double gains = 0; // of mi-global over none
        int shown = 0; // draws in which mi-global beats both of its controls
        for (const int experiment : { 3, 4 }) {
            const auto rows = QJsonDocument::fromJson(
                btw({ QStringLiteral("compare"), QStringLiteral("--store"), file("s.sqlite"),
                        QStringLiteral("--experiment"), QString::number(experiment),
                        QStringLiteral("--format"), QStringLiteral("json") })
                    .out)
                                  .array();
            figures.push_back(rows.first().toObject()[u"mean"].toDouble());
            const auto others = QJsonDocument::fromJson(
                btw({ QStringLiteral("compare"), QStringLiteral("--store"), file("s.sqlite"),
                        QStringLiteral("--experiment"), QString::number(experiment),
                        QStringLiteral("--baseline"), QStringLiteral("moe:mi-global"),
                        QStringLiteral("--format"), QStringLiteral("json") })
                    .out)
                                    .array();
            int controls = 0, beaten = 0;
            for (const auto& value : others) {
                const auto row = value.toObject();
                const auto variant = row[u"variant"].toString();
                if (row[u"system"] != QLatin1String("moe") || (variant != u"none" && variant != u"constant"))
                    continue;
                ++controls;
                if (variant == u"none")
                    gains -= row[u"diff"].toDouble();
                beaten += row[u"ci_high"].toDouble() < 0 && row[u"p"].toDouble() <= 0.05 ? 1 : 0;
            }
            QCOMPARE(controls, 2);
            shown += beaten == 2 ? 1 : 0;
        }
        QVERIFY2(
            page.contains(QStringLiteral("In %1 of 2 draws some weighting beat every control").arg(shown)),
            qPrintable(page));
        QVERIFY(page.contains(QStringLiteral("Over the 2 draws together")));
        const QRegularExpression gained(QStringLiteral(
            "weighting by agreement \\(moe:mi-global\\) \\| the same model without weights \\| (\\S+) \\("));
        const auto gain = gained.match(page);
        QVERIFY2(gain.hasMatch(), qPrintable(page));
        QVERIFY(std::abs(gain.captured(1).toDouble() - gains / 2) < 0.0051); // its decimals are two or more
        const double mean = (figures[0] + figures[1]) / 2;
        const double std = std::abs(figures[0] - figures[1]) / std::sqrt(2.0);
        QVERIFY2(
            page.contains(QStringLiteral("(moe:none) | %1 ± %2 |").arg(mean, 0, 'f', 3).arg(std, 0, 'f', 3)),
            qPrintable(page));
        const auto missing = write("more.json",
            QString::fromUtf8(read(m_draws).toUtf8())
                .replace(QStringLiteral("\"draws\": 2"), QStringLiteral("\"draws\": 5"))
                .toUtf8());
        QVERIFY2(results({ missing }).status == 0, "");
        QVERIFY(read(file("page.md")).contains(QStringLiteral("3 of 5 have not been trained yet")));
    }
};

QTEST_GUILESS_MAIN(TestCliResults)
#include "tst_cliresults.moc"
