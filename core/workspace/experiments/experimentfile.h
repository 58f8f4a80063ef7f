// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace btw::experiments {

/// An experiment as its file asks for it (docs/experiment.schema.json), not yet laid upon a cohort.
struct ExperimentFile
{
    QString name;
    QString data; ///< absolute path of a cohort; or as the file has it: isSample()
    QJsonObject spec; ///< keys that override the preset
    QJsonObject grid; ///< key: list of values
    std::vector<std::uint64_t> seeds; ///< empty: the number of the repeat, from 1
    std::size_t draws = 0; ///< of a planted cohort; 0: the one that `data` names
    QString folds; ///< a number, "group" or a column; empty: none
    std::size_t repeats = 0; ///< 0: not given
    QJsonValue without; ///< "each", a list of names and lists of names, or undefined
    bool placebo = false;
    QString metric; ///< empty: the primary one
    double margin = std::numeric_limits<double>::quiet_NaN();
    QString baseline; ///< empty: the usual one
    int threads = 1;
    QString device;
    QJsonArray published;
    QStringList shapes; ///< planted cohorts that it suits, too, as `data` names them
    QStringList notYetThere; ///< belongs to it, and cannot be trained
    QJsonObject json; ///< all of it, with the name and the absolute path: the same experiment from any folder

    bool isSample() const { return data.startsWith(QLatin1String("sample:")); }
};

/// \param path of a file, or the id of a preset \throws btw::Error for a file that cannot be read, is no
/// JSON, or is not as experimentSchema() has it
ExperimentFile readExperimentFile(const QString& path, const systems::SystemRegistry& systems);

/// The same of a file's content. \param folder that paths in it are relative to \param name where it has none
/// \throws btw::Error, whose sentence names the key
ExperimentFile experimentFrom(const QJsonObject& json, const QString& folder, const QString& name,
    const systems::SystemRegistry& systems);

/// The same experiment on other data, and named after it. \param data as its key `data`
QJsonObject onData(const QJsonObject& experiment, const QString& data);

/// One for each draw of a planted cohort, named after it; the file itself where it asks for none.
std::vector<ExperimentFile> drawsOf(const ExperimentFile& file);

/// The object in a file's bytes. \throws btw::Error that names the row
QJsonObject experimentObject(const QByteArray& bytes);

} // namespace btw::experiments
