// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/overhead.h"

#include "engine/analysis/bootstrap.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/store/store.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Overhead)
};

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// The median: a pause, which counts in the epoch that it falls into, does not move it.
double secondsOfAnEpoch(EpochSeconds seconds)
{
    const bool isKnown = std::all_of(
        seconds.begin(), seconds.end(), [](double one) { return std::isfinite(one) && one > 0; });
    if (seconds.size() < kFewestEpochsTimed || !isKnown)
        return kUnknown;
    std::sort(seconds.begin(), seconds.end());
    const auto middle = seconds.size() / 2;
    return seconds.size() % 2 != 0 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
}

/// The ratio of one training, or why there is none.
struct Timed
{
    double ratio = kUnknown;
    QString why;
};

/// The runs that one weighted run was trained with.
class TimedTraining
{
public:
    TimedTraining(const store::Store& store, std::int64_t weighted)
        : m_store(store)
        , m_weighted(store.run(weighted))
    {
        if (!m_weighted)
            return;
        take(*m_weighted);
        for (const auto& input : store.inputs(weighted)) {
            const auto run = store.run(input.runId);
            m_isComplete = m_isComplete && run.has_value();
            if (!run)
                continue;
            take(*run);
            if (input.role == store::RunInput::Role::Unimodal)
                m_unimodal.push_back(secondsOf(*run));
            else if (input.role == store::RunInput::Role::Baseline)
                m_baseline = secondsOf(*run);
            else
                m_hasFurther = true;
        }
    }

    Timed ask() const
    {
        if (!m_weighted || !m_isComplete || !m_baseline || m_unimodal.empty())
            return { kUnknown, Words::tr("a model that it was trained with is no longer in the project") };
        if (m_hasFurther)
            return { kUnknown, Words::tr("its weights are made of further models, whose time is not part") };
        if (m_versions.size() > 1)
            return { kUnknown,
                Words::tr("its models were trained by different versions of the program, of which one may be "
                          "faster (%1)")
                    .arg(QStringList(m_versions.begin(), m_versions.end()).join(QStringLiteral(", "))) };
        if (m_fewestEpochs < kFewestEpochsTimed)
            return { kUnknown,
                Words::tr("one of its models has fewer than %1 epochs").arg(kFewestEpochsTimed) };
        const double ratio = timeOverBaseline(m_unimodal, secondsOf(*m_weighted), *m_baseline);
        return std::isfinite(ratio) ? Timed { ratio, {} }
                                    : Timed { ratio, Words::tr("the time of an epoch was not kept") };
    }

private:
    void take(const store::RunRecord& run)
    {
        m_versions.insert(run.version);
        m_fewestEpochs = std::min(m_fewestEpochs, static_cast<std::size_t>(run.epochs));
    }

    EpochSeconds secondsOf(const store::RunRecord& run) const
    {
        EpochSeconds seconds;
        for (const auto& epoch : m_store.epochs(run.id))
            seconds.push_back(epoch.report.seconds);
        return seconds;
    }

    const store::Store& m_store;
    std::optional<store::RunRecord> m_weighted;
    std::vector<EpochSeconds> m_unimodal;
    std::optional<EpochSeconds> m_baseline;
    std::set<QString> m_versions;
    std::size_t m_fewestEpochs = std::numeric_limits<std::size_t>::max();
    bool m_isComplete = true; ///< all runs are there
    bool m_hasFurther = false;
};

bool isWeighted(const Model& model)
{
    return model.variant != QLatin1String("none") && !model.isReference && model.placebo.empty();
}

/// "BTW-weighted mixture of experts: 2 of 3 trainings are left out (one of its models has fewer than 3
/// epochs)"
QString leftOutWords(const Model& model, std::size_t leftOut, const QStringList& why)
{
    const QString reasons = why.join(QStringLiteral("; "));
    if (leftOut == model.runs.size())
        return Words::tr("%1: not known (%2)", "a model, and why").arg(model.plainName(), reasons);
    return leftOut == 1 ? Words::tr("%1: 1 of %2 trainings is left out (%3)", "a model, and why")
                              .arg(model.plainName())
                              .arg(model.runs.size())
                              .arg(reasons)
                        : Words::tr("%1: %2 of %3 trainings are left out (%4)", "a model, and why")
                              .arg(model.plainName())
                              .arg(leftOut)
                              .arg(model.runs.size())
                              .arg(reasons);
}

} // namespace

double timeOverBaseline(
    const std::vector<EpochSeconds>& unimodal, const EpochSeconds& weighted, const EpochSeconds& baseline)
{
    double together = secondsOfAnEpoch(weighted);
    for (const auto& one : unimodal)
        together += secondsOfAnEpoch(one);
    return together / secondsOfAnEpoch(baseline);
}

bool isTimePublished(const std::vector<PublishedRow>& published)
{
    return std::any_of(published.begin(), published.end(),
        [](const PublishedRow& row) { return row.metric == kTimeOverBaseline; });
}

void addTimes(const store::Store& store, const Models& models, Comparison& comparison)
{
    QStringList notes;
    for (const auto& model : models.all()) {
        if (!isWeighted(model))
            continue;
        std::vector<double> ratios;
        std::set<std::size_t> folds;
        std::set<std::uint64_t> seeds;
        QStringList why;
        for (const auto& [cell, run] : model.runs) {
            const auto timed = TimedTraining(store, run).ask();
            if (!timed.why.isEmpty()) {
                why << timed.why;
                continue;
            }
            ratios.push_back(timed.ratio);
            folds.insert(cell.first);
            seeds.insert(cell.second);
        }
        if (const auto leftOut = static_cast<std::size_t>(why.size()); leftOut > 0) {
            why.removeDuplicates();
            notes << leftOutWords(model, leftOut, why);
        }
        const auto summary = analysis::meanAndStd(ratios);
        ComparisonRow row;
        row.model = model;
        row.metric = kTimeOverBaseline;
        row.seeds = seeds.size();
        row.folds = folds.size();
        row.mean = summary.mean;
        row.std = summary.std;
        comparison.times.push_back(std::move(row));
    }
    if (!notes.isEmpty())
        comparison.timesNote
            = Words::tr("Time over the baseline's: %1.").arg(notes.join(QStringLiteral("; ")));
}

QString timeExplained()
{
    return Words::tr("time of an epoch (the median one) of each unimodal model and of the weighted model, "
                     "together, over that of the unweighted model, as measured while they were trained");
}

QString timesSentence(const Comparison& comparison)
{
    if (comparison.times.empty())
        return {};
    QStringList all;
    for (const auto& row : comparison.times) {
        const QString own
            = std::isfinite(row.mean) ? figureText(row.mean, row.std) : Words::tr("not known", "a time");
        const QString published = publishedText(comparison, row);
        all << (published.isEmpty()
                ? Words::tr("%1 %2", "a model and its figure").arg(row.model.plainName(), own)
                : Words::tr("%1 %2 (published: %3)", "a model and its figures")
                      .arg(row.model.plainName(), own, published));
    }
    const QString sentence = Words::tr("What a weighting costs: %1. This is the %2.")
                                 .arg(all.join(QStringLiteral("; ")), timeExplained());
    return comparison.timesNote.isEmpty() ? sentence : sentence + QLatin1Char(' ') + comparison.timesNote;
}

} // namespace btw::experiments
