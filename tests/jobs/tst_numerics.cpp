// SPDX-License-Identifier: GPL-3.0-or-later
// Which numerics a step's key names: a run that another version trained otherwise is not taken for it, and
// one whose numbers have not changed is found again.
#include "engine/data/cohort.h"
#include "engine/spec/encoderparameters.h"
#include "engine/systems/system.h"
#include "workspace/jobs/numerics.h"

#include <QtTest>

using namespace btw;
using data::ModalityKind;

class TestNumerics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theKeyNamesWhatIsRead_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char* system, ModalityKind kind, const char* encoder, const char* wanted) {
            QTest::addRow("%s %d %s", system, int(kind), encoder)
                << QString::fromLatin1(system) << int(kind) << QString::fromLatin1(encoder)
                << QString::fromLatin1(wanted);
        };
        row("early", ModalityKind::Vector, "transformer", "");
        row("early", ModalityKind::Sequence, "lstm", "lstm 2");
        row("early", ModalityKind::Sequence, "transformer", "lstm 2, attention 2");
        row("early", ModalityKind::Series, "lstm", "lstm 2, time attention 1");
        row("early", ModalityKind::Series, "transformer", "lstm 2, attention 2, time attention 1, points 2");
        row("mult", ModalityKind::Vector, "lstm", "attention 2");
        row("mult", ModalityKind::Series, "lstm", "attention 2, time attention 1");
        row("ithp", ModalityKind::Vector, "lstm", "ithp 2");
        row("ithp", ModalityKind::Series, "lstm", "lstm 2, time attention 1, ithp 2");
        row("regression", ModalityKind::Series, "lstm", "");
    }
    void theKeyNamesWhatIsRead()
    {
        QFETCH(const QString, system);
        QFETCH(const int, kind);
        QFETCH(const QString, encoder);
        QFETCH(const QString, wanted);
        data::Cohort cohort;
        cohort.modalities.emplace_back();
        cohort.modalities.front().name = "signs";
        cohort.modalities.front().kind = ModalityKind(kind);
        training::ExperimentSpec spec;
        spec.model = system.toStdString();
        training::kEncoderParameters[0].setText(spec, encoder.toStdString());
        const auto systems = systems::builtinSystems();
        const auto read = systems.get(spec.model).parametersRead(spec);
        QCOMPARE(jobs::numericsOf({ training::Step::Baseline, 0, spec, 1, {} }, cohort, read), wanted);
    }
};

QTEST_GUILESS_MAIN(TestNumerics)
#include "tst_numerics.moc"
