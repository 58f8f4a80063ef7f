// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations.h"

#include "pluralforms.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QTranslator>

namespace btw::app {

namespace {

/// Loads `name`_xx.qm for the locale from the first folder that has it.
QString install(
    QCoreApplication& application, const QLocale& locale, const QString& name, const QStringList& folders)
{
    auto* translator = new QTranslator(&application);
    for (const auto& folder : folders) {
        if (translator->load(locale, name, QStringLiteral("_"), folder)) {
            QCoreApplication::installTranslator(translator);
            return translator->filePath();
        }
    }
    delete translator;
    return {};
}

} // namespace

QString installTranslations(QCoreApplication& application, const QLocale& locale)
{
    // Behind all others: whatever the locale, one is not spoken of as several.
    QCoreApplication::installTranslator(
        new PluralForms(QStringLiteral(":/translations/btw_en.ts"), &application));
    install(application, locale, QStringLiteral("qtbase"),
        { QLibraryInfo::path(QLibraryInfo::TranslationsPath) });
    // In a build folder and where it is installed.
    const QDir program(QCoreApplication::applicationDirPath());
    return install(application, locale, QStringLiteral("btw"),
        { program.filePath(QStringLiteral("../translations")),
            program.filePath(QStringLiteral("../share/btw-workbench/translations")) });
}

} // namespace btw::app
