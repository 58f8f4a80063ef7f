// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/instance/instancefetcher.h"

#include <QString>
#include <QStringList>

#include <vector>

class QTableWidget;
class QWidget;

namespace btw::pages {

// The tables of the panel of one person.

/// Columns of the table of modalities; the first bears a tick where the modality can be switched off.
enum ModalityColumn { ModalityName, ModalityAlone, ModalityWeight };

QTableWidget* instanceTable(const QStringList& heads, const QString& name);
void fillModalities(QTableWidget& table, const InstanceShown& shown);
void fillNeighbours(QTableWidget& table, const InstanceShown& shown);
void fillValues(QTableWidget& table, const InstanceShown& shown);
/// "0.71", or "died 0.71": of two classes the second, of more the most probable one.
QString saidOf(const experiments::InstanceFacts& facts, const std::vector<float>& prediction);
/// The class that is predicted, then its probability, or that of the second of two: "alive (died 0.120)",
/// "died (0.880)"; a number as saidOf().
QString predictionText(const experiments::InstanceFacts& facts, const std::vector<float>& prediction);

} // namespace btw::pages
