// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/words.h"

#include "engine/digits.h"
#include "engine/weighting/names.h"
#include "ui/widgets/typeset.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace btw::models {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

struct MetricWords
{
    const char* key;
    const char* name;
    const char* shortName;
};

constexpr std::array kMetrics {
    MetricWords {
        "mae", QT_TRANSLATE_NOOP("Words", "mean absolute error"), QT_TRANSLATE_NOOP("Words", "MAE") },
    MetricWords {
        "rmse", QT_TRANSLATE_NOOP("Words", "root mean squared error"), QT_TRANSLATE_NOOP("Words", "RMSE") },
    MetricWords { "corr", QT_TRANSLATE_NOOP("Words", "Pearson correlation"),
        QT_TRANSLATE_NOOP("Words", "correlation") },
    MetricWords {
        "r2", QT_TRANSLATE_NOOP("Words", "explained variance (R²)"), QT_TRANSLATE_NOOP("Words", "R²") },
    MetricWords {
        "acc7", QT_TRANSLATE_NOOP("Words", "accuracy in 7 classes"), QT_TRANSLATE_NOOP("Words", "Acc-7") },
    MetricWords {
        "acc5", QT_TRANSLATE_NOOP("Words", "accuracy in 5 classes"), QT_TRANSLATE_NOOP("Words", "Acc-5") },
    MetricWords { "acc2_nonneg", QT_TRANSLATE_NOOP("Words", "accuracy, negative or not"),
        QT_TRANSLATE_NOOP("Words", "Acc-2") },
    MetricWords {
        "f1_nonneg", QT_TRANSLATE_NOOP("Words", "F1, negative or not"), QT_TRANSLATE_NOOP("Words", "F1") },
    MetricWords { "acc2_pos", QT_TRANSLATE_NOOP("Words", "accuracy, negative or positive"),
        QT_TRANSLATE_NOOP("Words", "Acc-2") },
    MetricWords {
        "f1_pos", QT_TRANSLATE_NOOP("Words", "F1, negative or positive"), QT_TRANSLATE_NOOP("Words", "F1") },
    MetricWords {
        "accuracy", QT_TRANSLATE_NOOP("Words", "accuracy"), QT_TRANSLATE_NOOP("Words", "accuracy") },
    MetricWords { "macro_f1", QT_TRANSLATE_NOOP("Words", "F1, each class counting the same (macro-F1)"),
        QT_TRANSLATE_NOOP("Words", "macro-F1") },
    MetricWords {
        "weighted_f1", QT_TRANSLATE_NOOP("Words", "weighted F1"), QT_TRANSLATE_NOOP("Words", "weighted F1") },
    MetricWords { "auroc", QT_TRANSLATE_NOOP("Words", "area under the ROC curve"),
        QT_TRANSLATE_NOOP("Words", "AUROC") },
    MetricWords { "auprc", QT_TRANSLATE_NOOP("Words", "area under the precision-recall curve"),
        QT_TRANSLATE_NOOP("Words", "AUPRC") },
    MetricWords {
        "log_loss", QT_TRANSLATE_NOOP("Words", "log loss"), QT_TRANSLATE_NOOP("Words", "log loss") },
    MetricWords { "ece", QT_TRANSLATE_NOOP("Words", "expected calibration error"),
        QT_TRANSLATE_NOOP("Words", "calibration error") },
    MetricWords { "brier", QT_TRANSLATE_NOOP("Words", "Brier score"), QT_TRANSLATE_NOOP("Words", "Brier") },
    MetricWords { "calibration_slope", QT_TRANSLATE_NOOP("Words", "calibration slope"),
        QT_TRANSLATE_NOOP("Words", "calibration slope") },
    MetricWords { "calibration_intercept", QT_TRANSLATE_NOOP("Words", "calibration intercept"),
        QT_TRANSLATE_NOOP("Words", "calibration intercept") },
    MetricWords { "loss", QT_TRANSLATE_NOOP("Words", "loss"), QT_TRANSLATE_NOOP("Words", "loss") },
};

struct VariantWords
{
    weighting::Variant variant;
    const char* sentence;
};

constexpr std::array kVariants {
    VariantWords { weighting::Variant::Btw,
        QT_TRANSLATE_NOOP(
            "Words", "Per instance, disagreement (KL) times agreement over the whole training set (MI).") },
    VariantWords { weighting::Variant::KlLocal,
        QT_TRANSLATE_NOOP(
            "Words", "Per instance, by how much a modality alone disagrees with the combined model.") },
    VariantWords { weighting::Variant::KlGlobal,
        QT_TRANSLATE_NOOP(
            "Words", "One weight per modality: its mean disagreement with the combined model.") },
    VariantWords { weighting::Variant::MiGlobal,
        QT_TRANSLATE_NOOP(
            "Words", "One weight per modality: how much its predictions share with the combined model's.") },
    VariantWords { weighting::Variant::CcLocal,
        QT_TRANSLATE_NOOP("Words",
            "Per instance, disagreement times correlation with the combined model (regression only).") },
    VariantWords { weighting::Variant::BtwOof,
        QT_TRANSLATE_NOOP("Words",
            "Like btw, but disagreement and agreement are those of models that had not seen the person.") },
    VariantWords { weighting::Variant::HeldOut,
        QT_TRANSLATE_NOOP("Words",
            "One weight per modality: how far late fusion believes it, judged on people its models had not "
            "seen.") },
    VariantWords { weighting::Variant::Constant,
        QT_TRANSLATE_NOOP("Words",
            "A control: every modality has the same weight, one over their number. It shows what the size of "
            "weights does on its own.") },
    VariantWords { weighting::Variant::Shuffled,
        QT_TRANSLATE_NOOP("Words",
            "A control: the weights of another weighting, handed to other people with the same "
            "modalities.") },
    VariantWords { weighting::Variant::None,
        QT_TRANSLATE_NOOP("Words", "No weighting: the baseline, every modality counts the same.") },
};

using widgets::typeset;

constexpr std::array kNumbers { QT_TRANSLATE_NOOP("Words", "no"), QT_TRANSLATE_NOOP("Words", "one"),
    QT_TRANSLATE_NOOP("Words", "two"), QT_TRANSLATE_NOOP("Words", "three"),
    QT_TRANSLATE_NOOP("Words", "four"), QT_TRANSLATE_NOOP("Words", "five"), QT_TRANSLATE_NOOP("Words", "six"),
    QT_TRANSLATE_NOOP("Words", "seven"), QT_TRANSLATE_NOOP("Words", "eight"),
    QT_TRANSLATE_NOOP("Words", "nine"), QT_TRANSLATE_NOOP("Words", "ten") };

const MetricWords* findMetric(const std::string& key)
{
    const auto* found
        = std::find_if(kMetrics.begin(), kMetrics.end(), [&](const auto& m) { return key == m.key; });
    return found == kMetrics.end() ? nullptr : found;
}

} // namespace

QString metricName(const std::string& metric)
{
    const auto* words = findMetric(metric);
    return words ? Words::tr(words->name) : QString::fromStdString(metric);
}

QString metricShort(const std::string& metric)
{
    const auto* words = findMetric(metric);
    return words ? Words::tr(words->shortName) : QString::fromStdString(metric);
}

QString number(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double size = std::abs(value);
    // Two digits of what is small; of larger ones so many that no more than three stand in all.
    const bool isPower = needsPower(size);
    const int place = isPower        ? firstPlace(size) - 1
        : size >= 100                ? 0
        : size >= 10                 ? -1
        : size >= 0.095 || size == 0 ? -2
                                     : firstPlace(size) - 1;
    return typeset(writtenNumber(value, { place, isPower }));
}

QString numberBeside(double value, double largest)
{
    const double size = std::abs(largest);
    if (!std::isfinite(value) || !std::isfinite(largest) || size == 0)
        return number(value);
    return typeset(writtenNumber(value, { std::min(0, firstPlace(size) - 1), needsPower(size) }));
}

IntervalWords intervalWords(double estimate, double low, double high)
{
    const Digits digits = digitsOf(estimate, low, high);
    const auto words = [&](double value, auto written) {
        return std::isfinite(value) ? typeset(written(value, digits)) : QStringLiteral("–");
    };
    return { words(estimate, writtenNumber), words(low, writtenEnd), words(high, writtenEnd) };
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
        return Words::tr("a few seconds left");
    if (seconds < 90) // steps of five, so that the figure does not flicker
        return Words::tr("about %1 s left").arg(5 * std::lround(seconds / 5));
    if (seconds < 5400)
        return Words::tr("about %1 min left").arg(std::lround(seconds / 60));
    return Words::tr("about %1 h left").arg(seconds / 3600, 0, 'f', 1);
}

int plural(std::int64_t value)
{
    return static_cast<int>(std::min<std::int64_t>(value, std::numeric_limits<int>::max()));
}

QString numberWord(std::int64_t value)
{
    if (value < 0 || value >= static_cast<std::int64_t>(kNumbers.size()))
        return count(value);
    return Words::tr(kNumbers.at(static_cast<std::size_t>(value)));
}

QString joined(const QStringList& parts)
{
    if (parts.isEmpty())
        return {};
    QString list = parts.first();
    for (qsizetype i = 1; i + 1 < parts.size(); ++i)
        list = Words::tr("%1, %2", "a list but its last item").arg(list, parts[i]);
    return parts.size() == 1 ? list
                             : Words::tr("%1 and %2", "a list and its last item").arg(list, parts.last());
}

QString rowsOfPeople(std::int64_t rows, std::int64_t people)
{
    QString some
        = rows == 1 ? Words::tr("1 row") : Words::tr("%1 rows", nullptr, plural(rows)).arg(count(rows));
    if (people <= 0)
        return some;
    return Words::tr("%1 of %2", "rows of people")
        .arg(some,
            people == 1 ? Words::tr("1 person")
                        : Words::tr("%1 people", nullptr, plural(people)).arg(count(people)));
}

QString modalityCount(std::int64_t modalities)
{
    return modalities == 1 ? Words::tr("1 modality")
                           : Words::tr("%n modalities", nullptr, plural(modalities));
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
    return found == kVariants.end() ? QString() : Words::tr(found->sentence);
}

std::vector<weighting::Variant> variantsFor(Task task)
{
    std::vector<weighting::Variant> variants;
    for (const auto& words : kVariants) {
        if (task == Task::Regression || !weighting::factsOf(words.variant).regressionOnly)
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
    QStringList parts { modalityCount(static_cast<std::int64_t>(cohort.modalityCount())),
        rowsOfPeople(static_cast<std::int64_t>(cohort.size()), peopleIn(cohort)) };
    if (cohort.task == Task::Classification) {
        parts << Words::tr("%n classes", nullptr, plural(static_cast<std::int64_t>(cohort.classCount())));
    } else if (cohort.labelRange) {
        const auto end = [](double value) {
            return QString::number(value, 'g', 4).replace(QLatin1Char('-'), QChar(0x2212));
        };
        parts
            << Words::tr("label %1 to %2").arg(end(cohort.labelRange->first), end(cohort.labelRange->second));
    } else {
        parts << Words::tr("a number to predict");
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace btw::models
