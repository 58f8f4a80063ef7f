// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/recipe.h"

#include "workspace/io/json.h"
#include "workspace/io/problems.h"
#include "workspace/io/recipe/bintimes.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/recipe/remedyjson.h"

#include "engine/data/features.h"
#include "engine/data/fitting.h"
#include "engine/error.h"

#include <cmath>
#include <set>
#include <utility>

namespace btw::io {

namespace {

/// Reads values and says what is wrong with them.
class RecipeParser
{
public:
    RecipeParser(std::string where, Problems& problems)
        : m_where(std::move(where))
        , m_problems(problems)
    {
    }

    Recipe parse(const QJsonObject& object)
    {
        Recipe recipe;
        onlyKeys(object, "", { "manifest", "remedies", "filter", "label_cut" });
        if (object.contains(QLatin1String("manifest"))) {
            recipe.manifest = manifestFromJson(
                this->object(object, "", "manifest"), m_where + ", key manifest.", m_problems);
            m_good = m_good && recipe.manifest;
        }
        recipe.remedies = remediesFromJson(object.value(QLatin1String("remedies")),
            [this](const std::string& key, const std::string& what, const std::string& remedy) {
                error(key, what, remedy);
            });
        if (object.contains(QLatin1String("filter")))
            recipe.filter = filter(this->object(object, "", "filter"));
        if (object.contains(QLatin1String("label_cut")))
            recipe.cut = cut(this->object(object, "", "label_cut"));
        return recipe;
    }

    bool isGood() const { return m_good; }

private:
    void error(const std::string& key, const std::string& what, const std::string& remedy)
    {
        m_problems.error("recipe-key", m_where + ", key " + key, what, remedy);
        m_good = false;
    }

    void onlyKeys(const QJsonObject& object, const std::string& parent, const std::set<std::string>& known)
    {
        // A condition that is misspelt would quietly keep every row.
        for (const QString& key : object.keys())
            if (known.count(key.toStdString()) == 0)
                error(
                    parent + key.toStdString(), "the key is not known", "correct its spelling or remove it");
    }

    QJsonObject object(const QJsonObject& parent, const std::string& path, const char* key)
    {
        const QJsonValue value = parent.value(QLatin1String(key));
        if (!value.isObject())
            error(path + key, "the value must be an object", "write it in braces");
        return value.toObject();
    }

    std::vector<std::string> texts(const QJsonObject& parent, const std::string& path, const char* key)
    {
        std::vector<std::string> out;
        const QJsonValue value = parent.value(QLatin1String(key));
        if (!value.isUndefined() && !value.isArray())
            error(path + key, "the value must be a list", "write it in brackets");
        for (const auto& item : value.toArray()) {
            if (!item.isString())
                error(path + key, "the list must hold texts", "write each in quotes");
            out.push_back(item.toString().toStdString());
        }
        return out;
    }

    void number(const QJsonObject& parent, const std::string& path, const char* key, double& out)
    {
        const QJsonValue value = parent.value(QLatin1String(key));
        if (value.isUndefined() || value.isNull())
            return;
        if (!value.isDouble())
            error(path + key, "the value must be a number", "leave it out where there is no bound");
        out = value.toDouble();
    }

    bool flag(const QJsonObject& parent, const std::string& path, const char* key)
    {
        const QJsonValue value = parent.value(QLatin1String(key));
        if (!value.isUndefined() && !value.isBool())
            error(path + key, "the value must be true or false", "correct or remove it");
        return value.toBool();
    }

    data::RowFilter filter(const QJsonObject& object)
    {
        data::RowFilter filter;
        onlyKeys(object, "filter.", { "complete", "ranges", "keep", "drop" });
        filter.completeOnly = flag(object, "filter.", "complete");
        filter.keepIds = texts(object, "filter.", "keep");
        filter.dropIds = texts(object, "filter.", "drop");
        const QJsonValue ranges = object.value(QLatin1String("ranges"));
        if (!ranges.isUndefined() && !ranges.isArray())
            error("filter.ranges", "the value must be a list", "write it in brackets");
        const QJsonArray items = ranges.toArray();
        for (qsizetype i = 0; i < items.size(); ++i) {
            const std::string path = "filter.ranges[" + std::to_string(i) + "].";
            const QJsonObject item = items.at(i).toObject();
            onlyKeys(item, path, { "label", "modality", "column", "low", "high" });
            data::RangeFilter range;
            const bool label = flag(item, path, "label");
            range.modality = item.value(QLatin1String("modality")).toString().toStdString();
            range.column = item.value(QLatin1String("column")).toVariant().toString().toStdString();
            number(item, path, "low", range.low);
            number(item, path, "high", range.high);
            if (label ? !range.modality.empty() || !range.column.empty()
                      : range.modality.empty() || range.column.empty())
                error(path + (label ? "label" : "modality"),
                    "a range is of the label or of one column of a modality",
                    R"(write "label": true, or "modality" and "column")");
            filter.ranges.push_back(std::move(range));
        }
        return filter;
    }

    data::LabelCut cut(const QJsonObject& object)
    {
        data::LabelCut cut;
        onlyKeys(object, "label_cut.", { "thresholds", "quantiles", "names" });
        cut.names = texts(object, "label_cut.", "names");
        const QJsonValue thresholds = object.value(QLatin1String("thresholds"));
        const QJsonValue quantiles = object.value(QLatin1String("quantiles"));
        for (const auto& item : thresholds.toArray()) {
            if (!item.isDouble())
                error("label_cut.thresholds", "the list must hold numbers", "write them without quotes");
            cut.thresholds.push_back(item.toDouble());
        }
        constexpr int kMostClasses = 100;
        const int classes = quantiles.toInt();
        if (thresholds.isUndefined() == quantiles.isUndefined())
            error("label_cut", "either thresholds or quantiles must be given",
                R"(write "thresholds": [3, 7] or "quantiles": 3)");
        else if (!quantiles.isUndefined() && (classes < 2 || classes > kMostClasses))
            error("label_cut.quantiles", "the value must be a whole number from 2 to 100",
                "say into how many classes of equal share the label is cut");
        else if (quantiles.isUndefined() && cut.thresholds.empty())
            error("label_cut.thresholds", "the value must be a list with at least one number",
                "write it as [3, 7]");
        cut.quantiles = classes > 0 ? static_cast<std::size_t>(classes) : 0;
        return cut;
    }

    const std::string m_where;
    Problems& m_problems;
    bool m_good = true;
};

} // namespace

QJsonObject recipeToJson(const Recipe& recipe)
{
    QJsonObject filter;
    if (recipe.filter.completeOnly)
        filter[QStringLiteral("complete")] = true;
    if (!recipe.filter.keepIds.empty())
        filter[QStringLiteral("keep")] = list(recipe.filter.keepIds);
    if (!recipe.filter.dropIds.empty())
        filter[QStringLiteral("drop")] = list(recipe.filter.dropIds);
    QJsonArray ranges;
    for (const data::RangeFilter& range : recipe.filter.ranges) {
        QJsonObject item;
        if (range.modality.empty()) {
            item[QStringLiteral("label")] = true;
        } else {
            item[QStringLiteral("modality")] = text(range.modality);
            item[QStringLiteral("column")] = text(range.column);
        }
        if (std::isfinite(range.low))
            item[QStringLiteral("low")] = range.low;
        if (std::isfinite(range.high))
            item[QStringLiteral("high")] = range.high;
        ranges.append(item);
    }
    if (!ranges.isEmpty())
        filter[QStringLiteral("ranges")] = ranges;
    QJsonObject object;
    if (recipe.manifest)
        object[QStringLiteral("manifest")] = manifestToJson(*recipe.manifest);
    if (!recipe.remedies.empty())
        object[QStringLiteral("remedies")] = remediesToJson(recipe.remedies);
    if (!filter.isEmpty())
        object[QStringLiteral("filter")] = filter;
    if (recipe.cut) {
        QJsonObject cut;
        QJsonArray thresholds;
        for (const double threshold : recipe.cut->thresholds)
            thresholds.append(threshold);
        if (!thresholds.isEmpty())
            cut[QStringLiteral("thresholds")] = thresholds;
        else
            cut[QStringLiteral("quantiles")] = static_cast<qint64>(recipe.cut->quantiles);
        if (!recipe.cut->names.empty())
            cut[QStringLiteral("names")] = list(recipe.cut->names);
        object[QStringLiteral("label_cut")] = cut;
    }
    return object;
}

std::optional<Recipe> recipeFromJson(const QJsonObject& object, const std::string& where, Problems& problems)
{
    RecipeParser parser(where, problems);
    Recipe recipe = parser.parse(object);
    if (!parser.isGood())
        return std::nullopt;
    return recipe;
}

void applyRecipe(ReadResult& result, const Recipe& recipe, const ReadLimits& limits)
{
    if (!result.cohort)
        return;
    const char* where = "filter";
    try {
        const ReadingPlan plan(recipe.remedies);
        if (plan.drawsSplits())
            result.cohort->splits.clear();
        where = "recipe";
        binTimes(*result.cohort, plan, limits, result.problems);
        if (result.hasErrors()) {
            result.cohort.reset();
            return;
        }
        data::leaveOutFeatures(*result.cohort, plan.droppedFeatures());
        where = "filter";
        data::RowFilter filter = recipe.filter;
        // The reader may have left them out already.
        const std::vector<std::string> dropped = plan.droppedIds();
        const std::vector<std::string>& ids = result.cohort->ids;
        std::set<std::string_view> there;
        if (!dropped.empty())
            there.insert(ids.begin(), ids.end());
        for (const std::string& id : dropped)
            if (there.contains(id))
                filter.dropIds.push_back(id);
        if (!filter.isEmpty()) {
            const std::vector<Problem> notes = withRemedies(data::filterRows(*result.cohort, filter));
            result.problems.insert(result.problems.end(), notes.begin(), notes.end());
        }
        where = "label cut";
        if (recipe.cut && !recipe.cut->thresholds.empty())
            data::cutLabel(*result.cohort, *recipe.cut);
        else if (recipe.cut && result.cohort->task != Task::Regression)
            throw Error("The label already has classes: cut a numeric label only.");
        else if (recipe.cut)
            result.cohort->cut = recipe.cut;
    } catch (const Error& error) {
        result.problems.push_back({ { data::Severity::Error, where, error.what(),
            "Correct the recipe, or choose other data.", "recipe-does-not-fit" } });
        result.cohort.reset();
    }
}

} // namespace btw::io
