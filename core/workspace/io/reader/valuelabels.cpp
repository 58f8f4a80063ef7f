// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/reader/valuelabels.h"

#include "workspace/io/formats/plaintable.h"
#include "workspace/io/problems.h"
#include "workspace/io/reader/readstatvalues.h"
#include "workspace/io/reader/report.h"

#include <QDir>
#include <QFileInfo>

namespace btw::io::reader {

namespace {

/// "SEXFMT5." as "SEXFMT": a format of SAS with its width.
std::string baseOfFormat(std::string format)
{
    while (!format.empty() && (format.back() == '.' || (format.back() >= '0' && format.back() <= '9')))
        format.pop_back();
    return format;
}

} // namespace

void ValueLabels::add(const char* set, const readstat_value_t& value, const char* label)
{
    if (!set || !label || readstat_value_is_tagged_missing(value) || *label == '\0')
        return;
    Labels& labels = m_sets[set];
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
        labels.ofTexts[textOf(value)] = label;
    else if (const auto number = numberOf(value))
        labels.ofNumbers[*number] = label;
}

void ValueLabels::readCatalogue(Report& report)
{
    const QFileInfo info(report.task().path);
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
    readstat_parser_t* const parser = readstat_parser_init();
    readstat_set_value_label_handler(
        parser, [](const char* set, readstat_value_t value, const char* label, void* labels) -> int {
            static_cast<ValueLabels*>(labels)->add(set, value, label);
            return READSTAT_HANDLER_OK;
        });
    const readstat_error_t error = readstat_parse_sas7bcat(parser, catalogue.toUtf8().constData(), this);
    readstat_parser_free(parser);
    if (error != READSTAT_OK)
        report.warning("labels-unreadable", {},
            "the value labels in " + QFileInfo(catalogue).fileName().toStdString()
                + " cannot be read: " + readstat_error_message(error),
            "the numbers are read as they are; copy the catalogue again if they should be words");
}

const ValueLabels::Labels* ValueLabels::labelsOf(const std::string& set) const
{
    if (set.empty())
        return nullptr;
    auto found = m_sets.find(set);
    if (found == m_sets.end() && m_ofSas)
        found = m_sets.find(baseOfFormat(set));
    return found == m_sets.end() ? nullptr : &found->second;
}

std::string ValueLabels::sameLabel(const std::string& set) const
{
    const Labels* const labels = labelsOf(set);
    std::map<std::string, std::string> codes; // by label
    if (labels) {
        for (const auto& [number, label] : labels->ofNumbers)
            if (const auto [at, isNew] = codes.try_emplace(label, shortest(number)); !isNew)
                return at->second + " and " + shortest(number) + " are both " + inQuotes(label);
        for (const auto& [text, label] : labels->ofTexts)
            if (const auto [at, isNew] = codes.try_emplace(label, text); !isNew)
                return inQuotes(at->second) + " and " + inQuotes(text) + " are both " + inQuotes(label);
    }
    return {};
}

const std::string* ValueLabels::find(const std::string& set, const readstat_value_t& value) const
{
    const Labels* const labels = labelsOf(set);
    if (!labels)
        return nullptr;
    if (const auto number = numberOf(value)) {
        const auto found = labels->ofNumbers.find(*number);
        return found == labels->ofNumbers.end() ? nullptr : &found->second;
    }
    const auto found = labels->ofTexts.find(textOf(value));
    return found == labels->ofTexts.end() ? nullptr : &found->second;
}

} // namespace btw::io::reader
