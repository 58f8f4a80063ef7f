// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/numberformat.h"
#include "workspace/io/problems.h"
#include "workspace/io/reader/report.h"
#include "workspace/io/reader/statisticsdates.h"

#include <QDir>
#include <QFileInfo>

#include <readstat.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace btw::io::reader {

namespace {

constexpr const char* kSaveAgain = "copy the file again, or save it as CSV in the program that wrote it";

/// The words of one set of value labels.
struct Labels
{
    std::map<double, std::string> ofNumbers;
    std::map<std::string, std::string> ofTexts;
};

struct Variable
{
    std::string name;
    std::string labels; ///< name of their set, or empty
    DateKind date = DateKind::None;
    bool isLabelled = false; ///< every value has a label
    std::set<std::string> unlabelled; ///< some values that have none
    std::set<std::string> missingCodes; ///< some
    std::int64_t missing = 0; ///< values with a missing code
};

/// "SEXFMT5." as "SEXFMT": a format of SAS with its width.
std::string baseOfFormat(std::string format)
{
    while (!format.empty() && (format.back() == '.' || (format.back() >= '0' && format.back() <= '9')))
        format.pop_back();
    return format;
}

std::optional<double> numberOf(const readstat_value_t& value)
{
    switch (readstat_value_type(value)) {
    case READSTAT_TYPE_INT8:
        return readstat_int8_value(value);
    case READSTAT_TYPE_INT16:
        return readstat_int16_value(value);
    case READSTAT_TYPE_INT32:
        return readstat_int32_value(value);
    case READSTAT_TYPE_FLOAT:
        return static_cast<double>(readstat_float_value(value));
    case READSTAT_TYPE_DOUBLE:
        return readstat_double_value(value);
    default:
        return std::nullopt;
    }
}

std::string textOf(const readstat_value_t& value)
{
    const char* const text = readstat_string_value(value);
    return text ? text : "";
}

/// The passes over one file; the library calls back.
class StatisticsReader
{
public:
    StatisticsReader(Report& report, QString kind)
        : m_report(report)
        , m_kind(std::move(kind))
    {
    }

    void read()
    {
        if (m_kind == u"sas")
            readCatalogue();
        m_pass = Pass::Variables;
        if (!run())
            return;
        if (m_variables.empty()) {
            m_report.error("no-variables", {}, "the file has no variables", kSaveAgain);
            return;
        }
        for (Variable& variable : m_variables)
            variable.isLabelled = labelsOf(variable) != nullptr;
        const auto isLabelled = [](const Variable& variable) { return variable.isLabelled; };
        m_pass = Pass::Look;
        if (std::any_of(m_variables.begin(), m_variables.end(), isLabelled) && !run())
            return;
        for (Variable& variable : m_variables)
            variable.isLabelled = variable.isLabelled && variable.unlabelled.empty();
        m_pass = Pass::Write;
        write();
    }

private:
    enum class Pass : std::uint8_t { Catalogue, Variables, Look, Write };

    void write()
    {
        m_table = m_report.begin({});
        if (!m_table)
            return;
        for (const Variable& variable : m_variables)
            m_table->cell(variable.name);
        m_table->endRow();
        for (Variable& variable : m_variables) {
            variable.missing = 0;
            variable.missingCodes.clear();
        }
        if (!run())
            return;
        if (m_report.finish(std::move(m_table)))
            tell();
    }

    void tell()
    {
        std::string codes;
        std::string partly;
        std::int64_t count = 0;
        for (const Variable& variable : m_variables) {
            if (variable.missing > 0) {
                std::string list;
                for (const std::string& code : variable.missingCodes)
                    list += (list.empty() ? "" : ", ") + code;
                codes += (codes.empty() ? "" : "; ") + variable.name + ": " + list;
                count += variable.missing;
            }
            if (!variable.unlabelled.empty())
                partly += (partly.empty() ? "" : ", ") + inQuotes(variable.name);
        }
        if (count > 0)
            m_report.note("missing-codes", {},
                grouped(count) + " values with a missing code count as missing (" + codes + ")",
                "give these codes back their meaning in the program that wrote the file if they should be "
                "values");
        if (!partly.empty())
            m_report.note("labels-partial", {},
                "numbers of " + partly + " stay numbers: only some of them have a value label",
                "give every value a label if they are names");
    }

    const Labels* labelsOf(const Variable& variable) const
    {
        if (variable.labels.empty())
            return nullptr;
        auto found = m_labels.find(variable.labels);
        if (found == m_labels.end() && m_kind == u"sas")
            found = m_labels.find(baseOfFormat(variable.labels));
        return found == m_labels.end() ? nullptr : &found->second;
    }

    /// Labels of SAS lie in a file of their own.
    void readCatalogue()
    {
        const QFileInfo info(m_report.task().path);
        const QDir folder = info.absoluteDir();
        QString catalogue;
        for (const QString& name : folder.entryList(QDir::Files, QDir::Name)) {
            const QString lower = name.toLower();
            if (lower == info.completeBaseName().toLower() + QLatin1String(".sas7bcat")
                || (catalogue.isEmpty() && lower == QLatin1String("formats.sas7bcat")))
                catalogue = folder.filePath(name);
        }
        if (catalogue.isEmpty())
            return;
        m_pass = Pass::Catalogue;
        readstat_parser_t* const parser = readstat_parser_init();
        readstat_set_value_label_handler(parser, onLabel);
        const readstat_error_t error = readstat_parse_sas7bcat(parser, catalogue.toUtf8().constData(), this);
        readstat_parser_free(parser);
        if (error != READSTAT_OK)
            m_report.warning("labels-unreadable", {},
                "the value labels in " + QFileInfo(catalogue).fileName().toStdString()
                    + " cannot be read: " + readstat_error_message(error),
                "the numbers are read as they are; copy the catalogue again if they should be words");
    }

    bool run()
    {
        readstat_parser_t* const parser = readstat_parser_init();
        readstat_set_progress_handler(parser, onProgress);
        // The library reads no values for who does not ask for variables, too.
        readstat_set_variable_handler(parser, onVariable);
        if (m_pass == Pass::Variables)
            readstat_set_value_label_handler(parser, onLabel);
        else
            readstat_set_value_handler(parser, onValue);
        const long rows = static_cast<long>(m_report.task().headRows);
        if (rows > 0)
            readstat_set_row_limit(parser, rows);
        const QByteArray path = m_report.task().path.toUtf8();
        const readstat_error_t error = m_kind == u"spss" ? readstat_parse_sav(parser, path.constData(), this)
            : m_kind == u"por"                           ? readstat_parse_por(parser, path.constData(), this)
            : m_kind == u"stata"                         ? readstat_parse_dta(parser, path.constData(), this)
            : m_kind == u"sas" ? readstat_parse_sas7bdat(parser, path.constData(), this)
                               : readstat_parse_xport(parser, path.constData(), this);
        readstat_parser_free(parser);
        if (error == READSTAT_OK || (error == READSTAT_ERROR_USER_ABORT && m_table && !m_table->isGood()))
            return true; // finish() says that there is no room
        m_report.error("file-damaged", {}, "the " + fileWords() + " cannot be read: " + words(error),
            m_kind == u"por" ? "save it as .sav or CSV in SPSS or PSPP" : kSaveAgain);
        return false;
    }

    std::string fileWords() const
    {
        return m_kind == u"stata"                   ? "data file of Stata"
            : m_kind == u"spss" || m_kind == u"por" ? "data file of SPSS"
                                                    : "data file of SAS";
    }

    static std::string words(readstat_error_t error)
    {
        switch (error) {
        case READSTAT_ERROR_PARSE:
        case READSTAT_ERROR_READ:
        case READSTAT_ERROR_SEEK:
            return "it is cut off or damaged";
        case READSTAT_ERROR_ROW_COUNT_MISMATCH:
            return "it has fewer rows than it says: it is cut off or damaged";
        case READSTAT_ERROR_MALLOC:
            return "it asks for more memory than it may have";
        case READSTAT_ERROR_UNSUPPORTED_CHARSET:
            return "the encoding of its texts is not known";
        default: {
            std::string text = readstat_error_message(error);
            if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
                text.front() = static_cast<char>(text.front() - 'A' + 'a');
            return text;
        }
        }
    }

    static StatisticsReader& self(void* context) { return *static_cast<StatisticsReader*>(context); }

    static int onProgress(double share, void* context)
    {
        StatisticsReader& me = self(context);
        if (me.m_pass == Pass::Write)
            me.m_report.progress(share);
        return READSTAT_HANDLER_OK;
    }

    static int onVariable(int /*index*/, readstat_variable_t* variable, const char* labels, void* context)
    {
        StatisticsReader& me = self(context);
        if (me.m_pass != Pass::Variables)
            return READSTAT_HANDLER_OK;
        Variable out;
        out.name = readstat_variable_get_name(variable);
        out.labels = labels ? labels : "";
        if (readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_NUMERIC)
            if (const char* const format = readstat_variable_get_format(variable))
                out.date = dateKindOf(me.m_kind, QString::fromUtf8(format));
        me.m_variables.push_back(std::move(out));
        return READSTAT_HANDLER_OK;
    }

    static int onLabel(const char* set, readstat_value_t value, const char* label, void* context)
    {
        if (!set || !label || readstat_value_is_tagged_missing(value) || *label == '\0')
            return READSTAT_HANDLER_OK;
        Labels& labels = self(context).m_labels[set];
        if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
            labels.ofTexts[textOf(value)] = label;
        else if (const auto number = numberOf(value))
            labels.ofNumbers[*number] = label;
        return READSTAT_HANDLER_OK;
    }

    static int onValue(int /*row*/, readstat_variable_t* variable, readstat_value_t value, void* context)
    {
        StatisticsReader& me = self(context);
        const auto index = static_cast<std::size_t>(readstat_variable_get_index(variable));
        if (index >= me.m_variables.size())
            return READSTAT_HANDLER_ABORT;
        Variable& mine = me.m_variables[index];
        if (me.m_pass == Pass::Look)
            me.look(mine, variable, value);
        else
            me.writeValue(mine, variable, value);
        if (me.m_pass == Pass::Write && index + 1 == me.m_variables.size())
            me.m_table->endRow();
        return me.m_table && !me.m_table->isGood() ? READSTAT_HANDLER_ABORT : READSTAT_HANDLER_OK;
    }

    /// The label of a value, or null.
    const std::string* labelOf(const Variable& variable, const readstat_value_t& value) const
    {
        const Labels* const labels = labelsOf(variable);
        if (!labels)
            return nullptr;
        if (const auto number = numberOf(value)) {
            const auto found = labels->ofNumbers.find(*number);
            return found == labels->ofNumbers.end() ? nullptr : &found->second;
        }
        const auto found = labels->ofTexts.find(textOf(value));
        return found == labels->ofTexts.end() ? nullptr : &found->second;
    }

    void look(Variable& mine, readstat_variable_t* variable, const readstat_value_t& value) const
    {
        if (!mine.isLabelled || readstat_value_is_missing(value, variable))
            return;
        const auto number = numberOf(value);
        if (!number && textOf(value).empty())
            return;
        constexpr std::size_t kEnough = 3;
        if (!labelOf(mine, value) && mine.unlabelled.size() < kEnough)
            mine.unlabelled.insert(number ? shortest(*number) : textOf(value));
    }

    void countMissing(Variable& mine, const readstat_value_t& value) const
    {
        constexpr std::size_t kShown = 5;
        const bool tagged = readstat_value_is_tagged_missing(value) != 0;
        if (readstat_value_is_system_missing(value))
            return;
        ++mine.missing;
        if (mine.missingCodes.size() >= kShown)
            return;
        std::string code = tagged ? std::string(".") + readstat_value_tag(value) : std::string();
        if (!tagged)
            code = numberOf(value) ? shortest(*numberOf(value)) : textOf(value);
        if (const std::string* const label = tagged ? nullptr : labelOf(mine, value))
            code += " " + *label;
        mine.missingCodes.insert(std::move(code));
    }

    void writeValue(Variable& mine, readstat_variable_t* variable, const readstat_value_t& value)
    {
        if (readstat_value_is_missing(value, variable)) {
            countMissing(mine, value);
            m_table->cell({});
            return;
        }
        const std::string* const label = mine.isLabelled ? labelOf(mine, value) : nullptr;
        if (label)
            m_table->cell(*label);
        else if (readstat_value_type(value) == READSTAT_TYPE_FLOAT && mine.date == DateKind::None)
            m_table->number(readstat_float_value(value));
        else if (const auto number = numberOf(value))
            mine.date == DateKind::None ? m_table->number(*number)
                                        : m_table->cell(dateText(*number, mine.date));
        else
            m_table->cell(textOf(value));
    }

    Report& m_report;
    const QString m_kind;
    Pass m_pass = Pass::Variables;
    std::vector<Variable> m_variables;
    std::map<std::string, Labels> m_labels;
    std::unique_ptr<PlainTable> m_table;
};

} // namespace

void readStatistics(Report& report, const QString& kind) { StatisticsReader(report, kind).read(); }

} // namespace btw::io::reader
