// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/words.h"

#include "engine/weighting/names.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace btw::models {

namespace {

struct MetricWords
{
    const char* key;
    const char* name;
    const char* shortName;
};

constexpr std::array kMetrics {
    MetricWords { "mae", "mean absolute error", "MAE" },
    MetricWords { "corr", "Pearson correlation", "correlation" },
    MetricWords { "acc7", "accuracy in 7 classes", "Acc-7" },
    MetricWords { "acc5", "accuracy in 5 classes", "Acc-5" },
    MetricWords { "acc2_nonneg", "accuracy, negative or not", "Acc-2" },
    MetricWords { "f1_nonneg", "F1, negative or not", "F1" },
    MetricWords { "acc2_pos", "accuracy, negative or positive", "Acc-2" },
    MetricWords { "f1_pos", "F1, negative or positive", "F1" },
    MetricWords { "accuracy", "accuracy", "accuracy" },
    MetricWords { "macro_f1", "macro-averaged F1", "macro-F1" },
    MetricWords { "weighted_f1", "weighted F1", "weighted F1" },
    MetricWords { "auroc", "area under the ROC curve", "AUROC" },
    MetricWords { "auprc", "area under the precision-recall curve", "AUPRC" },
    MetricWords { "ece", "expected calibration error", "calibration error" },
    MetricWords { "brier", "Brier score", "Brier" },
    MetricWords { "loss", "loss", "loss" },
};

struct VariantWords
{
    weighting::Variant variant;
    const char* sentence;
};

constexpr std::array kVariants {
    VariantWords { weighting::Variant::Btw,
        "Per instance, disagreement (KL) times agreement over the whole training set (MI)." },
    VariantWords { weighting::Variant::KlLocal,
        "Per instance, by how much a modality alone disagrees with the combined model." },
    VariantWords { weighting::Variant::KlGlobal,
        "One weight per modality: its mean disagreement with the combined model." },
    VariantWords { weighting::Variant::MiGlobal,
        "One weight per modality: how much its predictions share with the combined model's." },
    VariantWords { weighting::Variant::CcLocal,
        "Per instance, disagreement times correlation with the combined model (regression only)." },
    VariantWords { weighting::Variant::None, "No weighting: the baseline, every modality counts the same." },
};

const MetricWords* findMetric(const std::string& key)
{
    const auto* found
        = std::find_if(kMetrics.begin(), kMetrics.end(), [&](const auto& m) { return key == m.key; });
    return found == kMetrics.end() ? nullptr : found;
}

QString fixed(double value, int decimals) { return QString::number(std::abs(value), 'f', decimals); }

} // namespace

QString metricName(const std::string& metric)
{
    const auto* words = findMetric(metric);
    return words ? QString::fromLatin1(words->name) : QString::fromStdString(metric);
}

QString metricShort(const std::string& metric)
{
    const auto* words = findMetric(metric);
    return words ? QString::fromLatin1(words->shortName) : QString::fromStdString(metric);
}

bool lowerIsBetter(const std::string& metric)
{
    return metric == "mae" || metric == "loss" || metric == "ece" || metric == "brier";
}

QString number(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double size = std::abs(value);
    QString digits;
    if (size >= 1000)
        digits = count(std::llround(size));
    else if (size >= 100)
        digits = fixed(value, 0);
    else if (size >= 10)
        digits = fixed(value, 1);
    else if (size >= 0.095 || size < 5e-7)
        digits = fixed(value, 2);
    else // two significant digits
        digits = fixed(value, 1 - static_cast<int>(std::floor(std::log10(size))));
    const bool zero = digits.count(QLatin1Char('0')) + digits.count(QLatin1Char('.')) == digits.size();
    return value < 0 && !zero ? QStringLiteral("−") + digits : digits;
}

QString numberBeside(double value, double largest)
{
    const double size = std::abs(largest);
    if (!std::isfinite(value) || !std::isfinite(largest) || size == 0)
        return number(value);
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(size))), 0, 6);
    const QString digits = fixed(value, decimals);
    const bool zero = digits.count(QLatin1Char('0')) + digits.count(QLatin1Char('.')) == digits.size();
    return value < 0 && !zero ? QStringLiteral("−") + digits : digits;
}

QString signedNumber(double value)
{
    const QString text = number(value);
    return std::isfinite(value) && value > 0 ? QStringLiteral("+") + text : text;
}

QString count(std::int64_t value)
{
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(value));
}

QString timeLeft(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return {};
    if (seconds < 10)
        return QStringLiteral("a few seconds left");
    if (seconds < 90) // steps of five, so that the figure does not flicker
        return QStringLiteral("about %1 s left").arg(5 * std::lround(seconds / 5));
    if (seconds < 5400)
        return QStringLiteral("about %1 min left").arg(std::lround(seconds / 60));
    return QStringLiteral("about %1 h left").arg(seconds / 3600, 0, 'f', 1);
}

QString numberWord(std::int64_t value)
{
    static constexpr std::array kNames { "no", "one", "two", "three", "four", "five", "six", "seven", "eight",
        "nine", "ten" };
    if (value < 0 || value >= static_cast<std::int64_t>(kNames.size()))
        return count(value);
    return QString::fromLatin1(kNames.at(static_cast<std::size_t>(value)));
}

QString joined(const QStringList& parts)
{
    if (parts.size() < 2)
        return parts.join(QString());
    return parts.mid(0, parts.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + parts.last();
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString startingName(const QString& name)
{
    constexpr qsizetype kAbbreviation = 3;
    return name.size() <= kAbbreviation ? name : capitalised(name);
}

bool readsAsPlural(const QString& name)
{
    return name.size() > 2 && name.endsWith(QLatin1Char('s')) && !name.endsWith(QLatin1String("ss"))
        && !name.endsWith(QLatin1String("omics"));
}

QString variantName(weighting::Variant variant)
{
    const std::string_view name = weighting::toString(variant);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QString variantSentence(weighting::Variant variant)
{
    const auto* found = std::find_if(
        kVariants.begin(), kVariants.end(), [&](const auto& words) { return words.variant == variant; });
    return found == kVariants.end() ? QString() : QString::fromLatin1(found->sentence);
}

std::vector<weighting::Variant> variantsFor(Task task)
{
    std::vector<weighting::Variant> variants;
    for (const auto& words : kVariants) {
        if (task == Task::Regression || words.variant != weighting::Variant::CcLocal)
            variants.push_back(words.variant);
    }
    return variants;
}

std::int64_t peopleIn(const data::Cohort& cohort)
{
    return static_cast<std::int64_t>(
        std::set<std::string>(cohort.groups.begin(), cohort.groups.end()).size());
}

QString cohortLine(const data::Cohort& cohort)
{
    QStringList parts;
    const auto modalities = static_cast<std::int64_t>(cohort.modalityCount());
    parts << (modalities == 1 ? QStringLiteral("1 modality")
                              : QStringLiteral("%1 modalities").arg(modalities));
    QString rows = QStringLiteral("%1 rows").arg(count(static_cast<std::int64_t>(cohort.size())));
    if (const auto people = peopleIn(cohort); people > 0)
        rows += QStringLiteral(" of %1 people").arg(count(people));
    parts << rows;
    if (cohort.task == Task::Classification) {
        parts << QStringLiteral("%1 classes").arg(cohort.classCount());
    } else if (cohort.labelRange) {
        parts << QStringLiteral("label %1 to %2")
                     .arg(cohort.labelRange->first, 0, 'g', 4)
                     .arg(cohort.labelRange->second, 0, 'g', 4)
                     .replace(QLatin1Char('-'), QChar(0x2212));
    } else {
        parts << QStringLiteral("a number to predict");
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace btw::models
