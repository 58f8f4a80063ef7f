// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultchoice.h"

#include "ui/widgets/choicebox.h"

#include <QComboBox>

namespace btw::pages {

QComboBox* makeChoice(const QString& name, QWidget* parent)
{
    constexpr int kLetters = 12;
    auto* box = new widgets::ChoiceBox(parent);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(kLetters);
    return box;
}

} // namespace btw::pages
