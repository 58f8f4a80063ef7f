// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/instance/instancepanel.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/compare/selectedmodel.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/selectioncontroller.h"
#include "ui/pages/instance/instancetables.h"
#include "ui/pages/instance/ownaccount.h"
#include "ui/pages/instance/trajectory.h"
#include "ui/widgets/tablelook.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kWidth = 400;
constexpr int kLeastBeside = 560; // of the page, with the panel beside it
constexpr double kShareBelow = 0.45; // of the height, with the panel below it

QLabel* labelOf(const char* role, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setWordWrap(true);
    return label;
}

} // namespace

InstancePanel::InstancePanel(const PageParts& parts, QWidget* pages)
    : QFrame(pages)
    , m_parts(parts)
    , m_fetcher(new InstanceFetcher(parts.lookup, this))
    , m_title(labelOf("title", this))
    , m_line(labelOf("caption", this))
    , m_close(new QToolButton(this))
    , m_scroll(new QScrollArea(this))
    , m_prediction(new QLabel)
    , m_modalities(instanceTable({ tr("modality"), tr("alone"), tr("weight") }, tr("Modalities")))
    , m_whatIf(labelOf("caption", nullptr))
    , m_weightsTitle(labelOf("section", nullptr))
    , m_trajectory(new Trajectory)
    , m_neighboursTitle(labelOf("section", nullptr))
    , m_neighbours(
          instanceTable({ tr("id"), tr("label"), tr("model says"), tr("distance") }, tr("Similar people")))
    , m_valuesTitle(labelOf("section", nullptr))
    , m_values(instanceTable({ tr("value of"), tr("modality"), tr("value") }, tr("Values")))
{
    setProperty("card", true);
    setAccessibleName(tr("One person"));
    setFocusPolicy(Qt::StrongFocus);
    hide();
    build();
    pages->installEventFilter(this);
    connect(&parts.selection, &SelectionController::inspected, this, &InstancePanel::open);
    connect(m_fetcher, &InstanceFetcher::known, this, &InstancePanel::show);
    connect(m_fetcher, &InstanceFetcher::failed, this, [this](const QString& sentence) {
        m_line->setText(sentence);
        m_scroll->hide();
    });
    connect(m_fetcher, &InstanceFetcher::whatIfKnown, this,
        [this](const std::shared_ptr<const InstanceWhatIf>& answer) { showWhatIf(*answer); });
    connect(m_fetcher, &InstanceFetcher::whatIfFailed, m_whatIf, &QLabel::setText);
    connect(m_modalities, &QTableWidget::itemChanged, this, &InstancePanel::askWhatIf);
    connect(m_neighbours, &QTableWidget::cellActivated, this, [this](int row) { openNeighbour(row); });
    connect(&parts.data, &DataController::opened, this, [this] { // what is on show is of other data
        m_shown.reset();
        if (!isHidden())
            m_close->click();
    });
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        if (m_before != nullptr)
            m_before->setFocus();
    });
}

void InstancePanel::build()
{
    m_close->setText(QStringLiteral("✕"));
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("Close (Escape)"));
    m_prediction->setWordWrap(true);
    m_neighboursTitle->setText(tr("People on whom the models behaved alike"));
    m_neighboursTitle->setToolTip(tr(
        "Nearest by weights and predictions among people of the same split with the same modalities. Labels "
        "are not used. Enter opens one."));
    m_weightsTitle->setText(tr("Weights over the epochs"));
    m_valuesTitle->setText(tr("Values"));
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->setSpacing(8);
    for (QWidget* part : { static_cast<QWidget*>(m_prediction), static_cast<QWidget*>(m_modalities),
             static_cast<QWidget*>(m_whatIf), static_cast<QWidget*>(m_weightsTitle),
             static_cast<QWidget*>(m_trajectory), static_cast<QWidget*>(m_neighboursTitle),
             static_cast<QWidget*>(m_neighbours), static_cast<QWidget*>(m_valuesTitle),
             static_cast<QWidget*>(m_values) })
        inside->addWidget(part);
    inside->addStretch(1);
    m_scroll->setWidget(content);
    content->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_close, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 8, 12);
    column->addLayout(head);
    column->addWidget(m_line);
    column->addWidget(m_scroll, 1);
    column->addStretch(0);
}

void InstancePanel::setTheme(const Theme& theme)
{
    m_trajectory->setTheme(theme);
    for (auto* table : { m_modalities, m_neighbours, m_values })
        table->setStyleSheet(widgets::tableInCard(theme));
}

void InstancePanel::place()
{
    // Beside the page, or, where that would leave too little of its width, below: nothing of it is covered.
    const QSize room = parentWidget()->size();
    QRect own({}, room);
    if (room.width() - kWidth >= kLeastBeside)
        own.setLeft(room.width() - kWidth);
    else
        own.setTop(room.height() - static_cast<int>(kShareBelow * room.height()));
    setGeometry(own);
    parentWidget()->setContentsMargins(
        0, 0, own.left() > 0 ? own.width() : 0, own.left() > 0 ? 0 : own.height());
}

void InstancePanel::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    if (isHidden()) // and not the window around it
        parentWidget()->setContentsMargins(0, 0, 0, 0);
}

bool InstancePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void InstancePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        m_close->click();
    else
        QFrame::keyPressEvent(event);
}

void InstancePanel::open(const QString& id, qint64 run)
{
    if (isHidden())
        m_before = QApplication::focusWidget();
    m_shown.reset();
    m_title->setText(id);
    m_line->setText(tr("Reading…"));
    m_scroll->hide();
    place();
    QFrame::show();
    raise();
    setFocus();
    m_fetcher->ask(run, id, m_parts.data.cohort(), m_parts.data.identity());
}

void InstancePanel::show(const std::shared_ptr<const InstanceShown>& shown)
{
    if (isHidden()) // closed in the meantime
        return;
    m_shown = shown;
    const auto& facts = shown->facts;
    m_line->setText(tr("%1 · %2 row · %3")
                        .arg(labelText(facts.cohort.task, facts.cohort.classes, facts.label),
                            models::splitWord(facts.split), facts.runName));
    QString words = facts.baseline.empty()
        ? tr("The model says <b>%1</b>.")
              .arg(predictionText(m_shown->facts, facts.prediction).toHtmlEscaped())
        : tr("The model says <b>%1</b>, the baseline %2.")
              .arg(predictionText(m_shown->facts, facts.prediction).toHtmlEscaped(),
                  predictionText(m_shown->facts, facts.baseline).toHtmlEscaped());
    if (const QString account = ownAccount(facts); !account.isEmpty())
        words += QLatin1Char(' ') + account.toHtmlEscaped();
    if (facts.usesEvaluationLabels)
        words += QLatin1Char(' ') + tr("Its weights were made with labels of test rows.");
    m_prediction->setText(words);
    fillModalities(*m_modalities, *shown);
    m_whatIf->setText(shown->isOpen
            ? tr("Untick a modality to see what the model says without it.")
            : tr("Open the data that this run was trained on to see the values, and what changes without a "
                 "modality."));
    m_trajectory->setModalities(facts.modalities, facts.bestEpoch);
    m_trajectory->setVisible(!m_trajectory->isEmpty());
    m_weightsTitle->setVisible(!m_trajectory->isEmpty());
    fillNeighbours(*m_neighbours, *shown);
    m_neighbours->setVisible(!facts.neighbours.empty());
    m_neighboursTitle->setVisible(!facts.neighbours.empty());
    fillValues(*m_values, *shown);
    m_values->setVisible(shown->isOpen);
    m_valuesTitle->setVisible(shown->isOpen);
    m_scroll->show();
    m_modalities->setFocus();
    if (m_modalities->rowCount() > 0)
        m_modalities->setCurrentCell(0, 0);
}

void InstancePanel::askWhatIf()
{
    if (!m_shown || !m_shown->cohort)
        return;
    std::vector<std::string> off;
    for (int row = 0; row < m_modalities->rowCount(); ++row) {
        const auto* item = m_modalities->item(row, ModalityName);
        if (item->flags().testFlag(Qt::ItemIsUserCheckable) && item->checkState() == Qt::Unchecked)
            off.push_back(m_shown->facts.modalities[static_cast<std::size_t>(row)].name);
    }
    m_whatIf->setText(tr("Predicting…"));
    m_fetcher->askWhatIf(*m_shown, off);
}

void InstancePanel::showWhatIf(const InstanceWhatIf& answer)
{
    if (!m_shown)
        return;
    QStringList names;
    for (const auto& name : answer.off)
        names << QString::fromStdString(name);
    const QString with = predictionText(m_shown->facts, answer.all.prediction);
    if (names.isEmpty())
        m_whatIf->setText(tr("With everything, the stored model now predicts %1.").arg(with));
    else if (answer.without.prediction.empty())
        m_whatIf->setText(tr("Without %1 no modality of the model is left.").arg(models::joined(names)));
    else
        m_whatIf->setText(
            tr("Without %1 the stored model says %2; with everything it now says %3. This is what this model "
               "does, not what would happen to the person.")
                .arg(models::joined(names), predictionText(m_shown->facts, answer.without.prediction), with));
}

QString InstancePanel::whatIfText() const { return m_whatIf->text(); }

QString InstancePanel::prediction() const { return m_prediction->text(); }

void InstancePanel::openNeighbour(int row)
{
    if (!m_shown)
        return;
    const auto id = m_shown->facts.neighbours[static_cast<std::size_t>(row)].id;
    open(QString::fromStdString(id), m_shown->facts.runId);
}

} // namespace btw::pages
