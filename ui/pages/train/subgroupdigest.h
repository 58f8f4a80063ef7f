// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/studyresult.h"
#include "workspace/jobs/digest.h"

#include <QObject>

#include <memory>
#include <optional>

namespace btw::pages {

/// The digest of a run for the people who were chosen beside a result. They are counted on the thread that
/// reads the store, one count after the other: with 100,000 rows it would be felt.
class SubgroupDigest : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Where people are counted. Until it is called, digests stay as they are. \param lookup outlives this
    void countWith(experiments::StoreLookup& lookup) { m_lookup = &lookup; }
    /// What to show by now; counted() says that it has become another. Until the people are counted this is
    /// what was shown of this run before, which says itself whom it is of, or else the whole digest.
    /// \param result of the run's study; null, or of everybody: the digest as it is
    std::shared_ptr<const jobs::RunDigest> of(const std::shared_ptr<const jobs::RunDigest>& digest,
        const std::shared_ptr<const experiments::StudyResult>& result);
    /// Why what of() returned last is not of those who were chosen: that they are being counted, or why they
    /// could not be; empty where it is of them.
    QString note() const { return m_note; }
    /// Behind that, where it says something.
    QString withNote(const QString& words) const
    {
        return m_note.isEmpty() ? words : m_note + QLatin1Char(' ') + words;
    }

Q_SIGNALS:
    void counted(); ///< or could not be
    void failed(const QString& sentence); ///< before counted()

private:
    /// Which people of which digest.
    struct People
    {
        std::shared_ptr<const jobs::RunDigest> whole;
        std::shared_ptr<const experiments::StudyResult> result;
        const store::SubgroupRecord* chosen = nullptr; ///< of `result`
    };
    static bool areSame(const People& some, const People& others);
    void count(const People& people);
    void fail(const People& people, const QString& why);

    experiments::StoreLookup* m_lookup = nullptr;
    experiments::StoreLookup::Subject m_subject = experiments::StoreLookup::subject();
    bool m_isCounting = false;
    std::optional<People> m_failed; ///< the last count, where it came to nothing: not begun again unasked
    QString m_failure; ///< why
    QString m_note;
    People m_people; ///< that m_some is of
    std::shared_ptr<const jobs::RunDigest> m_some; ///< null: nobody has been counted, or nobody is chosen
};

/// What a run's card says first: what it is one of, and that it is of everybody where the pictures below it
/// are of a subgroup. \param shown SubgroupDigest::of(); may be null
QString cardWords(const QString& oneOf, const jobs::RunDigest* shown);

} // namespace btw::pages
