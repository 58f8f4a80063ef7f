// SPDX-License-Identifier: GPL-3.0-or-later
// The experiments that the program brings, on every planted cohort that they name: nothing of a table may be
// lost on one of them.
#include "engine/error.h"
#include "engine/spec/trainable.h"
#include "workspace/experiments/cohortcache.h"
#include "workspace/experiments/expansion.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/experiments/experimentondata.h"
#include "workspace/experiments/presets.h"
#include "workspace/experiments/results/page.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/keptsample.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <map>

using namespace btw;
using experiments::ExperimentOnData;

namespace {

std::string errorOf(const QString& sample)
{
    try {
        (void)jobs::namedSample(sample);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

bool isError(const data::Problem& problem) { return problem.severity == data::Severity::Error; }

} // namespace

class TestPresets : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    systems::SystemRegistry m_systems = systems::describedSystems();
    std::map<QString, std::size_t> m_arms; ///< by preset
    experiments::CohortCache m_cohorts;

    experiments::ExperimentFile fileOf(const QString& id, const QString& sample) const
    {
        const auto preset = experiments::presetCalled(id);
        return experiments::experimentFrom(experiments::onData(preset->json, sample), {}, id, m_systems);
    }

    /// A few instances of the cohort stand in for all of them: layOnData() takes what the project has.
    ExperimentOnData laid(const QString& id, const QString& sample)
    {
        const auto named = jobs::namedSample(sample);
        const auto path = jobs::keptSamplePath(m_folder.path(), named);
        if (!QFileInfo::exists(path)) {
            QDir().mkpath(QFileInfo(path).path());
            // A modality that a quarter has must be in every split; of clips everybody has everything.
            const std::size_t few = named.kind->numbers > 10000 ? 60 : 400;
            io::writeNpz(named.kind->make(few, named.seed), path);
        }
        return experiments::layOnData(fileOf(id, sample), m_folder.path(), m_systems,
            [this](const QString& asked, const io::Recipe& recipe) { return m_cohorts.read(asked, recipe); });
    }

    /// On the cohort that its file names.
    std::size_t armsOf(const QString& id)
    {
        if (!m_arms.contains(id))
            m_arms[id] = laid(id, experiments::presetCalled(id)->samples().front()).experiment.arms.size();
        return m_arms[id];
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void aPresetIsFoundByItsId()
    {
        const auto all = experiments::presets();
        QCOMPARE(all.size(), std::size_t(19)); // tables 3 to 10, twice; Appendix A; the leak, twice
        for (const auto& preset : all) {
            QVERIFY(!preset.about.isEmpty());
            QCOMPARE(experiments::presetCalled(preset.id)->name, preset.name);
        }
        QVERIFY(!experiments::presetCalled(QStringLiteral("table-2-los")));
        QCOMPARE(experiments::presetCalled(QStringLiteral("table-3-sentiment"))->samples(),
            (QStringList { QStringLiteral("sample:sentiment"), QStringLiteral("sample:mosi"),
                QStringLiteral("sample:mosei") }));
        QCOMPARE(experiments::presetCalled(QStringLiteral("table-10-los"))->samples(),
            (QStringList { QStringLiteral("sample:los"), QStringLiteral("sample:mimic") }));
        QCOMPARE(experiments::readExperimentFile(QStringLiteral("table-7-los"), m_systems).data,
            QStringLiteral("sample:los"));
    }

    void onOtherDataItIsNamedAfterThem()
    {
        const auto preset = experiments::presetCalled(QStringLiteral("table-6-sentiment"));
        const auto same = experiments::onData(preset->json, QStringLiteral("sample:sentiment"));
        QCOMPARE(same, preset->json);
        const auto other = experiments::onData(preset->json, QStringLiteral("sample:mosi"));
        QCOMPARE(other[u"data"].toString(), QStringLiteral("sample:mosi"));
        QCOMPARE(other[u"name"].toString(), preset->name + QStringLiteral(", here on sample:mosi"));
    }

    // What a page has of a plan is kept where only the cohorts that it may be trained on have changed.
    void shapesAreNoPartOfAPlansMark()
    {
        auto json = experiments::presetCalled(QStringLiteral("table-6-los"))->json;
        const auto mark
            = [&] { return experiments::planMark(experiments::experimentFrom(json, {}, {}, m_systems)); };
        const auto before = mark();
        json.remove(QStringLiteral("shapes"));
        QCOMPARE(mark(), before);
        json.insert(QStringLiteral("data"), QStringLiteral("sample:mimic"));
        QVERIFY(mark() != before);
    }

    void whatIsNoPlantedCohortIsRefused()
    {
        QCOMPARE(errorOf(QStringLiteral("sample:mosi:3")), std::string());
        QVERIFY(errorOf(QStringLiteral("sample:weather")).find("mosei") != std::string::npos);
        QVERIFY(errorOf(QStringLiteral("sample:los:three")).find("a whole number") != std::string::npos);
        const auto refused = [&](const QString& shape) {
            auto json = experiments::presetCalled(QStringLiteral("table-6-los"))->json;
            json.insert(QStringLiteral("shapes"), QJsonArray { shape });
            try {
                (void)experiments::experimentFrom(json, {}, {}, m_systems);
            } catch (const Error& error) {
                return QString::fromUtf8(error.what());
            }
            return QString();
        };
        QCOMPARE(refused(QStringLiteral("sample:mimic")), QString());
        QVERIFY(refused(QStringLiteral("stays.npz")).contains(QStringLiteral("\"shapes\"")));
        QVERIFY(refused(QStringLiteral("sample:stays")).contains(QStringLiteral("mimic")));
    }

    // A cohort that a project has is not made again: one of a few instances stays.
    void whatIsKeptStays()
    {
        const QTemporaryDir project;
        const auto named = jobs::namedSample(QStringLiteral("sample:redundant:7"));
        QVERIFY(named.bytes() > 0);
        const auto path = jobs::keepSample(project.path(), named);
        QCOMPARE(path, project.filePath(QStringLiteral("cohorts/sample-redundant-7.npz")));
        const auto made = io::readNpz(path).cohort;
        QCOMPARE(made->size(), named.kind->instances);
        QVERIFY(made->y == named.kind->make(named.kind->instances, 7).y);
        io::writeNpz(named.kind->make(60, 7), path);
        QCOMPARE(jobs::keepSample(project.path(), named), path);
        QCOMPARE(io::readNpz(path).cohort->size(), std::size_t(60));
        QVERIFY(jobs::namedSample(QStringLiteral("sample:mosei")).bytes() > 5'000'000'000);
    }

    void everyCohortOfAPresetTrainsAllOfIt_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("sample");
        QStringList samples;
        for (const auto& preset : experiments::presets())
            samples << preset.samples();
        samples.removeDuplicates();
        for (const auto& sample : samples) // each is read once
            for (const auto& preset : experiments::presets())
                if (preset.samples().contains(sample))
                    QTest::addRow("%s on %s", qPrintable(preset.id), qPrintable(sample))
                        << preset.id << sample;
    }
    void everyCohortOfAPresetTrainsAllOfIt()
    {
        QFETCH(QString, id);
        QFETCH(QString, sample);
        const auto table = laid(id, sample);
        for (const auto& problem : table.problems)
            QVERIFY2(!isError(problem), (problem.where + ": " + problem.what).c_str());
        // Only what is left out on every data: weights of systems that take none, and settings that a system
        // does not read.
        for (const auto& sentence : table.leftOut)
            QVERIFY2(sentence.find(" takes no weights, ") != std::string::npos
                    || sentence.starts_with("What does not read "),
                sentence.c_str());
        QVERIFY(armsOf(id) > 1);
        QCOMPARE(table.experiment.arms.size(), armsOf(id));

        const auto expansion = experiments::expand(table.experiment, table.populations, 0);
        for (const auto& problem : expansion.problems)
            QVERIFY2(problem.severity == data::Severity::Note, problem.what.c_str());
        QCOMPARE(expansion.requests.size(), table.experiment.arms.size() * table.experiment.seeds.size());
        for (const auto& request : expansion.requests) {
            for (const auto& problem : training::canTrain(*request.cohort, request.spec))
                QVERIFY2(!isError(problem), problem.what.c_str());
            for (const auto& problem : systems::cannotFit(m_systems, *request.cohort, request.spec))
                QVERIFY2(!isError(problem), problem.what.c_str());
        }
        const auto prime = fileOf(id, sample).spec[u"ithp_prime"].toString().toStdString();
        const auto& modalities = table.populations.front().asRead.modalities;
        QVERIFY(prime.empty() || std::any_of(modalities.begin(), modalities.end(), [&](const auto& modality) {
            return modality.name == prime;
        }));
    }
};

QTEST_GUILESS_MAIN(TestPresets)
#include "tst_presets.moc"
