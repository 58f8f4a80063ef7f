// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/probabilityjson.h"

#include "engine/analysis/calibrationcurve.h"
#include "engine/analysis/decisioncurve.h"
#include "engine/analysis/delong.h"
#include "workspace/store/store.h"
#include "workspace/store/testset.h"

#include <QJsonArray>

#include <cmath>

namespace btw::store {

namespace {

/// As many as the other exploratory intervals have: a list of runs may be long.
constexpr std::size_t kResamples = 2000;

QJsonValue number(double value) { return std::isfinite(value) ? QJsonValue(value) : QJsonValue(); }
QJsonValue number(std::size_t count) { return static_cast<qint64>(count); }

QJsonArray counts(const analysis::CalibrationCurve::Histogram& histogram)
{
    QJsonArray list;
    for (const std::size_t count : histogram)
        list.append(number(count));
    return list;
}

QJsonObject calibrationJson(const analysis::ClassOutcomes& outcomes, const std::string& name)
{
    const auto curve = analysis::calibrationCurve(outcomes);
    QJsonArray deciles;
    for (const auto& bin : curve.deciles)
        deciles.append(QJsonObject { { QStringLiteral("n"), number(bin.n) },
            { QStringLiteral("mean"), number(bin.mean) },
            { QStringLiteral("observed"), number(bin.observed) },
            { QStringLiteral("ci_low"), number(bin.low) }, { QStringLiteral("ci_high"), number(bin.high) } });
    QJsonArray smooth;
    for (const auto& point : curve.smooth)
        smooth.append(QJsonObject { { QStringLiteral("p"), number(point.p) },
            { QStringLiteral("observed"), number(point.observed) } });
    return { { QStringLiteral("class"), QString::fromStdString(name) },
        { QStringLiteral("slope"), number(curve.slope) },
        { QStringLiteral("intercept"), number(curve.intercept) }, { QStringLiteral("deciles"), deciles },
        { QStringLiteral("smooth"), smooth },
        { QStringLiteral("histogram"),
            QJsonObject { { QStringLiteral("happened"), counts(curve.happened) },
                { QStringLiteral("others"), counts(curve.others) } } } };
}

/// \param baseline on the same rows; none: empty
QJsonArray decisionJson(const analysis::ClassOutcomes& outcomes, const analysis::ClassOutcomes& baseline)
{
    const auto curve = analysis::decisionCurve(outcomes, { kResamples });
    std::vector<analysis::NetBenefit> differences;
    if (baseline.size() > 0)
        differences = analysis::decisionCurveDifference(outcomes, baseline, { kResamples });
    QJsonArray list;
    for (std::size_t k = 0; k < curve.size(); ++k) {
        const auto& point = curve[k];
        QJsonObject json { { QStringLiteral("threshold"), number(point.threshold) },
            { QStringLiteral("net_benefit"), number(point.value) },
            { QStringLiteral("ci_low"), number(point.low) },
            { QStringLiteral("ci_high"), number(point.high) },
            { QStringLiteral("treat_all"), number(point.treatAll) } };
        if (!differences.empty()) {
            json.insert(QStringLiteral("from_baseline"), number(differences[k].value));
            json.insert(QStringLiteral("from_baseline_low"), number(differences[k].low));
            json.insert(QStringLiteral("from_baseline_high"), number(differences[k].high));
        }
        list.append(json);
    }
    return list;
}

QJsonValue delongJson(const analysis::ClassOutcomes& outcomes)
{
    if (!outcomes.groups.empty()) // rows of one person are not independent
        return {};
    const auto interval = analysis::delongInterval(analysis::aurocComponents(outcomes));
    return QJsonObject { { QStringLiteral("ci_low"), number(interval.low) },
        { QStringLiteral("ci_high"), number(interval.high) } };
}

} // namespace

QJsonObject probabilityJson(const RunRecord& run, const CohortRecord& cohort, const Predictions& predictions,
    const Predictions& baseline)
{
    if (!testIsOpen(run) || cohort.task != Task::Classification)
        return {};
    return probabilityJson(testSet(cohort, run), cohort.classes, predictions, baseline);
}

QJsonObject probabilityJson(const analysis::EvaluationSet& set, const std::vector<std::string>& classes,
    const Predictions& predictions, const Predictions& baseline)
{
    QJsonObject json;
    QJsonArray calibrations;
    for (const std::size_t target : analysis::judgedClasses(set.classCount)) {
        const auto outcomes = analysis::classOutcomes(set, predictions, target);
        calibrations.append(calibrationJson(outcomes, classes[target]));
        if (set.classCount != 2)
            continue;
        json.insert(QStringLiteral("auroc_delong"), delongJson(outcomes));
        json.insert(QStringLiteral("decision_curve"),
            decisionJson(outcomes,
                baseline.width > 0 ? analysis::classOutcomes(set, baseline, target)
                                   : analysis::ClassOutcomes()));
    }
    json.insert(QStringLiteral("calibration"),
        set.classCount == 2 ? calibrations.first().toObject()
                            : QJsonObject { { QStringLiteral("classes"), calibrations } });
    QJsonArray rare;
    for (const auto& one : analysis::rareClasses(analysis::commonRows(set, { &predictions })))
        rare.append(QJsonObject { { QStringLiteral("class"), QString::fromStdString(classes[one.index]) },
            { QStringLiteral("n"), number(one.rows) } });
    json.insert(QStringLiteral("rare_classes"), rare);
    return json;
}

QJsonObject probabilityJson(const Store& store, const RunRecord& run, const CohortRecord& cohort)
{
    if (!testIsOpen(run) || cohort.task != Task::Classification)
        return {};
    Predictions baseline;
    for (const auto& input : store.inputs(run.id)) {
        if (input.role == RunInput::Role::Baseline)
            baseline = store.bestPredictions(input.runId);
    }
    return probabilityJson(run, cohort, store.bestPredictions(run.id), baseline);
}

} // namespace btw::store
