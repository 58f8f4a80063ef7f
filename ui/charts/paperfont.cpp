// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/paperfont.h"

#include <QChar>
#include <QList>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace btw::charts {

namespace {

bool standsByItself(QChar::Script script)
{
    static constexpr std::array kPlain { QChar::Script_Unknown, QChar::Script_Inherited, QChar::Script_Common,
        QChar::Script_Latin, QChar::Script_Greek, QChar::Script_Cyrillic, QChar::Script_Armenian,
        QChar::Script_Georgian, QChar::Script_Hebrew, QChar::Script_Han, QChar::Script_Hiragana,
        QChar::Script_Katakana, QChar::Script_Bopomofo, QChar::Script_Hangul };
    return std::find(kPlain.begin(), kPlain.end(), script) != kPlain.end();
}

bool joinsLetters(const std::string& text) { return charts::joinsLetters(QString::fromStdString(text)); }

bool anyJoins(const std::vector<std::string>& texts)
{
    return std::any_of(
        texts.begin(), texts.end(), [](const std::string& text) { return joinsLetters(text); });
}

bool joinsLetters(const jobs::RunDigest& run)
{
    return anyJoins(run.modalities) || anyJoins(run.classes) || charts::joinsLetters(run.cohortName)
        || charts::joinsLetters(run.label) || charts::joinsLetters(run.people);
}

bool joinsLetters(const experiments::StudyFacts& study)
{
    return charts::joinsLetters(study.name) || charts::joinsLetters(study.rows)
        || std::any_of(
            study.adds.begin(), study.adds.end(), [](const auto& one) { return joinsLetters(one.modality); })
        || std::any_of(study.alone.begin(), study.alone.end(),
            [](const auto& one) { return joinsLetters(one.alone.modality); })
        || std::any_of(study.groups.begin(), study.groups.end(),
            [](const auto& one) { return joinsLetters(one.modality) || charts::joinsLetters(one.group); })
        || std::any_of(study.models.begin(), study.models.end(),
            [](const auto& one) { return charts::joinsLetters(one.name); });
}

} // namespace

QFont copyable(QFont font)
{
    font.setStyleStrategy(static_cast<QFont::StyleStrategy>(font.styleStrategy() | QFont::PreferNoShaping));
    return font;
}

bool joinsLetters(const QString& text)
{
    const auto letters = text.toUcs4();
    return std::any_of(
        letters.begin(), letters.end(), [](uint letter) { return !standsByItself(QChar::script(letter)); });
}

bool joinsLetters(const experiments::FigureData& data)
{
    return joinsLetters(data.source.data) || joinsLetters(data.source.label)
        || (data.run && joinsLetters(*data.run)) || (data.study && joinsLetters(*data.study));
}

} // namespace btw::charts
