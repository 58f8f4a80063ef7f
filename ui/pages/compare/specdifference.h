// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"

#include <QDialog>

class QTableWidget;

namespace btw::pages {

/// In what two models differ: a table of settings.
class SpecDifference : public QDialog
{
    Q_OBJECT

public:
    SpecDifference(
        const experiments::Model& first, const experiments::Model& second, QWidget* parent = nullptr);
    QTableWidget* table() const { return m_table; }

private:
    QTableWidget* m_table;
};

} // namespace btw::pages
