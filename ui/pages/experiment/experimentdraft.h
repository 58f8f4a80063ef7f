// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::pages {

/// The experiment that the form edits, as its file has it (docs/experiment.schema.json). What the form shows
/// is read from it, so that form and JSON cannot part.
class ExperimentDraft : public QObject
{
    Q_OBJECT

public:
    /// How much is done to make sure of the answer.
    enum class Thoroughness : std::uint8_t {
        FirstLook, ///< one split, one seed
        Usual, ///< 5 folds, one seed
        Publication, ///< 5 folds, drawn 3 times, 3 seeds
        Own
    };
    /// Trainings of one arm on one cohort.
    struct Amount
    {
        std::size_t folds = 1; ///< cohorts, with repeats
        std::size_t seeds = 1;
    };

    using QObject::QObject;

    const QJsonObject& json() const { return m_json; }
    void setJson(const QJsonObject& json);
    /// What each modality of the data adds, by late fusion of boosted trees, at a first look.
    static QJsonObject firstOn(const QString& dataPath);
    void setData(const QString& path);

    /// "moe:none", "moe:btw", "late": a system, and its variant where it has weights, in the order of `all`.
    QStringList models() const;
    /// \param weighted names of the systems that have variants
    void setModels(const QStringList& models);
    void setWeighted(const QStringList& systems) { m_weighted = systems; }
    /// Weights are asked for beside systems that have none: those come with the unweighted model.
    bool needsUnweighted() const;
    QStringList systems() const;
    QStringList variants() const;

    bool asksModalities() const;
    void askModalities(bool asked);
    bool asksWeighting() const;

    Thoroughness thoroughness() const;
    void setThoroughness(Thoroughness thoroughness);
    static Amount amountOf(Thoroughness thoroughness);

    bool usesSubset(const QString& word) const; ///< of the grid's modalities: "all", "alone"
    void useSubset(const QString& word, bool used);
    /// Every subset of these; none is left when all are taken away.
    bool usesEverySubset(const QStringList& modalities) const;
    void useEverySubset(const QStringList& modalities, bool used);
    bool hasPlacebo() const;
    void setPlacebo(bool asked);

    QJsonArray rows() const; ///< "all", "complete", and filters with a name
    void useRows(const QJsonValue& rows, bool used);

    QString folds() const; ///< a number, "group" or a column; empty: one split
    void setFolds(const QString& folds);
    int repeats() const;
    void setRepeats(int repeats);
    /// Empty: one, the number of the repeat.
    std::vector<std::uint64_t> seeds() const;
    void setSeeds(const std::vector<std::uint64_t>& seeds);
    QString metric() const;
    void setMetric(const QString& metric); ///< empty: the primary one

    /// Of one key of the spec: none (its default), one, or a list that is a part of the grid.
    QJsonArray values(const QString& key) const;
    void setValues(const QString& key, const QJsonArray& values);
    void set(const QString& key, const QJsonValue& value); ///< undefined: without it

Q_SIGNALS:
    void changed();
    /// The same, with what it was and what it is.
    void edited(const QJsonObject& before, const QJsonObject& after);

private:
    QJsonObject inner(const QString& key) const { return m_json.value(key).toObject(); }
    void setInner(const QString& key, const QJsonObject& value);
    void put(QJsonObject json);

    QJsonObject m_json;
    QStringList m_weighted { QStringLiteral("moe") };
};

} // namespace btw::pages
