// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/summaryfeatures.h"

#include "goldencohort.h"

#include "engine/error.h"

#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace btw;
using trees::FeatureTable;
using trees::summaryFeatures;

namespace {

std::size_t columnOf(const FeatureTable& table, const std::string& name)
{
    const auto found = std::find(table.names.begin(), table.names.end(), name);
    if (found == table.names.end())
        qFatal("no column %s", name.c_str());
    return static_cast<std::size_t>(found - table.names.begin());
}

/// One instance with one sequence of one dimension.
data::Cohort course(std::vector<float> values, std::vector<float> times = {})
{
    data::Modality modality;
    modality.name = "s";
    modality.kind = times.empty() ? data::ModalityKind::Sequence : data::ModalityKind::Series;
    modality.dims = 1;
    modality.offsets = { 0, static_cast<std::int64_t>(values.size()) };
    modality.values = std::move(values);
    modality.times = std::move(times);
    modality.present = { 1 };
    data::Cohort cohort;
    cohort.y = { 0 };
    cohort.modalities = { modality };
    return cohort;
}

float value(const data::Cohort& cohort, const std::string& name)
{
    const FeatureTable table = summaryFeatures(cohort);
    return table.row(0)[columnOf(table, name)];
}

} // namespace

class TestSummaryFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAndValuesAreNumpys_data() { trees::addGoldenRows(); }
    void namesAndValuesAreNumpys()
    {
        QFETCH(QString, name);
        const auto object = trees::golden(name);
        const FeatureTable table = summaryFeatures(trees::cohortOf(object));
        const auto names = object["names"].toArray();
        QCOMPARE(table.columns(), static_cast<std::size_t>(names.size()));
        for (qsizetype f = 0; f < names.size(); ++f)
            QCOMPARE(table.names[static_cast<std::size_t>(f)], names[f].toString().toStdString());
        const auto rows = object["features"].toArray();
        QCOMPARE(table.rows, static_cast<std::size_t>(rows.size()));
        for (std::size_t i = 0; i < table.rows; ++i) {
            const auto row = rows[static_cast<qsizetype>(i)].toArray();
            for (std::size_t f = 0; f < table.columns(); ++f) {
                const auto wanted = row[static_cast<qsizetype>(f)];
                const float found = table.row(i)[f];
                if (wanted.isNull())
                    QVERIFY2(std::isnan(found), table.names[f].c_str());
                else
                    QVERIFY2(std::abs(found - wanted.toDouble())
                            < 2e-6 * std::max(1.0, std::abs(wanted.toDouble())),
                        table.names[f].c_str());
            }
        }
    }

    void everythingOfAnAbsentModalityIsMissing()
    {
        const auto cohort = trees::cohortOf(trees::golden(QStringLiteral("binary")));
        for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
            const FeatureTable table = summaryFeatures(cohort, { m });
            QCOMPARE(table.columns(), trees::summaryWidth(cohort.modalities[m]));
            for (std::size_t i = 0; i < table.rows; ++i) {
                const bool missing = std::all_of(table.row(i), table.row(i) + table.columns(),
                    [](float each) { return std::isnan(each); });
                if (cohort.modalities[m].present[i] == 0)
                    QVERIFY(missing);
                else if (cohort.modalities[m].isRagged())
                    QVERIFY(!missing); // its length is known
            }
        }
    }

    void orderOfModalitiesChangesNothing()
    {
        auto cohort = trees::cohortOf(trees::golden(QStringLiteral("binary")));
        const FeatureTable table = summaryFeatures(cohort);
        std::reverse(cohort.modalities.begin(), cohort.modalities.end());
        const FeatureTable turned = summaryFeatures(cohort);
        QCOMPARE(turned.names, table.names);
        QVERIFY(std::equal(table.values.begin(), table.values.end(), turned.values.begin(),
            [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }));
    }

    void slopeGoesByTimeWhereThereIsTime()
    {
        QCOMPARE(value(course({ 1, 3, 5 }), "s/1/slope"), 2.0F);
        QCOMPARE(value(course({ 1, 3, 5 }, { 0, 4, 8 }), "s/1/slope"), 0.5F);
    }

    void slopeOfOneMomentIsMissing()
    {
        QVERIFY(std::isnan(value(course({ 4 }), "s/1/slope")));
        QVERIFY(std::isnan(value(course({ 4, 6 }, { 2, 2 }), "s/1/slope")));
        QCOMPARE(value(course({ 4 }), "s/1/mean"), 4.0F);
    }

    void unknownStepsLeaveTheOthersWhereTheyAre()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const auto cohort = course({ 1, nan, 5 });
        QCOMPARE(value(cohort, "s/1/slope"), 2.0F);
        QCOMPARE(value(cohort, "s/1/mean"), 3.0F);
        QCOMPARE(value(cohort, "s/length"), 3.0F);
    }

    void nothingIsInfinite()
    {
        const float most = std::numeric_limits<float>::max();
        QCOMPARE(value(course({ -most, most }, { 0, 0.5F }), "s/1/slope"), most);
    }

    void aModalityThatIsNotThereIsRefused()
    {
        QVERIFY_EXCEPTION_THROWN(summaryFeatures(course({ 1 }), { 1 }), Error);
    }
};

QTEST_APPLESS_MAIN(TestSummaryFeatures)
#include "tst_summaryfeatures.moc"
