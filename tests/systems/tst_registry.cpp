// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/systems/system.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace btw;
using systems::SystemInfo;
using training::Group;
using training::Parameter;

namespace {

constexpr Parameter kDepth { "fake_depth", {}, { 1, 9 }, Group::Own, training::kEveryStep, "Depth",
    "How deep nothing is.", "ours", {}, {}, std::int64_t { 3 }, {} };

/// A system that a plug-in might bring; it is only described here.
class Fake : public systems::System
{
public:
    explicit Fake(std::string_view name)
        : m_name(name)
    {
        m_info.name = m_name;
        m_info.inputs = { data::ModalityKind::Vector };
        m_info.tasks = { Task::Classification };
        m_info.reads = { Group::Optimisation };
        m_info.own = { &kDepth, 1 };
    }
    const SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(const data::Cohort&, const systems::Place&) const override
    {
        return nullptr;
    }
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort&, const training::RunPlan&, const ModelState&) const override
    {
        return nullptr;
    }

private:
    std::string m_name;
    SystemInfo m_info;
};

std::string errorOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class RegistryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAndKeysAreUnique()
    {
        auto registry = systems::builtinSystems();
        registry.add(std::make_shared<Fake>("fake"));
        QVERIFY(
            errorOf([&] { registry.add(std::make_shared<Fake>("moe")); }).find("'moe'") != std::string::npos);
        QVERIFY(errorOf([&] { registry.add(std::make_shared<Fake>("other")); }).find("'fake_depth'")
            != std::string::npos);
        std::set<std::string_view> keys;
        for (const auto& parameter : registry.parameters())
            QVERIFY2(keys.insert(parameter.key).second, std::string(parameter.key).c_str());
        QVERIFY(keys.count("fake_depth") == 1);
    }

    void anUnknownNameListsThoseThatThereAre()
    {
        const auto sentence = errorOf([] { systems::builtinSystems().get("nothing"); });
        const auto systems = systems::builtinSystems();
        for (const auto& system : systems.all())
            QVERIFY2(sentence.find(std::string(system->info().name)) != std::string::npos, sentence.c_str());
    }

    void aSystemReadsItsGroupsAndItsOwn()
    {
        const Fake fake("fake");
        const auto parameters = fake.info().parameters();
        const auto reads
            = [&](std::string_view key) { return training::findParameter(parameters, key) != nullptr; };
        QVERIFY(reads("learning_rate"));
        QVERIFY(reads("fake_depth"));
        QVERIFY(reads("model"));
        QVERIFY(!reads("gate"));
        QVERIFY(!reads("variant"));
        QVERIFY(!reads("time_points"));
    }

    /// A series is brought to points in time by encoders, and by mult, which has none.
    void timeIsReadByEncodersAndMult()
    {
        const auto systems = systems::describedSystems();
        for (const char* name : { "moe", "early", "ithp", "mult", "tmc" })
            for (const char* key : { "time_points", "time_width", "time_heads" }) {
                const auto read = systems.get(name).info().parameters();
                QVERIFY2(training::findParameter(read, key) != nullptr, name);
            }
        const auto ofMult = systems.get("mult").info().parameters();
        QVERIFY(training::findParameter(ofMult, "width") == nullptr);
        const auto ofTrees = systems.get("haim").info().parameters();
        QVERIFY(training::findParameter(ofTrees, "time_points") == nullptr);
    }

    void aSeriesIsRefusedWithBinsByASystemThatNamesNone()
    {
        data::Cohort cohort;
        cohort.task = Task::Classification;
        cohort.classes = { "a", "b" };
        cohort.ids = { "p", "q" };
        cohort.y = { 0, 1 };
        data::Modality series;
        series.name = "labs";
        series.kind = data::ModalityKind::Series;
        series.dims = 1;
        series.values = { 1, 2, 3 };
        series.times = { 0.5F, 7.5F, 1 };
        series.offsets = { 0, 2, 3 };
        series.present = { 1, 1 };
        cohort.modalities = { series };
        const Fake fake("fake");
        training::ExperimentSpec spec;
        const auto problems = fake.cannotFit(cohort, spec);
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems.front().code, std::string("irregular-series"));
        QCOMPARE(problems.front().severity, data::Severity::Error);
        QVERIFY(problems.front().what.find("fake") != std::string::npos);
        QVERIFY(problems.front().remedy.find("--bin HOURS") != std::string::npos);
        QVERIFY(!problems.front().concern.bins.empty());
        spec.modalities = { "another" };
        QVERIFY(fake.cannotFit(cohort, spec).empty()); // it is not used
    }

    void whatOneSystemBringsIsReadByThoseThatAreMadeOfIt()
    {
        const auto systems = systems::describedSystems();
        const auto reads = [&](const char* name, std::string_view key) {
            training::ExperimentSpec spec;
            spec.model = name;
            const auto read = systems.get(name).parametersRead(spec);
            return std::count_if(read.begin(), read.end(), [&](const auto& one) { return one.key == key; });
        };
        for (const char* key : { "moe_router", "moe_modality_dropout" }) {
            for (const char* name : { "moe", "none-k", "skip", "skip-equal" })
                QCOMPARE(reads(name, key), 1);
            for (const char* name : { "haim", "late" }) // late fusion's models have one modality each
                QCOMPARE(reads(name, key), 0);
            const auto moe = systems.get("moe").info().parameters();
            const auto* parameter = training::findParameter(moe, key);
            QVERIFY(!parameter->isReadBy(training::Step::Unimodal, weighting::Variant::None));
            QVERIFY(parameter->isReadBy(training::Step::Baseline, weighting::Variant::None));
            QVERIFY(parameter->isReadBy(training::Step::Weighted, weighting::Variant::Btw));
        }
    }

    void everyDescriptionIsWhole()
    {
        for (const auto& parameter : systems::builtinSystems().parameters()) {
            const std::string key(parameter.key);
            QVERIFY2(!parameter.label.empty(), key.c_str());
            QVERIFY2(parameter.explanation.size() > 10 && parameter.explanation.back() == '.', key.c_str());
            QVERIFY2(!parameter.source.empty(), key.c_str());
            if (parameter.isInteger() || parameter.isReal())
                QVERIFY2(parameter.range.contains(parameter.number({})), key.c_str());
            if (parameter.group == Group::Own)
                QVERIFY2(key.find('_') != std::string::npos, key.c_str());
        }
        const auto systems = systems::builtinSystems();
        for (const auto& system : systems.all()) {
            const auto& info = system->info();
            QVERIFY(!info.title.empty() && !info.citation.empty());
            QVERIFY(!info.inputs.empty() && !info.tasks.empty());
        }
    }

    void whatDoesNotFitIsNamed()
    {
        data::Cohort cohort;
        cohort.task = Task::Regression;
        data::Modality notes;
        notes.name = "notes";
        notes.kind = data::ModalityKind::Sequence;
        cohort.modalities = { notes };
        const auto problems = Fake("fake").cannotFit(cohort, {});
        QCOMPARE(problems.size(), 2U);
        QVERIFY(problems[0].what.find("regression") != std::string::npos);
        QVERIFY(problems[1].where.find("notes") != std::string::npos);
        QVERIFY(systems::builtinSystems().get("moe").cannotFit(cohort, {}).empty());
    }

    void lateFusionNeedsAsManyPeopleAsParts()
    {
        data::Cohort cohort;
        cohort.task = Task::Regression;
        const auto systems = systems::builtinSystems();
        const auto& late = systems.get("late");
        for (int i = 0; i < 10; ++i) {
            cohort.y.push_back(i);
            cohort.splits.push_back(i < 5 ? Split::Train : Split::Test);
        }
        QVERIFY(late.cannotFit(cohort, {}).empty());
        cohort.groups.assign(10, "one person");
        const auto problems = late.cannotFit(cohort, {});
        QCOMPARE(problems.size(), 1U);
        QCOMPARE(problems[0].code, std::string("too-few-people"));
        QVERIFY2(
            problems[0].what.find("there are only 1 people") != std::string::npos, problems[0].what.c_str());
    }

    void systemsWithoutWeightsHaveNoVariant()
    {
        const auto systems = systems::builtinSystems();
        const training::ExperimentSpec spec; // btw
        for (const auto& system : systems.all())
            QCOMPARE(system->specOf(training::Step::Baseline, spec).variant != weighting::Variant::None,
                system->info().weighted);
    }

    void differencesAreSaidByLabel()
    {
        training::ExperimentSpec one;
        auto two = one;
        two.gate = training::Gate::Softmax;
        two.learningRate = 0.01;
        two.preset = "demo"; // a name, not a difference
        const auto found = training::differences(training::commonParameters(), one, two);
        QCOMPARE(found.size(), 2U);
        QCOMPARE(found[0].first, std::string("laplace"));
        QCOMPARE(found[0].second, std::string("softmax"));
        QCOMPARE(found[1].label, std::string_view("Learning rate"));
        QCOMPARE(found[1].second, std::string("0.01"));
    }
};

QTEST_GUILESS_MAIN(RegistryTest)
#include "tst_registry.moc"
