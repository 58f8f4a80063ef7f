// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/numberformat.h"
#include "workspace/io/problems.h"
#include "workspace/io/reader/readstatvalues.h"
#include "workspace/io/reader/report.h"
#include "workspace/io/reader/statisticsdates.h"
#include "workspace/io/reader/valuelabels.h"
#include "workspace/io/text.h"

#include <QFileInfo>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace btw::io::reader {

namespace {

constexpr const char* kSaveAgain = "copy the file again, or save it as CSV in the program that wrote it";

/// Scales have at least so many steps; "1 = yes" and "0 = no" are words.
constexpr std::size_t kFewestCodes = 3;

/// Labels that people give to codes of missing values.
bool meansMissing(const std::string& label)
{
    static const std::set<std::string> kWords
        = { "missing", "missing value", "don't know", "dont know", "do not know", "don\u2019t know",
              "refused", "refused to answer", "no answer", "not answered", "no response", "not applicable",
              "not available", "not done", "not measured", "not asked", "unknown", "n/a", "na",
              "inapplicable", "declined", "prefer not to say", "skipped", "keine angabe", "wei\u00df nicht",
              "fehlend", "no data", "system missing", "don't know/refused", "refused/don't know", "invalid" };
    return kWords.contains(lowered(label));
}

struct Variable
{
    std::string name;
    std::string labels; ///< name of their set, or empty
    DateKind date = DateKind::None;
    bool isLabelled = false; ///< every value has a label
    std::set<std::string> unlabelled; ///< some values that have none
    bool startsWithCodes = true; ///< every label that occurs begins with its value: "0 - none"
    std::map<std::string, std::string>
        likeMissing; ///< labels that say so, of values that are not declared so
    std::set<std::string> missingCodes; ///< some
    std::int64_t missing = 0; ///< values with a missing code
    std::set<double> labelledCodes; ///< some
};

/// The passes over one file; the library calls back.
class StatisticsReader
{
public:
    StatisticsReader(Report& report, QString kind)
        : m_report(report)
        , m_kind(std::move(kind))
        , m_labels(m_kind == u"sas")
    {
    }

    void read()
    {
        if (m_kind == u"sas")
            m_labels.readCatalogue(m_report);
        // A transport file is made of records of 80 bytes.
        constexpr qint64 kRecord = 80;
        if (m_kind == u"xpt" && QFileInfo(m_report.task().path).size() % kRecord != 0) {
            m_report.error("file-cut", {},
                "the transport file of SAS is cut off: its last record is not whole", "copy the file again");
            return;
        }
        m_pass = Pass::Variables;
        if (!run())
            return;
        if (m_variables.empty()) {
            m_report.error("no-variables", {}, "the file has no variables", kSaveAgain);
            return;
        }
        for (Variable& variable : m_variables)
            variable.isLabelled = m_labels.contains(variable.labels);
        const auto isLabelled = [](const Variable& variable) { return variable.isLabelled; };
        m_pass = Pass::Look;
        if (std::any_of(m_variables.begin(), m_variables.end(), isLabelled) && !run())
            return;
        for (Variable& variable : m_variables)
            if (variable.isLabelled && variable.unlabelled.empty() && variable.startsWithCodes
                && variable.labelledCodes.size() >= kFewestCodes)
                m_report.note("labels-numbered", {},
                    "numbers of " + inQuotes(variable.name)
                        + " stay numbers: each of their value labels begins with the number itself",
                    "nothing needs to be done");
        for (Variable& variable : m_variables)
            variable.isLabelled = variable.isLabelled && variable.unlabelled.empty()
                && !(variable.startsWithCodes && variable.labelledCodes.size() >= kFewestCodes);
        m_pass = Pass::Write;
        write();
    }

private:
    enum class Pass : std::uint8_t { Variables, Look, Write };

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
        tellLabels();
        if (!partly.empty())
            m_report.note("labels-partial", {},
                "numbers of " + partly + " stay numbers: only some of them have a value label",
                "give every value a label if they are names");
    }

    /// What is doubtful about value labels.
    void tellLabels()
    {
        for (const Variable& variable : m_variables) {
            // Where the labels are read, words for missing values count as missing already.
            for (const auto& [code, label] : variable.likeMissing)
                if (!variable.isLabelled)
                    m_report.warningOfValue("missing-label", variable.name, code,
                        "the value " + code + " of " + inQuotes(variable.name) + " is labelled "
                            + inQuotes(label) + ", but is not declared as missing: it is read as the number",
                        "mark " + code + " of " + inQuotes(variable.name)
                            + " as missing, here or in the program that wrote the file");
            if (const std::string same = m_labels.sameLabel(variable.labels);
                variable.isLabelled && !same.empty())
                m_report.warning("same-label", {},
                    "two values of " + inQuotes(variable.name) + " have one label: " + same
                        + ", and cannot be told apart any more",
                    "give them different labels if they differ");
        }
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
        m_report.error("file-damaged", {}, "the " + fileWords() + " cannot be read: " + wordsOf(error),
            m_kind == u"por" ? "save it as .sav or CSV in SPSS or PSPP" : kSaveAgain);
        return false;
    }

    std::string fileWords() const
    {
        return m_kind == u"stata"                   ? "data file of Stata"
            : m_kind == u"spss" || m_kind == u"por" ? "data file of SPSS"
                                                    : "data file of SAS";
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
        self(context).m_labels.add(set, value, label);
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

    void look(Variable& mine, readstat_variable_t* variable, const readstat_value_t& value) const
    {
        if (!mine.isLabelled || readstat_value_is_missing(value, variable))
            return;
        const auto number = numberOf(value);
        if (!number && textOf(value).empty())
            return;
        constexpr std::size_t kEnough = 3;
        const std::string* const label = m_labels.find(mine.labels, value);
        const std::string code = number ? shortest(*number) : textOf(value);
        if (!label) {
            if (mine.unlabelled.size() < kEnough)
                mine.unlabelled.insert(code);
            return;
        }
        if (meansMissing(*label))
            mine.likeMissing[code] = *label;
        const bool begins = number && label->starts_with(code)
            && (label->size() == code.size()
                || !(((*label)[code.size()] >= '0' && (*label)[code.size()] <= '9')
                    || (*label)[code.size()] == '.'));
        mine.startsWithCodes = mine.startsWithCodes && begins;
        if (number && mine.labelledCodes.size() < kFewestCodes)
            mine.labelledCodes.insert(*number);
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
        if (const std::string* const label = tagged ? nullptr : m_labels.find(mine.labels, value))
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
        const std::string* const label = mine.isLabelled ? m_labels.find(mine.labels, value) : nullptr;
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
    ValueLabels m_labels;
    std::unique_ptr<PlainTable> m_table;
};

} // namespace

void readStatistics(Report& report, const QString& kind) { StatisticsReader(report, kind).read(); }

} // namespace btw::io::reader
