// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/studyresult.h"

#include <QObject>
#include <QString>

#include <string>

namespace btw::pages {

class ResultView;

/// Reads a study's result away from the GUI thread, and for whom a modality helps once it is asked, and shows
/// them.
class ResultLoader : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    ResultLoader(ResultView& view, experiments::StoreLookup& lookup, QString storePath, QObject* parent);

    void open(const experiments::Study& study);

Q_SIGNALS:
    void ready(); ///< its figures are on show

private:
    void choose(const experiments::ResultChoice& choice); ///< by the person: kept while the study is on show
    void read(const experiments::ResultChoice& choice);
    void readForWhom(const QString& modality);
    QString command() const;

    ResultView& m_view;
    experiments::StoreLookup& m_lookup;
    QString m_storePath;
    experiments::StoreLookup::Subject m_result = experiments::StoreLookup::subject();
    experiments::StoreLookup::Subject m_forWhom = experiments::StoreLookup::subject();
    experiments::Study m_study;
    std::string m_rows; ///< chosen by the person
    std::int64_t m_subgroup = 0; ///< likewise
    QString m_leading; ///< Model::fullName() of the model chosen; empty: none
};

} // namespace btw::pages
