// SPDX-License-Identifier: GPL-3.0-or-later
// An analyst's way through the window, by keyboard alone: tables are opened, three systems with three seeds
// on five folds are queued, compared and copied as LaTeX, and Figure 4 is written one column wide with its
// caption.
#include "person.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>

using namespace btw;
using pages::MainWindow;

namespace {

constexpr int kLongMs = 280000; // on a busy machine
constexpr int kPeople = 90;
constexpr int kGenes = 12;
constexpr double kColumnPoints = 84 / 25.4 * 72; // 84 mm in a PDF

void write(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

/// Between -1 and 1, always the same for the same place.
double chance(int person, int what)
{
    const double x = std::sin(12.9898 * person + 78.233 * what) * 43758.5453;
    return 2 * (x - std::floor(x)) - 1;
}

/// A cell: a number that tells a little of the outcome, for some people none.
QByteArray cell(int person, bool died, double strength, int what)
{
    constexpr int kMissing = 37; // of so many cells one
    if ((person * 7 + what * 11) % kMissing == 0)
        return ",";
    return ',' + QByteArray::number((died ? strength : -strength) + chance(person, what), 'f', 3);
}

/// Of METABRIC's shape: a folder of five tables with an id, a manifest that names them, numbers and words,
/// values that are missing, and people whom a table lacks.
void writeTables(const QString& folder)
{
    QByteArray outcome = "patient,outcome\n", person = "patient,age,menopause,cohort\n",
               tumour = "patient,size,grade,nodes\n", receptors = "patient,er,her2,pr\n",
               treatment = "patient,chemotherapy,hormone\n", mutations = "patient";
    for (int gene = 0; gene < kGenes; ++gene)
        mutations += ",gene_" + QByteArray::number(gene);
    mutations += '\n';
    for (int i = 0; i < kPeople; ++i) {
        const auto id = QByteArray("MB-") + QByteArray::number(1000 + i);
        const bool died = chance(i, 1) > 0.2;
        outcome += id + (died ? ",died\n" : ",alive\n");
        person += id + cell(i, died, 0.2, 2) + cell(i, died, 0, 7) + cell(i, died, 0, 8) + '\n';
        tumour += id + cell(i, died, 0.6, 3) + cell(i, died, 0.4, 4) + cell(i, died, 0.3, 9) + '\n';
        receptors += id + cell(i, died, 0.3, 5) + cell(i, died, 0.1, 6) + cell(i, died, 0, 10) + '\n';
        if (i % 30 != 0)
            treatment += id + (chance(i, 11) > (died ? -0.2 : 0.2) ? ",YES" : ",NO") + cell(i, died, 0.1, 12)
                + '\n';
        if (i % 15 == 0)
            continue;
        mutations += id;
        for (int gene = 0; gene < kGenes; ++gene)
            mutations += chance(i, 20 + gene) > (gene == 0 && died ? 0.3 : 0.7) ? ",1" : ",0";
        mutations += '\n';
    }
    write(folder + QStringLiteral("/outcome.csv"), outcome);
    write(folder + QStringLiteral("/person.csv"), person);
    write(folder + QStringLiteral("/tumour.csv"), tumour);
    write(folder + QStringLiteral("/receptors.csv"), receptors);
    write(folder + QStringLiteral("/treatment.csv"), treatment);
    write(folder + QStringLiteral("/mutations.csv"), mutations);
    QByteArray modalities;
    for (const char* name : { "person", "tumour", "receptors", "treatment", "mutations" })
        modalities += (modalities.isEmpty() ? "" : ",\n  ")
            + QByteArray(R"({"name": "%", "kind": "vector", "file": "%.csv", "id": "patient"})")
                  .replace('%', name);
    modalities.replace(R"("treatment.csv")", R"("treatment.csv", "categories": {"chemotherapy": "one-hot"})");
    write(folder + QStringLiteral("/manifest.json"),
        R"({"name": "breast", "task": "classification",
 "classes": ["alive", "died"], "labels": {"file": "outcome.csv", "id": "patient", "label": "outcome"},
 "modalities": [)"
            + modalities + "]}");
}

} // namespace

class TestKeyboardFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void tablesAreOpened();
    void threeSystemsAreQueued();
    void theyAreComparedAndCopied();
    void figureFourIsWritten();
    void theHeadNamesWhatIsComparedAfterARestart();

private:
    /// Types a file's path into the dialog that comes up next, and presses Enter.
    void typeFileNext(const QString& path);
    void setValue(const QString& setting, const QString& value);

    QTemporaryDir m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<test::Person> m_person;
};

void TestKeyboardFlow::initTestCase()
{
    writeTables(m_folder.path());
    m_settings = std::make_unique<widgets::Settings>(m_folder.filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_folder.filePath(QStringLiteral("p.sqlite")));
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_person = std::make_unique<test::Person>(*m_window);
}

void TestKeyboardFlow::cleanupTestCase()
{
    m_person.reset();
    m_window.reset();
    m_queue.reset();
}

void TestKeyboardFlow::typeFileNext(const QString& path)
{
    test::Person::whenever([] { return qobject_cast<QFileDialog*>(QApplication::activeModalWidget()); },
        [this, path] {
            m_person->press(Qt::Key_A, Qt::ControlModifier); // the name is where the keyboard is
            m_person->type(path);
            m_person->press(Qt::Key_Return);
        });
}

void TestKeyboardFlow::setValue(const QString& setting, const QString& value)
{
    QVERIFY(m_person->tabTo(QStringLiteral("Settings")));
    const auto* table = qobject_cast<QAbstractItemView*>(QApplication::focusWidget());
    QVERIFY(table);
    m_person->press(Qt::Key_Home, Qt::ControlModifier);
    m_person->press(Qt::Key_Right);
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        if (table->currentIndex().siblingAtColumn(0).data().toString() == setting)
            break;
        m_person->press(Qt::Key_Down);
    }
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), setting);
    m_person->press(Qt::Key_F2);
    m_person->press(Qt::Key_A, Qt::ControlModifier);
    m_person->type(value);
    m_person->press(Qt::Key_Return);
    QCOMPARE(table->currentIndex().data().toString(), value);
}

void TestKeyboardFlow::tablesAreOpened()
{
    typeFileNext(m_folder.filePath(QStringLiteral("manifest.json")));
    m_person->press(Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("5 modalities · 90 rows · 2 classes")), kLongMs);
}

void TestKeyboardFlow::threeSystemsAreQueued()
{
    m_person->press(Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(m_window->shownPage(), pages::pageid::kExperiment);
    QVERIFY(m_person->sees(QStringLiteral("BTW-weighted mixture of experts"), kLongMs));
    m_person->press(Qt::Key_W, Qt::AltModifier); // not what each modality adds
    // Unweighted goes with it, late fusion is not asked about.
    for (const char* system : { "BTW-weighted mixture of experts", "Plain regression", "Late fusion" }) {
        QVERIFY(m_person->tabTo(QString::fromLatin1(system)));
        m_person->press(Qt::Key_Space);
    }
    m_person->press(Qt::Key_O, Qt::AltModifier);
    m_person->type(QStringLiteral("5"));
    m_person->press(Qt::Key_S, Qt::AltModifier);
    m_person->press(Qt::Key_A, Qt::ControlModifier);
    m_person->type(QStringLiteral("1, 2, 3"));
    setValue(QStringLiteral("Epochs at most"), QStringLiteral("2"));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("45 trainings of 3 systems")), kLongMs);
    QVERIFY(m_person->sees(QStringLiteral("Add to queue"), kLongMs));
    m_person->press(Qt::Key_Q, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("is in the queue: 45 trainings.")), kLongMs);
}

void TestKeyboardFlow::theyAreComparedAndCopied()
{
    m_person->press(Qt::Key_5, Qt::ControlModifier);
    QCOMPARE(m_window->shownPage(), pages::pageid::kCompare);
    QVERIFY(m_person->sees(QStringLiteral("Copy as LaTeX"), kLongMs));
    QApplication::clipboard()->clear();
    m_person->press(Qt::Key_L, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        QApplication::clipboard()->text().contains(QStringLiteral("\\begin{tabular}")), kLongMs);
    const QString table = QApplication::clipboard()->text();
    for (const char* part : { "\\toprule", "regression", "$\\pm$", "\\bottomrule" })
        QVERIFY2(table.contains(QString::fromLatin1(part)), qPrintable(table));
}

void TestKeyboardFlow::figureFourIsWritten()
{
    m_person->press(Qt::Key_6, Qt::ControlModifier);
    QCOMPARE(m_window->shownPage(), QStringLiteral("figures"));
    QVERIFY(m_person->tabTo(QStringLiteral("Gallery of figures")));
    const auto* gallery = qobject_cast<QAbstractItemView*>(QApplication::focusWidget());
    const QString four = QStringLiteral("Corrections and mistakes (Fig. 4)");
    const auto isThere = [&] { return gallery->currentIndex().data().toString().contains(four); };
    m_person->press(Qt::Key_Home);
    QTRY_VERIFY_WITH_TIMEOUT((isThere() || (m_person->press(Qt::Key_Down), isThere())), kLongMs);
    m_person->press(Qt::Key_Return);
    QVERIFY(m_person->sees(QStringLiteral("Export"), kLongMs));
    const QString file = m_folder.filePath(QStringLiteral("figure4.pdf"));
    typeFileNext(file);
    m_person->press(Qt::Key_X, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("figure4.pdf")), kLongMs);
    QFile pdf(file);
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    const auto box = QRegularExpression(QStringLiteral("/MediaBox \\[\\s*0 0 ([0-9.]+) ([0-9.]+)"))
                         .match(QString::fromLatin1(pdf.readAll()));
    QVERIFY(box.hasMatch());
    QVERIFY2(std::abs(box.captured(1).toDouble() - kColumnPoints) < 1.5, qPrintable(box.captured(1)));

    QApplication::clipboard()->clear();
    // Once the numbers have been read anew, as they are for a file.
    QTRY_VERIFY_WITH_TIMEOUT((m_person->press(Qt::Key_C, Qt::AltModifier),
                                 QApplication::clipboard()->text().contains(QStringLiteral("breast"))),
        kLongMs);
    // The label is a class, which has no scale of its own.
    const QString caption = QApplication::clipboard()->text();
    QVERIFY2(caption.contains(
                 QStringLiteral("Density over the probability that the baseline gives the true class (")),
        qPrintable(caption));
}

void TestKeyboardFlow::theHeadNamesWhatIsComparedAfterARestart()
{
    m_person.reset();
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    test::Person(*m_window).press(Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(m_window->windowTitle().startsWith(QStringLiteral("breast")),
        qPrintable(m_window->windowTitle()), kLongMs);
}

QTEST_MAIN(TestKeyboardFlow)
#include "tst_keyboardflow.moc"
