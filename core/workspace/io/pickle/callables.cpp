// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/callables.h"

#include "workspace/io/pickle/literals.h"
#include "workspace/io/pickle/refused.h"
#include "workspace/io/problems.h"

#include <array>

namespace btw::io::pickle {

namespace {

struct Known
{
    std::string_view module;
    std::string_view name;
    Callable callable;
};

// numpy 2 moved numpy.core to numpy._core; Python 3 renamed __builtin__ to builtins.
constexpr std::array kKnown = {
    Known { "numpy", "ndarray", Callable::NdArray },
    Known { "numpy", "dtype", Callable::DType },
    Known { "numpy.core.multiarray", "_reconstruct", Callable::Reconstruct },
    Known { "numpy._core.multiarray", "_reconstruct", Callable::Reconstruct },
    Known { "numpy.core.numeric", "_frombuffer", Callable::FromBuffer },
    Known { "numpy._core.numeric", "_frombuffer", Callable::FromBuffer },
    Known { "numpy.core.multiarray", "scalar", Callable::Scalar },
    Known { "numpy._core.multiarray", "scalar", Callable::Scalar },
    Known { "_codecs", "encode", Callable::Encode },
    Known { "builtins", "set", Callable::Set },
    Known { "__builtin__", "set", Callable::Set },
    Known { "builtins", "frozenset", Callable::FrozenSet },
    Known { "__builtin__", "frozenset", Callable::FrozenSet },
    Known { "builtins", "bytes", Callable::Bytes },
    Known { "__builtin__", "bytes", Callable::Bytes },
    Known { "builtins", "bytearray", Callable::ByteArray },
    Known { "__builtin__", "bytearray", Callable::ByteArray },
};

bool isOf(std::string_view module, std::string_view package)
{
    return module.starts_with(package) && (module.size() == package.size() || module[package.size()] == '.');
}

} // namespace

std::optional<Callable> knownCallable(std::string_view module, std::string_view name)
{
    for (const Known& known : kKnown)
        if (known.module == module && known.name == name)
            return known.callable;
    return std::nullopt;
}

std::string_view callableName(Callable callable)
{
    for (const Known& known : kKnown)
        if (known.callable == callable)
            return known.name;
    return {};
}

Fault refusedName(std::string_view module, std::string_view name)
{
    std::string full = utf8FromBytes(module);
    full += '.';
    full += utf8FromBytes(name);
    full = inQuotes(full);
    full = full.substr(1, full.size() - 2); // no quotes, but cut and without control characters
    if (isOf(module, "torch"))
        return { "the pickle holds a torch object (" + full + "), which is not read",
            "save tensors as tensor.numpy()" };
    if (isOf(module, "pandas"))
        return { "the pickle holds a pandas object (" + full + "), which is not read",
            "save tables as CSV, or their columns as numpy arrays" };
    return { "the pickle asks for " + full + ", which is not data; nothing in a pickle is ever run",
        "do not open it anywhere if you do not know where it is from; otherwise " + std::string(kPlainData) };
}

} // namespace btw::io::pickle
