// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/scripttensors.h"

#include <c10/core/InferenceMode.h>

#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace btw::model {

namespace {

/// Visits every tensor that a value holds, and puts in its place what the visitor makes of it.
class Walk
{
public:
    using Visitor = std::function<at::Tensor(const at::Tensor&)>;

    explicit Walk(Visitor visitor)
        : m_visitor(std::move(visitor))
    {
    }

    void through(const c10::intrusive_ptr<c10::ivalue::Object>& object)
    {
        if (!m_seen.insert(object.get()).second)
            return;
        for (std::size_t i = 0; i < object->slots().size(); ++i) {
            auto value = object->getSlot(i);
            if (changes(value))
                object->setSlot(i, std::move(value));
        }
    }

private:
    /// Whether the value is another one than it was: lists and dictionaries stay the same ones.
    bool changes(c10::IValue& value)
    {
        if (value.isTensor())
            return changesTensor(value);
        if (value.isObject())
            through(value.toObject());
        else if (value.isTuple())
            return changesTuple(value);
        else if (value.isList())
            throughList(value.toList());
        else if (value.isGenericDict())
            throughDict(value.toGenericDict());
        return false;
    }

    bool changesTensor(c10::IValue& value)
    {
        const auto before = value.toTensor();
        if (!before.defined())
            return false;
        auto after = m_visitor(before);
        if (after.is_same(before))
            return false;
        value = std::move(after);
        return true;
    }

    bool changesTuple(c10::IValue& value)
    {
        std::vector<c10::IValue> elements = value.toTuple()->elements().vec();
        bool isChanged = false;
        for (auto& element : elements)
            isChanged = changes(element) || isChanged;
        if (isChanged)
            value = c10::ivalue::Tuple::create(std::move(elements));
        return isChanged;
    }

    void throughList(c10::List<c10::IValue> list)
    {
        for (std::size_t i = 0; i < list.size(); ++i) {
            c10::IValue element = list.get(i);
            if (changes(element))
                list.set(i, std::move(element));
        }
    }

    void throughDict(const c10::Dict<c10::IValue, c10::IValue>& dict)
    {
        for (const auto& entry : dict) {
            auto value = entry.value();
            if (changes(value))
                entry.setValue(std::move(value));
        }
    }

    Visitor m_visitor;
    std::set<const void*> m_seen;
};

} // namespace

void replaceTensors(const torch::jit::Module& module, const Replacements& replacements)
{
    Walk walk([&](const at::Tensor& tensor) {
        const auto found = replacements.find(tensor.unsafeGetTensorImpl());
        return found == replacements.end() ? tensor : found->second;
    });
    walk.through(module._ivalue());
}

std::string partlyHeld(const torch::jit::Module& module)
{
    std::map<const void*, std::string> memory; // the name of whose it is
    std::set<const void*> known;
    const auto know = [&](const auto& named) {
        for (const auto& one : named)
            if (one.value.defined() && one.value.has_storage()) {
                memory.emplace(one.value.storage().unsafeGetStorageImpl(), one.name);
                known.insert(one.value.unsafeGetTensorImpl());
            }
    };
    know(module.named_parameters());
    know(module.named_buffers());
    std::string name;
    Walk walk([&](const at::Tensor& tensor) {
        if (known.count(tensor.unsafeGetTensorImpl()) == 0 && tensor.has_storage())
            if (const auto found = memory.find(tensor.storage().unsafeGetStorageImpl());
                found != memory.end())
                name = found->second;
        return tensor;
    });
    walk.through(module._ivalue());
    return name;
}

void convert(const torch::jit::Module& module, const at::Device& device, at::ScalarType type)
{
    const c10::InferenceMode off(false);
    const at::NoGradGuard noGradient;
    const auto all = [&](const auto& tensors) {
        for (at::Tensor tensor : tensors) {
            tensor.set_requires_grad(false);
            tensor.set_data(tensor.to(device, tensor.is_floating_point() ? type : tensor.scalar_type()));
        }
    };
    all(module.parameters());
    all(module.buffers());
}

} // namespace btw::model
