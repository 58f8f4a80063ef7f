// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/tokens/tokentable.h"

#include "engine/data/tokens.h"
#include "engine/error.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/source/tablesource.h"
#include "workspace/io/tables/text/csvtable.h"
#include "workspace/io/tablewords.h"

#include <QCoreApplication>
#include <QSaveFile>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace btw::tokens {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(TokenTable)
};

std::string columnsOf(const io::TableHeader& header)
{
    constexpr std::size_t kShown = 12;
    std::string all;
    for (std::size_t i = 0; i < header.given.size() && i < kShown; ++i)
        all += (i == 0 ? "'" : ", '") + header.given[i] + "'";
    return header.given.size() > kShown ? all + " and others" : all;
}

/// Cuts the text of each row as it comes.
class TextConsumer : public io::TableConsumer
{
public:
    TextConsumer(const TokenQuestion& question, const Pieces& pieces, TokenTable& table)
        : m_question(question)
        , m_pieces(pieces)
        , m_table(table)
    {
    }

    bool bind(const io::TableHeader& header, io::Problems& problems) override
    {
        const auto find = [&](const std::string& name, const char* flag) {
            const auto found = header.find(name);
            if (!found)
                problems.error("column-not-found", header.file,
                    Words::tr("there is no column '%1', which %2 names")
                        .arg(QString::fromStdString(name), QLatin1String(flag))
                        .toStdString(),
                    "its columns are " + columnsOf(header));
            return found;
        };
        const auto id = find(m_question.id, "--id");
        const auto text = find(m_question.text, "--text");
        if (!id || !text)
            return false;
        m_file = header.file;
        m_id = *id;
        m_text = *text;
        return true;
    }

    void take(const io::CsvReader& record, io::Problems& problems) override
    {
        const std::string id(io::bareId(record.cells()[m_id]));
        if (io::isNobody(id)) {
            problems.error("id-missing", io::place(m_file, record.line(), m_question.id),
                Words::tr("a text has no id").toStdString(), "give it one, or take the row out");
            return;
        }
        const auto [seen, isNew] = m_lines.emplace(id, record.line());
        if (!isNew) {
            problems.error("id-twice", io::place(m_file, record.line(), m_question.id),
                Words::tr("%1 is there already, in line %2")
                    .arg(QString::fromStdString(io::inQuotes(id)))
                    .arg(seen->second)
                    .toStdString(),
                "put the texts of one id together into one");
            return;
        }
        const auto text = io::bareId(record.cells()[m_text]);
        auto tokens = text.empty() || io::isMissingWord(text) ? std::vector<int> {} : m_pieces.of(text);
        if (tokens.empty()) {
            ++m_table.without;
            return;
        }
        m_table.unknown
            += static_cast<std::size_t>(std::count(tokens.begin(), tokens.end(), m_pieces.unknown()));
        fit(tokens);
        m_table.ids.push_back(id);
        m_table.tokens.push_back(std::move(tokens));
    }

private:
    void fit(std::vector<int>& tokens)
    {
        const std::size_t marks = m_question.ends ? (m_pieces.begin() >= 0) + (m_pieces.end() >= 0) : 0;
        if (m_question.most > 0 && tokens.size() + marks > m_question.most) {
            tokens.resize(m_question.most - marks);
            ++m_table.cut;
        }
        if (m_question.ends && m_pieces.begin() >= 0)
            tokens.insert(tokens.begin(), m_pieces.begin());
        if (m_question.ends && m_pieces.end() >= 0)
            tokens.push_back(m_pieces.end());
    }

    const TokenQuestion& m_question;
    const Pieces& m_pieces;
    TokenTable& m_table;
    std::string m_file;
    std::size_t m_id = 0, m_text = 0;
    std::unordered_map<std::string, std::int64_t> m_lines;
};

void read(const TokenQuestion& question, const Pieces& pieces, TokenTable& table, io::Problems& problems)
{
    auto source = io::openTableSource(question.table, {}, problems);
    if (!source) {
        if (!problems.hasErrors())
            problems.error("no-table", question.table.toStdString(),
                Words::tr("the file holds no table").toStdString(), "give a table with a column of texts");
        return;
    }
    if (source->tables.size() != 1) {
        problems.error("no-table", question.table.toStdString(),
            Words::tr("there are %1 tables where one is expected").arg(source->tables.size()).toStdString(),
            "give the table that has the texts");
        return;
    }
    TextConsumer consumer(question, pieces, table);
    source->files->open(
        source->tables.front(), "the table", problems, [&](QIODevice& device, std::uint64_t size) {
            io::readTable(source->tables.front().toStdString(), device, size, true, { &consumer }, problems);
        });
}

} // namespace

std::size_t TokenTable::total() const
{
    std::size_t all = 0;
    for (const auto& one : tokens)
        all += one.size();
    return all;
}

bool TokenTable::hasErrors() const
{
    return std::any_of(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
}

TokenTable tokenTable(const TokenQuestion& question, const Pieces& pieces)
{
    if (question.ends && pieces.begin() < 0 && pieces.end() < 0)
        throw Error(Words::tr("The model has no marks of a text's beginning and end; leave --ends out.")
                        .toStdString());
    TokenTable table;
    io::Problems problems;
    read(question, pieces, table, problems);
    if (!problems.hasErrors() && table.ids.empty())
        problems.error("no-text", question.table.toStdString(),
            Words::tr("no row has a text in the column '%1'")
                .arg(QString::fromStdString(question.text))
                .toStdString(),
            "name the column that has the texts");
    const auto people = [](std::size_t count) { return io::grouped(static_cast<std::int64_t>(count)); };
    if (table.without > 0)
        problems.warning("text-missing", question.table.toStdString(),
            people(table.without) + " of " + people(table.without + table.ids.size())
                + " ids have no text and are not in the file",
            "the modality is absent there; nothing to do where that is so");
    if (table.cut > 0)
        problems.warning("text-cut", question.table.toStdString(),
            people(table.cut) + " texts have more than " + std::to_string(question.most)
                + " tokens; what follows is left out",
            "give a larger --most where the encoder takes it");
    const auto total = table.total();
    if (table.unknown * 20 > total)
        problems.warning("text-unknown", question.table.toStdString(),
            people(table.unknown) + " of " + people(total) + " tokens are unknown to the model",
            "see that the model is of the texts' language, in small or capital letters as they are");
    table.problems = problems.take();
    return table;
}

void writeTokens(const TokenTable& table, const QString& path)
{
    QSaveFile file(path);
    std::string text = std::string("id,") + data::kTokenColumn + '\n';
    for (std::size_t i = 0; i < table.ids.size(); ++i) {
        const auto id = tablewords::csvCell(QString::fromStdString(table.ids[i])).toStdString();
        for (const int token : table.tokens[i])
            text += id + ',' + std::to_string(token) + '\n';
    }
    const auto size = static_cast<qint64>(text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.commit())
        throw Error(Words::tr("The file %1 could not be written: %2; check its folder and the free space.")
                        .arg(path, file.errorString())
                        .toStdString(),
            Error::Kind::Work);
}

} // namespace btw::tokens
