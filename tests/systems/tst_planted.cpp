// SPDX-License-Identifier: GPL-3.0-or-later
// What each system is for: a planted task that its mechanism solves, and that it fails without.
#include "engine/analysis/metrics.h"
#include "engine/data/random.h"
#include "engine/model/moeparameters.h"
#include "engine/systems/system.h"
#include "trained.h"

#include <QTest>

#include <algorithm>
#include <string>
#include <vector>

using namespace btw;

namespace {

/// Two classes; what a person's modalities hold follows from the class. Rows go to training, validation and
/// test as 3 : 1 : 1.
class Planter
{
public:
    Planter(std::size_t n, const std::vector<std::int64_t>& dims, std::uint64_t seed = 7)
        : m_random(seed)
    {
        m_cohort.name = "planted";
        m_cohort.task = Task::Classification;
        m_cohort.classes = { "no", "yes" };
        for (std::size_t m = 0; m < dims.size(); ++m) {
            data::Modality modality;
            modality.name = std::string("m").append(std::to_string(m));
            modality.dims = dims[m];
            modality.present.assign(n, 1);
            m_cohort.modalities.push_back(modality);
        }
        for (std::size_t i = 0; i < n; ++i) {
            m_cohort.ids.push_back(std::string("p").append(std::to_string(i)));
            m_cohort.splits.push_back(i % 5 < 3 ? Split::Train
                    : i % 5 == 3                ? Split::Validation
                                                : Split::Test);
        }
    }

    double sign() { return m_random.normal() > 0 ? 1.0 : -1.0; }
    double noise(double deviation) { return deviation * m_random.normal(); }
    void put(std::size_t m, double value)
    {
        m_cohort.modalities[m].values.push_back(static_cast<float>(value));
    }
    void label(bool yes) { m_cohort.y.push_back(yes ? 1 : 0); }
    /// Takes a modality away from every test row.
    void hideInTest(std::size_t m)
    {
        auto& modality = m_cohort.modalities[m];
        const auto dims = static_cast<std::size_t>(modality.dims);
        for (std::size_t i = 0; i < m_cohort.size(); ++i)
            if (m_cohort.splits[i] == Split::Test) {
                modality.present[i] = 0;
                std::fill_n(modality.values.begin() + static_cast<std::ptrdiff_t>(i * dims), dims, 0.0F);
            }
    }
    const data::Cohort& cohort() const { return m_cohort; }

private:
    data::Random m_random;
    data::Cohort m_cohort;
};

training::ExperimentSpec quick(const std::string& system, std::int64_t epochs)
{
    auto spec = training::presetSpec("demo", 100);
    spec.model = system;
    spec.variant = weighting::Variant::None;
    spec.epochs = spec.patience = epochs;
    return spec;
}

/// The AUROC of test rows by the model of all modalities, trained without what it is not made of.
double testAuroc(const data::Cohort& cohort, const training::ExperimentSpec& spec, std::uint64_t seed = 1)
{
    Silent silent;
    training::RunControl control;
    const auto systems = systems::builtinSystems();
    const training::RunPlan plan { training::Step::Baseline, 0, spec, seed, {} };
    return systems.get(spec.model).fitter(cohort, {})->train(plan, control, silent).test.at("auroc");
}

QByteArray figures(double first, double second)
{
    return QStringLiteral("%1, %2").arg(first).arg(second).toUtf8();
}

} // namespace

class PlantedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The first modality tells the class outright, the second as an exclusive or amid noise. A model that
    /// has always seen the first never learns the second, and has nothing to say where the first is absent.
    void hiddenModalitiesTeachToDoWithoutOne()
    {
        Planter planter(600, { 2, 8 });
        for (std::size_t i = 0; i < 600; ++i) {
            const double a = planter.sign(), b = planter.sign();
            planter.label(a * b > 0);
            planter.put(0, 3 * a * b + planter.noise(0.3));
            planter.put(0, 3 * a * b + planter.noise(0.3));
            planter.put(1, 2 * a + planter.noise(0.5));
            planter.put(1, 2 * b + planter.noise(0.5));
            for (int other = 0; other < 6; ++other)
                planter.put(1, planter.noise(1));
        }
        planter.hideInTest(0);
        auto spec = quick("moe", 15);
        const double without = testAuroc(planter.cohort(), spec);
        model::kMoeParameters[1].setNumber(spec, 0.5);
        const double with = testAuroc(planter.cohort(), spec);
        QVERIFY2(with > 0.95 && without < 0.75, figures(with, without));
    }
};

QTEST_GUILESS_MAIN(PlantedTest)
#include "tst_planted.moc"
