// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/attention.h"

#include "engine/kernels/exponential.h"
#include "engine/kernels/product.h"
#include "engine/vectorised.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace btw::kernels {

namespace {

constexpr std::int64_t kQueries = 48; ///< at once: their products with 500 keys stay in the second cache
constexpr float kSmallest = 86; ///< of what is left out of exp(-s): 4e-38

std::int64_t roundedUp(std::int64_t columns)
{
    return (columns + kProductColumns - 1) / kProductColumns * kProductColumns;
}

void multiply(const Product& product)
{
    static const auto kMultiply = productKernels().front().multiply;
    kMultiply(product);
}

/// Products of a query with n keys become exponentials less the largest, 0 where a key is not real.
/// \param keep n, 0 or 1  \param moments of the query, written
BTW_VECTORISED void exponentials(std::int64_t n, float scale, const float* keep, float* row, float* moments)
{
    float largest = -3e38F;
#pragma omp simd reduction(max : largest)
    for (std::int64_t j = 0; j < n; ++j)
        largest = std::max(largest, keep[j] != 0 ? row[j] : -3e38F);
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < n; ++j) {
        const float below = std::clamp((largest - row[j]) * scale, 0.0F, kSmallest);
        row[j] = decay(below) * keep[j];
        sum += row[j];
    }
    moments[0] = largest;
    moments[1] = sum > 0 ? 1.0F / sum : 0.0F;
}

/// \param places n, of the keys
BTW_VECTORISED void dropped(
    std::int64_t n, const Dropout& dropout, std::uint32_t place, const std::uint32_t* places, float* row)
{
    const Dropout own = dropout;
#pragma omp simd
    for (std::int64_t j = 0; j < n; ++j)
        row[j] *= own.factor(place + places[j]);
}

BTW_VECTORISED void scaled(std::int64_t n, float factor, float* row)
{
#pragma omp simd
    for (std::int64_t j = 0; j < n; ++j)
        row[j] *= factor;
}

BTW_VECTORISED float product(std::int64_t n, const float* a, const float* b)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < n; ++j)
        sum += a[j] * b[j];
    return sum;
}

/// \param row products of the query with n keys; becomes its shares, as values were added up with
/// \param grad of those shares; becomes that of the products
BTW_VECTORISED void backwardRow(std::int64_t n, float scale, const float* keep, const Dropout* dropout,
    std::uint32_t place, const std::uint32_t* places, const float* moments, float along, float* row,
    float* grad)
{
    const float largest = moments[0], factor = moments[1];
    if (dropout == nullptr) {
#pragma omp simd
        for (std::int64_t j = 0; j < n; ++j) {
            const float below = std::clamp((largest - row[j]) * scale, 0.0F, kSmallest);
            const float share = decay(below) * keep[j] * factor;
            grad[j] = share * (grad[j] - along) * scale;
            row[j] = share;
        }
        return;
    }
    const Dropout own = *dropout;
#pragma omp simd
    for (std::int64_t j = 0; j < n; ++j) {
        const float below = std::clamp((largest - row[j]) * scale, 0.0F, kSmallest);
        const float share = decay(below) * keep[j] * factor;
        const float mask = own.factor(place + places[j]);
        grad[j] = share * (mask * grad[j] - along) * scale;
        row[j] = share * mask;
    }
}

/// Some numbers of one head. Its rows lie beside each other here: in the whole they are some hundred bytes
/// apart, and would share few places in the first cache.
using Numbers = std::vector<float>;

/// Of some rows of an instance those that are real.
std::vector<std::uint32_t> realOnes(const std::uint8_t* real, std::int64_t count)
{
    std::vector<std::uint32_t> rows;
    for (std::int64_t i = 0; i < count; ++i)
        if (real[i] != 0)
            rows.push_back(static_cast<std::uint32_t>(i));
    return rows;
}

/// Of an instance whose rows are all real.
std::vector<std::uint32_t> allOf(const std::int64_t* starts, std::int64_t instance)
{
    std::vector<std::uint32_t> rows(static_cast<std::size_t>(starts[instance + 1] - starts[instance]));
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

/// One head of one instance after the other, on one thread: what it needs is kept.
class Heads
{
public:
    explicit Heads(const Attention& attention)
        : m_all(attention)
        , m_width(roundedUp(attention.width))
        , m_row(attention.heads * attention.width)
    {
    }

    void forward(std::int64_t head, float* out, float* moments)
    {
        begin(head);
        clear(out, m_q, m_queryRows);
        if (m_keys.empty())
            return;
        if (m_keys.size() == 1) {
            takeTheOne(out);
            return;
        }
        gather(m_all.k, m_k, m_keys, 0, count(m_keys), m_room);
        turn(m_room, m_keysTurned);
        gather(m_all.v, m_k, m_keys, 0, count(m_keys), m_room);
        for (std::int64_t first = 0; first < count(m_queries); first += kQueries) {
            const auto rows = std::min(kQueries, count(m_queries) - first);
            gather(m_all.q, m_q, m_queries, first, rows, m_rows);
            withEach(m_rows, rows, m_keysTurned, m_shares);
            for (std::int64_t i = 0; i < rows; ++i) {
                exponentials(
                    m_padded, scale(), m_keep.data(), share(m_shares, i), momentsOf(moments, first + i));
                if (m_all.dropout.drops())
                    dropped(m_padded, m_all.dropout, place(first + i), m_places.data(), share(m_shares, i));
            }
            addedUp(m_shares, rows, m_room, m_sums);
            for (std::int64_t i = 0; i < rows; ++i)
                scaled(m_width, momentsOf(moments, first + i)[1], m_sums.data() + i * m_width);
            scatter(m_sums, out, m_q, m_queries, first, rows);
        }
    }

    void backward(std::int64_t head, const float* out, const float* moments, const float* gradOut,
        float* gradQ, float* gradK, float* gradV)
    {
        begin(head);
        clear(gradQ, m_q, m_queryRows);
        clear(gradK, m_k, m_keyRows);
        clear(gradV, m_k, m_keyRows);
        if (m_keys.empty() || m_queries.empty())
            return;
        if (m_keys.size() == 1) {
            giveToTheOne(gradOut, gradV);
            return;
        }
        gather(m_all.v, m_k, m_keys, 0, count(m_keys), m_room);
        turn(m_room, m_valuesTurned);
        gather(m_all.k, m_k, m_keys, 0, count(m_keys), m_room);
        turn(m_room, m_keysTurned);
        m_grads.resize(m_shares.size());
        m_keySums.resize(m_keys.size() * static_cast<std::size_t>(m_width));
        m_valueSums.resize(m_keySums.size());
        for (std::int64_t first = 0; first < count(m_queries); first += kQueries) {
            const auto rows = std::min(kQueries, count(m_queries) - first);
            gather(m_all.q, m_q, m_queries, first, rows, m_rows);
            gather(gradOut, m_q, m_queries, first, rows, m_gradRows);
            gather(out, m_q, m_queries, first, rows, m_sums);
            withEach(m_rows, rows, m_keysTurned, m_shares);
            withEach(m_gradRows, rows, m_valuesTurned, m_grads);
            for (std::int64_t i = 0; i < rows; ++i)
                backwardRow(m_padded, scale(), m_keep.data(),
                    m_all.dropout.drops() ? &m_all.dropout : nullptr, place(first + i), m_places.data(),
                    momentsOf(moments, first + i),
                    product(m_width, m_sums.data() + i * m_width, m_gradRows.data() + i * m_width),
                    share(m_shares, i), share(m_grads, i));
            addedUp(m_grads, rows, m_room, m_sums);
            scatter(m_sums, gradQ, m_q, m_queries, first, rows);
            addedUpAcross(m_grads, rows, m_rows, first > 0, m_keySums);
            addedUpAcross(m_shares, rows, m_gradRows, first > 0, m_valueSums);
        }
        scatter(m_keySums, gradK, m_k, m_keys, 0, count(m_keys));
        scatter(m_valueSums, gradV, m_k, m_keys, 0, count(m_keys));
    }

private:
    static std::int64_t count(const std::vector<std::uint32_t>& rows)
    {
        return static_cast<std::int64_t>(rows.size());
    }

    void begin(std::int64_t head)
    {
        m_head = head;
        const auto instance = head / m_all.heads;
        const auto column = head % m_all.heads * m_all.width;
        if (m_all.queryStarts != nullptr) {
            m_queries = allOf(m_all.queryStarts, instance);
            m_keys = allOf(m_all.keyStarts, instance);
            m_q = m_all.queryStarts[instance] * m_row + column;
            m_k = m_all.keyStarts[instance] * m_row + column;
            m_queryRows = count(m_queries);
            m_keyRows = count(m_keys);
        } else {
            m_queries = realOnes(m_all.realQueries + instance * m_all.queries, m_all.queries);
            m_keys = realOnes(m_all.realKeys + instance * m_all.keys, m_all.keys);
            m_q = instance * m_all.queries * m_row + column;
            m_k = instance * m_all.keys * m_row + column;
            m_queryRows = m_all.queries;
            m_keyRows = m_all.keys;
        }
        m_padded = roundedUp(count(m_keys));
        // Rows an odd number of lines apart, so that they do not share few places in the first cache.
        m_shareRow = m_padded / kProductColumns % 2 == 0 ? m_padded + kProductColumns : m_padded;
        m_shares.resize(static_cast<std::size_t>(kQueries * m_shareRow));
        m_keep.assign(static_cast<std::size_t>(m_padded), 0.0F);
        std::fill_n(m_keep.begin(), m_keys.size(), 1.0F);
        m_places = m_keys;
        m_places.resize(static_cast<std::size_t>(m_padded));
    }

    // A single key (a modality that is a vector) has all of every query, whatever their product is: there are
    // no products, and neither the query nor the key has a gradient.
    void takeTheOne(float* out) const
    {
        const float* value = m_all.v + m_k + m_keys.front() * m_row;
        for (std::int64_t i = 0; i < count(m_queries); ++i) {
            const float share = shareOfTheOne(i);
            for (std::int64_t d = 0; d < m_all.width; ++d)
                rowOf(out, i)[d] = share * value[d];
        }
    }
    void giveToTheOne(const float* gradOut, float* gradV) const
    {
        float* grad = gradV + m_k + m_keys.front() * m_row;
        for (std::int64_t i = 0; i < count(m_queries); ++i) {
            const float share = shareOfTheOne(i);
            for (std::int64_t d = 0; d < m_all.width; ++d)
                grad[d] += share * rowOf(gradOut, i)[d];
        }
    }
    float shareOfTheOne(std::int64_t query) const
    {
        return m_all.dropout.drops() ? m_all.dropout.factor(place(query) + m_places.front()) : 1.0F;
    }
    template <typename Row> Row* rowOf(Row* all, std::int64_t query) const
    {
        return all + m_q + m_queries[static_cast<std::size_t>(query)] * m_row;
    }

    float scale() const { return 1.0F / std::sqrt(static_cast<float>(m_all.width)); }
    float* share(Numbers& shares, std::int64_t query) const { return shares.data() + query * m_shareRow; }
    /// \param query its place among the real ones
    std::int64_t queryOf(std::int64_t query) const
    {
        return m_head * m_all.queries + m_queries[static_cast<std::size_t>(query)];
    }
    template <typename Moments> Moments* momentsOf(Moments* moments, std::int64_t query) const
    {
        return moments + queryOf(query) * 2;
    }
    std::uint32_t place(std::int64_t query) const
    {
        return static_cast<std::uint32_t>(queryOf(query) * m_all.keys);
    }

    /// The numbers of a row; a call of memmove takes longer.
    void copy(const float* from, float* to) const
    {
        for (std::int64_t d = 0; d < m_all.width; ++d)
            to[d] = from[d];
    }
    /// \param begin of the instance's head in `from`  \param first, rows of those in the list
    void gather(const float* from, std::int64_t begin, const std::vector<std::uint32_t>& list,
        std::int64_t first, std::int64_t rows, Numbers& to) const
    {
        to.resize(static_cast<std::size_t>(std::max(rows, kQueries) * m_width));
        if (m_width > m_all.width)
            std::fill_n(to.begin(), rows * m_width, 0.0F);
        for (std::int64_t r = 0; r < rows; ++r)
            copy(from + begin + list[static_cast<std::size_t>(first + r)] * m_row, to.data() + r * m_width);
    }
    void scatter(const Numbers& from, float* to, std::int64_t begin, const std::vector<std::uint32_t>& list,
        std::int64_t first, std::int64_t rows) const
    {
        for (std::int64_t r = 0; r < rows; ++r)
            copy(from.data() + r * m_width, to + begin + list[static_cast<std::size_t>(first + r)] * m_row);
    }
    void clear(float* to, std::int64_t begin, std::int64_t rows) const
    {
        for (std::int64_t r = 0; r < rows; ++r)
            std::fill_n(to + begin + r * m_row, m_all.width, 0.0F);
    }

    /// Rows of all real keys to `[width, m_padded]`, zeros beyond the last one.
    void turn(const Numbers& from, Numbers& to) const
    {
        to.assign(static_cast<std::size_t>(m_width * m_padded), 0.0F);
        for (std::int64_t d = 0; d < m_width; ++d)
            for (std::int64_t j = 0; j < count(m_keys); ++j)
                to[static_cast<std::size_t>(d * m_padded + j)]
                    = from[static_cast<std::size_t>(j * m_width + d)];
    }

    /// Products of some rows with every real key.
    void withEach(const Numbers& from, std::int64_t rows, const Numbers& turned, Numbers& to) const
    {
        multiply({ .rows = rows,
            .inner = m_all.width,
            .columns = m_padded,
            .a = from.data(),
            .aRow = m_width,
            .aColumn = 1,
            .b = turned.data(),
            .bRow = m_padded,
            .c = to.data(),
            .cRow = m_shareRow });
    }

    /// For each of some queries: rows of all real keys, added up with the shares.
    void addedUp(const Numbers& shares, std::int64_t rows, const Numbers& from, Numbers& to) const
    {
        to.resize(static_cast<std::size_t>(kQueries * m_width));
        multiply({ .rows = rows,
            .inner = count(m_keys),
            .columns = m_width,
            .a = shares.data(),
            .aRow = m_shareRow,
            .aColumn = 1,
            .b = from.data(),
            .bRow = m_width,
            .c = to.data(),
            .cRow = m_width });
    }

    /// For each real key: rows of some queries, added up with their shares of it.
    void addedUpAcross(
        const Numbers& shares, std::int64_t rows, const Numbers& from, bool adds, Numbers& to) const
    {
        multiply({ .rows = count(m_keys),
            .inner = rows,
            .columns = m_width,
            .a = shares.data(),
            .aRow = 1,
            .aColumn = m_shareRow,
            .b = from.data(),
            .bRow = m_width,
            .c = to.data(),
            .cRow = m_width,
            .adds = adds });
    }

    const Attention& m_all;
    std::int64_t m_width; ///< of a head here, rounded up; zeros beyond its last number
    std::int64_t m_row; ///< floats from a query or key to the next
    std::int64_t m_head = 0;
    std::int64_t m_q = 0, m_k = 0; ///< where the head begins in q, and in k
    std::int64_t m_queryRows = 0, m_keyRows = 0; ///< that the instance has there, padding too
    std::vector<std::uint32_t> m_queries, m_keys; ///< the instance's real ones
    std::int64_t m_padded = 0; ///< real keys, rounded up
    std::int64_t m_shareRow = 0; ///< floats from a query's shares to the next one's
    std::vector<std::uint32_t> m_places; ///< m_padded: of each key among all
    Numbers m_keep; ///< m_padded: 1, and 0 beyond the last key
    Numbers m_keysTurned, m_valuesTurned, m_room; ///< of all real keys
    Numbers m_rows, m_gradRows, m_sums; ///< of some queries
    Numbers m_shares, m_grads; ///< of some queries, for all real keys
    Numbers m_keySums, m_valueSums; ///< of all real keys
};

} // namespace

bool hasAttentionKernels() { return !productKernels().empty(); }

void attentionForward(const Attention& attention, float* out, float* moments)
{
#pragma omp parallel
    {
        Heads heads(attention);
#pragma omp for schedule(dynamic)
        for (std::int64_t head = 0; head < attention.batch * attention.heads; ++head)
            heads.forward(head, out, moments);
    }
}

void attentionBackward(const Attention& attention, const float* out, const float* moments,
    const float* gradOut, float* gradQ, float* gradK, float* gradV)
{
#pragma omp parallel
    {
        Heads heads(attention);
#pragma omp for schedule(dynamic)
        for (std::int64_t head = 0; head < attention.batch * attention.heads; ++head)
            heads.backward(head, out, moments, gradOut, gradQ, gradK, gradV);
    }
}

} // namespace btw::kernels
