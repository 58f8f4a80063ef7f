// SPDX-License-Identifier: GPL-3.0-or-later
// A table of the paper on data that the program makes for it: from a window without any data to a form that
// is filled in.
#include "engine/data/samples.h"
#include "ui/pages/experiment/experimentpage.h"
#include "ui/pages/experiment/outlookcard.h"
#include "ui/pages/experiment/presetdialog.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/keptsample.h"
#include "workspace/jobs/queue.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace btw;
using pages::ExperimentPage;
using pages::MainWindow;
using pages::PresetDialog;

namespace {

constexpr int kLongMs = 60000;

/// \return the cohorts that are offered, as experiments name them; the open data as "open"
QStringList chosenTable(const PresetDialog& dialog, const QString& id)
{
    for (int row = 0; row < dialog.list()->count(); ++row) {
        dialog.list()->setCurrentRow(row);
        if (dialog.chosen().id == id)
            break;
    }
    QStringList data;
    for (int i = 0; i < dialog.data()->count(); ++i) {
        const auto sample = dialog.data()->itemData(i).toString();
        data << (sample.isEmpty() ? QStringLiteral("open") : sample);
    }
    return data;
}

} // namespace

class TestPresetDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings
            = std::make_unique<widgets::Settings>(m_folder->filePath(QStringLiteral("s.ini")), nullptr);
        const auto store = m_folder->filePath(QStringLiteral("p.sqlite"));
        m_queue = std::make_unique<jobs::Queue>(store);
        m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->showPage(pages::pageid::kExperiment);
        // A few stays stand in for all of them: what the project has is not made again.
        const auto named = jobs::namedSample(QStringLiteral("sample:mimic"));
        m_stays = jobs::keptSamplePath(store + QStringLiteral(".d"), named);
        QVERIFY(QDir().mkpath(QFileInfo(m_stays).path()));
        io::writeNpz(named.kind->make(200, 0), m_stays);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_queue.reset();
    }

    void aTableOffersItsCohorts()
    {
        const PresetDialog dialog(QStringLiteral("visits"));
        QCOMPARE(chosenTable(dialog, QStringLiteral("table-4-los")),
            (QStringList {
                QStringLiteral("open"), QStringLiteral("sample:los"), QStringLiteral("sample:mimic") }));
        QVERIFY(dialog.sample().isEmpty()); // a person's own data come first
        QVERIFY(dialog.data()->currentText().contains(QStringLiteral("visits")));
        QVERIFY(dialog.words().contains(QStringLiteral("not on the paper's")));
        const auto mosei = QStringLiteral("sample:mosei");
        const auto data = chosenTable(dialog, QStringLiteral("table-10-sentiment"));
        QCOMPARE(data.last(), mosei);
        dialog.data()->setCurrentIndex(static_cast<int>(data.size()) - 1);
        QCOMPARE(dialog.sample(), mosei);
        for (const char* word : { "CMU-MOSEI", "22,856", "5.1 GB" })
            QVERIFY2(dialog.data()->currentText().contains(QLatin1String(word)),
                qPrintable(dialog.data()->currentText()));
        for (const char* word : { "5.1 GB", "3 min", "before anything is trained" })
            QVERIFY2(dialog.words().contains(QLatin1String(word)), qPrintable(dialog.words()));
        QVERIFY(!dialog.data()->accessibleName().isEmpty());
    }

    void withoutOpenDataOnlyPlantedOnesAreOffered()
    {
        const PresetDialog dialog({});
        QCOMPARE(chosenTable(dialog, QStringLiteral("table-3-sentiment")),
            (QStringList { QStringLiteral("sample:sentiment"), QStringLiteral("sample:mosi"),
                QStringLiteral("sample:mosei") }));
        QCOMPARE(dialog.sample(), QStringLiteral("sample:sentiment"));
    }

    void aTableOpensItsDataAndFillsInTheForm()
    {
        QVERIFY(!m_window->data().cohort());
        QPushButton* table = nullptr;
        for (auto* button : page().findChildren<QPushButton*>())
            if (button->isVisible() && button->text().contains(QStringLiteral("table of the paper")))
                table = button;
        QVERIFY(table);
        choose(QStringLiteral("table-3-los"), QStringLiteral("sample:mimic"));
        table->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->data().cohort() != nullptr, kLongMs);
        QCOMPARE(m_window->data().path(), m_stays);
        QCOMPARE(m_window->data().cohort()->size(), std::size_t(200));
        const auto preset = experiments::presetCalled(QStringLiteral("table-3-los"));
        const auto filled = page().experiment();
        QCOMPARE(filled[u"grid"], preset->json[u"grid"]);
        QCOMPARE(filled[u"spec"], preset->json[u"spec"]);
        QCOMPARE(filled[u"data"].toString(), m_stays);
        QCOMPARE(filled[u"name"].toString(), preset->name + QStringLiteral(", here on sample:mimic"));
        QVERIFY2(page().message().isEmpty(), qPrintable(page().message()));
        QVERIFY(page().isVisible()); // the window has not gone to another page
        // What it takes is said before it is asked for, and nothing of the table is lost.
        QTRY_VERIFY_WITH_TIMEOUT(page().outlook().add()->isEnabled(), kLongMs);
        const auto words = page().outlook().title() + page().outlook().words();
        QVERIFY2(words.contains(QStringLiteral("of 27 systems")), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("time not known yet")), qPrintable(words));
        QVERIFY2(!words.contains(QStringLiteral("Left out")), qPrintable(words));
    }

    // What is open is not read again.
    void aTableOnTheCohortThatIsOpenIsFilledInAtOnce()
    {
        const auto open = m_window->data().cohort();
        const PresetDialog dialog(QStringLiteral("mimic"));
        const auto data = chosenTable(dialog, QStringLiteral("table-8-los"));
        dialog.data()->setCurrentIndex(static_cast<int>(data.indexOf(QStringLiteral("sample:mimic"))));
        page().take(dialog);
        QCOMPARE(page().experiment()[u"grid"], dialog.chosen().json[u"grid"]);
        QVERIFY(m_window->data().cohort() == open);
    }

private:
    ExperimentPage& page() { return m_window->page<ExperimentPage>(); }

    /// In the dialog that opens next.
    static void choose(const QString& id, const QString& sample)
    {
        QTimer::singleShot(0, [id, sample] {
            auto* dialog = qobject_cast<PresetDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            const auto data = chosenTable(*dialog, id);
            dialog->data()->setCurrentIndex(static_cast<int>(data.indexOf(sample)));
            dialog->accept();
        });
    }

    QString m_stays;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestPresetDialog)
#include "tst_presetdialog.moc"
