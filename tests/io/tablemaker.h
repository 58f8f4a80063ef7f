// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fixtures.h"

#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"

#include <QTemporaryDir>

#include <algorithm>
#include <numeric>
#include <random>

/// Tables that are made up, for tests of what holds for every table.
namespace btw::io::fixtures {

using Cells = std::vector<QByteArray>;

/// Columns of one table.
struct Table
{
    std::vector<std::pair<QByteArray, Cells>> columns;

    QByteArray header(char separator = ',') const
    {
        QByteArray out;
        for (std::size_t c = 0; c < columns.size(); ++c)
            out += (c == 0 ? QByteArray() : QByteArray(1, separator)) + columns[c].first;
        return out + "\n";
    }

    QByteArray row(std::size_t at, char separator = ',') const
    {
        QByteArray out;
        for (std::size_t c = 0; c < columns.size(); ++c)
            out += (c == 0 ? QByteArray() : QByteArray(1, separator)) + columns[c].second[at];
        return out + "\n";
    }

    QByteArray text(const std::vector<std::size_t>& order, char separator = ',') const
    {
        QByteArray out = header(separator);
        for (const std::size_t at : order)
            out += row(at, separator);
        return out;
    }
};

class Random
{
public:
    explicit Random(unsigned seed)
        : m_engine(seed)
    {
    }
    std::size_t below(std::size_t n) { return m_engine() % n; }
    template <typename T> const T& oneOf(const std::vector<T>& list) { return list[below(list.size())]; }
    std::vector<std::size_t> shuffled(std::size_t n)
    {
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t(0));
        for (std::size_t i = n; i > 1; --i)
            std::swap(order[i - 1], order[below(i)]);
        return order;
    }
    Cells measurements(std::size_t n)
    {
        Cells out;
        for (std::size_t i = 0; i < n; ++i)
            out.push_back(QByteArray::number(static_cast<double>(below(90000)) / 100 + 0.005, 'f', 3));
        return out;
    }

private:
    std::mt19937 m_engine;
};

inline Cells labels(std::size_t n)
{
    Cells out;
    for (std::size_t i = 0; i < n; ++i)
        out.push_back(i % 3 == 0 ? "sick" : "well");
    return out;
}

inline Cells splits(std::size_t n)
{
    Cells out;
    for (std::size_t i = 0; i < n; ++i)
        out.push_back(i % 10 < 6 ? "train" : i % 10 < 8 ? "val" : "test");
    return out;
}

inline std::vector<std::size_t> inOrder(std::size_t n)
{
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t(0));
    return order;
}

inline bool has(const ReadResult& result, data::Severity severity, const std::string& code)
{
    return std::any_of(result.problems.begin(), result.problems.end(),
        [&](const io::Problem& problem) { return problem.severity == severity && problem.code == code; });
}

/// The remedy of a kind that some problem offers.
template <typename Kind> std::optional<Remedy> offered(const ReadResult& result)
{
    for (const io::Problem& problem : result.problems)
        for (const Remedy& remedy : problem.remedies)
            if (std::holds_alternative<Kind>(remedy))
                return remedy;
    return std::nullopt;
}

inline constexpr std::size_t kRows = 60;

inline Table cohort(Random& random)
{
    Table table;
    Cells ids;
    for (std::size_t i = 0; i < kRows; ++i)
        ids.push_back("p" + QByteArray::number(static_cast<int>(100 + i)));
    table.columns = { { "id", ids }, { "split", splits(kRows) }, { "lab_a", random.measurements(kRows) },
        { "lab_b", random.measurements(kRows) }, { "label", labels(kRows) } };
    return table;
}

/// What is read of a text, as the table `t.csv` of a folder.
inline ReadResult readAsTable(
    const QTemporaryDir& folder, const QByteArray& text, const std::vector<Remedy>& remedies = {})
{
    const QString path = folder.filePath(QStringLiteral("t.csv"));
    write(path, text);
    Recipe recipe;
    recipe.remedies = remedies;
    return openCohort(path, recipe, 0, ReadLimits());
}

} // namespace btw::io::fixtures
