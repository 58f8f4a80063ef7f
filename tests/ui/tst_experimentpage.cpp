// SPDX-License-Identifier: GPL-3.0-or-later
// The Experiment page as a person uses it, by keyboard alone, in the whole window.
#include "engine/data/samples.h"
#include "ui/pages/experiment/checkrow.h"
#include "ui/pages/experiment/experimentpage.h"
#include "ui/pages/experiment/jsondialog.h"
#include "ui/pages/experiment/modalitiescard.h"
#include "ui/pages/experiment/outlookcard.h"
#include "ui/pages/experiment/presetdialog.h"
#include "ui/pages/experiment/questioncard.h"
#include "ui/pages/experiment/queuecard.h"
#include "ui/pages/experiment/queuenews.h"
#include "ui/pages/experiment/rowscard.h"
#include "ui/pages/experiment/settingscard.h"
#include "ui/pages/experiment/systemscard.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/settings.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/experiments/experimentschema.h"
#include "workspace/experiments/schemacheck.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QCheckBox>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <memory>

using namespace btw;
using pages::ExperimentPage;
using pages::MainWindow;

namespace {
constexpr int kLongMs = 60000;
}

class TestExperimentPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings
            = std::make_unique<widgets::Settings>(m_folder->filePath(QStringLiteral("s.ini")), nullptr);
        m_queue = std::make_unique<jobs::Queue>(store());
        m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->showPage(pages::pageid::kExperiment);
        m_path = m_folder->filePath(QStringLiteral("stays.npz"));
        io::writeNpz(data::makeLos(160), m_path);
        m_window->data().openPath(m_path);
        QTRY_VERIFY_WITH_TIMEOUT(page().systems().row(QStringLiteral("late")) != nullptr, kLongMs);
    }
    void init()
    {
        m_window->showPage(pages::pageid::kExperiment);
        page().draft().setJson(pages::ExperimentDraft::firstOn(m_path));
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_queue.reset();
    }

    void aQuestionIsCountedBeforeItIsAsked()
    {
        QVERIFY(page().question().modalities()->isChecked());
        QTRY_VERIFY_WITH_TIMEOUT(page().outlook().add()->isEnabled(), kLongMs);
        // All, and without each of 4.
        QVERIFY2(page().outlook().words().contains(QStringLiteral("5 trainings of 1 system")),
            qPrintable(page().outlook().words()));
        QVERIFY(page().outlook().words().contains(QStringLiteral("first look at the test rows")));
        QCOMPARE(page().outlook().title(), QStringLiteral("time not known yet"));
    }

    void whatIsTrainedAndOpenIsNoFurtherLook()
    {
        auto outlook = std::make_shared<experiments::Outlook>();
        outlook->systems = 1;
        outlook->looks = 5;
        outlook->forecast.trainings = 1;
        outlook->forecast.steps = outlook->forecast.held = 4;
        pages::OutlookCard card;
        card.setOutlook(outlook);
        QCOMPARE(card.title(), QStringLiteral("nothing to train"));
        QVERIFY2(card.words().contains(QStringLiteral("\nno further look at the test rows: these")),
            qPrintable(card.words()));
        QVERIFY(!card.words().contains(QStringLiteral("sixth")));
        outlook->forecast.hidden = 1; // trained, but nobody has looked
        card.setOutlook(outlook);
        QVERIFY2(
            card.words().contains(QStringLiteral("\nsixth look at the test rows")), qPrintable(card.words()));
    }

    // They double what is trained.
    void placebosComeWithMoreThanAFirstLook()
    {
        using Thoroughness = pages::ExperimentDraft::Thoroughness;
        auto& draft = page().draft();
        QVERIFY(!draft.hasPlacebo());
        draft.setThoroughness(Thoroughness::Usual);
        QVERIFY(draft.hasPlacebo());
        draft.setThoroughness(Thoroughness::FirstLook);
        QVERIFY(!draft.hasPlacebo());
        draft.askModalities(false);
        draft.setThoroughness(Thoroughness::Usual);
        QVERIFY(!draft.json().contains(QStringLiteral("placebo"))); // it belongs to that question
        draft.askModalities(true);
        QVERIFY(draft.hasPlacebo());
    }

    void byKeyboardAloneThreeSystemsAreQueued()
    {
        auto& page = this->page();
        m_window->showPage(pages::pageid::kStart);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->shownPage(), pages::pageid::kExperiment);
        tabTo(page.question().modalities()->box());
        QTest::keyClick(focus(), Qt::Key_Space); // not what each modality adds
        tabTo(page.question().systems()->box());
        QTest::keyClick(focus(), Qt::Key_Space); // which system is best
        for (const char* left : { "late-equal", "haim" }) {
            tabTo(page.systems().row(QString::fromLatin1(left))->box());
            QTest::keyClick(focus(), Qt::Key_Space);
        }
        tabTo(page.rows().folds());
        QTest::keyClicks(focus(), QStringLiteral("2"));
        tabTo(page.rows().seeds());
        QTest::keyClick(focus(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(focus(), QStringLiteral("1, 2, 3"));
        QCOMPARE(page.draft().models(),
            (QStringList {
                QStringLiteral("moe:none"), QStringLiteral("regression"), QStringLiteral("late") }));
        QTRY_VERIFY_WITH_TIMEOUT(
            page.outlook().words().contains(QStringLiteral("18 trainings of 3 systems")), kLongMs);
        QTRY_VERIFY_WITH_TIMEOUT(page.outlook().add()->isEnabled(), kLongMs);
        tabTo(page.outlook().add());
        const auto place = [&page] { return page.outlook().add()->mapTo(page.window(), QPoint()); };
        const QPoint before = place();
        QTest::keyClick(focus(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(m_queue->entries().size(), 18U, kLongMs);
        const auto asked = m_queue->entries().front().experimentId;
        QVERIFY2(page.message().contains(QStringLiteral("18 trainings")), qPrintable(page.message()));
        QTRY_VERIFY2_WITH_TIMEOUT(
            page.message().contains(QStringLiteral("It has started.")), qPrintable(page.message()), kLongMs);
        QCoreApplication::processEvents();
        QCOMPARE(place(), before); // what is said moves nothing that could be clicked
        QTRY_VERIFY2_WITH_TIMEOUT(
            page.queue().hint().contains(QStringLiteral("left")), qPrintable(page.queue().hint()), kLongMs);
        QCOMPARE(page.queue().model().rowCount(), 1);
        // What somebody asks for is on show from then on, on other pages, too.
        QTRY_COMPARE_WITH_TIMEOUT(m_window->studies().current().id.experiment, asked, kLongMs);

        tabTo(page.queue().view());
        QTest::keyClick(focus(), Qt::Key_Down);
        QTest::keyClick(focus(), Qt::Key_Home);
        QTest::keyClick(focus(), Qt::Key_Right); // opens the group
        QTest::keyClick(focus(), Qt::Key_End);
        const auto last = page.queue().model().entryAt(page.queue().view()->currentIndex())->ticket;
        QTest::keyClick(focus(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(m_queue->entries().at(16).ticket, last);
        QTest::keyClick(focus(), Qt::Key_Delete);
        QCOMPARE(m_queue->entries().size(), 17U);
        m_queue->cancelAll();
        m_queue->stop();
        // Whether the first was stopped or had just ended: it is not said to have been cancelled.
        static const QRegularExpression kOver(
            QStringLiteral("has ended\\. Left out: \\d+ of its trainings|was stopped"));
        QTRY_VERIFY2_WITH_TIMEOUT(page.message().contains(kOver), qPrintable(page.message()), kLongMs);
        const store::Store kept(store(), store::Store::Mode::Reading);
        QCOMPARE(kept.experiments().size(), 1U);
        QCOMPARE(kept.experiments().front().parts.size(), 18U);
    }

    void whatBecomesOfAnExperimentInTheQueueIsTold()
    {
        const QTemporaryDir folder;
        jobs::Queue queue(folder.filePath(QStringLiteral("news.sqlite")));
        pages::QueueNews news(queue);
        QStringList told;
        connect(&news, &pages::QueueNews::told, this, [&told](const QString& sentence, const QString& more) {
            told << sentence + QLatin1Char(' ') + more;
        });
        jobs::QueuedExperiment asked;
        asked.id = 7;
        asked.name = QStringLiteral("Of age");
        asked.trainings = { { 1, QStringLiteral("a") }, { 2, QStringLiteral("b") } };
        const auto entry = [](std::uint64_t ticket, bool isRunning) {
            jobs::QueueEntry one;
            one.ticket = ticket;
            one.isRunning = isRunning;
            one.experimentId = 7;
            return one;
        };
        const auto end = [&](const std::vector<std::vector<jobs::QueueEntry>>& states) {
            told.clear();
            news.follow(asked);
            for (const auto& entries : states)
                Q_EMIT queue.entriesChanged(entries);
            return told.isEmpty() ? QString() : told.last();
        };
        QCOMPARE(end({ { entry(1, false), entry(2, false) }, { entry(1, true), entry(2, false) },
                     { entry(2, true) }, {} }),
            QStringLiteral("“Of age” has ended. Its result is on the page Train."));
        QCOMPARE(told.size(), 3);
        const QString hidden = QStringLiteral("stay hidden until all of it has ended.");
        QVERIFY(told[0].endsWith(hidden) && told[1].endsWith(hidden));
        QVERIFY(
            told[0].startsWith(QStringLiteral("“Of age” is in the queue: 2 trainings. Its test figures")));
        QVERIFY(told[1].startsWith(QStringLiteral("“Of age” is in the queue: 2 trainings. It has started.")));
        QVERIFY(end({ { entry(1, true), entry(2, false) }, { entry(1, true) }, {} })
                    .startsWith(QStringLiteral("“Of age” has ended. Left out: 1 of its trainings")));
        QCOMPARE(end({ { entry(1, false), entry(2, false) }, {} }).trimmed(),
            QStringLiteral("“Of age” was taken out of the queue before it was started."));
        QCOMPARE(told.size(), 2);

        // Where nothing is hidden, nothing is said to be.
        told.clear();
        news.follow(asked, true);
        Q_EMIT queue.entriesChanged({ entry(1, true), entry(2, false) });
        Q_EMIT queue.entriesChanged({});
        QCOMPARE(told.mid(0, 2),
            (QStringList {
                QStringLiteral("“Of age” is in the queue: 2 trainings. Its test figures are open already."),
                QStringLiteral("“Of age” is in the queue: 2 trainings. It has started. Its test figures are "
                               "open already.") }));

        // What failed is not said to have found anything.
        const auto fail = [&queue] {
            Q_EMIT queue.reported(
                jobs::ProblemFound { 3, data::Severity::Error, QStringLiteral("a (run 3): no") });
        };
        const auto endFailing = [&](int failures) {
            told.clear();
            news.follow(asked);
            Q_EMIT queue.reported(jobs::ProblemFound { 2, data::Severity::Error, {} }); // of another
            Q_EMIT queue.entriesChanged({ entry(1, true), entry(2, false) });
            Q_EMIT queue.reported(jobs::ProblemFound { 3, data::Severity::Warning, {} });
            if (failures > 0)
                fail();
            Q_EMIT queue.entriesChanged({ entry(2, true) });
            if (failures > 1)
                fail();
            Q_EMIT queue.entriesChanged({});
            return told.isEmpty() ? QString() : told.last();
        };
        QCOMPARE(endFailing(0), QStringLiteral("“Of age” has ended. Its result is on the page Train."));
        QVERIFY2(
            endFailing(1).contains(QStringLiteral("1 of its trainings failed. The page Train says what is")),
            qPrintable(told.last()));
        QVERIFY2(endFailing(2).startsWith(
                     QStringLiteral("“Of age” has failed: none of its trainings reached its end.")),
            qPrintable(told.last()));
    }

    void whatItTakesIsReadWholeInASmallWindow()
    {
        auto& page = this->page();
        const QSize before = m_window->size();
        m_window->resize(1000, 700);
        page.draft().setThoroughness(pages::ExperimentDraft::Thoroughness::Publication);
        QTest::mouseClick(page.question().systems()->box(), Qt::LeftButton);
        QTest::mouseClick(page.question().weighting()->box(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(page.outlook().add()->isEnabled(), kLongMs);
        QTRY_VERIFY_WITH_TIMEOUT(!page.outlook().title().contains(QStringLiteral("counting")), kLongMs);
        QCoreApplication::processEvents();
        for (const auto* label : page.outlook().findChildren<QLabel*>())
            if (label->isVisible())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        // Every weighting and system: plain words first, what commands call it in brackets, and room for
        // both.
        for (auto* button : page.systems().findChildren<QPushButton*>())
            if (button->isCheckable() && !button->isChecked())
                QTest::mouseClick(button, Qt::LeftButton);
        QCoreApplication::processEvents();
        const auto* weighting = page.systems().row(QStringLiteral("moe:kl-local"));
        QVERIFY(weighting && weighting->isVisible());
        QCOMPARE(weighting->box()->text(), QStringLiteral("Weighting by personal disagreement"));
        QCOMPARE(weighting->box()->accessibleDescription(), QStringLiteral("(moe:kl-local)"));
        for (const auto* row : page.systems().findChildren<pages::CheckRow*>())
            QVERIFY2(row->mapTo(&page.systems(), QPoint(row->width(), 0)).x() <= page.systems().width(),
                qPrintable(row->box()->text()));
        for (const auto* area : page.findChildren<QScrollArea*>())
            QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
        // A system whose weights nobody asked for is not said to be trained in any case.
        QVERIFY(page.systems()
                    .row(QStringLiteral("moe:none"))
                    ->box()
                    ->accessibleDescription()
                    .startsWith(QStringLiteral("trained in any case")));
        QCOMPARE(page.systems().row(QStringLiteral("early:none"))->box()->accessibleDescription(),
            QStringLiteral("(early)"));
        m_window->resize(before);
    }

    void jsonAndFormSayTheSame()
    {
        auto& page = this->page();
        page.draft().setThoroughness(pages::ExperimentDraft::Thoroughness::Publication);
        page.draft().setModels(
            { QStringLiteral("moe:none"), QStringLiteral("moe:btw"), QStringLiteral("late") });
        page.draft().setValues(QStringLiteral("alpha"), { 0.3, 0.5 });
        page.draft().useRows(QStringLiteral("complete"), true);
        const auto before = page.experiment();
        const auto schema = experiments::experimentSchema(systems::describedSystems());
        QVERIFY(!experiments::violation(schema, before, "x"));
        pages::JsonDialog dialog(before);
        QVERIFY2(dialog.experiment().has_value(), qPrintable(dialog.message()));
        QCOMPARE(*dialog.experiment(), before);
        const QString file = m_folder->filePath(QStringLiteral("e.json"));
        QVERIFY(dialog.save(file));
        QCOMPARE(experiments::readExperimentFile(file, systems::describedSystems()).json, before);
        page.draft().setJson(
            pages::ExperimentDraft::firstOn(before.value(QStringLiteral("data")).toString()));
        QVERIFY(page.experiment() != before);
        QVERIFY(dialog.open(file));
        page.apply(*dialog.experiment());
        QCOMPARE(page.experiment(), before);
        QCOMPARE(page.message(), QString());
        QVERIFY(page.question().thoroughness(pages::ExperimentDraft::Thoroughness::Publication)->isChecked());
        QVERIFY(page.systems().row(QStringLiteral("moe:btw"))->isChecked());
        QVERIFY(!page.systems().row(QStringLiteral("moe:none"))->box()->isEnabled()); // comes along
        QVERIFY(page.rows().completeCases()->isChecked());
        QCOMPARE(page.rows().seeds()->text(), QStringLiteral("1, 2, 3"));
        QCOMPARE(page.settings().model().differing(), 2); // and what late fusion is of
    }

    // Without its controls nothing could be claimed of a weighting.
    void theQuestionOfWeightingBringsItsControls()
    {
        auto& draft = page().draft();
        draft.setModels({ QStringLiteral("late"), QStringLiteral("haim") });
        page().question().weighting()->box()->click();
        QCOMPARE(draft.variants(),
            (QStringList { QStringLiteral("none"), QStringLiteral("btw"), QStringLiteral("constant"),
                QStringLiteral("shuffled") }));
        QVERIFY(draft.systems().contains(QStringLiteral("moe")));
        QVERIFY(draft.systems().contains(QStringLiteral("late"))); // what was asked before stays
        page().question().weighting()->box()->click();
        QVERIFY(!draft.asksWeighting());
    }

    void theSeedMayBeTheRepeat()
    {
        auto& draft = page().draft();
        auto* seeds = page().rows().seeds();
        seeds->setFocus();
        seeds->selectAll();
        QTest::keyClicks(seeds, QStringLiteral("repeat"));
        QCOMPARE(draft.json().value(QStringLiteral("seeds")), QJsonValue(QStringLiteral("repeat")));
        QCOMPARE(page().experiment().value(QStringLiteral("seeds")), QJsonValue(QStringLiteral("repeat")));
        seeds->clearFocus();
        draft.setFolds(QStringLiteral("3"));
        QCOMPARE(seeds->text(), QStringLiteral("repeat"));
    }

    void badJsonIsSaidAndNotApplied()
    {
        pages::JsonDialog dialog(page().experiment());
        for (const auto& [text, said] : { std::pair { "{ \"data\": }", "row 1: this is not JSON" },
                 std::pair { "{ \"data\": \"x.npz\", \"seeds\": [\"one\"] }", "seeds" },
                 std::pair { "{ \"data\": \"x.npz\", \"fold\": 3 }", "did you mean \"folds\"" } }) {
            dialog.text()->setPlainText(QString::fromLatin1(text));
            QVERIFY2(dialog.message().contains(QString::fromLatin1(said)), qPrintable(dialog.message()));
            QVERIFY(!dialog.experiment());
            QVERIFY(!dialog.apply()->isEnabled());
        }
        QVERIFY(!dialog.open(m_folder->filePath(QStringLiteral("nowhere.json"))));
    }

    void whatCannotBeUsedIsSaidAndNotAdded_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::newRow("a seed that is text") << QStringLiteral("seeds") << QStringLiteral("1, two");
        QTest::newRow("a seed twice") << QStringLiteral("seeds") << QStringLiteral("1, 1");
        QTest::newRow("one fold") << QStringLiteral("folds") << QStringLiteral("1");
        QTest::newRow("folds by no column") << QStringLiteral("folds") << QStringLiteral("ward");
        QTest::newRow("no repeat") << QStringLiteral("repeats") << QStringLiteral("0");
        QTest::newRow("a margin below 0")
            << QStringLiteral("smallest difference that matters") << QStringLiteral("-1");
    }
    void whatCannotBeUsedIsSaidAndNotAdded()
    {
        QFETCH(QString, field);
        QFETCH(QString, text);
        page().draft().setFolds(QStringLiteral("3"));
        QTRY_VERIFY_WITH_TIMEOUT(page().outlook().add()->isEnabled(), kLongMs);
        const auto before = page().experiment();
        QLineEdit* edit = nullptr;
        for (auto* one : page().rows().findChildren<QLineEdit*>())
            if (one->accessibleName() == field)
                edit = one;
        QVERIFY(edit);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QVERIFY(!page().outlook().add()->isEnabled());
        QVERIFY2(page().outlook().words().contains(text.section(QStringLiteral(", "), -1)),
            qPrintable(page().outlook().words()));
        QVERIFY(before == page().experiment() || field == QLatin1String("seeds"));
        edit->selectAll();
        QTest::keyClicks(edit, field == QLatin1String("folds") ? QStringLiteral("4") : QStringLiteral("2"));
        QTRY_VERIFY_WITH_TIMEOUT(page().outlook().add()->isEnabled(), kLongMs);
    }

    void aSettingOutsideOfItsRangeIsSaid()
    {
        page().draft().setModels({ QStringLiteral("moe:none"), QStringLiteral("moe:btw") });
        QTRY_VERIFY_WITH_TIMEOUT(page().outlook().add()->isEnabled(), kLongMs);
        auto& model = page().settings().model();
        QModelIndex alpha;
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.index(row, 0).data(models::SettingsModel::KeyRole).toString() == QLatin1String("alpha"))
                alpha = model.index(row, models::SettingsModel::ValueColumn);
        QVERIFY(alpha.isValid());
        auto* table = page().settings().table();
        table->setFocus();
        table->setCurrentIndex(alpha);
        QTest::keyClick(table, Qt::Key_F2);
        auto* editor = table->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("1.5"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(!page().outlook().add()->isEnabled());
        QVERIFY2(
            page().outlook().words().contains(QStringLiteral("1.5")), qPrintable(page().outlook().words()));
        model.setData(alpha, QStringLiteral("0.3, 0.7"), Qt::EditRole);
        QTRY_VERIFY_WITH_TIMEOUT(page().outlook().add()->isEnabled(), kLongMs);
        QCOMPARE(page().draft().values(QStringLiteral("alpha")), (QJsonArray { 0.3, 0.7 }));
    }

    void everyPresetFillsInTheForm()
    {
        const pages::PresetDialog dialog(QStringLiteral("stays"));
        static const QRegularExpression kTable(QStringLiteral("Table (\\d+)"));
        std::vector<int> tables;
        std::vector<experiments::Preset> all;
        for (int row = 0; row < dialog.list()->count(); ++row) {
            dialog.list()->setCurrentRow(row);
            all.push_back(dialog.chosen());
            tables.push_back(kTable.match(all.back().name).captured(1).toInt());
            QCOMPARE(dialog.list()->item(row)->text(), all.back().name);
        }
        // Appendix A and what residual labels leak have no number.
        QCOMPARE(tables, (std::vector<int> { 0, 0, 0, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10 }));
        for (const auto& preset : all) {
            page().apply(preset.json);
            QCOMPARE(page().experiment().value(QStringLiteral("name")).toString(), preset.name);
            QCOMPARE(
                page().experiment().value(QStringLiteral("grid")), preset.json.value(QStringLiteral("grid")));
            QVERIFY(page().message().contains(QStringLiteral("not about sample:")));
        }
    }

    // An experiment names planted data, the window its file: they are the same.
    void plantedDataIsKnownByItsFile()
    {
        const auto isAbout = [this](const char* open, const char* asked) {
            page().draft().setData(QLatin1String(open));
            auto json = page().draft().json();
            json.insert(QStringLiteral("data"), QLatin1String(asked));
            page().apply(json);
            return !page().message().contains(QStringLiteral("not about"));
        };
        QVERIFY(isAbout("/a/p.sqlite.d/cohorts/sample-los.npz", "sample:los"));
        QVERIFY(isAbout("/a/p.sqlite.d/demo-los.npz", "sample:los"));
        QVERIFY(isAbout("/a/p.sqlite.d/cohorts/sample-los-3.npz", "sample:los:3"));
        QVERIFY(isAbout("/a/p.sqlite.d/cohorts/sample-mimic.v2-3.npz", "sample:mimic:3"));
        QVERIFY(!isAbout("/a/p.sqlite.d/cohorts/sample-los-3.npz", "sample:los"));
        QVERIFY(!isAbout("/a/p.sqlite.d/demo-sentiment.npz", "sample:los"));
        QVERIFY(!isAbout("/a/sample-los.npz", "sample:los")); // may be anything
    }

    // The form begins with another system than commands do, which is said where it can be changed.
    void whatLateFusionBeginsWithIsSaid()
    {
        const auto isSaid = [this] {
            for (const auto* label : page().settings().findChildren<QLabel*>())
                if (label->text().contains(QStringLiteral("begins here with a plain regression")))
                    return label->isVisibleTo(&page()) && label->text().contains(QStringLiteral("moe"));
            return false;
        };
        QVERIFY(isSaid());
        page().draft().setValues(QStringLiteral("unimodal"), { QStringLiteral("haim") });
        QVERIFY(!isSaid());
        page().draft().setJson(pages::ExperimentDraft::firstOn(m_path));
        QVERIFY(isSaid());
        page().draft().setModels({ QStringLiteral("moe:btw") });
        QVERIFY(!isSaid());
    }

    void everyWidgetHasAName()
    {
        for (auto* widget : page().findChildren<QWidget*>())
            if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisibleTo(&page())
                && !qobject_cast<QPushButton*>(widget) && !qobject_cast<QCheckBox*>(widget))
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }

    void whatTheDataDoesNotSuitIsGreyedWithItsReason()
    {
        const QString path = m_folder->filePath(QStringLiteral("opinions.npz"));
        io::writeNpz(data::makeSentiment(60), path);
        m_window->data().openPath(path);
        // A regression has a variant that a classification has not, and each system says why it is greyed.
        QTRY_VERIFY_WITH_TIMEOUT(page().systems().row(QStringLiteral("moe:cc-local")) != nullptr, kLongMs);
        // Early fusion takes weights, but none that are made of cross-fitted models.
        QVERIFY(page().systems().row(QStringLiteral("early:btw")) != nullptr);
        QVERIFY(page().systems().row(QStringLiteral("early:held-out")) == nullptr);
        QVERIFY(page().systems().row(QStringLiteral("moe:held-out")) != nullptr);
        for (const char* model : { "late", "haim", "regression", "ithp", "mult" }) {
            auto* row = page().systems().row(QString::fromLatin1(model));
            QVERIFY(row);
            QVERIFY(row->box()->isEnabled() || !row->box()->accessibleDescription().isEmpty());
        }
        for (const char* model : { "tmc", "qmf" }) { // for classes only
            auto* row = page().systems().row(QString::fromLatin1(model));
            QVERIFY(row && !row->box()->isEnabled());
            QVERIFY2(row->box()->accessibleDescription().contains(QStringLiteral("regression")),
                qPrintable(row->box()->accessibleDescription()));
        }
    }

private:
    ExperimentPage& page() { return m_window->page<ExperimentPage>(); }
    QString store() const { return m_folder->filePath(QStringLiteral("p.sqlite")); }
    QWidget* focus() const { return m_window->focusWidget(); }
    void tabTo(QWidget* wanted)
    {
        for (int stops = 0; stops < 200 && focus() != wanted; ++stops)
            QTest::keyClick(focus() ? focus() : m_window.get(), Qt::Key_Tab);
        QCOMPARE(focus(), wanted);
    }

    QString m_path; ///< of the data
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestExperimentPage)
#include "tst_experimentpage.moc"
