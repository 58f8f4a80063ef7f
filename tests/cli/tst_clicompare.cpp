// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <quazip.h>
#include <quazipfile.h>

#include <cmath>

namespace {

/// A part of a workbook.
QByteArray part(const QString& workbook, const char* name)
{
    QuaZip zip(workbook);
    if (!zip.open(QuaZip::mdUnzip) || !zip.setCurrentFile(QLatin1String(name)))
        return {};
    QuaZipFile file(&zip);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Cell
{
    QString type; ///< empty: a number
    QString value;
    int style = 0;
};

/// Cells of a sheet by their names ("B2").
QMap<QString, Cell> cells(const QByteArray& sheet)
{
    QMap<QString, Cell> all;
    QXmlStreamReader xml(sheet);
    QString name;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"c") {
            name = xml.attributes().value(QLatin1String("r")).toString();
            all[name] = { xml.attributes().value(QLatin1String("t")).toString(), {},
                xml.attributes().value(QLatin1String("s")).toInt() };
        } else if (xml.name() == u"v" || xml.name() == u"t") {
            all[name].value = xml.readElementText();
        }
    }
    return all;
}

/// Every number that stands before or inside a pair of brackets as "0.23 (0.12 to 0.35)".
QList<QList<double>> intervals(const QString& text)
{
    static const QRegularExpression kInterval(QStringLiteral(R"((\S+) \((\S+) to ([^)\s]+)\))"));
    QList<QList<double>> all;
    for (auto match = kInterval.globalMatch(text); match.hasNext();) {
        const auto one = match.next();
        all << QList<double> { one.captured(1).toDouble(), one.captured(2).toDouble(),
            one.captured(3).toDouble() };
    }
    return all;
}

/// Numbers where the expression has a %.
QList<double> figures(const QString& text, const char* expression)
{
    const QRegularExpression figure(
        QString::fromLatin1(expression).replace(QLatin1Char('%'), QStringLiteral("([-+.0-9e]+)")),
        QRegularExpression::MultilineOption);
    QList<double> all;
    for (auto match = figure.globalMatch(text); match.hasNext();)
        all << match.next().captured(1).toDouble();
    return all;
}

} // namespace

/// Comparisons as workbooks, and with labels of any size.
class TestCliCompare : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QMap<QString, QByteArray> m_told; ///< what each scale's commands say

    QString in(const QString& name) const { return m_folder.filePath(name); }

    void write(const QString& path, const QByteArray& bytes) const
    {
        QFile file(in(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    /// A label that the first modality knows half of, the second nothing.
    void plant(const QString& folder, double scale) const
    {
        QVERIFY(QDir(m_folder.path()).mkpath(folder));
        quint32 state = 1;
        const auto uniform = [&] {
            state = state * 1664525U + 1013904223U;
            return static_cast<double>(state >> 8U) / (1U << 24U) - 0.5;
        };
        QByteArray first("id,a\n"), second("id,b\n"), labels("id,y,split\n");
        for (int i = 0; i < 160; ++i) {
            const QByteArray id = 'p' + QByteArray::number(i);
            const double a = uniform(), b = uniform();
            first += id + ',' + QByteArray::number(a, 'g', 9) + '\n';
            second += id + ',' + QByteArray::number(b, 'g', 9) + '\n';
            labels += id + ',' + QByteArray::number(scale * (4 * a + 2 * uniform()), 'g', 17) + ','
                + (i % 4 == 3        ? "test"
                        : i % 4 == 2 ? "val"
                                     : "train")
                + '\n';
        }
        write(folder + QStringLiteral("/first.csv"), first);
        write(folder + QStringLiteral("/second.csv"), second);
        write(folder + QStringLiteral("/labels.csv"), labels);
        write(folder + QStringLiteral("/manifest.json"), R"({"name": "planted", "task": "regression",
            "modalities": [{"name": "first", "kind": "vector", "file": "first.csv", "id": "id"},
                           {"name": "second", "kind": "vector", "file": "second.csv", "id": "id"}],
            "labels": {"file": "labels.csv", "id": "id", "label": "y", "split": "split"}})");
    }

    QString store(const QString& scale) const { return in(scale + QStringLiteral(".sqlite")); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        for (const auto& [name, scale] :
            { std::pair("small", 1e-6), std::pair("plain", 1.0), std::pair("large", 1e9) }) {
            const QString folder = QLatin1String(name);
            plant(folder, scale);
            QByteArray& told = m_told[folder];
            for (const char* system :
                { "regression --without each", "haim --without each", "late --unimodal regression" }) {
                const Called called
                    = btw(QStringList { QStringLiteral("train"), in(folder), QStringLiteral("--threads"),
                              QStringLiteral("1"), QStringLiteral("--store"), store(folder),
                              QStringLiteral("--system") }
                        + QString::fromLatin1(system).split(QLatin1Char(' ')));
                QVERIFY2(called.status == 0, called.err.constData());
                told += called.out;
            }
            for (const QStringList& more : { QStringList { QStringLiteral("compare"),
                                                 QStringLiteral("--metric"), QStringLiteral("mae,rmse"),
                                                 QStringLiteral("--baseline"), QStringLiteral("regression") },
                     QStringList { QStringLiteral("runs") } }) {
                const Called called = btw(more + QStringList { QStringLiteral("--store"), store(folder) });
                QVERIFY2(called.status == 0, called.err.constData());
                told += called.out;
            }
        }
    }

    void numbersHaveDigitsWhateverTheLabelsUnit_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("scale");
        QTest::newRow("small") << "small" << 1e-6;
        QTest::newRow("large") << "large" << 1e9;
    }
    void numbersHaveDigitsWhateverTheLabelsUnit()
    {
        QFETCH(QString, name);
        QFETCH(double, scale);
        const QString text = QString::fromUtf8(m_told[name]),
                      plain = QString::fromUtf8(m_told[QStringLiteral("plain")]);
        static const QRegularExpression kNothing(QStringLiteral(R"((?<![\d.])-?0\.0+(?![\d.e]))"));
        QVERIFY2(!kNothing.match(text).hasMatch(), qPrintable(text));
        // Figures agree in the digits that are shown.
        for (const char* where : { R"(\bmae %,)", R"(mean of 1 training %)", R"(\bconstant %)", R"(\ball %)",
                 R"(^\| [^|]+ \| \**%\** \|)" }) {
            const auto scaled = figures(text, where), known = figures(plain, where);
            QVERIFY2(!known.isEmpty(), where);
            QCOMPARE(scaled.size(), known.size());
            for (qsizetype i = 0; i < known.size(); ++i)
                QVERIFY2(std::abs(scaled[i] / scale - known[i]) < 2e-3 * std::abs(known[i]),
                    qPrintable(QStringLiteral("%1 for %2 in %3")
                                   .arg(scaled[i])
                                   .arg(known[i])
                                   .arg(QLatin1String(where))));
        }
        // Intervals to the second digit of their width.
        // How far late fusion believes a modality has no unit.
        static const QRegularExpression kBelieved(
            QStringLiteral("^how far each.*$"), QRegularExpression::MultilineOption);
        QVERIFY(kBelieved.match(plain).hasMatch());
        QCOMPARE(kBelieved.match(text).captured(), kBelieved.match(plain).captured());
        const auto scaled = intervals(QString(text).remove(kBelieved)),
                   known = intervals(QString(plain).remove(kBelieved));
        QVERIFY(known.size() > 8);
        QCOMPARE(scaled.size(), known.size());
        for (qsizetype i = 0; i < known.size(); ++i)
            for (int k = 0; k < 3; ++k)
                QVERIFY2(std::abs(scaled[i][k] / scale - known[i][k]) <= 0.11 * (known[i][2] - known[i][1]),
                    qPrintable(QStringLiteral("%1 for %2").arg(scaled[i][k]).arg(known[i][k])));
    }

    void aWorkbookHasTheNumbersOfTheJson()
    {
        const QString path = in(QStringLiteral("comparison.xlsx"));
        const QStringList compare { QStringLiteral("compare"), QStringLiteral("--store"),
            store(QStringLiteral("small")), QStringLiteral("--baseline"), QStringLiteral("regression"),
            QStringLiteral("--format") };
        const Called called
            = btw(compare + QStringList { QStringLiteral("xlsx"), QStringLiteral("--out"), path });
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY(called.out.isEmpty());
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const auto rows = btw(compare + QStringList { QStringLiteral("json") }).array();
        QVERIFY(rows.size() > 3);

        const QByteArray book = part(path, "xl/workbook.xml");
        QVERIFY(book.contains("name=\"comparison\"") && book.contains("name=\"looks\""));
        const QByteArray sheet = part(path, "xl/worksheets/sheet1.xml");
        QVERIFY(sheet.contains("<pane ySplit=\"1\"") && sheet.contains("state=\"frozen\""));
        const auto found = cells(sheet);
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const QString line = QString::number(i + 2);
            const auto row = rows[i].toObject();
            QCOMPARE(found[QLatin1Char('A') + line].value, row[u"metric"].toString());
            for (const auto& [column, key] :
                { std::pair('C', "mean"), std::pair('E', "diff"), std::pair('F', "ci_low"),
                    std::pair('G', "ci_high"), std::pair('H', "p"), std::pair('K', "delong_p"),
                    std::pair('L', "log_variance_ratio"), std::pair('Q', "n") }) {
                const Cell cell = found.value(QLatin1Char(column) + line);
                const auto expected = row[QLatin1String(key)];
                QCOMPARE(cell.value.isEmpty(), expected.isNull());
                QVERIFY(cell.type.isEmpty());
                if (!expected.isNull())
                    QVERIFY(std::abs(cell.value.toDouble() - expected.toDouble())
                        <= 1e-12 * std::abs(expected.toDouble()));
            }
        }
        // Shown with the digits that matter, not as 0.00.
        const QByteArray styles = part(path, "xl/styles.xml");
        QVERIFY2(styles.contains("formatCode=\"0.000E+00\""), styles.constData());
        QVERIFY(found[QStringLiteral("C2")].style > 0);
        // As many looks as the store has.
        const auto looks = btw({ QStringLiteral("runs"), QStringLiteral("--looks"), QStringLiteral("--json"),
                                   QStringLiteral("--store"), store(QStringLiteral("small")) })
                               .object()[u"looks"]
                               .toArray();
        const auto told = cells(part(path, "xl/worksheets/sheet2.xml"));
        QCOMPARE(told[QStringLiteral("A%1").arg(looks.size() + 2)].value.toInt(), looks.size());
    }

    void aWorkbookNeedsAFileOfItsOwn()
    {
        const QStringList compare { QStringLiteral("compare"), QStringLiteral("--store"),
            store(QStringLiteral("small")), QStringLiteral("--format") };
        QVERIFY(btw(compare + QStringList { QStringLiteral("xlsx") }).err.contains("--out F.xlsx"));
        QVERIFY(btw(
            compare + QStringList { QStringLiteral("csv"), QStringLiteral("--out"), in(QStringLiteral("x")) })
                    .err.contains("--format xlsx"));
        const Called over = btw(compare
            + QStringList {
                QStringLiteral("xlsx"), QStringLiteral("--out"), store(QStringLiteral("small")) });
        QCOMPARE(over.status, 2);
        QVERIFY(over.err.contains("belongs to the store"));
        const Called nowhere = btw(compare
            + QStringList {
                QStringLiteral("xlsx"), QStringLiteral("--out"), in(QStringLiteral("no/such.xlsx")) });
        QCOMPARE(nowhere.status, 1);
    }
};

QTEST_GUILESS_MAIN(TestCliCompare)
#include "tst_clicompare.moc"
