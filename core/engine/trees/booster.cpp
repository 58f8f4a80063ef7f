// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/booster.h"

#include "engine/trees/xgboostcall.h"

namespace btw::trees {

void Booster::Free::operator()(void* handle) const { XGBoosterFree(handle); }

Booster::Booster(const std::vector<const FeatureMatrix*>& cached)
{
    std::vector<DMatrixHandle> matrices;
    matrices.reserve(cached.size());
    for (const FeatureMatrix* matrix : cached)
        matrices.push_back(matrix->handle());
    BoosterHandle handle = nullptr;
    check(XGBoosterCreate(matrices.data(), matrices.size(), &handle));
    m_handle.reset(handle);
    set("verbosity", "0");
}

Booster::Booster(std::string_view bytes)
    : Booster()
{
    check(XGBoosterLoadModelFromBuffer(m_handle.get(), bytes.data(), bytes.size()));
}

void Booster::set(const char* parameter, const std::string& value)
{
    check(XGBoosterSetParam(m_handle.get(), parameter, value.c_str()));
}

void Booster::boost(int round, const FeatureMatrix& training)
{
    check(XGBoosterUpdateOneIter(m_handle.get(), round, training.handle()));
}

std::vector<float> Booster::predict(const FeatureMatrix& matrix) const
{
    constexpr const char* kPlain
        = R"({"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true})";
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* values = nullptr;
    check(XGBoosterPredictFromDMatrix(m_handle.get(), matrix.handle(), kPlain, &shape, &dimensions, &values));
    std::size_t count = 1;
    for (bst_ulong d = 0; d < dimensions; ++d)
        count *= shape[d];
    return { values, values + count };
}

int Booster::rounds() const
{
    int rounds = 0;
    check(XGBoosterBoostedRounds(m_handle.get(), &rounds));
    return rounds;
}

std::size_t Booster::features() const
{
    bst_ulong count = 0;
    check(XGBoosterGetNumFeature(m_handle.get(), &count));
    return count;
}

Booster Booster::firstRounds(int rounds) const
{
    BoosterHandle handle = nullptr;
    check(XGBoosterSlice(m_handle.get(), 0, rounds, 1, &handle));
    Booster result;
    result.m_handle.reset(handle);
    return result;
}

void Booster::setNote(const char* key, const std::string& value)
{
    check(XGBoosterSetAttr(m_handle.get(), key, value.c_str()));
}

std::string Booster::note(const char* key) const
{
    const char* value = nullptr;
    int found = 0;
    check(XGBoosterGetAttr(m_handle.get(), key, &value, &found));
    return found != 0 ? value : "";
}

std::string Booster::save() const
{
    bst_ulong size = 0;
    const char* bytes = nullptr;
    check(XGBoosterSaveModelToBuffer(m_handle.get(), R"({"format":"ubj"})", &size, &bytes));
    return { bytes, size };
}

} // namespace btw::trees
