// SPDX-License-Identifier: GPL-3.0-or-later
// What the Experiment page shows of settings and queue, and the draft that its form edits.
#include "engine/systems/system.h"
#include "ui/models/queuetreemodel.h"
#include "ui/models/settingsmodel.h"
#include "ui/pages/experiment/durationwords.h"
#include "ui/pages/experiment/experimentdraft.h"
#include "ui/pages/experiment/experimentname.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace btw;
using models::QueueTreeModel;
using models::SettingsModel;
using pages::ExperimentDraft;
using Tester = QAbstractItemModelTester;

namespace {

const systems::SystemRegistry& registry()
{
    static const auto all = systems::describedSystems();
    return all;
}

std::vector<training::Parameter> readBy(const char* system)
{
    std::vector<training::Parameter> all;
    for (const auto& parameter : registry().get(system).info().parameters())
        if (!parameter.isList())
            all.push_back(parameter);
    return all;
}

QModelIndex rowOf(const SettingsModel& model, const char* key)
{
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(SettingsModel::KeyRole).toString() == QLatin1String(key))
            return model.index(row, SettingsModel::ValueColumn);
    return {};
}

std::vector<jobs::QueueEntry> entries()
{
    const QString name = QStringLiteral("late");
    return { { 1, 11, QStringLiteral("alone"), true, 0, {} }, { 2, 12, QStringLiteral("a"), false, 7, name },
        { 3, 13, QStringLiteral("b"), false, 7, name }, { 4, 14, QStringLiteral("other"), false, 0, {} } };
}

} // namespace

class TestExperimentModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settingsAreThoseThatAreReadAndShowTheirDefaults()
    {
        SettingsModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setParameters(readBy("moe"), training::presetSpec("small-cohort", 100));
        const int few = model.rowCount();
        model.showAll(true);
        QVERIFY(model.rowCount() > few);
        QCOMPARE(model.rowCount(), model.all());
        QCOMPARE(rowOf(model, "experts").data().toString(), QStringLiteral("4")); // the preset's
        QCOMPARE(rowOf(model, "preset").data().toString(), QStringLiteral("auto"));
        QCOMPARE(model.differing(), 0);
        model.setParameters(readBy("regression"), training::presetSpec("small-cohort", 100));
        QVERIFY(!rowOf(model, "experts").isValid());
    }

    void valuesAreCheckedAsTheyAreTyped_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("values"); ///< as JSON; empty: it cannot be used
        const auto row = [](const char* key, const char* text, const char* values) {
            QTest::addRow("%s %s", key, text)
                << QString::fromLatin1(key) << QString::fromLatin1(text) << QString::fromLatin1(values);
        };
        row("alpha", "0.3, 0.5, 0.7", "0.3 0.5 0.7");
        row("alpha", "0.5", ""); // the default
        row("alpha", "", "");
        row("alpha", "1.5", "wrong");
        row("alpha", "a half", "wrong");
        row("alpha", "0.3, 0.3", "wrong");
        row("experts", "8", "8");
        row("experts", "8.5", "wrong");
        row("gate", "softmax, laplace", "softmax laplace");
        row("gate", "door", "wrong");
        row("router_noise", "false", "false");
        row("preset", "paper", "paper");
        row("preset", "small", "wrong");
    }
    void valuesAreCheckedAsTheyAreTyped()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, values);
        SettingsModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setParameters(readBy("moe"), training::presetSpec("small-cohort", 100));
        model.showAll(true);
        QSignalSpy edited(&model, &SettingsModel::edited);
        const auto at = rowOf(model, key.toLatin1().constData());
        QVERIFY(at.isValid());
        QVERIFY(at.flags().testFlag(Qt::ItemIsEditable));
        QVERIFY(model.setData(at, text, Qt::EditRole));
        if (values == QLatin1String("wrong")) {
            QVERIFY(edited.isEmpty());
            QVERIFY(!model.wrong().isEmpty());
            QCOMPARE(at.data().toString(), text); // what was typed stays, with the reason
            QCOMPARE(at.data(Qt::ToolTipRole).toString(), model.wrong());
            QVERIFY(model.setData(at, QString(), Qt::EditRole));
            QCOMPARE(model.wrong(), QString());
            return;
        }
        QCOMPARE(model.wrong(), QString());
        QCOMPARE(edited.size(), 1);
        QStringList words;
        for (const auto& value : edited.at(0).at(1).toJsonArray())
            words << value.toVariant().toString();
        QCOMPARE(words.join(QLatin1Char(' ')), values);
    }

    void whatDiffersIsMarkedAndDangersAreSaid()
    {
        SettingsModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setParameters(readBy("moe"), training::presetSpec("small-cohort", 100));
        model.setValues({ { QStringLiteral("variance"), { QStringLiteral("residual-labels") } },
            { QStringLiteral("dropout"), { 0.2, 0.3 } } });
        QCOMPARE(model.differing(), 2);
        const auto dropout = rowOf(model, "dropout"); // shown, since it was changed
        QCOMPARE(dropout.data().toString(), QStringLiteral("0.2, 0.3"));
        QVERIFY(dropout.data(Qt::FontRole).value<QFont>().bold());
        QCOMPARE(model.dangers(), QStringList { QStringLiteral("residual-labels uses evaluation labels") });
        model.setValues({ { QStringLiteral("variance"), { QStringLiteral("global") } } });
        QCOMPARE(model.dangers(), QStringList());
        QVERIFY(!rowOf(model, "variance").data(Qt::FontRole).isNull());
    }

    void queueGroupsExperiments()
    {
        QueueTreeModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setEntries(entries());
        QCOMPARE(model.rowCount(), 3);
        const auto group = model.index(1, 0);
        QCOMPARE(group.data().toString(), QStringLiteral("late"));
        QCOMPARE(model.rowCount(group), 2);
        QCOMPARE(group.siblingAtColumn(1).data().toString(), QStringLiteral("2 waiting"));
        QCOMPARE(model.index(0, 1, group).data().toString(), QStringLiteral("next"));
        QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("place 3"));
        QCOMPARE(model.indexOf(3), model.index(1, 0, group));
        QCOMPARE(model.ticketsAt(group), (std::vector<std::uint64_t> { 2, 3 }));
        QCOMPARE(model.ticketsAt(model.index(0, 0)), std::vector<std::uint64_t>()); // it runs
        auto fewer = entries();
        fewer.erase(fewer.begin() + 1);
        model.setEntries(fewer);
        QCOMPARE(model.rowCount(model.index(1, 0)), 1);
        model.setEntries({});
        QCOMPARE(model.rowCount(), 0);
    }

    void whatIsDroppedAsksForItsNewPlace()
    {
        QueueTreeModel model;
        model.setEntries(entries());
        QSignalSpy wanted(&model, &QueueTreeModel::orderWanted);
        const auto drop = [&](const QModelIndex& from, int row, const QModelIndex& parent) {
            const std::unique_ptr<QMimeData> data(model.mimeData({ from }));
            model.dropMimeData(data.get(), Qt::MoveAction, row, 0, parent);
            return wanted.takeLast().at(0).value<std::vector<std::uint64_t>>();
        };
        const auto group = model.index(1, 0);
        using Order = std::vector<std::uint64_t>;
        QCOMPARE(drop(group, -1, {}), (Order { 4, 2, 3 })); // all of it, at the end
        QCOMPARE(drop(model.index(2, 0), 1, {}), (Order { 4, 2, 3 }));
        QCOMPARE(drop(model.index(1, 0, group), 0, group), (Order { 3, 2, 4 }));
        QCOMPARE(drop(model.index(2, 0), 0, {}), (Order { 4, 2, 3 })); // not before what runs
    }

    void draftIsWhatItsJsonSays()
    {
        ExperimentDraft draft;
        draft.setJson(ExperimentDraft::firstOn(QStringLiteral("/x/c.npz")));
        QVERIFY(draft.asksModalities());
        QCOMPARE(draft.models(), QStringList { QStringLiteral("late") });
        QCOMPARE(draft.thoroughness(), ExperimentDraft::Thoroughness::FirstLook);
        // A first look is quick: not late fusion of boosted trees, which fits each modality's trees six
        // times.
        QCOMPARE(draft.json()
                     .value(QStringLiteral("spec"))
                     .toObject()
                     .value(QStringLiteral("unimodal"))
                     .toString(),
            QStringLiteral("regression"));
        draft.setThoroughness(ExperimentDraft::Thoroughness::Publication);
        QCOMPARE(draft.thoroughness(), ExperimentDraft::Thoroughness::Publication);
        QCOMPARE(draft.json().value(QStringLiteral("repeats")).toInt(), 3);
        // Weights beside a system without any: the unweighted model comes along.
        draft.setModels({ QStringLiteral("moe:btw"), QStringLiteral("late") });
        QVERIFY(draft.needsUnweighted());
        QCOMPARE(draft.models(),
            (QStringList { QStringLiteral("moe:none"), QStringLiteral("moe:btw"), QStringLiteral("late") }));
        // Weightings are systems of a table, too: as many as the forecast counts.
        QVERIFY2(pages::experimentName(draft, QStringLiteral("d")).contains(QStringLiteral(", 3 systems")),
            qPrintable(pages::experimentName(draft, QStringLiteral("d"))));
        draft.setModels({ QStringLiteral("moe:btw") });
        QVERIFY(!draft.needsUnweighted());
        QCOMPARE(draft.variants(), QStringList { QStringLiteral("btw") });
        draft.setValues(QStringLiteral("alpha"), { 0.3, 0.5 });
        QCOMPARE(draft.json()
                     .value(QStringLiteral("grid"))
                     .toObject()
                     .value(QStringLiteral("alpha"))
                     .toArray()
                     .size(),
            2);
        draft.setValues(QStringLiteral("alpha"), { 0.3 });
        QCOMPARE(
            draft.json().value(QStringLiteral("spec")).toObject().value(QStringLiteral("alpha")).toDouble(),
            0.3);
        QVERIFY(!draft.json().value(QStringLiteral("grid")).toObject().contains(QStringLiteral("alpha")));
        draft.setValues(QStringLiteral("alpha"), {});
        QCOMPARE(draft.json().value(QStringLiteral("spec")).toObject().keys(),
            QStringList { QStringLiteral("unimodal") });
        draft.askModalities(false);
        for (const char* key : { "without", "placebo", "margin" })
            QVERIFY(!draft.json().contains(QLatin1String(key)));
        const QStringList three { QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") };
        draft.useEverySubset(three, true);
        QVERIFY(draft.usesEverySubset(three));
        QCOMPARE(draft.values(QStringLiteral("modalities")).size(), 7);
        draft.useEverySubset(three, false);
        QVERIFY(draft.usesSubset(QStringLiteral("all")));
        QVERIFY(draft.values(QStringLiteral("modalities")).isEmpty());
    }

    void timesAreSaidToThePlaceThatAGuessIsGoodFor()
    {
        using namespace pages;
        QCOMPARE(durationWords(45.4), QStringLiteral("45 s"));
        QCOMPARE(durationWords(1500), QStringLiteral("25 min"));
        QCOMPARE(durationWords(5 * 3600 + 60), QStringLiteral("5 h"));
        QCOMPARE(durationWords(5.4 * 3600), QStringLiteral("5.5 h"));
        QCOMPARE(durationWords(86400 * 3), QStringLiteral("3 days"));
        QCOMPARE(durationRange(1080, 2400), QStringLiteral("18 to 40 min"));
        QCOMPARE(durationRange(40, 2400), QStringLiteral("40 s to 40 min"));
        QCOMPARE(ordinal(4), QStringLiteral("fourth"));
        QCOMPARE(ordinal(12), QStringLiteral("12th"));
        QCOMPARE(ordinal(21), QStringLiteral("21st"));
    }
};

QTEST_MAIN(TestExperimentModels)
#include "tst_experimentmodels.moc"
