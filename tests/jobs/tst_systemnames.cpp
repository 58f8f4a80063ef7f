// SPDX-License-Identifier: GPL-3.0-or-later
// One weighting has one name, whatever system it is of and wherever it is written.
#include "workspace/jobs/systemnames.h"

#include "engine/systems/system.h"
#include "engine/weighting/names.h"

#include <QtTest/QtTest>

#include <set>

using namespace btw;

namespace {

QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

class TestSystemNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWeightingHasWordsOfItsOwn()
    {
        std::set<QString> titles;
        for (const auto name : weighting::variantNames()) {
            const QString title = jobs::weightingTitle(qt(name));
            QVERIFY2(titles.insert(title).second, qPrintable(title));
            const bool isWord = name == "constant" || name == "shuffled" || name == "held-out";
            QVERIFY2(isWord || !title.contains(qt(name)), qPrintable(title));
        }
        QCOMPARE(titles.size(), weighting::variantNames().size());
    }

    void aSystemSaysWeightingsWithTheSameWords()
    {
        const auto systems = systems::builtinSystems();
        std::set<QString> titles;
        for (const auto& system : systems.all())
            for (const auto name : weighting::variantNames()) {
                const QString key = qt(system->info().name);
                const QString variant = qt(name);
                const QString title = jobs::systemTitle(key, variant);
                const bool isOfPaper = key == QLatin1String("moe") && variant == QLatin1String("btw");
                if (name == "none" || isOfPaper) {
                    QVERIFY2(titles.insert(title).second, qPrintable(title));
                    continue;
                }
                if (!system->info().weighted)
                    continue; // late fusion and the like, whose weights are their own
                QVERIFY2(titles.insert(title).second, qPrintable(title));
                const QString weighting = jobs::midSentence(jobs::weightingTitle(variant));
                QVERIFY2(title.endsWith(QStringLiteral(", ") + weighting), qPrintable(title));
            }
        QCOMPARE(jobs::systemTitle(QStringLiteral("moe"), QStringLiteral("btw")),
            QStringLiteral("BTW-weighted mixture of experts"));
        QCOMPARE(jobs::systemTitle(QStringLiteral("moe"), QStringLiteral("kl-local")),
            QStringLiteral("Mixture of experts, weighting by personal disagreement"));
        QCOMPARE(jobs::systemTitle(QStringLiteral("early"), QStringLiteral("kl-local")),
            QStringLiteral("Early fusion, weighting by personal disagreement"));
    }
};

QTEST_GUILESS_MAIN(TestSystemNames)
#include "tst_systemnames.moc"
