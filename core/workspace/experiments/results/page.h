// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/results/plan.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace btw::experiments {

/// Pictures of an experiment, as its part of the page shows them.
struct ResultPicture
{
    QString path; ///< as the page has it, relative to its folder
    QString words; ///< for who cannot see it
};

/// One planned experiment in Markdown: of whom, how it was trained, tables, pictures, and what they say in
/// plain words, null results among equals; of draws of a planted cohort, how often what was claimed. One that
/// is not open yet says so. \param pictures of it
QString resultsOf(const store::Store& store, const PlannedExperiment& planned,
    const std::vector<ResultPicture>& pictures = {});

/// What a section of a page tells of an experiment that was trained.
struct ResultPart
{
    QString name; ///< of the experiment
    QString text; ///< its lines, with the heading
    QString plan; ///< planMark() of what was asked; empty where an earlier version wrote it
};
std::vector<ResultPart> trainedParts(const QString& page, const QString& section);

/// What an experiment's file asks for, as a comment in the page: of one that was changed it is another.
QString planMark(const ExperimentFile& file);

/// The page with a section put in the place of the one of that name, or behind the others.
/// \param page as it is; may be empty \param section its lines, without marks
/// \throws btw::Error where the page has a begin of the section without its end
QString withSection(const QString& page, const QString& name, const QString& section);

} // namespace btw::experiments
