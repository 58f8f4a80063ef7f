// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/experiments/instance.h"
#include "workspace/experiments/storelookup.h"
#include "workspace/jobs/cohortidentity.h"
#include "workspace/predicting/whatif.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace btw::pages {

/// A value of a person, as it is read.
struct InstanceValue
{
    QString modality, column, text;
};

/// A person in one run, and what the open data say of the person.
struct InstanceShown
{
    experiments::InstanceFacts facts;
    bool isOpen = false; ///< the open data are those of the run: values are known, modalities can be switched
    std::shared_ptr<const data::Cohort> cohort; ///< isOpen: those data; else null
    std::vector<InstanceValue> values;
};

/// What the stored model says with some modalities switched off, and with all.
struct InstanceWhatIf
{
    predicting::WhatIf all, without;
    std::vector<std::string> off;
};

/// Asks the store for one person, away from the GUI thread.
class InstanceFetcher : public QObject
{
    Q_OBJECT

public:
    /// The lookup outlives it.
    explicit InstanceFetcher(experiments::StoreLookup& lookup, QObject* parent = nullptr);

    /// \param cohort, identity the open data; null: none
    void ask(qint64 run, const QString& id, const std::shared_ptr<const data::Cohort>& cohort,
        const std::shared_ptr<const jobs::CohortIdentity>& identity);
    /// \param shown whose data are open
    void askWhatIf(const InstanceShown& shown, const std::vector<std::string>& off);

Q_SIGNALS:
    void known(const std::shared_ptr<const btw::pages::InstanceShown>& shown);
    void whatIfKnown(const std::shared_ptr<const btw::pages::InstanceWhatIf>& answer);
    void failed(const QString& sentence);
    void whatIfFailed(const QString& sentence);

private:
    experiments::StoreLookup& m_lookup;
    experiments::StoreLookup::Subject m_person = experiments::StoreLookup::subject();
    experiments::StoreLookup::Subject m_what = experiments::StoreLookup::subject();
    /// Whether data of one hash, once its splits are made as a run's were, have the other hash. Used on the
    /// reading thread alone.
    std::shared_ptr<std::map<QString, bool>> m_same = std::make_shared<std::map<QString, bool>>();
};

} // namespace btw::pages
