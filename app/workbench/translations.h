// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

class QCoreApplication;

namespace btw::app {

/// Makes the application speak the locale's language, as far as translations are found: Qt's own words
/// (dialogs, standard buttons) and ours. Without any it speaks the English of the sources
/// (PluralForms).
/// \returns the file of our translation, or an empty string.
QString installTranslations(QCoreApplication& application, const QLocale& locale = QLocale());

} // namespace btw::app
