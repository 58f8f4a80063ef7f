// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <QString>

#include <utility>
#include <vector>

namespace btw::pages {

/// One sentence of the result card. Caution is for what a reader must not miss.
struct VerdictSentence
{
    enum class Tone : std::uint8_t { Good, Neutral, Caution };
    Tone tone = Tone::Neutral;
    QString text;
};

/// The words of a result card, from its numbers alone. Two models differ only where the paired 95%
/// interval of their difference leaves out 0; everything else is "no clear difference". No sentence
/// speaks of causes, and none calls a weight importance.
///
/// Order: what forbids trusting the figures, the constant, modalities alone, weighting against baseline,
/// weights of new people, plain regression, how far each modality or model is believed, how many rows stand
/// behind it.
class Verdict
{
public:
    enum class Comparison : std::uint8_t { ModelBetter, NoClearDifference, ModelWorse, Unknown };

    /// \param oneOf what it is one of, in a sentence: of several seeds or folds that are judged together, one
    /// alone gets no verdict. Empty: it stands by itself.
    explicit Verdict(const jobs::ResultCard& card, QString oneOf = {})
        : m_card(card)
        , m_oneOf(std::move(oneOf))
    {
    }

    std::vector<VerdictSentence> sentences() const;
    /// The final model against one line; Unknown where the interval is not finite or it is the model itself.
    Comparison compare(const jobs::ResultLine& line) const;
    /// Words for the card's column beside a line: "better by 0.04 (0.01 to 0.07)", "no clear difference".
    QString comparisonWords(const jobs::ResultLine& line) const;
    /// "text alone", "baseline, all weights 1", "plain regression on everything", ...
    QString lineName(const jobs::ResultLine& line) const;

private:
    QString together() const; ///< "all four together"
    /// `clause` about a modality alone (%1 its name, %2 together(), %3 the interval) as a sentence.
    QString onItsRows(const jobs::ResultLine& line, const QString& clause) const;
    QString intervalWords(const jobs::ResultLine& line) const;
    void addConstant(std::vector<VerdictSentence>& out) const;
    void addModalities(std::vector<VerdictSentence>& out) const;
    void addWeighting(std::vector<VerdictSentence>& out) const;
    void addSettled(std::vector<VerdictSentence>& out) const;
    void addLacks(std::vector<VerdictSentence>& out) const; ///< in place of the reference models
    void addReference(std::vector<VerdictSentence>& out) const;
    void addTrees(std::vector<VerdictSentence>& out) const;
    void addHeldOut(std::vector<VerdictSentence>& out) const;
    void addSkip(std::vector<VerdictSentence>& out) const;
    void addRows(std::vector<VerdictSentence>& out) const;
    std::int64_t modalityCount() const;
    bool isReference(const jobs::ResultLine& line) const;
    bool isRegression() const;

    const jobs::ResultCard& m_card;
    QString m_oneOf;
};

/// "200 test rows", or "200 test rows of 89 people" where people are counted.
QString testRowsWords(std::int64_t rows, std::int64_t people);

} // namespace btw::pages
