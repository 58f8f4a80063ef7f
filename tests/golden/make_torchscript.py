#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small TorchScript encoders, as somebody else would trace them (docs/handbook/encoders.md), and what an encoder from a file gives.

Usage: make_torchscript.py   (writes torchscript/*.pt, model/encoder-*.bin and model/system-mult-*.bin beside itself;
needs PyTorch 2 and what make_systems.py needs)

What is expected is computed without TorchScript: by the modules themselves, in eager mode, one instance at a time.
"""
import io
import os
import zipfile

import numpy as np
import torch

import make_model
import make_systems
from make_model import Input, Spec, weighting
from make_systems import made_input

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "torchscript")


def save(module, name, extra=None):
    """Without what the archive says of this machine's files (it is for debugging)."""
    buffer = io.BytesIO()
    torch.jit.save(module, buffer, _extra_files=extra or {})
    with zipfile.ZipFile(buffer) as archive, zipfile.ZipFile(os.path.join(OUT, name), "w") as out:
        for member in archive.namelist():
            if not member.endswith(".debug_pkl") and "traced_inputs" not in member:
                out.writestr(zipfile.ZipInfo(member), archive.read(member))


class Steps(torch.nn.Module):
    """Values [B, T, D] and a mask to one vector: a batch norm makes it that the mode matters."""

    def __init__(self, dims, width):
        super().__init__()
        self.inner = torch.nn.Linear(dims, 5)
        self.norm = torch.nn.BatchNorm1d(5)
        self.outer = torch.nn.Linear(5, width)

    def forward(self, values, mask):
        counted = mask.unsqueeze(2).to(values.dtype)
        mean = (torch.tanh(self.inner(values)) * counted).sum(1) / counted.sum(1)
        return self.outer(self.norm(mean))


class Tokens(torch.nn.Module):
    """Ids and mask to a vector for each token, which looks at its neighbours through attention."""

    def __init__(self, vocabulary, width):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, width)
        self.query = torch.nn.Linear(width, width)

    def forward(self, ids, mask):
        x = self.embedding(ids)
        scores = torch.matmul(self.query(x), x.transpose(1, 2))
        closed = (mask == 0).unsqueeze(1)
        return torch.matmul(torch.softmax(scores.masked_fill(closed, -1e9), 2), x)


class Vector(torch.nn.Module):
    def __init__(self, dims, width):
        super().__init__()
        self.layer = torch.nn.Linear(dims, width)

    def forward(self, values):
        return torch.relu(self.layer(values))


class Parity(torch.nn.Module):
    """What a planted task is solved by: which tokens are even, which their size does not tell."""

    def __init__(self):
        super().__init__()
        table = torch.zeros(1000, 2)
        table[::2, 0] = 1  # even ones
        table[1::2, 1] = 1
        self.embedding = torch.nn.Embedding(1000, 2)
        with torch.no_grad():
            self.embedding.weight.copy_(table)

    def forward(self, ids, mask):
        return self.embedding(ids)


class Recurrent(torch.nn.Module):
    """Scripted, torch.nn.GRU computes from a list of its parameters (_flat_weights)."""

    def __init__(self, dims, width):
        super().__init__()
        self.gru = torch.nn.GRU(dims, width, batch_first=True)

    def forward(self, values, mask):
        return self.gru(values)[0]


class Part(torch.nn.Module):
    """Computes from a view of its weight, which it keeps beside that."""

    def __init__(self, dims):
        super().__init__()
        self.layer = torch.nn.Linear(dims, 3)
        self.some = [self.layer.weight.detach()[:2]]

    def forward(self, values):
        return torch.nn.functional.linear(values, self.some[0]) + self.layer.bias[:2]


class Wide(torch.nn.Module):
    """Needs 14 steps, as a convolution with a wide window does."""

    def __init__(self, dims, width):
        super().__init__()
        self.layer = torch.nn.Conv1d(dims, width, 14)

    def forward(self, values, mask):
        return self.layer(values.transpose(1, 2)).mean(2)


class Dropping(torch.nn.Module):
    def __init__(self, share):
        super().__init__()
        self.layer = torch.nn.Linear(4, 3)
        self.dropout = torch.nn.Dropout(share)

    def forward(self, values):
        return self.dropout(self.layer(values))


class Kept(torch.nn.Module):
    """As a trace does whose forward asked for sizes as numbers: it has kept those of its example."""

    def forward(self, values):
        return values.reshape(3, 2, 2).sum(2)


class Squeezed(torch.nn.Module):
    """Of one row alone it gives a vector without the dimension of rows."""

    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 3)

    def forward(self, values):
        return self.layer(values.unsqueeze(1)).squeeze()


class Noisy(torch.nn.Module):
    def forward(self, values):
        return values + torch.rand_like(values)


class Newer(torch.nn.Module):
    def forward(self, values, mask):
        x = values.unsqueeze(1)
        return torch.nn.functional.scaled_dot_product_attention(x, x, x).squeeze(1)


class NewerArgument(torch.nn.Module):
    """An operator that has long been there, with an argument that has not."""

    def forward(self, values):
        return values[:, None, None].squeeze((1, 2))


class Twice(torch.nn.Module):
    def forward(self, values, mask):
        return values, mask


def traced(module, *example):
    return torch.jit.trace(module.eval(), example, check_trace=False)


def files():
    torch.manual_seed(3)
    steps = torch.randn(2, 4, 2)
    mask = torch.ones(2, 4, dtype=torch.bool)
    ids = torch.randint(0, 20, (2, 4))
    made = {"steps": Steps(2, 3), "tokens": Tokens(20, 6), "vector": Vector(4, 3)}
    made["steps"].norm.running_mean.copy_(torch.randn(5) * 0.1)
    save(torch.jit.script(made["steps"].eval()), "steps.pt", {"torch_version": torch.__version__})
    save(traced(made["tokens"], ids, mask.long()), "tokens.pt")
    save(traced(made["vector"], torch.randn(2, 4)), "vector.pt")
    save(traced(Parity(), ids, mask.long()), "parity.pt")
    save(traced(Tokens(1000, 4), ids, mask.long()), "tokens-1000.pt")
    # Those that are refused: a newer operator (that says who made it, and that does not), a tuple, another
    # version of the format (a newer one, and one before the first), and weights without code.
    save(traced(Newer(), steps, mask), "newer.pt", {"torch_version": torch.__version__})
    save(traced(Newer(), steps, mask), "newer-silent.pt")
    save(torch.jit.script(Twice()), "tuple.pt")
    for version in (99, 0):
        with zipfile.ZipFile(os.path.join(OUT, "vector.pt")) as old, \
                zipfile.ZipFile(os.path.join(OUT, f"format-{version}.pt"), "w") as out:
            for member in old.namelist():
                out.writestr(zipfile.ZipInfo(member),
                             f"{version}\n".encode() if member.endswith("/version") else old.read(member))
    torch.save(made["vector"].state_dict(), os.path.join(OUT, "weights-only.pt"))
    torch.manual_seed(4)
    made["gru"] = Recurrent(2, 3)
    save(torch.jit.script(made["gru"].eval()), "gru.pt")
    save(torch.jit.script(Part(4).eval()), "part.pt")
    save(traced(Wide(1, 3), torch.randn(2, 20, 1), torch.ones(2, 20, dtype=torch.bool)), "wide.pt")
    save(traced(Vector(4, 3).double(), torch.randn(2, 4).double()), "double.pt")
    # Those that were traced in training mode, one of which drops nothing; one that knows both modes; and one that
    # is random in every mode.
    for name, module in (("dropping", Dropping(0.5)), ("dropping-none", Dropping(0.0)),
                         ("normed", torch.nn.BatchNorm1d(4))):
        save(torch.jit.trace(module.train(), torch.randn(3, 4), check_trace=False), f"{name}.pt")
    save(torch.jit.script(Dropping(0.5).train()), "dropping-scripted.pt")
    save(torch.jit.script(Noisy()), "noisy.pt")
    save(torch.jit.script(Squeezed().eval()), "squeezed.pt")
    save(torch.jit.script(Kept().eval()), "kept.pt")
    save(traced(NewerArgument(), torch.randn(2, 4)), "newer-argument.pt", {"torch_version": torch.__version__})
    return made


def write(name, arrays):
    weighting.OUT = make_model.OUT
    weighting.write(name, arrays)
    print(name, {key: tuple(np.shape(value)) for key, (_, value) in arrays.items()})


def case(name, module, modality, trains, tokens=None):
    """An encoder from a file for one modality of made_input(), then Linear(E, 4); a loss and its gradients."""
    torch.manual_seed(5)
    batch, lengths, draw = made_input(60)
    module = module.double().train(trains)
    width = 3 if modality != "tokens" else 6
    weight, bias = draw(width, 4).requires_grad_(), draw(4).requires_grad_()
    for parameter in module.parameters():
        parameter.requires_grad_(trains)
    arrays = {"lengths": ("u1", lengths), "weight": ("f8", weight.detach().numpy()), "bias": ("f8", bias.detach().numpy())}
    have = [b for b in range(5) if modality == "vector" or lengths[b]]
    if modality == "vector":
        arrays["values"] = ("f8", batch.values[2].numpy())
        given = module(batch.values[2])
    elif modality == "steps":
        arrays["values"] = ("f8", np.concatenate([s.numpy() for s in batch.values[1]]))
        longest = max(lengths)
        padded = torch.stack([torch.cat([batch.values[1][b], torch.zeros(longest - lengths[b], 2)]) for b in have])
        real = torch.tensor([[t < lengths[b] for t in range(longest)] for b in have])
        # A batch norm sees those who have the modality, together.
        given = module(padded, real) if trains else torch.stack([module(batch.values[1][b][None], torch.ones(
            1, lengths[b], dtype=torch.bool))[0] for b in have])
        if given.dim() == 3:
            given = (given * real.unsqueeze(2)).sum(1) / real.sum(1, keepdim=True)
    else:
        ids = [torch.randint(0, 20, (n,)) for n in lengths]
        arrays["values"] = ("f8", np.concatenate([x.numpy() for x in ids]).astype(float))
        given = torch.stack([module(ids[b][None], torch.ones(1, lengths[b], dtype=torch.long))[0].mean(0) for b in have])
    embedding = torch.zeros(5, 4, dtype=torch.double)
    embedding = embedding.index_copy(0, torch.tensor(have), given @ weight + bias)
    target = draw(5, 4)
    loss = (embedding * target).sum()
    loss.backward()
    arrays |= {"embedding": ("f8", embedding.detach().numpy()), "target": ("f8", target.numpy()),
               "gradient/weight": ("f8", weight.grad.numpy()), "gradient/bias": ("f8", bias.grad.numpy())}
    arrays |= {f"gradient/file.{key}": ("f8", value.grad.numpy()) for key, value in module.named_parameters()
               if value.grad is not None}
    if trains:
        arrays |= {f"buffer/{key}": ("f8", value.numpy()) for key, value in module.named_buffers()
                   if value.is_floating_point()}
    write(f"encoder-{name}", arrays)


def mult_case(name, sequence, vector, seed):
    """MulT whose sequence and last vector are read by files of three numbers: steps, or one embedding as the only step."""
    torch.manual_seed(seed)
    batch, lengths, draw = made_input(seed)
    make_systems.DIMS = [3, 3, 3]
    p = {key: (draw(*shape) * 0.5).requires_grad_() for key, shape in make_systems.mult_shapes(Spec()).items()}
    modules = {"modality.1.file": sequence.double(), "modality.2.file": vector.double()}
    for module in modules.values():
        for parameter in module.parameters():
            parameter.requires_grad_(True)
            parameter.grad = None
    have = [b for b in range(5) if lengths[b]]

    def output(trains):
        for module in modules.values():
            module.train(trains)
        steps = [torch.zeros(0, 3, dtype=torch.double)] * 5
        if trains:  # a batch norm sees those who have the modality, together
            longest = max(lengths)
            padded = torch.stack([torch.cat([batch.values[1][b], torch.zeros(longest - lengths[b], 2)]) for b in have])
            real = torch.tensor([[t < lengths[b] for t in range(longest)] for b in have])
            given = sequence(padded, real)
            for row, b in enumerate(have):
                steps[b] = given[row, :lengths[b]] if given.dim() == 3 else given[row][None]
        else:
            for b in have:
                steps[b] = sequence(batch.values[1][b][None], torch.ones(1, lengths[b], dtype=torch.bool))[0].reshape(-1, 3)
        own = Input([batch.values[0], steps, vector(batch.values[2])], batch.present, batch.weights)
        return make_systems.mult(p, own, Spec(), trains, [])[0]

    arrays = {f"parameter/{key}": ("f8", value.detach().numpy()) for key, value in p.items()}
    arrays |= {"present": ("f8", batch.present.T.numpy()), "weights": ("f8", batch.weights.T.numpy()),
               "x0": ("f8", batch.values[0].numpy()), "x2": ("f8", batch.values[2].numpy()),
               "x1": ("f8", np.concatenate([s.numpy() for s in batch.values[1]])), "lengths": ("u1", lengths)}
    with torch.no_grad():
        arrays["evaluated"] = ("f8", output(False).numpy())
    trained = output(True)
    torch.stack([make_systems.task_loss(trained[b], b) for b in range(5)]).mean().backward()
    arrays["trained"] = ("f8", trained.detach().numpy())
    arrays |= {f"gradient/{key}": ("f8", value.grad.numpy()) for key, value in p.items() if value.grad is not None}
    arrays |= {f"gradient/{part}.{key}": ("f8", value.grad.numpy()) for part, module in modules.items()
               for key, value in module.named_parameters()}
    weighting.OUT = make_model.OUT
    weighting.write(f"system-{name}", arrays)
    print(name, trained[0].detach().numpy().round(4))


if __name__ == "__main__":
    torch.set_num_threads(1)
    os.makedirs(OUT, exist_ok=True)
    for key in ("steps", "tokens", "vector"):
        case(key, files()[key], key, False)
    case("steps-tuned", files()["steps"], "steps", True)
    case("tokens-tuned", files()["tokens"], "tokens", True)
    case("gru-tuned", files()["gru"], "steps", True)
    made = files()
    mult_case("mult-steps", made["gru"], made["vector"], 61)
    mult_case("mult-once", made["steps"], made["vector"], 62)
