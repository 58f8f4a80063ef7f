// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QComboBox;
class QString;
class QWidget;

namespace btw::pages {

/// A choice in a card of the result. \param name what is chosen, for whoever hears it and as its tool tip
QComboBox* makeChoice(const QString& name, QWidget* parent);

} // namespace btw::pages
