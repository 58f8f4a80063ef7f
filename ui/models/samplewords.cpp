// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/samplewords.h"

#include "engine/data/samples.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QStringList>

#include <array>

namespace btw::models {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SampleWords)
};

// Of engine/data/samples; to be found by translators.
[[maybe_unused]] constexpr std::array kWords { QT_TRANSLATE_NOOP("SampleWords", "vital signs"),
    QT_TRANSLATE_NOOP("SampleWords", "notes"), QT_TRANSLATE_NOOP("SampleWords", "X-rays"),
    QT_TRANSLATE_NOOP("SampleWords", "ECGs") };

} // namespace

QString sampleIn(const QString& path)
{
    // As experiments name it, as jobs::Importing::openDemo() and as jobs::keepSample() write it into
    // the project's own folder.
    static const QRegularExpression kNamed(QStringLiteral("^sample:([^:]+)(?::(\\d+))?$"));
    static const QRegularExpression kDemo(QStringLiteral("\\.d/demo-([^/]+)\\.npz$"));
    static const QRegularExpression kKept(
        QStringLiteral("\\.d/cohorts/sample-([^/.-]+)(?:\\.v\\d+)?(?:-(\\d+))?\\.npz$"));
    const QString plain = path.startsWith(QLatin1String("sample:")) ? path : QDir::fromNativeSeparators(path);
    for (const auto* known : { &kNamed, &kDemo, &kKept })
        if (const auto found = known->match(plain); found.hasMatch())
            return found.captured(2).toULongLong() == 0
                ? found.captured(1)
                : found.captured(1) + QLatin1Char(':') + found.captured(2);
    return {};
}

QString shapeOf(const QString& sample)
{
    const QString kind = sample.section(QLatin1Char(':'), 0, 0);
    if (kind == QLatin1String("mosi"))
        return QStringLiteral("CMU-MOSI"); // proper names
    if (kind == QLatin1String("mosei"))
        return QStringLiteral("CMU-MOSEI");
    return kind == QLatin1String("mimic") ? QStringLiteral("MIMIC-IV") : QString();
}

QString sampleWord(const QString& sample, const std::string& modality)
{
    const auto word = data::sampleWord(sample.section(QLatin1Char(':'), 0, 0).toStdString(), modality);
    return word.empty() ? QString() : Words::tr(std::string(word).c_str());
}

QString sampleWords(const QString& sample, const std::vector<std::string>& modalities)
{
    QStringList words;
    for (const auto& modality : modalities)
        if (const QString word = sampleWord(sample, modality); !word.isEmpty())
            words << Words::tr("%1: %2", "a modality and what it stands for")
                         .arg(QString::fromStdString(modality), word);
    return words.join(QStringLiteral(", "));
}

} // namespace btw::models
