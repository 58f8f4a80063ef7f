// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/linearmodels.h"

#include "noisycohort.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using btw::analysis::classProbabilities;
using btw::analysis::LogisticFit;
using btw::analysis::fixtures::isClose;
using Eigen::Index;
using Eigen::MatrixXd;

namespace {

MatrixXd noise(Index rows, Index columns)
{
    std::mt19937 generator(21);
    std::normal_distribution<double> normal;
    MatrixXd values(rows, columns);
    for (Index i = 0; i < rows; ++i)
        for (Index j = 0; j < columns; ++j)
            values(i, j) = normal(generator);
    return values;
}

/// Of each row one of some classes, not equally often.
std::vector<std::size_t> mixedClasses(Index rows, const std::vector<std::size_t>& some)
{
    std::vector<std::size_t> classes;
    for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i)
        classes.push_back(some[(i * i + i / 4) % some.size()]);
    return classes;
}

/// The largest slope of the sum of log losses + ||w||^2 / (2 C) in any coefficient or intercept: 0 at the
/// minimum.
double worstSlope(
    const LogisticFit& fit, const MatrixXd& x, const std::vector<std::size_t>& classes, double c)
{
    const MatrixXd p = fit.probabilities(x);
    const MatrixXd w = fit.coefficients();
    double worst = 0;
    for (Index k = 0; k < w.cols(); ++k) {
        // Two classes have one column of coefficients, for the second of them.
        const std::size_t own = fit.seen()[w.cols() == 1 ? 1 : static_cast<std::size_t>(k)];
        Eigen::VectorXd residual = p.col(static_cast<Index>(own));
        for (std::size_t i = 0; i < classes.size(); ++i)
            residual(static_cast<Index>(i)) -= classes[i] == own ? 1.0 : 0.0;
        const Eigen::VectorXd slope = x.transpose() * residual + w.col(k) / c;
        if (!slope.allFinite())
            return std::numeric_limits<double>::infinity();
        worst = std::max({ worst, slope.cwiseAbs().maxCoeff(), std::abs(residual.sum()) });
    }
    return worst;
}

} // namespace

class TestLinearModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSlopeOfALogisticFitIsZero_data();
    void theSlopeOfALogisticFitIsZero();
    void aLogisticFitThatIsStoppedStays();
    void aLogisticFitOfOneClassHasNoCoefficients();
    void scoresBecomeProbabilitiesOfTheClassesThatWereSeen();
};

void TestLinearModels::theSlopeOfALogisticFitIsZero_data()
{
    using Classes = std::vector<std::size_t>;
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("features");
    QTest::addColumn<Classes>("classes");
    QTest::newRow("two classes") << 23 << 4 << Classes { 0, 2 };
    QTest::newRow("three classes") << 31 << 5 << Classes { 0, 1, 3 };
    QTest::newRow("more features than rows") << 29 << 47 << Classes { 0, 1, 3 };
    // Above 200 numbers, and where a product with the curvature is cheaper than the curvature.
    QTest::newRow("two classes, by conjugate gradients") << 211 << 203 << Classes { 1, 3 };
    QTest::newRow("three classes, by conjugate gradients") << 83 << 71 << Classes { 0, 1, 3 };
    QTest::newRow("more features than rows, by conjugate gradients") << 57 << 89 << Classes { 0, 1, 2, 3 };
}

void TestLinearModels::theSlopeOfALogisticFitIsZero()
{
    QFETCH(int, rows);
    QFETCH(int, features);
    QFETCH(std::vector<std::size_t>, classes);
    const MatrixXd x = noise(rows, features);
    const auto labels = mixedClasses(rows, classes);
    LogisticFit fit(x, labels, 4);
    QCOMPARE(fit.seen(), classes);
    for (const double c : { 0.05, 0.7 }) {
        fit.solve(c, 1e-10, {});
        QCOMPARE(fit.coefficients().rows(), Index { features });
        QCOMPARE(fit.coefficients().cols(),
            classes.size() == 2 ? Index { 1 } : static_cast<Index>(classes.size()));
        QVERIFY(fit.coefficients().cwiseAbs().maxCoeff() > 1e-3);
        const double worst = worstSlope(fit, x, labels, c);
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
        // By conjugate gradients they may shift together, which changes no probability.
        if (classes.size() > 2 && features < 60)
            QVERIFY(isClose(fit.intercepts().sum(), 0, 1e-6));
    }
}

void TestLinearModels::aLogisticFitThatIsStoppedStays()
{
    const MatrixXd x = noise(83, 71);
    const auto labels = mixedClasses(83, { 0, 1, 2 });
    // The first question is that of the first step, the next ones are those of its conjugate gradients.
    for (const int after : { 0, 1, 2 }) {
        LogisticFit fit(x, labels, 3);
        int asked = 0;
        fit.solve(1, 1e-9, [&] { return ++asked > after; });
        QCOMPARE(fit.coefficients().cwiseAbs().maxCoeff() > 0, after == 2);
        QVERIFY(asked <= 4);
    }
    LogisticFit direct(noise(23, 4), mixedClasses(23, { 0, 1 }), 2);
    direct.solve(1, 1e-9, [] { return true; });
    QCOMPARE(direct.coefficients().cwiseAbs().maxCoeff(), 0.0);
}

void TestLinearModels::aLogisticFitOfOneClassHasNoCoefficients()
{
    const MatrixXd x = noise(7, 3);
    LogisticFit fit(x, std::vector<std::size_t>(7, 2), 4);
    fit.solve(1, 1e-9, {});
    QCOMPARE(fit.seen(), std::vector<std::size_t> { 2 });
    QCOMPARE(fit.coefficients().cwiseAbs().maxCoeff(), 0.0);
    QCOMPARE(fit.intercepts().cwiseAbs().maxCoeff(), 0.0);
    const MatrixXd p = fit.probabilities(noise(5, 3));
    QCOMPARE(p.rows(), Index { 5 });
    QCOMPARE(p.cols(), Index { 4 });
    for (Index i = 0; i < p.rows(); ++i)
        for (Index k = 0; k < p.cols(); ++k)
            QCOMPARE(p(i, k), k == 2 ? 1.0 : 0.0);
}

void TestLinearModels::scoresBecomeProbabilitiesOfTheClassesThatWereSeen()
{
    const auto compare = [](const MatrixXd& found, const std::vector<std::vector<double>>& expected) {
        QCOMPARE(static_cast<std::size_t>(found.rows()), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(found.cols()), expected[i].size());
            for (std::size_t k = 0; k < expected[i].size(); ++k)
                QVERIFY(isClose(found(static_cast<Index>(i), static_cast<Index>(k)), expected[i][k]));
        }
    };
    MatrixXd one(3, 1);
    one << std::log(3.0), -1000, 1000;
    compare(classProbabilities(one, { 1, 3 }, 5),
        { { 0, 0.25, 0, 0.75, 0 }, { 0, 1, 0, 0, 0 }, { 0, 0, 0, 1, 0 } });
    compare(classProbabilities(one, { 2 }, 4), { { 0, 0, 1, 0 }, { 0, 0, 1, 0 }, { 0, 0, 1, 0 } });
    // Scores whose exponentials are no numbers any more.
    MatrixXd three(2, 3);
    three << 1000, 1000 + std::log(2.0), 1000 + std::log(5.0), -1000, -1000 + std::log(7.0), -1000;
    compare(classProbabilities(three, { 0, 2, 3 }, 4),
        { { 0.125, 0, 0.25, 0.625 }, { 1.0 / 9, 0, 7.0 / 9, 1.0 / 9 } });
}

QTEST_GUILESS_MAIN(TestLinearModels)
#include "tst_linearmodels.moc"
