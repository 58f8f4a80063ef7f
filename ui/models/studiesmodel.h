// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studies.h"

#include <QAbstractListModel>
#include <QStringList>

#include <vector>

namespace btw::models {

/// What the sidebar lists: experiments, and trainings of one data set that were asked for one by one, newest
/// first, under a heading. No rows, not even the heading, where there are none. Roles as of
/// widgets::NavDelegate.
class StudiesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit StudiesModel(QObject* parent = nullptr);

    /// Keeps rows that are the same, so that what is selected stays so.
    void setStudies(const std::vector<experiments::Study>& studies);
    /// Null for the heading.
    const experiments::Study* studyAt(const QModelIndex& index) const;
    QModelIndex indexOf(const experiments::Study::Id& id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<experiments::Study> m_studies;
};

/// "What each modality adds", or of trainings one by one the systems: "Late fusion, BTW weighting".
QString studyName(const experiments::Study& study);
/// "metabric · 3 folds × 2 · today 14:02", or where several are told apart "metabric · split 4 · today 14:02"
QString studyLine(const experiments::Study& study);
/// "0.79", or while its test figures are hidden how much has ended: "12 / 30".
QString studyFigure(const experiments::Study& study);

/// "today 14:02", "yesterday 09:10", "3 Nov 14:02". \param utc when
QString whenWords(const QDateTime& utc, const QDateTime& now = QDateTime::currentDateTime());

} // namespace btw::models
