// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/samplewords.h"

#include "engine/data/samples.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

namespace btw::models {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SampleWords)
};

// Of engine/data/samples; to be found by translators.
[[maybe_unused]] constexpr const char* kWords[] { QT_TRANSLATE_NOOP("SampleWords", "vital signs"),
    QT_TRANSLATE_NOOP("SampleWords", "notes"), QT_TRANSLATE_NOOP("SampleWords", "X-rays"),
    QT_TRANSLATE_NOOP("SampleWords", "ECGs") };

} // namespace

QString sampleIn(const QString& path)
{
    const QFileInfo file(
        path); // as jobs::Importing::openDemo() writes it, and sample: as experiments name it
    if (path.startsWith(QLatin1String("sample:")))
        return path.mid(7);
    const QString name = file.fileName();
    const bool isOurs = file.path().endsWith(QLatin1String(".d")); // the project's own folder
    return isOurs && name.startsWith(QLatin1String("demo-")) && name.endsWith(QLatin1String(".npz"))
        ? name.mid(5).chopped(4)
        : QString();
}

QString sampleWord(const QString& sample, const std::string& modality)
{
    const auto word = data::sampleWord(sample.toStdString(), modality);
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
