// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studyresult.h"

#include <QString>
#include <QStringList>

namespace btw::pages {

/// The words of a study's result, from its numbers alone. No sentence speaks of causes, "cannot tell" is
/// never "no effect", and every figure knows its metric, its rows and their split.
class ResultWords
{
public:
    explicit ResultWords(const experiments::StudyResult& result)
        : m_result(result)
    {
    }

    QString question() const; ///< "Does each modality help?", "Does weighting help?"
    /// "AUROC on 1,826 people, each predicted while unseen: 5 folds, 3 repeats, 3 seeds. Third look at these
    /// rows."
    QString basis() const;
    /// What the figures say, one sentence each, the most important first.
    QStringList sentences() const;
    /// "AUROC, higher is better · test rows of metabric, 1,826 people · 5 folds, 3 seeds · 95% intervals
    /// resample people · these fitted models · looks at these test rows in this store: 3".
    QString provenance() const;
    /// The same of a figure: its value, its interval, its rows.
    QString figureTip(const QString& name, const analysis::FoldDifference& figure, std::size_t rows,
        std::size_t people) const;

    QString metric() const; ///< "AUROC"
    /// "0.031 (0.012 to 0.050)", with a real minus sign.
    static QString interval(const analysis::PairedDifference& difference, bool withSign = false);
    static QString withMinus(QString text); ///< with real minus signs; hyphens within names stay
    QString rowsOfPeople(std::size_t rows, std::size_t people) const; ///< "1,826 people"

private:
    QString design() const; ///< "5 folds, 3 repeats, 3 seeds"
    QStringList ofModalities() const;
    QStringList ofUndecided() const;
    QStringList ofAlone() const;
    /// What the demo's modalities stand for, at the first mention of each.
    void explainNames(QStringList& said) const;
    bool isAboutWeighting() const; ///< that is asked, and a model with weights leads

    const experiments::StudyResult& m_result;
};

} // namespace btw::pages
