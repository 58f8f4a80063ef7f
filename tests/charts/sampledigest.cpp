// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledigest.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

namespace btw::charts::sample {

namespace {

analysis::DensityCurve density(const std::vector<double>& values, std::size_t all)
{
    analysis::DensityCurve curve;
    curve.n = static_cast<std::int64_t>(values.size());
    if (values.size() < 2) {
        return curve;
    }
    constexpr double kBandwidth = 0.35;
    for (int k = 0; k < 200; ++k) {
        const double x = -4 + 8.0 * k / 199;
        double sum = 0;
        for (const double value : values) {
            sum += std::exp(-0.5 * std::pow((x - value) / kBandwidth, 2));
        }
        curve.x.push_back(x);
        curve.density.push_back(sum / (static_cast<double>(all) * kBandwidth * std::sqrt(6.283185307179586)));
    }
    return curve;
}

void addCurves(jobs::RunDigest& digest, int epochs, double start, double end, bool lower)
{
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 0.012);
    const auto curve = [&](int count, double last) {
        std::vector<double> values;
        values.reserve(static_cast<std::size_t>(count));
        for (int e = 0; e < count; ++e) {
            values.push_back(last + (start - last) * std::exp(-e / 5.0) + noise(random));
        }
        return values;
    };
    digest.validationMetric = curve(epochs, end);
    digest.baselineMetric = curve(30, end + (lower ? 0.06 : -0.04));
    if (epochs > 0) {
        const auto best = lower
            ? std::min_element(digest.validationMetric.begin(), digest.validationMetric.end())
            : std::max_element(digest.validationMetric.begin(), digest.validationMetric.end());
        digest.run.bestEpoch = best - digest.validationMetric.begin() + 1;
    }
}

void addWeights(jobs::RunDigest& digest, int epochs, const std::vector<double>& ends)
{
    std::mt19937 random(5);
    std::normal_distribution<double> noise(0, 0.008);
    for (const double end : ends) {
        std::vector<store::WeightSummary> weights;
        for (int e = 0; e < epochs; ++e) {
            const double mean = e == 0 ? 1 : end + (1 - end) * std::exp(-e / 1.6) + noise(random);
            const double spread = e == 0 ? 0 : 0.08;
            weights.push_back({ mean, mean - spread * 0.9, mean + spread });
        }
        digest.weights.push_back(weights);
    }
}

/// Each modality has an expert of its own that is asked the more the longer the training.
void addRouting(jobs::RunDigest& digest, int epochs)
{
    constexpr std::size_t kExperts = 8;
    const double own = 0.2 + 0.01 * epochs;
    for (std::size_t m = 0; m < digest.modalities.size(); ++m) {
        std::vector<double> shares(kExperts, (1 - own) / (kExperts - 1));
        shares[m % kExperts] = own;
        digest.routing.push_back(shares);
    }
}

} // namespace

jobs::RunDigest regression(int epochs, int most, int points, store::RunStatus status)
{
    jobs::RunDigest digest;
    digest.run.id = 7;
    digest.run.name = QStringLiteral("kl-local · seed 2");
    digest.run.variant = QStringLiteral("kl-local");
    digest.run.step = training::Step::Weighted;
    digest.run.spec.variant = weighting::Variant::KlLocal;
    digest.run.status = status;
    digest.run.epochs = epochs;
    digest.task = Task::Regression;
    digest.modalities = { "Text", "Audio", "Video" };
    digest.metric = "mae";
    digest.epochsAtMost = most;
    digest.run.model = QStringLiteral("moe");
    addRouting(digest, epochs);
    digest.errorSplit = status == store::RunStatus::Finished ? Split::Test : Split::Validation;
    addCurves(digest, epochs, 1.35, 0.72, true);
    digest.errorEpoch = digest.run.bestEpoch;
    addWeights(digest, epochs, { 0.22, 0.42, 0.36 });

    std::mt19937 random(11);
    std::normal_distribution<double> left(-1.4, 0.9);
    std::normal_distribution<double> right(1.3, 0.9);
    std::normal_distribution<double> change(0, 0.45);
    analysis::ErrorAnalysis errors;
    std::vector<double> corrected;
    std::vector<double> mistaken;
    for (int i = 0; i < points; ++i) {
        const double y = std::clamp(i % 2 == 0 ? left(random) : right(random), -3.0, 3.0);
        const double delta = change(random) + 0.12 * std::exp(-y * y / 2);
        errors.y.push_back(y);
        errors.delta.push_back(delta);
        digest.errorIds.push_back(QStringLiteral("p%1").arg(i).toStdString());
        (delta > 0 ? corrected : mistaken).push_back(y);
    }
    errors.n = points;
    errors.corrections = static_cast<std::int64_t>(corrected.size());
    errors.mistakes = static_cast<std::int64_t>(mistaken.size());
    errors.all = density(errors.y, errors.y.size());
    errors.corrected = density(corrected, errors.y.size());
    errors.mistaken = density(mistaken, errors.y.size());
    digest.errors = errors;
    return digest;
}

jobs::RunDigest classification(int epochs, int most, store::RunStatus status)
{
    jobs::RunDigest digest;
    digest.run.id = 8;
    digest.run.name = QStringLiteral("btw · seed 1");
    digest.run.variant = QStringLiteral("btw");
    digest.run.step = training::Step::Weighted;
    digest.run.status = status;
    digest.run.epochs = epochs;
    digest.task = Task::Classification;
    digest.classes = { "under 3 days", "3 to 7 days", "7 to 14 days", "over 14 days" };
    digest.modalities = { "TS", "text", "CXR", "ECG" };
    digest.metric = "macro_f1";
    digest.epochsAtMost = most;
    digest.run.model = QStringLiteral("moe");
    addRouting(digest, epochs);
    digest.errorSplit = status == store::RunStatus::Finished ? Split::Test : Split::Validation;
    addCurves(digest, epochs, 0.2, 0.58, false);
    digest.errorEpoch = digest.run.bestEpoch;
    addWeights(digest, epochs, { 0.41, 0.39, 0.12, 0.08 });
    analysis::ErrorAnalysis errors;
    errors.classes = { { 146, 12, 7 }, { 234, 18, 21 }, { 92, 9, 3 }, { 45, 4, 5 } };
    errors.n = 517;
    errors.corrections = 43;
    errors.mistakes = 36;
    std::vector<double> nearer;
    std::vector<double> farther;
    for (int i = 0; i < 517; ++i) { // surer of most people the surer it was
        const double sure = (i + 0.5) / 517;
        errors.sure.push_back(sure);
        (i % 5 < (sure < 0.5 ? 3 : 2) ? nearer : farther).push_back(sure);
    }
    errors.all = density(errors.sure, errors.sure.size());
    errors.corrected = density(nearer, errors.sure.size());
    errors.mistaken = density(farther, errors.sure.size());
    digest.errors = errors;
    digest.confusion = { { 101, 38, 5, 2 }, { 31, 171, 27, 5 }, { 6, 34, 44, 8 }, { 3, 9, 12, 21 } };
    for (std::size_t row = 0; row < 4; ++row)
        for (std::size_t column = 0; column < 4; ++column) {
            std::vector<std::string> ids;
            for (std::int64_t i = 0; i < digest.confusion[row][column]; ++i)
                ids.push_back(QStringLiteral("%1%2-%3").arg(row).arg(column).arg(i).toStdString());
            digest.confusionIds.push_back(std::move(ids));
        }
    return digest;
}

jobs::RunDigest empty(training::Step step)
{
    jobs::RunDigest digest;
    digest.run.id = 1;
    digest.run.step = step;
    digest.run.status = store::RunStatus::Queued;
    digest.metric = "mae";
    digest.epochsAtMost = 40;
    digest.modalities = { "Text", "Audio" };
    return digest;
}

experiments::FigureData probabilities()
{
    auto digest = classification(12, 40, store::RunStatus::Finished);
    digest.classes = { "lives", "died" };
    experiments::FigureData data { std::make_shared<const jobs::RunDigest>(std::move(digest)) };
    auto found = std::make_shared<experiments::RunProbabilities>();
    found->n = found->people = 600;
    analysis::CalibrationCurve curve;
    curve.slope = 0.9;
    curve.intercept = -0.1;
    for (int k = 0; k < 10; ++k) {
        const double p = 0.03 + 0.07 * k;
        const double observed = 0.9 * p + 0.02;
        curve.deciles.push_back({ 60, p, observed, observed - 0.02, observed + 0.05, 60 });
    }
    for (int k = 0; k <= 50; ++k)
        curve.smooth.push_back({ 0.02 + 0.014 * k, 0.02 + 0.0125 * k });
    found->calibration.push_back({ "died", curve });
    for (int k = 1; k < 100; ++k) {
        const double t = k / 100.0;
        const double all = 0.3 - 0.7 * t / (1 - t);
        const double model = std::max(0.0, 0.3 - 0.6 * t);
        found->decision.push_back({ t, model, model - 0.02, model + 0.02, all });
        found->baseline.push_back({ t, 0.9 * model, 0, 0, all });
    }
    data.probabilities = std::move(found);
    data.source = { QStringLiteral("metabric"), QStringLiteral("abc123"), {}, 3, QStringLiteral("fedc"),
        QStringLiteral("moe btw, fold 1, seed 1") };
    return data;
}

experiments::FigureData study()
{
    experiments::FigureData data;
    auto facts = std::make_shared<experiments::StudyFacts>();
    facts->experiment = 4;
    facts->name = QStringLiteral("What each modality adds");
    facts->metric = "auroc";
    facts->seeds = 2;
    facts->folds = 3;
    facts->n = facts->people = 600;
    const std::vector<std::string> names { "tumour", "person", "treatment" };
    for (std::size_t m = 0; m < names.size(); ++m) {
        experiments::AddedByModality one;
        one.modality = names[m];
        one.colour = m;
        one.added.modality = names[m];
        auto& difference = one.added.difference;
        difference.estimate = 0.055 - 0.03 * static_cast<double>(m);
        difference.low = difference.estimate - 0.02;
        difference.high = difference.estimate + 0.02;
        difference.n = 600;
        one.added.people = 600;
        one.added.verdict = m == 0 ? analysis::Verdict::Helps : analysis::Verdict::CannotTell;
        analysis::FoldDifference placebo;
        placebo.low = -0.01;
        placebo.high = 0.01;
        one.placebo = placebo;
        experiments::AloneFigure alone;
        alone.modality = names[m];
        alone.figure.estimate = 0.745 - 0.05 * static_cast<double>(m);
        alone.figure.low = alone.figure.estimate - 0.03;
        alone.figure.high = alone.figure.estimate + 0.03;
        alone.rows = alone.people = 600;
        alone.isOwn = m != 2;
        const experiments::Believed believed { names[m], 0.72 - 0.3 * static_cast<double>(m), 0.1, 0.8, 3 };
        one.alone = alone;
        one.believed = believed;
        facts->adds.push_back(std::move(one));
        facts->alone.push_back({ alone, m, believed });
    }
    const QStringList models { QStringLiteral("moe btw"), QStringLiteral("moe"),
        QStringLiteral("late of haim"), QStringLiteral("plain regression"), QStringLiteral("constant") };
    for (qsizetype i = 0; i < models.size(); ++i) {
        experiments::FigureModel one;
        one.name = one.key = models[i];
        one.isReference = i > 2;
        one.mean = 0.8 - 0.06 * static_cast<double>(i);
        one.std = 0.01;
        one.low = one.mean - 0.03;
        one.high = one.mean + 0.03;
        one.seeds = 2;
        one.folds = 3;
        one.n = one.people = 600;
        if (i != 1) { // the baseline
            analysis::FoldDifference difference;
            difference.estimate = 0.06 * static_cast<double>(1 - i);
            difference.low = difference.estimate - 0.02;
            difference.high = difference.estimate + 0.02;
            difference.p = difference.tP = 0.01;
            one.fromBaseline = difference;
            one.adjustedP = i == 4 ? 0.01 : 0.2;
        }
        facts->models.push_back(std::move(one));
    }
    facts->baseline = models[1];
    data.study = std::move(facts);
    data.source = { QStringLiteral("metabric"), QStringLiteral("abc123"), {}, 3, QStringLiteral("fedc"),
        QStringLiteral("What each modality adds") };
    return data;
}

} // namespace btw::charts::sample
