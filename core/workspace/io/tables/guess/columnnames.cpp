// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/columnnames.h"

#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <utility>

namespace btw::io {

namespace {

bool isSmall(char c) { return c >= 'a' && c <= 'z'; }
bool isLarge(char c) { return c >= 'A' && c <= 'Z'; }
/// Bytes of other letters in UTF-8 are no separators.
bool isOfWord(char c) { return isLetter(c) || isDigit(c) || static_cast<unsigned char>(c) >= 0x80; }

/// Whose ids they may be; those of persons first.
const Names kPersons = { "patient", "patients", "subject", "subjects", "person", "participant", "proband",
    "respondent", "individual", "client", "donor", "volunteer", "speaker", "pat", "subj", "usubj", "animal",
    "mouse", "rat", "household", "family", "student", "child", "member", "case", "video", "patienten",
    "probanden", "versuchsperson", "versuchspersonen", "teilnehmer", "fall", "paciente", "paziente", "sujeto",
    "sujet" };
const Names kThings = { "sample", "record", "encounter", "hadm", "admission", "visit", "stay", "segment",
    "instance", "study", "specimen", "barcode", "session", "utterance", "clip", "item", "row", "episode",
    "accession", "account", "registration", "aufnahme", "lauf", "matrikel", "dossier", "historia" };
/// Whose number says whose it is, though they are no persons: a hospital number is a patient's.
const Names kRegisters = { "mrn", "hospital", "hosp", "nhs", "chart", "ahv", "ssn" };
/// What an id is called behind the word for its owner.
const Names kKeys = { "id", "ids", "no", "nr", "num", "number", "nummer", "numero", "code", "codice", "key",
    "kennung", "identifier", "uid", "uuid", "nro" };

/// "patient" and "id" of "patientid".
void addWord(std::vector<std::string>& words, std::string word)
{
    for (const std::string_view key : kKeys)
        if (word.size() > key.size() && word.ends_with(key)) {
            std::string owner = word.substr(0, word.size() - key.size());
            if (isOneOf(owner, kPersons) || isOneOf(owner, kThings) || isOneOf(owner, kRegisters)) {
                words.push_back(std::move(owner));
                words.emplace_back(key);
                return;
            }
        }
    words.push_back(std::move(word));
}

bool anyOf(const std::vector<std::string>& words, const Names& names)
{
    return std::any_of(
        words.begin(), words.end(), [&names](const std::string& word) { return isOneOf(word, names); });
}

/// `docid` and `labid`, but not `fluid`, `steroid` or `covid`.
bool endsLikeId(const std::string& word)
{
    static const Names kOthers = { "oid", "luid", "quid", "ipid", "cid", "vid", "lid", "mid", "rid", "aid",
        "bid", "qid", "upid", "apid", "idid", "gid", "hid", "ndid" };
    constexpr std::size_t kShortest = 4;
    return word.size() >= kShortest && word.ends_with("id")
        && std::none_of(kOthers.begin(), kOthers.end(),
            [&word](std::string_view other) { return word.ends_with(other); });
}

/// Without the numbers at its end: `fold 1`, `split2`.
std::vector<std::string> unnumbered(std::string_view name)
{
    std::vector<std::string> words = wordsOf(name);
    while (words.size() > 1 && areDigits(words.back()))
        words.pop_back();
    return words;
}

bool isPlain(const std::vector<std::string>& words, std::size_t first, const Names& names)
{
    return words.size() > first
        && std::all_of(words.begin() + static_cast<std::ptrdiff_t>(first), words.end(),
            [&names](const std::string& word) { return isOneOf(word, names); });
}

} // namespace

std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty())
            addWord(words, std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!isOfWord(c)) {
            end();
            continue;
        }
        if (!word.empty()) {
            const char before = name[i - 1];
            const bool next = i + 1 < name.size() && isSmall(name[i + 1]);
            // "patientId", "PatientNo", "IDNumber"; digits are words of their own.
            if (isDigit(c) != isDigit(before) || (isLarge(c) && isSmall(before))
                || (isLarge(c) && isLarge(before) && next))
                end();
        }
        word += lowered(c);
    }
    end();
    return words;
}

Naming namesSplits(std::string_view name)
{
    static const Names kSplits = { "split", "splits", "set", "subset", "partition", "dataset", "datasplit" };
    static const Names kBeside = { "data", "train", "training", "test", "testing", "val", "valid", "dev",
        "validation", "ml", "my", "the", "random", "model", "is", "in", "or", "split", "splits", "set",
        "subset", "partition", "type", "name", "traintest", "istrain", "istest", "trainset", "testset",
        "trainsplit", "purpose", "role", "usage", "use" };
    static const Names kTraining = { "train", "training", "traintest", "istrain", "istest", "trainset",
        "testset", "trainsplit", "validation" };
    static const std::vector<std::string> kIsTest = { "is", "test" };
    const std::vector<std::string> words = unnumbered(name);
    if (words.empty())
        return Naming::No;
    if (words.size() == 1 && isOneOf(words.front(), kSplits))
        return Naming::Surely;
    if (words == kIsTest)
        return Naming::Surely;
    const bool splits = anyOf(words, kSplits);
    if ((splits || anyOf(words, kTraining)) && isPlain(words, 0, [] {
            Names all = kBeside;
            all.insert(all.end(), kSplits.begin(), kSplits.end());
            return all;
        }()))
        return splits || words.size() > 1 || words.front() != "validation" ? Naming::Surely : Naming::Maybe;
    return splits ? Naming::Maybe : Naming::No;
}

Naming namesFolds(std::string_view name)
{
    static const Names kFolds = { "fold", "folds", "kfold", "cvfold", "foldid" };
    static const Names kBeside = { "fold", "folds", "kfold", "cvfold", "foldid", "cv", "k", "cross",
        "validation", "crossval", "crossvalidation", "outer", "inner", "id", "no", "nr", "number", "index",
        "test", "data", "stratified", "group" };
    const std::vector<std::string> words = unnumbered(name);
    if (words.empty())
        return Naming::No;
    if (words.size() == 1 && words.front() == "cv")
        return Naming::Maybe;
    if (!anyOf(words, kFolds))
        return Naming::No;
    return isPlain(words, 0, kBeside) ? Naming::Surely : Naming::Maybe;
}

Naming namesIds(std::string_view name)
{
    static const Names kOwn = { "id", "ids", "uid", "uuid", "guid", "identifier", "identifikator", "kennung",
        "key", "instance", "pid", "mrn", "ssn", "kvnr", "empi", "ipp", "bsn" };
    if (isOneOf(name, kIdNames) || (namesGroups(name) && !isCalled(name, "group")))
        return Naming::Surely;
    const std::vector<std::string> words = unnumbered(name);
    if (words.empty())
        return Naming::No;
    // As R and pandas call the names of rows.
    if (words.front() == "unnamed" || words.front() == "rownames"
        || (words.front() == "row" && words.size() > 1))
        return Naming::Maybe;
    if (words.size() == 1)
        return isOneOf(words.front(), kOwn) ? Naming::Surely
            : (isOneOf(words.front(), kThings) && words.front() != "stay") || endsLikeId(words.front())
            ? Naming::Maybe
            : Naming::No;
    const bool owned = anyOf(words, kPersons) || anyOf(words, kThings) || anyOf(words, kRegisters);
    if (owned && (isOneOf(words.back(), kKeys) || isOneOf(words.front(), kKeys)))
        return Naming::Surely;
    return isOneOf(words.back(), kOwn) || words.front() == "id" ? Naming::Maybe : Naming::No;
}

bool namesGroups(std::string_view name)
{
    if (isOneOf(name, kGroupNames))
        return true;
    const std::vector<std::string> words = unnumbered(name);
    if (words.size() == 1)
        return isOneOf(words.front(), kPersons) && words.front() != "case" && words.front() != "child"
            && words.front() != "member" && words.front() != "family" && words.front() != "student";
    if (words.size() < 2)
        return false;
    // `Study Subject ID`, `num_patient`, `Hospital number`, `group_id`.
    const bool keyFirst = isOneOf(words.front(), kKeys);
    if (!keyFirst && !isOneOf(words.back(), kKeys))
        return false;
    static const Names kBeside = { "study", "trial", "unique", "internal", "the", "of" };
    return std::all_of(words.begin() + (keyFirst ? 1 : 0), words.end() - (keyFirst ? 0 : 1),
               [](const std::string& word) {
                   return isOneOf(word, kPersons) || isOneOf(word, kRegisters) || isOneOf(word, kBeside)
                       || word == "group";
               })
        && (anyOf(words, kPersons) || anyOf(words, kRegisters) || anyOf(words, { "group" }));
}

bool namesPersons(std::string_view name)
{
    static const Names kShort = { "pid", "uniquepid", "patientunitstayid" };
    if (isOneOf(name, kShort))
        return true;
    const std::vector<std::string> words = unnumbered(name);
    return anyOf(words, kPersons) || anyOf(words, kRegisters);
}

bool namesRows(std::string_view name)
{
    static const Names kRows = { "index", "idx", "row", "rows", "rownum", "rowid", "rownames", "rowname",
        "rownumber", "no", "nr", "num", "number", "n", "x", "record", "records", "obs", "observation", "line",
        "lines", "lfd", "lfdnr", "seq", "sequence", "serial", "order", "count", "counter", "unnamed", "ind",
        "level", "sno", "zeile", "ligne", "fila", "riga" };
    const std::vector<std::string> words = unnumbered(name);
    if (words.empty())
        return true;
    if (words.size() == 1 && isOneOf(words.front(), { "name", "names" }))
        return false;
    static const Names kBeside = { "of", "the", "s", "name", "names" };
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return isOneOf(word, kRows) || isOneOf(word, kBeside) || areDigits(word);
    });
}

namespace {

const Names kTimeWords = { "time", "times", "timestamp", "offset", "elapsed", "zeit", "t" };
const Names kOrderWords = { "visit", "visits", "wave", "step", "seq", "sequence", "epoch", "session", "round",
    "followup", "cycle", "timepoint", "period", "order" };
const Names kBesideTimes = { "of", "in", "from", "since", "the", "at", "after", "post", "rel", "relative",
    "start", "onset", "begin", "beginning", "baseline", "admission", "admit", "icu", "hospital", "stay",
    "study", "chart", "lab", "result", "results", "obs", "observation", "sample", "sampling", "measurement",
    "record", "recording", "event", "follow", "up", "number", "no", "nr", "index", "idx", "nursing", "entry",
    "collection", "specimen", "vital", "vitals", "aperiodic", "seit" };

struct UnitWords
{
    double seconds;
    Names words;
    Names abbreviations; ///< units beside a word for time only: `min` is a minimum, too
};
const std::vector<UnitWords> kUnitWords = {
    { 0.001, { "millisecond", "milliseconds", "millis", "msec", "msecs" }, { "ms" } },
    { 1, { "second", "seconds", "sec", "secs", "sekunde", "sekunden" }, { "s" } },
    { 60, { "minute", "minutes", "mins", "minuten" }, { "min" } },
    { 3600, { "hour", "hours", "hrs", "stunde", "stunden" }, { "h", "hr", "std" } },
    { 86400, { "day", "days", "tag", "tage", "jour", "jours" }, { "d" } },
    { 604800, { "week", "weeks", "woche", "wochen" }, { "wk", "wks", "w" } },
    { 2629800, { "month", "months", "monat", "monate" }, { "mo" } }, // of 30.44 days
    { 31557600, { "year", "years", "jahr", "jahre" }, { "yr", "yrs" } },
};

/// Parts a word that is several of these: "lab", "result" and "offset" of `labresultoffset`.
bool partTimes(std::string_view word, std::vector<std::string>& parts)
{
    if (word.empty())
        return true;
    const auto begins = [&](const Names& names) {
        return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
            constexpr std::size_t kShortest = 3;
            if (name.size() < kShortest || !word.starts_with(name))
                return false;
            parts.emplace_back(name);
            if (partTimes(word.substr(name.size()), parts))
                return true;
            parts.pop_back();
            return false;
        });
    };
    return begins(kTimeWords) || begins(kBesideTimes)
        || std::any_of(
            kUnitWords.begin(), kUnitWords.end(), [&](const UnitWords& unit) { return begins(unit.words); });
}

} // namespace

TimeNaming namesTimes(std::string_view name)
{
    std::vector<std::string> words;
    for (std::string& word : wordsOf(name))
        if (std::vector<std::string> parts; partTimes(word, parts))
            words.insert(words.end(), parts.begin(), parts.end());
        else
            words.push_back(std::move(word));
    const bool times = anyOf(words, kTimeWords);
    // The lowest temperature of a day.
    const bool minimum = anyOf(words, { "t" }) && anyOf(words, { "min" });
    TimeNaming out;
    bool known = !words.empty() && !minimum;
    bool units = false;
    bool orders = false;
    for (const std::string& word : words) {
        const auto unit = std::find_if(kUnitWords.begin(), kUnitWords.end(), [&](const UnitWords& one) {
            return isOneOf(word, one.words) || (times && isOneOf(word, one.abbreviations));
        });
        if (unit != kUnitWords.end() && !units)
            out.unitSeconds = unit->seconds;
        units = units || unit != kUnitWords.end();
        orders = orders || isOneOf(word, kOrderWords);
        known = known
            && (unit != kUnitWords.end() || isOneOf(word, kTimeWords) || isOneOf(word, kOrderWords)
                || isOneOf(word, kBesideTimes));
    }
    const bool letter = words.size() == 1 && words.front().size() == 1;
    if (known && !letter && (times || units))
        out.kind = TimeNaming::Kind::Time;
    else if (known && orders)
        out.kind = TimeNaming::Kind::Order;
    return out;
}

bool namesUnits(std::string_view name)
{
    static const Names kUnits = { "unit", "units", "uom", "valueuom", "value_uom", "value_unit", "unit_name",
        "unit_concept_id", "unit_source_value", "unitname", "result_unit", "result_units", "lab_unit",
        "lbstresu", "lborresu", "vsstresu", "vsorresu", "egstresu", "avalu", "einheit", "einheiten", "unite",
        "labmeasurenamesystem", "test_unit", "test_units", "valueunit", "unit_of_measure",
        "measurement_unit" };
    return isOneOf(name, kUnits);
}

bool namesStatus(std::string_view name)
{
    static const Names kStatus = { "status", "warning", "warnings", "error", "errors", "flag", "flags",
        "qualifier", "quality", "cancelled", "canceled", "valid", "validity", "invalid", "state", "verified",
        "result_status", "resultstatus", "lbstat", "vsstat", "iserror", "is_error", "comment", "comments" };
    return isOneOf(name, kStatus);
}

} // namespace btw::io
