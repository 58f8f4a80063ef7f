// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/trees/featurematrix.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace btw::trees {

/// Owns one XGBoost model: its C functions with our errors, and nothing else.
class Booster
{
public:
    /// \param cached matrices whose predictions are kept from round to round; they must outlive the fit.
    explicit Booster(const std::vector<const FeatureMatrix*>& cached = {});
    /// From the bytes of save(). \throws btw::Error where they are no such model.
    explicit Booster(std::string_view bytes);

    void set(const char* parameter, const std::string& value);
    /// Grows one round more. \param round from 0.
    void boost(int round, const FeatureMatrix& training);
    /// `[n, width]` row-major: probabilities or values.
    std::vector<float> predict(const FeatureMatrix& matrix) const;

    int rounds() const;
    std::size_t features() const;
    /// Only the first rounds. \param rounds from 1 to rounds().
    Booster firstRounds(int rounds) const;
    /// A word of our own that is kept with the model.
    void setNote(const char* key, const std::string& value);
    std::string note(const char* key) const; ///< empty where there is none
    std::string save() const;

private:
    struct Free
    {
        void operator()(void* handle) const;
    };
    std::unique_ptr<void, Free> m_handle;
};

} // namespace btw::trees
