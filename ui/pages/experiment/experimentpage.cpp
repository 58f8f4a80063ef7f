// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/experimentpage.h"

#include "ui/models/samplewords.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/experimentcontroller.h"
#include "ui/pages/experiment/experimentname.h"
#include "ui/pages/experiment/jsondialog.h"
#include "ui/pages/experiment/modalitiescard.h"
#include "ui/pages/experiment/nodata.h"
#include "ui/pages/experiment/outlookcard.h"
#include "ui/pages/experiment/presetdialog.h"
#include "ui/pages/experiment/questioncard.h"
#include "ui/pages/experiment/queuecard.h"
#include "ui/pages/experiment/queuenews.h"
#include "ui/pages/experiment/rowscard.h"
#include "ui/pages/experiment/settingscard.h"
#include "ui/pages/experiment/systemscard.h"
#include "ui/pages/start/trainingchoice.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/readingorder.h"
#include "ui/widgets/scrolledpage.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/jobs/queue.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kEmpty = 0; // of the stack
constexpr int kForm = 1;

} // namespace

ExperimentPage::ExperimentPage(ExperimentController& controller, const Actions& actions, QWidget* parent)
    : Page(parent)
    , m_controller(controller)
    , m_stack(new QStackedWidget(this))
    , m_banner(new widgets::Banner(this))
    , m_preset(new QPushButton(tr("Open &preset…"), this))
    , m_scroll(new widgets::ScrolledPage(this))
    , m_cards(new QGridLayout)
    , m_question(new QuestionCard(m_draft))
    , m_systems(new SystemsCard(m_draft))
    , m_modalities(new ModalitiesCard(m_draft))
    , m_rows(new RowsCard(m_draft))
    , m_outlook(new OutlookCard)
    , m_settings(new SettingsCard(m_draft))
    , m_queue(new QueueCard(controller.queue(), actions))
    , m_news(new QueueNews(controller.queue(), this))
    , m_grid(*m_cards, { m_question, m_systems, m_modalities, m_rows, m_outlook, m_settings, m_queue })
{
    setAccessibleName(tr("Experiment"));
    auto* noData = new NoData(actions, m_stack);
    connect(noData, &NoData::presetWanted, this, &ExperimentPage::choosePreset);
    m_stack->addWidget(noData);
    m_stack->addWidget(makeForm());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    wire();
    m_grid.fit(width());
}

QWidget* ExperimentPage::makeForm()
{
    auto* page = new QWidget(m_stack);
    page->setProperty("page", true);
    auto* title = new QLabel(tr("Experiment"), page);
    title->setProperty("role", QStringLiteral("title"));
    auto* line = new QLabel(tr("Choose a question; everything else has a sensible default."), page);
    line->setProperty("role", QStringLiteral("caption"));
    m_preset->setToolTip(tr("Fills in the form with one of the paper's tables."));
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(title);
    words->addWidget(line);
    auto* top = new QHBoxLayout;
    top->addLayout(words, 1);
    top->addWidget(m_preset, 0, Qt::AlignTop);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kCardGap);
    head->setSpacing(12);
    head->addLayout(top);

    for (auto* card : cards())
        card->setParent(m_scroll->content());
    m_cards->setSpacing(Theme::kCardGap);
    auto* content = new QVBoxLayout(m_scroll->content());
    m_scroll->setPageMargins({ Theme::kPage, 0, Theme::kPage, Theme::kPage });
    content->addLayout(m_cards);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_scroll, 1);
    column->addWidget(widgets::atFoot(m_banner));
    return page;
}

void ExperimentPage::wire()
{
    connect(&m_draft, &ExperimentDraft::changed, this, &ExperimentPage::foresee);
    connect(m_rows, &RowsCard::wrongChanged, this, &ExperimentPage::foresee);
    connect(m_settings, &SettingsCard::wrongChanged, this, &ExperimentPage::foresee);
    connect(m_preset, &QPushButton::clicked, this, &ExperimentPage::choosePreset);
    connect(m_question, &QuestionCard::presetWanted, this, &ExperimentPage::choosePreset);
    connect(m_outlook, &OutlookCard::jsonWanted, this, &ExperimentPage::showJson);
    connect(m_outlook, &OutlookCard::addWanted, this, [this] {
        m_outlook->setAdding(true);
        m_controller.add(experiment());
    });
    connect(&m_controller, &ExperimentController::foreseen, this,
        [this](const std::shared_ptr<experiments::Outlook>& outlook) {
            if (m_controller.isForeseeing() || !m_rows->wrong().isEmpty() || !m_settings->wrong().isEmpty())
                return; // of what the form no longer says
            m_outlook->setOutlook(outlook);
            m_question->setOutlook(outlook.get());
        });
    connect(&m_controller, &ExperimentController::unforeseeable, m_outlook, &OutlookCard::setRefused);
    connect(&m_controller, &ExperimentController::added, this,
        [this](const std::shared_ptr<experiments::RecordedExperiment>& recorded) { tellAdded(*recorded); });
    connect(&m_controller, &ExperimentController::refused, this, [this](const QString& sentence) {
        m_outlook->setAdding(false);
        m_banner->warn(sentence, tr("Nothing was added."));
    });
    connect(&m_controller, &ExperimentController::choicesKnown, this,
        [this](const std::vector<experiments::SystemChoice>& choices, qint64 completeCases) {
            if (!m_cohort)
                return;
            QStringList possible, weighted;
            for (const auto& choice : choices) {
                if (choice.reason.isEmpty() && !choice.onlyByName)
                    possible << choice.name;
                if (choice.isWeighted)
                    weighted << choice.name;
            }
            m_draft.setWeighted(weighted);
            m_systems->setChoices(choices, m_cohort->task);
            m_question->setSystems(possible, weighted);
            m_rows->setCompleteCases(completeCases);
            widgets::tabInReadingOrder(QList<QWidget*> { m_preset } + cards());
        });
    connect(&m_controller, &ExperimentController::leftForeseen, m_queue, &QueueCard::setLeft);
    connect(m_news, &QueueNews::told, this, [this](const QString& sentence, const QString& more) {
        if (!m_banner->isHidden()) // what it said of the queue is not left standing
            m_banner->say(sentence, more);
    });
    // Another training may have made the store know how long such take.
    connect(&m_controller.queue(), &jobs::Queue::busyChanged, this, [this](bool busy) {
        if (!busy)
            foresee();
    });
}

void ExperimentPage::setTheme(const Theme& theme) { m_settings->setTheme(theme); }

QList<QWidget*> ExperimentPage::cards() const
{
    return { m_question, m_systems, m_modalities, m_rows, m_outlook, m_settings, m_queue };
}

void ExperimentPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    m_grid.fit(width());
}

void ExperimentPage::setCohort(const std::shared_ptr<const data::Cohort>& cohort, const QString& path)
{
    m_cohort = cohort;
    m_stack->setCurrentIndex(cohort ? kForm : kEmpty);
    if (!cohort)
        return;
    QStringList names;
    std::vector<std::string> modalities;
    for (const auto& modality : cohort->modalities) {
        names << QString::fromStdString(modality.name);
        modalities.push_back(modality.name);
    }
    m_banner->hide();
    m_rows->setCohort(*cohort);
    m_settings->setCohort(cohort->task, trainingInstances(*cohort));
    // Read in another way, it is still asked the same.
    if (names == m_names && !names.isEmpty()) {
        m_draft.setData(path);
    } else {
        m_draft.setJson(ExperimentDraft::firstOn(path));
        if (names.size() < 2)
            m_draft.askModalities(false);
    }
    m_names = names;
    m_modalities->setModalities(names, models::sampleWords(models::sampleIn(path), modalities));
    const auto wanted = std::exchange(m_wanted, {});
    if (models::sampleIn(wanted.value(QStringLiteral("data")).toString()) == models::sampleIn(path)
        && !wanted.isEmpty())
        apply(wanted);
    foresee();
}

void ExperimentPage::foresee()
{
    if (!m_cohort)
        return;
    if (const QString wrong = m_rows->wrong().isEmpty() ? m_settings->wrong() : m_rows->wrong();
        !wrong.isEmpty()) {
        m_outlook->setRefused(wrong);
        return;
    }
    m_outlook->setComputing();
    m_controller.foresee(experiment());
}

QJsonObject ExperimentPage::experiment() const
{
    auto json = m_draft.json();
    if (!json.contains(QStringLiteral("name")) && m_cohort)
        json.insert(QStringLiteral("name"), experimentName(m_draft, QString::fromStdString(m_cohort->name)));
    return json;
}

void ExperimentPage::apply(const QJsonObject& experiment)
{
    if (!m_cohort)
        return;
    auto json = experiment;
    const auto key = QStringLiteral("data");
    const QString asked = json.value(key).toString();
    const QString open = m_draft.json().value(key).toString();
    json.insert(key, open);
    // A name that the form gives changes with the form.
    m_draft.setJson(json);
    auto named = json;
    named.remove(QStringLiteral("name"));
    if (json.value(QStringLiteral("name")).toString()
        == experimentName(m_draft, QString::fromStdString(m_cohort->name)))
        m_draft.setJson(named);
    m_banner->hide();
    // A planted cohort has a name, and a file that the program keeps it in.
    const QString sample = models::sampleIn(asked);
    if (asked.isEmpty() || asked == open || (!sample.isEmpty() && sample == models::sampleIn(open)))
        return;
    m_banner->say(tr("The form is filled in. It is about the data that is open, not about %1.").arg(asked));
}

void ExperimentPage::showJson()
{
    JsonDialog dialog(experiment(), this);
    if (dialog.exec() == QDialog::Accepted && dialog.experiment())
        apply(*dialog.experiment());
}

void ExperimentPage::choosePreset()
{
    PresetDialog dialog(m_cohort ? QString::fromStdString(m_cohort->name) : QString(), this);
    if (dialog.exec() == QDialog::Accepted)
        take(dialog);
}

void ExperimentPage::take(const PresetDialog& dialog)
{
    const auto& json = dialog.chosen().json;
    if (dialog.sample().isEmpty())
        apply(json);
    else
        applyOn(dialog.sample(), experiments::onData(json, dialog.sample()));
}

void ExperimentPage::applyOn(const QString& sample, const QJsonObject& experiment)
{
    const QString open = m_draft.json().value(QStringLiteral("data")).toString();
    if (m_cohort && models::sampleIn(open) == models::sampleIn(sample)) {
        apply(experiment);
        return;
    }
    if (!m_controller.data().mayLeaveImport())
        return;
    m_wanted = experiment;
    m_banner->say(tr(
        "The made-up data is being made, or opened where this project has it. Then the form is filled in."));
    Q_EMIT sampleWanted(sample);
}

void ExperimentPage::giveUpWanted()
{
    if (!std::exchange(m_wanted, {}).isEmpty())
        m_banner->hide();
}

void ExperimentPage::tellAdded(const experiments::RecordedExperiment& recorded)
{
    m_outlook->setAdding(false);
    if (const auto* error = firstError(recorded.problems)) {
        m_banner->warn(whatIsWrong(*error), tr("Nothing was added."), QString::fromStdString(error->remedy));
        return;
    }
    m_banner->setVisible(true); // the news are told while nobody closes it
    m_news->follow(recorded.queued, recorded.isOpen);
    Q_EMIT added(recorded.queued.id);
    foresee();
}

QString ExperimentPage::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

} // namespace btw::pages
