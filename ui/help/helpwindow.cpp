// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/helpwindow.h"

#include "ui/widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QDesktopServices>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

namespace btw::help {

namespace {

constexpr QSize kSize(900, 700);
constexpr int kListWidth = 260;

/// The list of words as paragraphs: a table of so many rows takes Qt half a second to lay out.
QString withoutWordTable(const QString& markdown)
{
    static const QRegularExpression kRow(
        QStringLiteral(R"(^\| (\*\*.+?\*\*) \| (.+) \|$)"), QRegularExpression::MultilineOption);
    static const QRegularExpression kHead(
        QStringLiteral(R"(^\| word \|.*\n\|---.*\n)"), QRegularExpression::MultilineOption);
    QString text = markdown;
    return text.remove(kHead).replace(kRow, QStringLiteral("\\1\n\n\\2\n"));
}

} // namespace

HelpWindow::HelpWindow(QWidget* owner)
    : QWidget(owner, Qt::Window)
    , m_search(new QLineEdit(this))
    , m_found(new QListWidget(this))
    , m_text(new QTextBrowser(this))
{
    setWindowTitle(tr("Handbook"));
    setProperty("page", true);
    setAttribute(Qt::WA_StyledBackground);
    resize(kSize);
    m_search->setPlaceholderText(tr("Search the handbook"));
    m_search->setAccessibleName(tr("Search the handbook"));
    m_search->setClearButtonEnabled(true);
    m_found->setAccessibleName(tr("Sections"));
    m_found->setWordWrap(true);
    m_text->setAccessibleName(tr("Text"));
    m_text->setOpenLinks(false);

    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_search);
    column->addWidget(m_found, 1);
    auto* split = new QSplitter(this);
    split->addWidget(left);
    split->addWidget(m_text);
    split->setStretchFactor(1, 1);
    split->setSizes({ kListWidth, kSize.width() - kListWidth });
    auto* row = new QVBoxLayout(this);
    row->setContentsMargins(12, 12, 12, 12);
    row->addWidget(split);

    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::narrow);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { goTo(0); });
    connect(m_found, &QListWidget::currentRowChanged, this, &HelpWindow::goTo);
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl& link) {
        const QUrl place = m_page.resolved(link);
        if (place.scheme() == QLatin1String("qrc"))
            showPlace(place);
        else
            QDesktopServices::openUrl(place); // only where a person asks for it
    });
    narrow();
}

void HelpWindow::narrow()
{
    m_sections = m_book.find(m_search->text());
    const QSignalBlocker quiet(m_found);
    m_found->clear();
    for (const auto& section : m_sections) {
        const bool isTop = section.heading.isEmpty();
        auto* item
            = new QListWidgetItem(isTop ? section.title : QStringLiteral("    ") + section.heading, m_found);
        item->setToolTip(section.title);
        if (isTop)
            item->setFont(widgets::Theme::headingFont());
    }
}

void HelpWindow::goTo(int row)
{
    if (row < 0 || row >= static_cast<int>(m_sections.size()))
        return;
    const auto& section = m_sections[static_cast<std::size_t>(row)];
    QUrl place = section.page;
    place.setFragment(Handbook::anchor(section.heading));
    showPlace(place);
}

void HelpWindow::showPlace(const QUrl& place)
{
    const QUrl page = place.adjusted(QUrl::RemoveFragment);
    if (m_page != page) {
        m_page = page;
        m_text->setDocument(documentOf(page));
    }
    scrollTo(place.fragment());
}

QTextDocument* HelpWindow::documentOf(const QUrl& page)
{
    auto& known = m_documents[page];
    if (known != nullptr)
        return known;
    known = new QTextDocument(this);
    known->setDocumentMargin(widgets::Theme::kPage);
    known->setBaseUrl(page);
    known->setMarkdown(withoutWordTable(m_book.textOf(page)));
    return known;
}

void HelpWindow::showPage(const QString& pageId) { showPlace(m_book.placeOf(pageId)); }

void HelpWindow::showWord(const QString& word)
{
    showPlace(QUrl(QStringLiteral("qrc:/docs/glossary.md")));
    m_text->verticalScrollBar()->setValue(0);
    if (word.isEmpty())
        return;
    // Its row of the table begins with it.
    for (auto block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        if (block.text().split(QStringLiteral(", ")).contains(word, Qt::CaseInsensitive)) {
            QTextCursor cursor(block);
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            m_text->setTextCursor(cursor);
            m_text->ensureCursorVisible();
            return;
        }
    }
}

void HelpWindow::scrollTo(const QString& anchor)
{
    auto* bar = m_text->verticalScrollBar();
    bar->setValue(0);
    if (anchor.isEmpty())
        return;
    for (auto block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || Handbook::anchor(block.text()) != anchor)
            continue;
        m_text->setTextCursor(QTextCursor(block));
        const double top = m_text->document()->documentLayout()->blockBoundingRect(block).top();
        bar->setValue(static_cast<int>(top));
        return;
    }
}

QString HelpWindow::headingOnTop() const { return m_text->textCursor().block().text(); }

void HelpWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace btw::help
