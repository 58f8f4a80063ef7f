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

/// Like METABRIC: a folder of tables with an id, and a manifest that names them.
void writeTables(const QString& folder)
{
    QByteArray outcome = "patient,outcome\n", person = "patient,age\n", tumour = "patient,size,grade\n",
               receptors = "patient,er,her2\n";
    for (int i = 0; i < kPeople; ++i) {
        const auto id = QByteArray("MB-") + QByteArray::number(1000 + i);
        const bool died = chance(i, 1) > 0.2;
        const double sign = died ? 1 : -1;
        const auto cell = [&](double strength, int what) {
            return ',' + QByteArray::number(sign * strength + chance(i, what), 'f', 3);
        };
        outcome += id + (died ? ",died\n" : ",alive\n");
        person += id + cell(0.2, 2) + '\n';
        tumour += id + cell(0.6, 3) + cell(0.4, 4) + '\n';
        receptors += id + cell(0.3, 5) + cell(0.1, 6) + '\n';
    }
    write(folder + QStringLiteral("/outcome.csv"), outcome);
    write(folder + QStringLiteral("/person.csv"), person);
    write(folder + QStringLiteral("/tumour.csv"), tumour);
    write(folder + QStringLiteral("/receptors.csv"), receptors);
    write(folder + QStringLiteral("/manifest.json"), R"({"name": "breast", "task": "classification",
 "classes": ["alive", "died"], "labels": {"file": "outcome.csv", "id": "patient", "label": "outcome"},
 "modalities": [{"name": "person", "kind": "vector", "file": "person.csv", "id": "patient"},
  {"name": "tumour", "kind": "vector", "file": "tumour.csv", "id": "patient"},
  {"name": "receptors", "kind": "vector", "file": "receptors.csv", "id": "patient"}]})");
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
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("3 modalities · 90 rows · 2 classes")), kLongMs);
}

void TestKeyboardFlow::threeSystemsAreQueued()
{
    m_person->press(Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(m_window->shownPage(), pages::pageid::kExperiment);
    QVERIFY(m_person->sees(QStringLiteral("BTW weighting"), kLongMs));
    m_person->press(Qt::Key_W, Qt::AltModifier); // not what each modality adds
    // Unweighted goes with it, late fusion is not asked about.
    for (const char* system : { "BTW weighting", "Plain regression", "Late fusion" }) {
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
    // Over the label, or by class where labels are classes.
    const QString four = QStringLiteral("Corrections and mistakes");
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
