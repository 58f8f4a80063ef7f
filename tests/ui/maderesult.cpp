// SPDX-License-Identifier: GPL-3.0-or-later
#include "maderesult.h"

#include <cmath>

namespace btw::values {

namespace {

using analysis::Verdict;

analysis::FoldDifference difference(double estimate, double low, double high)
{
    analysis::FoldDifference one;
    one.estimate = one.first = estimate;
    one.low = one.low90 = low;
    one.high = one.high90 = high;
    one.n = one.units = 200;
    one.p = one.tP = 0.01;
    one.pairs = 3;
    return one;
}

analysis::Contribution adds(
    const std::string& name, double estimate, double low, double high, Verdict verdict)
{
    analysis::Contribution one;
    one.modality = name;
    one.difference = difference(estimate, low, high);
    one.adjustedP = verdict == Verdict::CannotTell ? 0.4 : 0.01;
    one.couldHaveShown = 0.011;
    one.verdict = verdict;
    one.people = 200;
    return one;
}

experiments::ModelFigure model(const QString& system, double figure, std::int64_t firstRun)
{
    experiments::ModelFigure one;
    one.model.system = system;
    one.model.variant = QStringLiteral("none");
    for (std::size_t fold = 0; fold < 3; ++fold)
        one.model.runs[{ fold, 1 }] = firstRun < 0 ? firstRun : firstRun + static_cast<std::int64_t>(fold);
    one.figure = difference(figure, figure - 0.02, figure + 0.02);
    one.rows = one.people = 200;
    one.folds = 3;
    one.seeds = 1;
    return one;
}

} // namespace

std::shared_ptr<experiments::StudyResult> madeResult()
{
    auto result = madeSingle();
    result->name = QStringLiteral("What each modality adds");
    experiments::Answer answer;
    answer.full = result->models[0].model;
    answer.metric = result->metric;
    answer.margin = result->margin = 0.02;
    answer.modalities = { adds("tumour", 0.041, 0.027, 0.055, Verdict::Helps),
        adds("age", 0.012, 0.002, 0.019, Verdict::HelpsWithinMargin),
        adds("receptors", 0.009, -0.002, 0.02, Verdict::CannotTell) };
    answer.placebos = { adds("tumour", -0.001, -0.006, 0.005, Verdict::CannotTell) };
    result->answer = answer;
    result->withoutModality = "tumour";
    for (auto& point : result->pictures[0].benefit)
        result->pictures[0].benefitWithout.push_back({ point.threshold, point.value / 2, NAN, NAN, 0 });
    return result;
}

std::shared_ptr<experiments::StudyResult> madeSingle()
{
    auto result = std::make_shared<experiments::StudyResult>();
    result->study.split = 1;
    result->populations = { "" };
    result->choice.leading = 0;
    result->cohort.name = QStringLiteral("Breast cancer");
    result->cohort.hash = QStringLiteral("77aa88bb");
    result->cohort.task = Task::Classification;
    result->cohort.classes = { "alive", "died" };
    result->cohort.modalities = { "tumour", "age", "receptors" };
    result->metric = "auroc";
    result->margin = NAN;
    result->rows = result->people = 200;
    result->classCounts = { 160, 40 };
    result->folds = 3;
    result->looks.count = 3;
    result->looks.head = QStringLiteral("0a1b2c3d4e5f");
    result->models = { model(QStringLiteral("late of moe"), 0.79, 10),
        model(QStringLiteral("boosted trees"), 0.792, -1), model(QStringLiteral("constant"), 0.5, -2) };
    result->models[1].model.isReference = result->models[2].model.isReference = true;
    result->models[1].leadingIsBetterBy = difference(-0.002, -0.012, 0.008);
    result->models[2].leadingIsBetterBy = difference(0.29, 0.25, 0.33);
    for (const auto& name : result->cohort.modalities)
        result->alone.push_back({ name, difference(0.7, 0.66, 0.74), 200, 200, true });
    result->believed
        = { { "tumour", 0.72, 0.6, 0.8, 3 }, { "age", 0.03, 0, 0.1, 3 }, { "receptors", 0.6, 0.5, 0.7, 3 } };
    result->calibrationSlope = 0.97;
    result->calibrationIntercept = -0.03;
    experiments::ProbabilityPicture picture;
    picture.seed = 1;
    picture.rows = 200;
    for (int k = 0; k < 10; ++k)
        picture.calibration.deciles.push_back(
            { 20, 0.05 * k, 0.05 * k + 0.01, 0.04 * k, 0.06 * k + 0.05, 20 });
    for (int k = 1; k < 100; ++k)
        picture.benefit.push_back(
            { 0.01 * k, 0.2 - 0.003 * k, 0.15 - 0.003 * k, 0.25 - 0.003 * k, 0.2 - 0.01 * k });
    result->pictures.push_back(picture);
    return result;
}

std::shared_ptr<experiments::ForWhomResult> madeForWhom()
{
    auto forWhom = std::make_shared<experiments::ForWhomResult>();
    forWhom->modality = "tumour";
    const auto add = [&](const char* kind, const char* group, double estimate) {
        experiments::SubgroupContribution one;
        one.modality = "tumour";
        one.kind = QString::fromLatin1(kind);
        one.group = QString::fromLatin1(group);
        one.metric = one.kind == QLatin1String("class") ? "log_loss" : "auroc";
        one.difference = difference(estimate, estimate - 0.01, estimate + 0.01);
        one.adjustedP = 0.2;
        one.happened = 12;
        forWhom->groups.push_back(one);
    };
    add("class", "alive", 0.02);
    add("class", "died", -0.008);
    add("stage_group", "first & second", 0.014);
    forWhom->hidden = { { QStringLiteral("stage_group"), QStringLiteral("fourth") } };
    return forWhom;
}

} // namespace btw::values
