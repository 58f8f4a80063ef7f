// SPDX-License-Identifier: GPL-3.0-or-later
// The gradient that every registered system is trained by is that of its loss: each tensor of parameters,
// with the defaults and with every choice of what makes the model. In double precision it is compared with
// central differences; what a training step leaves in float32, where ways back are written by hand, with that
// in double.
#include "engine/data/random.h"
#include "engine/systems/system.h"
#include "engine/training/modelrun.h"
#include "engine/training/runtime.h"
#include "heldconstant.h"
#include "indouble.h"
#include "trained.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace btw;
using data::ModalityKind;
using training::ExperimentSpec;
using training::Group;

namespace {

/// What these detach depends on parameters and does not cancel, so the differences hold it constant, too: the
/// confidences that opinions are multiplied by (qmf), the joint layers and what a player does about the
/// others (mcr). Whether they ought to is told by golden values (tst_systemsgolden). They get no series over
/// time: time attention takes a row's highest score from all of them, which cancels; held, it would make a
/// kink here. Of mmim nothing needs to be held: its two stages are compared each on its own. flexmoe detaches
/// what chooses.
constexpr std::array<std::string_view, 2> kHolding { "qmf", "mcr" };

constexpr std::size_t kTrained = 18;

/// How far a slope may be off as a share of the tensor's gradient, and of one that is small beside all
/// others, of which rounding leaves few digits, as a share of this much of the whole. Slopes were off by 4e-7
/// at most, numbers of float32 by 8e-6.
constexpr double kOff = 1e-5, kOffInFloat = 1e-4, kSmall = 1e-3;

/// Sizes that are no fields of ExperimentSpec.
const std::map<std::string_view, double> kSizes { { "encoder_layers", 1 }, { "encoder_heads", 2 },
    { "mult_width", 8 }, { "mult_heads", 2 }, { "mult_layers", 1 }, { "flexmoe_experts", 4 },
    { "flexmoe_chosen", 2 } };

/// Nothing is dropped; of a width that the processor's kernels take. Batches of nine: the slopes of a few
/// absolute errors are less likely to add up to 0.
ExperimentSpec small(const systems::System& system)
{
    ExperimentSpec spec;
    spec.model = std::string(system.info().name);
    spec.variant = weighting::Variant::None;
    spec.width = spec.expertHidden = 16;
    spec.encoderHidden = spec.timeWidth = 8;
    spec.timePoints = 3;
    spec.timeHeads = 2;
    spec.experts = 4;
    spec.layers = 1;
    spec.batch = kTrained / 2;
    for (const auto& parameter : system.info().parameters()) {
        if (parameter.isReal() && parameter.key.find("dropout") != std::string_view::npos)
            parameter.setNumber(spec, 0);
        if (const auto size = kSizes.find(parameter.key); size != kSizes.end())
            parameter.setNumber(spec, size->second);
    }
    return spec;
}

/// Whether a gradient is 0 by nature.
bool cancels(std::string_view name, const ExperimentSpec& spec)
{
    const auto has = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
    // What is added to all scores alike does not change their shares; without noise there is none to learn; a
    // vector (the first modality) is one step to mult, which has all of the attention.
    const bool isOfOneStep
        = spec.model == "mult" && (has(".from.0.") || name.starts_with("modality.0.joined."));
    return name.ends_with(".key.bias") || (name.ends_with(".router.noise") && !spec.routerNoise)
        || (isOfOneStep && (has(".query.") || has(".key.")));
}

/// Three modalities of these kinds, each of which some lack; the sixth of the people has none. By name the
/// last one is the first, so that it is the prime one of ithp.
data::Cohort people(Task task, const std::vector<ModalityKind>& kinds)
{
    data::Random random(3);
    data::Cohort cohort;
    cohort.task = task;
    if (task == Task::Classification)
        cohort.classes = { "no", "maybe", "yes" };
    for (std::size_t m = 0; m < 3; ++m) {
        data::Modality modality;
        modality.name = std::string(1, static_cast<char>('c' - m));
        modality.kind = kinds[std::min(m, kinds.size() - 1)];
        modality.dims = static_cast<std::int64_t>(2 + m);
        if (modality.isRagged())
            modality.offsets = { 0 };
        cohort.modalities.push_back(modality);
    }
    for (std::size_t i = 0; i < kTrained + 2; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.y.push_back(
            task == Task::Classification ? static_cast<double>(i % 4 % 3) : std::exp(random.normal()));
        cohort.splits.push_back(i < kTrained ? Split::Train : Split::Validation);
        for (auto& modality : cohort.modalities) {
            const auto m = static_cast<std::size_t>(&modality - cohort.modalities.data());
            const bool isThere = i != 5 && (i + 2 * m) % 5 != 4;
            const auto longest = static_cast<std::int64_t>(i * (m + 1) % 4 + 1);
            const auto steps = !modality.isRagged() ? 1 : isThere ? longest : 0;
            modality.present.push_back(isThere ? 1 : 0);
            for (std::int64_t value = 0; value < steps * modality.dims; ++value)
                modality.values.push_back(isThere ? static_cast<float>(random.normal()) : 0.0F);
            if (modality.isRagged())
                modality.offsets.push_back(modality.offsets.back() + steps);
            if (modality.kind != ModalityKind::Series)
                continue;
            for (std::int64_t step = 0; step < steps; ++step)
                modality.times.push_back(static_cast<float>(static_cast<double>(step) + random.uniform()));
            if (steps > 1) // nobody measured it
                modality.values.back() = std::numeric_limits<float>::quiet_NaN();
        }
    }
    return cohort;
}

double lengthOf(const at::Tensor& x) { return x.norm().item<double>(); }

/// Of length 1: along the gradient, where there is any; along all numbers at once; along a single one.
std::vector<at::Tensor> directions(const at::Tensor& gradient, data::Random& random)
{
    auto drawn = at::empty(gradient.sizes(), at::kDouble), single = at::zeros_like(drawn);
    for (std::int64_t i = 0; i < drawn.numel(); ++i)
        drawn.data_ptr<double>()[i] = random.normal();
    single.data_ptr<double>()[random.below(static_cast<std::uint64_t>(single.numel()))] = 1;
    std::vector<at::Tensor> all { drawn / lengthOf(drawn), single };
    if (lengthOf(gradient) > 0)
        all.push_back(gradient / lengthOf(gradient));
    return all;
}

/// Compares the gradients of one loss with central differences. \param whole length of all gradients together
/// \returns what does not agree; empty: all does
QString disagreement(InDouble& model, bool first, const ExperimentSpec& spec, double whole)
{
    data::Random random(29);
    const auto& names = model.parameters().names();
    std::vector<at::Tensor> gradients;
    for (std::size_t id = 0; id < names.size(); ++id) {
        if (model.isOfFirstStage(id) != first)
            continue;
        if (gradients.empty()) // few models have a first stage
            gradients = model.gradients(first);
        const auto& gradient = gradients[id];
        const auto name = QString::fromStdString(names[id]);
        if ((lengthOf(gradient) > 1e-6 * whole) == cancels(names[id], spec))
            return QStringLiteral("%1 has a gradient of length %2").arg(name).arg(lengthOf(gradient));
        for (const auto& along : directions(gradient, random)) {
            const double said = (gradient * along).sum().item<double>();
            double slope = 0, off = 1;
            // Between the two points may be a kink of a ReLU or of an absolute error, or a tie of two
            // experts. A tenth of the step then hardly reaches that far; a wrong gradient is wrong there,
            // too.
            for (const double step : { 1e-6, 1e-7 }) {
                if (off < kOff)
                    break;
                slope = model.slope(id, along, step, first);
                off = std::abs(slope - said) / (lengthOf(gradient) + kSmall * whole);
            }
            if (!(off < kOff))
                return QStringLiteral("%1 has a slope of %2, and a gradient of %3")
                    .arg(name)
                    .arg(slope)
                    .arg(said);
        }
    }
    return {};
}

} // namespace

class FiniteDifferencesTest : public QObject
{
    Q_OBJECT

    const systems::SystemRegistry m_systems = systems::builtinSystems();

private Q_SLOTS:
    void initTestCase() { training::setThreads(1); }

    /// With the defaults each task that the system takes, with other choices the last of them.
    void gradientsAreThoseOfTheLoss_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("task");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        for (const auto& system : m_systems.all()) {
            const auto& info = system->info();
            // Left out: haim, which grows trees; regression, which is fitted by Newton's method; late,
            // none-k, skip and their controls, which are made of the predictions of others.
            if (!info.byGradient)
                continue;
            const auto add = [&](Task task, const std::string& key, const std::string& value) {
                const auto name = std::string(info.name);
                QTest::addRow("%s, %s %s %s", name.c_str(),
                    task == Task::Regression ? "regression" : "classes", key.c_str(), value.c_str())
                    << QString::fromStdString(name) << int(task) << QString::fromStdString(key)
                    << QString::fromStdString(value);
            };
            for (const auto task : info.tasks)
                add(task, {}, {});
            for (const auto& parameter : info.parameters()) {
                const std::array groups { Group::Missing, Group::Network, Group::Experts, Group::Own };
                if (std::find(groups.begin(), groups.end(), parameter.group) == groups.end()
                    && parameter.key != "class_weights")
                    continue;
                std::vector<std::string> values(parameter.choices().begin(), parameter.choices().end());
                if (parameter.isBoolean())
                    values = { "false", "true" };
                for (const auto& value : values)
                    if (value != parameter.defaultText())
                        add(info.tasks.back(), std::string(parameter.key), value);
            }
        }
    }
    void gradientsAreThoseOfTheLoss()
    {
        QFETCH(const QString, name);
        QFETCH(const int, task);
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        const auto& system = m_systems.get(name.toStdString());
        auto spec = small(system);
        const auto known = system.info().parameters();
        if (const auto* parameter = training::findParameter(known, key.toStdString()))
            QVERIFY(parameter->setFromText(spec, value.toStdString()));
        const bool isHolding
            = std::find(kHolding.begin(), kHolding.end(), system.info().name) != kHolding.end();
        auto kinds = system.info().inputs;
        if (isHolding)
            std::erase(kinds, ModalityKind::Series);
        const auto cohort = people(Task(task), kinds);
        const training::RunPlan plan { training::Step::Baseline, 0,
            system.specOf(training::Step::Baseline, spec), 1, {} };

        HeldConstant held(isHolding);
        const training::Batches batches(cohort, at::kCPU);
        training::ModelRun run(batches, plan, model::builtinModels());
        data::Random random(17);
        auto& values = run.parameters().values();
        for (std::int64_t i = 0; i < values.numel(); ++i) // zeros would hide errors in what multiplies them
            values.data_ptr<float>()[i] += static_cast<float>(0.1 * random.normal());
        std::vector<float> weights(system.info().weighted ? 3 * cohort.size() : 0);
        for (auto& weight : weights)
            weight = static_cast<float>(0.2 + random.uniform());
        // Nothing moves at a rate of 0. In the second epoch there is a history, and before its last batch
        // another one.
        training::RunControl control;
        Silent silent;
        QVERIFY(run.trainEpoch(1, 0, weights, control, silent));
        const auto history = run.history().defined() ? run.history().clone() : at::Tensor();
        QVERIFY(run.trainEpoch(2, 0, weights, control, silent));
        InDouble exact(run, batches, plan, weights, 2, history, held);

        const auto& names = exact.parameters().names();
        const auto trained = exact.gradients(false);
        double whole = 0;
        for (const auto& gradient : trained)
            whole = std::hypot(whole, lengthOf(gradient));
        // Of a tie or a kink as near as float32 rounds, this would fail; none is that near here.
        for (std::size_t id = 0; id < names.size(); ++id)
            QVERIFY2(lengthOf(run.parameters().gradient(id) - trained[id])
                    < kOffInFloat * (lengthOf(trained[id]) + kSmall * whole),
                names[id].c_str());
        for (const bool first : { false, true }) {
            const auto found = disagreement(exact, first, spec, whole);
            QVERIFY2(found.isEmpty(), qPrintable(found));
        }
    }
};

QTEST_GUILESS_MAIN(FiniteDifferencesTest)
#include "tst_finitedifferences.moc"
