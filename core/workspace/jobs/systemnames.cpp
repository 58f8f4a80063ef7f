// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/systemnames.h"

#include <QCoreApplication>

#include <set>
#include <string>

namespace btw::jobs {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SystemNames)
};

bool isUnweighted(const QString& variant) { return variant.isEmpty() || variant == QLatin1String("none"); }

/// Whose models of one modality late fusion pools.
QString pooled(const QString& system)
{
    if (system == QLatin1String("haim"))
        return Words::tr("boosted trees");
    if (system == QLatin1String("regression"))
        return Words::tr("plain regressions");
    return system == QLatin1String("moe") ? Words::tr("mixtures of experts") : system;
}

} // namespace

QString systemOf(const training::ExperimentSpec& spec)
{
    QString system = QString::fromStdString(spec.model);
    static const std::set<std::string> kPooling { "late", "late-equal", "skip", "skip-equal" };
    if (kPooling.count(spec.model) > 0)
        system += QStringLiteral(" of ") + QString::fromStdString(spec.unimodal);
    return system;
}

QString systemKey(const QString& system, const QString& variant)
{
    return variant == QLatin1String("none") && system != QLatin1String("moe")
        ? system
        : system + QLatin1Char(':') + variant;
}

QString systemTitle(const QString& system, const QString& variant)
{
    static const QString kOf = QStringLiteral(" of ");
    const QString own = system.section(kOf, 0, 0);
    const QString of = system.contains(kOf) ? system.section(kOf, 1) : QString();
    if (own == QLatin1String("late"))
        return of.isEmpty() ? Words::tr("Late fusion") : Words::tr("Late fusion of %1").arg(pooled(of));
    if (own == QLatin1String("late-equal"))
        return of.isEmpty() ? Words::tr("Late fusion, equal weights")
                            : Words::tr("Late fusion of %1, equal weights").arg(pooled(of));
    if (own == QLatin1String("skip"))
        return of.isEmpty() ? Words::tr("Mixture of experts and late fusion")
                            : Words::tr("Mixture of experts and late fusion of %1").arg(pooled(of));
    if (own == QLatin1String("skip-equal"))
        return of.isEmpty()
            ? Words::tr("Mixture of experts and late fusion, equal weights")
            : Words::tr("Mixture of experts and late fusion of %1, equal weights").arg(pooled(of));
    if (own == QLatin1String("none-k"))
        return Words::tr("Mean of five unweighted mixtures of experts");
    const bool isMixture = system == QLatin1String("moe");
    if (isMixture && isUnweighted(variant))
        return Words::tr("Unweighted mixture of experts");
    if (isMixture && variant == QLatin1String("btw")) // the model of the paper
        return Words::tr("BTW-weighted mixture of experts");
    QString title = system;
    if (isMixture)
        title = Words::tr("Mixture of experts");
    else if (system == QLatin1String("haim") || system == QLatin1String("boosted trees"))
        title = Words::tr("Boosted trees");
    else if (system == QLatin1String("regression") || system == QLatin1String("plain regression"))
        title = Words::tr("Plain regression");
    else if (system == QLatin1String("early"))
        title = Words::tr("Early fusion");
    else if (system == QLatin1String("attention"))
        title = Words::tr("Attention-weighted fusion");
    else if (system == QLatin1String("ithp"))
        title = Words::tr("Bottlenecks from a prime modality (ITHP)");
    else if (system == QLatin1String("mult"))
        title = Words::tr("Crossmodal transformers (MulT)");
    else if (system == QLatin1String("mcr"))
        title = Words::tr("Early fusion with a game between the modalities (MCR)");
    else if (system == QLatin1String("mmim"))
        title = Words::tr("Fusion that keeps what modalities share (MMIM)");
    else if (system == QLatin1String("tmc"))
        title = Words::tr("Opinions weighed by their certainty (TMC)");
    else if (system == QLatin1String("qmf"))
        title = Words::tr("Opinions weighed by their confidence (QMF)");
    else if (system == QLatin1String("i2moe"))
        title = Words::tr("Experts for what modalities say alone and together (I2MoE)");
    else if (system == QLatin1String("flexmoe"))
        title = Words::tr("Mixture of experts for any combination of modalities (Flex-MoE)");
    return isUnweighted(variant)
        ? title
        : Words::tr("%1, %2", "a system and its weighting").arg(title, midSentence(weightingTitle(variant)));
}

QString weightingTitle(const QString& variant)
{
    if (isUnweighted(variant))
        return Words::tr("Unweighted");
    if (variant == QLatin1String("btw"))
        return Words::tr("BTW weighting");
    if (variant == QLatin1String("btw-oof"))
        return Words::tr("BTW weighting, out of fold");
    if (variant == QLatin1String("kl-local"))
        return Words::tr("Weighting by personal disagreement");
    if (variant == QLatin1String("kl-global"))
        return Words::tr("Weighting by mean disagreement");
    if (variant == QLatin1String("mi-global"))
        return Words::tr("Weighting by agreement");
    if (variant == QLatin1String("cc-local"))
        return Words::tr("Weighting by correlation");
    if (variant == QLatin1String("held-out"))
        return Words::tr("Held-out weights");
    if (variant == QLatin1String("constant"))
        return Words::tr("Constant weights, a control");
    if (variant == QLatin1String("shuffled"))
        return Words::tr("Shuffled weights, a control");
    return Words::tr("%1 weighting").arg(variant);
}

QString midSentence(const QString& title)
{
    const bool isWord = title.size() > 1 && title[0].isUpper() && title[1].isLower();
    return isWord ? title[0].toLower() + title.mid(1) : title;
}

} // namespace btw::jobs
