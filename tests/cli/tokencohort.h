// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// A cohort of two classes as an .npz: `text`, two to nine tokens below 1000, all even where the class is the
/// first and odd where it is the second; `noise`, two numbers that say nothing. Some lack the text.
void writeTokens(const QString& path);

/// The same with `text` of 4 to 12 steps of two numbers, the first of which is larger in the second class.
void writeSteps(const QString& path);
