// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/remedyjson.h"

#include "workspace/io/json.h"

#include "engine/data/names.h"

#include <QJsonObject>

#include <algorithm>
#include <array>
#include <utility>

namespace btw::io {

namespace {

constexpr std::array<std::pair<LimitReading, const char*>, 3> kLimitReadings = { {
    { LimitReading::Limit, "limit" },
    { LimitReading::Half, "half" },
    { LimitReading::Missing, "missing" },
} };

const char* nameOf(LimitReading reading)
{
    for (const auto& [known, name] : kLimitReadings)
        if (known == reading)
            return name;
    return "";
}

const char* nameOf(IdMatching by) { return by == IdMatching::Numbers ? "numbers" : "letters"; }

/// What stands in the file for one remedy.
struct Item
{
    const char* kind;
    std::string file = {};
    std::int64_t row = 0;
    std::string column = {};
    std::string word = {};
    double hours = 0;
    std::string time = {};
    double within = 0;
    std::string others = {};
};

Item itemOf(const Remedy& remedy)
{
    return std::visit(
        Each {
            [](const DropRow& r) -> Item {
                return { "drop-row", r.file, r.row };
            },
            [](const DropRowsWith& r) -> Item {
                return { "drop-row", r.file, 0, r.column, r.word };
            },
            [](const DropBadRows& r) -> Item {
                return { "drop-row", r.file };
            },
            [](const DropInstance& r) -> Item {
                return { "drop-row", {}, 0, {}, r.id };
            },
            [](const DropBadInstances&) -> Item { return { "drop-row" }; },
            [](const DropColumn& r) -> Item {
                return { "drop-column", r.file, 0, r.column,
                    r.number > 0 ? std::to_string(r.number) : std::string() };
            },
            [](const DropFeature& r) -> Item {
                return { "drop-column", {}, 0, r.feature, r.modality };
            },
            [](const KeepColumn& r) -> Item {
                return { "keep-column", r.file, 0, r.column };
            },
            [](const MarkMissing& r) -> Item {
                return { "mark-missing", r.file, 0, r.column, r.word };
            },
            [](const ReadLimitsAs& r) -> Item {
                return { "limits", r.file, 0, r.column, nameOf(r.reading) };
            },
            [](const DecimalMark& r) -> Item {
                return { "decimal-mark", r.file, 0, {}, { r.mark } };
            },
            [](const HeaderLine& r) -> Item {
                return { "header", r.file, r.row };
            },
            [](const TreatAsCategory& r) -> Item {
                return { "category", r.file, 0, r.column };
            },
            [](const UseAsId& r) -> Item {
                return { "id", r.file, 0, r.column };
            },
            [](const NumberRows& r) -> Item {
                return { "id", r.file };
            },
            [](const MatchIds& r) -> Item {
                return { "match-ids", {}, 0, {}, nameOf(r.by) };
            },
            [](const UseAsLabel& r) -> Item {
                return { "label", r.file, 0, r.column, r.task ? data::taskName(*r.task) : std::string() };
            },
            [](const PredictWithin& r) -> Item {
                return { "outcome", r.file, 0, r.column, r.word, 0, r.time, r.within,
                    r.othersCountAsNone ? "none" : "left-out" };
            },
            [](const CountWords& r) -> Item {
                return { "count-words", r.file, 0, r.column, r.numbers ? "numbers" : "present", 0, {}, 0,
                    r.othersAreZero ? "zero" : "absent" };
            },
            [](const GroupByPrefix& r) -> Item {
                return { "group-by-prefix", r.file };
            },
            [](const DropTable& r) -> Item {
                return { "drop-table", r.file };
            },
            [](const DescribeWith& r) -> Item {
                return { "describe", r.file, 0, r.column };
            },
            [](const BinTimes& r) -> Item {
                return { "bin", {}, 0, {}, r.modality, r.hours };
            },
            [](const DrawSplits&) -> Item { return { "draw-splits" }; },
        },
        remedy);
}

class Parser
{
public:
    Parser(const QJsonObject& item, std::string path, const RemedyFault& fault)
        : m_item(item)
        , m_path(std::move(path))
        , m_fault(fault)
    {
        for (const QString& key : item.keys()) {
            static const std::array<const char*, 9> kKeys
                = { "kind", "file", "row", "column", "word", "hours", "time", "within", "others" };
            bool known = false;
            for (const char* one : kKeys)
                known = known || key == QLatin1String(one);
            if (!known)
                m_fault(
                    m_path + key.toStdString(), "the key is not known", "correct its spelling or remove it");
        }
        const QJsonValue row = item.value(QLatin1String("row"));
        if (!row.isUndefined() && row.toInteger() < 1)
            m_fault(m_path + "row", "the value must be a line of the file, from 1", "correct or remove it");
        m_row = row.toInteger();
        // A number in place of a text would be read as no text at all.
        for (const char* text : { "kind", "file", "column", "word", "time", "others" })
            if (const QJsonValue value = item.value(QLatin1String(text));
                !value.isUndefined() && !value.isString())
                m_fault(m_path + text, "the value must be text", "write it in quotes");
        m_file = string("file");
        m_column = string("column");
        m_word = string("word");
    }

    std::optional<Remedy> parse()
    {
        const std::string kind = string("kind");
        if (kind == "drop-row")
            return dropRow();
        if (kind == "drop-column")
            return m_file.empty() ? Remedy { DropFeature { m_word, m_column } } : Remedy { dropColumn() };
        if (kind == "keep-column")
            return KeepColumn { m_file, m_column };
        if (kind == "mark-missing")
            return MarkMissing { m_file, m_column, m_word };
        if (kind == "limits")
            return limits();
        if (kind == "decimal-mark")
            return decimalMark();
        if (kind == "header")
            return HeaderLine { m_file, m_row };
        if (kind == "category")
            return TreatAsCategory { m_file, m_column };
        if (kind == "id")
            return m_column.empty() ? Remedy { NumberRows { m_file } }
                                    : Remedy { UseAsId { m_file, m_column } };
        if (kind == "match-ids")
            return matchIds();
        if (kind == "label")
            return label();
        if (kind == "outcome")
            return outcome();
        if (kind == "count-words")
            return CountWords { m_file, m_column, says("word", "numbers", "present"),
                says("others", "zero", "absent") };
        if (kind == "group-by-prefix")
            return GroupByPrefix { m_file };
        if (kind == "drop-table")
            return DropTable { m_file };
        if (kind == "describe")
            return DescribeWith { m_file, m_column };
        if (kind == "bin")
            return bin();
        if (kind == "draw-splits")
            return DrawSplits {};
        m_fault(m_path + "kind", "the kind is not known",
            "write drop-row, drop-column, keep-column, mark-missing, limits, decimal-mark, header, category, "
            "id, match-ids, label, outcome, count-words, group-by-prefix, drop-table, describe, bin or "
            "draw-splits");
        return std::nullopt;
    }

private:
    std::string string(const char* key) const
    {
        return m_item.value(QLatin1String(key)).toString().toStdString();
    }

    /// Whether a key says `word`; without it, it says `usual`. Anything else would quietly change what is
    /// read.
    bool says(const char* key, const char* word, const char* usual) const
    {
        const std::string value = string(key);
        if (!value.empty() && value != word && value != usual)
            m_fault(m_path + key, "the word is not known",
                "write " + std::string(word) + " or " + std::string(usual));
        return value == word;
    }

    Remedy dropRow() const
    {
        if (m_row > 0)
            return DropRow { m_file, m_row };
        if (!m_column.empty())
            return DropRowsWith { m_file, m_column, m_word };
        if (!m_file.empty())
            return DropBadRows { m_file };
        if (!m_word.empty())
            return DropInstance { m_word };
        return DropBadInstances {};
    }

    UseAsLabel label() const
    {
        const std::optional<Task> task = data::parseTask(m_word);
        if (!task && !m_word.empty())
            m_fault(m_path + "word", "the task is not known", "write regression or classification");
        return { m_file, m_column, task };
    }

    DropColumn dropColumn() const
    {
        bool isNumber = true;
        QString::fromStdString(m_word).toULongLong(&isNumber);
        if (!m_word.empty() && !isNumber)
            m_fault(m_path + "word", "the value must be the number of a column, from 1, in quotes",
                "correct or remove it");
        return { m_file, m_column, static_cast<std::size_t>(QString::fromStdString(m_word).toULongLong()) };
    }

    std::optional<Remedy> limits() const
    {
        for (const auto& [reading, name] : kLimitReadings)
            if (m_word == name)
                return ReadLimitsAs { m_file, m_column, reading };
        m_fault(m_path + "word", "the word is not known", "write limit, half or missing");
        return std::nullopt;
    }

    std::optional<Remedy> decimalMark() const
    {
        if (m_word == "." || m_word == ",")
            return DecimalMark { m_file, m_word[0] };
        m_fault(m_path + "word", "the word is not known", R"(write "." or ",")");
        return std::nullopt;
    }

    std::optional<Remedy> matchIds() const
    {
        for (const IdMatching by : { IdMatching::Numbers, IdMatching::Letters })
            if (m_word == nameOf(by))
                return MatchIds { by };
        m_fault(m_path + "word", "the word is not known", "write numbers or letters");
        return std::nullopt;
    }

    std::optional<Remedy> outcome() const
    {
        const double within = m_item.value(QLatin1String("within")).toDouble();
        if (within > 0)
            return PredictWithin { m_file, m_column, m_word, string("time"), within,
                says("others", "none", "left-out") };
        m_fault(m_path + "within", "the value must be a number above 0",
            "write within how much time the event counts, in the unit of the time column");
        return std::nullopt;
    }

    std::optional<Remedy> bin() const
    {
        const double hours = m_item.value(QLatin1String("hours")).toDouble();
        if (hours > 0)
            return BinTimes { m_word, hours };
        m_fault(m_path + "hours", "the value must be a number above 0", "write how many hours a bin is wide");
        return std::nullopt;
    }

    const QJsonObject& m_item;
    const std::string m_path;
    const RemedyFault& m_fault;
    std::int64_t m_row = 0;
    std::string m_file, m_column, m_word;
};

} // namespace

QJsonArray remediesToJson(const std::vector<Remedy>& remedies)
{
    QJsonArray out;
    for (const Remedy& remedy : remedies) {
        const Item one = itemOf(remedy);
        QJsonObject item { { QStringLiteral("kind"), QLatin1String(one.kind) } };
        const auto add = [&item](const char* key, const std::string& value) {
            if (!value.empty())
                item[QLatin1String(key)] = text(value);
        };
        add("file", one.file);
        if (one.row > 0)
            item[QStringLiteral("row")] = static_cast<qint64>(one.row);
        add("column", one.column);
        add("word", one.word);
        if (one.hours > 0)
            item[QStringLiteral("hours")] = one.hours;
        add("time", one.time);
        if (one.within > 0)
            item[QStringLiteral("within")] = one.within;
        add("others", one.others);
        out.append(item);
    }
    return out;
}

std::vector<Remedy> remediesFromJson(const QJsonValue& list, const RemedyFault& fault)
{
    std::vector<Remedy> out;
    if (!list.isUndefined() && !list.isArray())
        fault("remedies", "the value must be a list", "write it in brackets");
    const QJsonArray items = list.toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject item = items.at(i).toObject();
        auto remedy = Parser(item, "remedies[" + std::to_string(i) + "].", fault).parse();
        if (!remedy)
            continue;
        // The last one would win without a word.
        const auto isLabel = [](const Remedy& one) {
            return std::holds_alternative<UseAsLabel>(one) || std::holds_alternative<PredictWithin>(one);
        };
        const auto other = isLabel(*remedy) ? std::find_if(out.begin(), out.end(), isLabel) : out.end();
        if (other != out.end() && *other != *remedy)
            fault("remedies[" + std::to_string(i) + "]", "another remedy says what the label is already",
                "keep one of them");
        out.push_back(std::move(*remedy));
    }
    return out;
}

} // namespace btw::io
