# SPDX-License-Identifier: GPL-3.0-or-later
"""The systems that are trained by gradient, as careful PyTorch: all instances, modalities and experts at once. Each
model gives its output [B, C], the sum of its extra losses, and what it remembers of each row (or None). check_systems.py
compares them with tests/golden/make_systems.py, which has one instance at a time."""
import math

import torch
from common import DROPOUT, WIDTH
from fusemoe_careful import squared_variation
from systems_data import CLASSES
from systems_parts import Mlp, Stacked, StackedMlp, Transformer, joined, places, xavier
from torch import nn
from torch.nn import functional as F

ITHP_BETA, ITHP_GAMMA, ITHP_LAMBDA = 8.0, 32.0, 0.3
MULT_WIDTH, MULT_HEADS, MULT_LAYERS = 30, 5, 5
MCR_UNIMODAL, MCR_GAME, MCR_PLAYERS, MCR_CONTRAST, MCR_TEMPERATURE = 0.01, 0.01, -1.0, 1.0, 0.5
MMIM_BETWEEN, MMIM_FUSION, LEAST_VARIANCE = 1.6, 0.1, 1e-3
TMC_ANNEALING = 50
QMF_RANKING, ENERGY_SCALE = 1.0, 0.1
I2MOE_INTERACTION, I2MOE_TEMPERATURE = 0.5, 1.0
FLEXMOE_EXPERTS, FLEXMOE_CHOSEN, FLEXMOE_ROUTING = 16, 4, 0.01
NOWHERE = -1e9


def drop(x, model):
    return F.dropout(x, DROPOUT, model.training)


def mean_where(values, counted, dim=-1):
    """Over what counts; 0 where nothing does."""
    return (values * counted).sum(dim) / counted.sum(dim).clamp_min(1e-12)


def losses_of_each(logits, target):
    """[K, B] of logits [K, B, C]."""
    return F.cross_entropy(logits.flatten(0, 1), target.repeat(logits.shape[0]), reduction="none").view(logits.shape[:2])


class Fusion(nn.Module):
    def __init__(self, encoders, modalities):
        super().__init__()
        self.encoders, self.modalities = encoders, modalities

    def embeddings(self, batch):
        return self.encoders(batch) * batch.present


class Early(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.joined = Mlp(modalities * WIDTH, WIDTH, WIDTH, CLASSES)

    def forward(self, batch):
        return self.joined(drop(joined(self.embeddings(batch)), self)), 0.0, None


class Attention(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.score, self.vector = nn.Linear(WIDTH, WIDTH), xavier(WIDTH, 1)
        self.head = Mlp(WIDTH, WIDTH, CLASSES)

    def forward(self, batch):
        e = self.embeddings(batch)
        scores = torch.tanh(self.score(e)) @ self.vector
        shares = torch.softmax(scores.masked_fill(batch.present == 0, NOWHERE), 0) * batch.present
        return self.head(drop((e * shares).sum(0), self)), 0.0, None


class Ithp(nn.Module):
    """Of vectors. The first is the prime one."""

    def __init__(self, encoders, modalities, dims):
        super().__init__()
        self.encoder = Mlp(dims, WIDTH, WIDTH, dropout=0.0)
        self.bottlenecks, self.detectors, self.scales = nn.ModuleList(), nn.ModuleList(), []
        width, share = WIDTH, 2 / (ITHP_BETA + ITHP_GAMMA)
        for k in range(modalities - 1):
            latent = WIDTH if k == 0 else WIDTH // 2
            self.bottlenecks.append(Mlp(width, 2 * WIDTH, 2 * latent))
            self.detectors.append(Mlp(latent, 2 * WIDTH, dims))
            self.scales.append((share, share * (ITHP_BETA if k == 0 else ITHP_GAMMA)))
            share, width = share * ITHP_LAMBDA, latent
        self.head = Mlp(width, WIDTH, CLASSES)
        self.noise = torch.randn_like

    def forward(self, batch):
        has = batch.present.squeeze(2)
        state, extra = self.encoder(batch.values[0]) * batch.present[0], 0.0
        for k, (bottleneck, detector) in enumerate(zip(self.bottlenecks, self.detectors), 1):
            mean, log_variance = bottleneck(state).chunk(2, 1)
            state = mean + self.noise(mean) * torch.exp(log_variance / 2)
            divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).mean(1)
            error = (detector(state) - batch.values[k]).square().mean(1)
            kl_weight, detector_weight = self.scales[k - 1]
            extra = extra + kl_weight * mean_where(divergence, has[0])
            extra = extra + detector_weight * mean_where(error, has[0] * has[k])
        return self.head(drop(state, self)), extra, None


class Mult(nn.Module):
    def __init__(self, encoders, modalities, dims):
        super().__init__()
        self.width, wide = MULT_WIDTH, (modalities - 1) * MULT_WIDTH
        self.project = nn.ParameterList(xavier(dims, MULT_WIDTH) for _ in range(modalities))
        sizes = (MULT_HEADS, MULT_LAYERS, DROPOUT)
        self.across = nn.ModuleList(nn.ModuleList(Transformer(MULT_WIDTH, *sizes, crossmodal=True)
                                                  for _ in range(modalities - 1)) for _ in range(modalities))
        self.joined = nn.ModuleList(Transformer(wide, *sizes) for _ in range(modalities))
        self.head1, self.head2 = nn.Linear(modalities * wide, modalities * wide), nn.Linear(modalities * wide, modalities * wide)
        self.output = nn.Linear(modalities * wide, CLASSES)

    def forward(self, batch):
        steps = [drop(values @ weight * math.sqrt(self.width) + places(values.shape[1], self.width), self)
                 for values, weight in zip(batch.values, self.project)]
        parts = []
        for m, own in enumerate(steps):
            others = [n for n in range(len(steps)) if n != m]
            seen = [across(own, batch.real[n], steps[n]) for across, n in zip(self.across[m], others)]
            whole = self.joined[m](torch.cat(seen, 2), batch.real[m])
            last = (batch.real[m].sum(1) - 1).clamp_min(0)
            parts.append(whole[torch.arange(len(last)), last] * batch.present[m])
        x = torch.cat(parts, 1)
        return self.output(x + self.head2(drop(F.relu(self.head1(x)), self))), 0.0, None


class Mcr(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.joined = Mlp(modalities * WIDTH, WIDTH, WIDTH, CLASSES)
        self.own = Stacked(modalities, WIDTH, CLASSES)
        own = torch.eye(modalities)
        self.register_buffer("share", (own + MCR_PLAYERS * (1 - own))[:, :, None, None])
        self.register_buffer("itself", own.bool()[:, :, None, None])

    def handed_round(self, has):
        """[M, B]: those who have a modality change places at random."""
        natural = torch.argsort(1 - has, dim=1, stable=True)
        return torch.empty_like(natural).scatter_(1, natural, torch.argsort(torch.rand_like(has) + 2 * (1 - has), dim=1))

    def information(self, e, has):
        played = e * self.share + e.detach() * (1 - self.share)  # [game, M, B, d]
        moved = torch.gather(torch.einsum("mmbd->mbd", played), 1, self.handed_round(has).unsqueeze(2).expand(e.shape))
        others = torch.where(self.itself, moved.unsqueeze(1), played)
        rows = torch.stack([played, others]).transpose(2, 3).flatten(3)  # [2, game, B, M d]
        p, q = torch.log_softmax(self.joined.frozen(rows), 3)
        middle = torch.logaddexp(p, q) - math.log(2)
        apart = 0.5 * (p.exp() * (p - middle) + q.exp() * (q - middle)).sum(2)
        return mean_where(apart, has).sum()

    def contrast(self, e, has, target):
        directions = F.normalize(e.flatten(0, 1), dim=1)
        kind, there = target.repeat(self.modalities), has.flatten() > 0
        valid = there.unsqueeze(0) & there.unsqueeze(1)
        alike = kind.unsqueeze(0) == kind.unsqueeze(1)
        similar = directions @ directions.t() / MCR_TEMPERATURE
        against = similar.masked_fill(alike | ~valid, NOWHERE).logsumexp(1, keepdim=True)
        counted = (alike & valid).fill_diagonal_(False).to(e.dtype)
        return mean_where(F.softplus(against - similar).flatten(), counted.flatten())

    def forward(self, batch):
        e, has = self.embeddings(batch), batch.present.squeeze(2)
        output = self.joined(drop(joined(e), self))
        unimodal = mean_where(losses_of_each(self.own(e), batch.target), has).sum()
        extra = MCR_UNIMODAL * unimodal - MCR_GAME * self.information(e, has) \
            + MCR_CONTRAST * self.contrast(e, has, batch.target)
        return output, extra, None


class Mmim(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.joined = nn.ModuleList([nn.Linear(modalities * WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)])
        self.output = nn.Linear(WIDTH, CLASSES)
        pairs = [(m, n) for m in range(modalities) for n in range(modalities) if m != n]
        self.register_buffer("from_", torch.tensor([m for m, _ in pairs]))
        self.register_buffer("to_", torch.tensor([n for _, n in pairs]))
        self.between = StackedMlp(len(pairs), WIDTH, WIDTH, 2 * WIDTH)
        self.guesses = Stacked(modalities, WIDTH, WIDTH)
        self.before = None  # of the entropy: sums over the batch before, in the same epoch

    def first_stage(self, batch):
        with torch.no_grad():
            e = self.embeddings(batch)
        return -MMIM_BETWEEN * self.likelihood(e, batch.present.squeeze(2))

    def likelihood(self, e, has):
        mean, raw = self.between(e[self.from_]).chunk(2, 2)
        log_variance = torch.tanh(raw)
        told = -0.5 * ((mean - e[self.to_]).square() * torch.exp(-log_variance) + log_variance).mean(2)
        return mean_where(told, has[self.from_] * has[self.to_]).sum()

    def entropy(self, e, present, target):
        belongs = F.one_hot(target, CLASSES).to(e.dtype) * present  # [M, B, G]
        sums = torch.bmm(belongs.transpose(1, 2), torch.cat([e, e.square(), torch.ones_like(e[:, :, :1])], 2))
        both = sums if self.before is None else sums + self.before
        self.before = sums.detach()
        first, second, rows = both.split([e.shape[2], e.shape[2], 1], 2)
        mean = first / rows.clamp_min(1)
        variance = second / rows.clamp_min(1) - mean.square()
        entropies = 0.5 * torch.log(variance.clamp_min(0) + LEAST_VARIANCE).mean(2)
        return mean_where(entropies, (rows.squeeze(2) > 1.5).to(e.dtype)).sum()

    def prediction(self, e, fusion, has):
        guessed = self.guesses(fusion.expand(self.modalities, *fusion.shape))
        similar = torch.bmm(F.normalize(e, dim=2), F.normalize(guessed, dim=2).transpose(1, 2))
        losses = similar.masked_fill(has.unsqueeze(1) == 0, NOWHERE).logsumexp(2) - similar.diagonal(dim1=1, dim2=2)
        return mean_where(losses, has).sum()

    def forward(self, batch):
        e, has = self.embeddings(batch), batch.present.squeeze(2)
        fusion = torch.tanh(self.joined[1](torch.tanh(self.joined[0](drop(joined(e), self)))))
        extra = MMIM_FUSION * self.prediction(e, fusion, has) - MMIM_BETWEEN * (
            self.likelihood(e, has) + (self.modalities - 1) * self.entropy(e, batch.present, batch.target))
        return self.output(fusion), extra, None


class Tmc(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.opinions = StackedMlp(modalities, WIDTH, WIDTH, CLASSES)

    def forward(self, batch):
        evidence = F.softplus(self.opinions(drop(self.embeddings(batch), self))) * batch.present
        joint = 1 + CLASSES * torch.expm1(torch.log1p(evidence / CLASSES).sum(0))
        alpha = torch.cat([evidence + 1, joint.unsqueeze(0)])  # the views, and all together
        counts = torch.cat([batch.present.squeeze(2), torch.ones_like(joint[:, 0]).unsqueeze(0)])
        label = F.one_hot(batch.target, CLASSES).to(alpha.dtype)
        total = alpha.sum(2)
        expected = torch.digamma(total) - (label * torch.digamma(alpha)).sum(2)
        wrong = label + (1 - label) * alpha
        all_wrong = wrong.sum(2, keepdim=True)
        divergence = torch.lgamma(all_wrong).squeeze(2) - math.lgamma(CLASSES) + (
            (wrong - 1) * (torch.digamma(wrong) - torch.digamma(all_wrong)) - torch.lgamma(wrong)).sum(2)
        output = joint.log()
        # The task's loss, log(S) - log(alpha), is replaced by the paper's.
        replaced = joint.sum(1).log() - (label * output).sum(1)
        evidences = (expected * counts).sum(0) - replaced
        wrongs = (divergence * counts).sum(0)
        return output, evidences.mean() + min(1.0, batch.epoch / TMC_ANNEALING) * wrongs.mean(), None


class Qmf(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.opinions = StackedMlp(modalities, WIDTH, WIDTH, CLASSES)

    def ranking(self, confidence, history, has):
        """Of those who have the modality each beside the next; the first M rows of an order that has them first."""
        order = torch.argsort(1 - has, dim=1, stable=True)
        mine, before = confidence.gather(1, order), history.gather(1, order)
        count = has.sum(1, keepdim=True).long()
        place = torch.arange(has.shape[1]).expand(has.shape)
        after = torch.where(place + 1 < count, place + 1, 0)
        difference = before - before.gather(1, after)
        losses = F.relu(difference.sign() * (mine - mine.gather(1, after)) + difference.abs())
        return mean_where(losses, (place < count).to(losses.dtype)).sum()

    def forward(self, batch):
        has = batch.present.squeeze(2)
        logits = self.opinions(drop(self.encoders(batch), self))
        confidence = ENERGY_SCALE * logits.logsumexp(2).clamp_min(0) * has
        output = (logits * confidence.detach().unsqueeze(2)).sum(0)
        losses = losses_of_each(logits, batch.target) * has
        extra = mean_where(losses, has).sum() + QMF_RANKING * self.ranking(confidence, batch.history.t(), has)
        return output, extra, losses.detach().t()


class I2moe(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.count = modalities + 2
        self.experts = StackedMlp(self.count, modalities * WIDTH, WIDTH, WIDTH, CLASSES)
        self.weights = Mlp(modalities * WIDTH, WIDTH, self.count)
        self.noise = torch.randn_like
        self.register_buffer("taken", torch.cat([torch.zeros(1, modalities), torch.eye(modalities)]).bool()[:, :, None, None])

    def interactions(self, said, has):
        """said [K, 1 + M, B, C]"""
        modalities = self.modalities
        own, without = said[:, :1], said[:, 1:]
        unique = (own[:modalities] - without[:modalities] + 1e-7).norm(dim=3)  # [expert, taken, B]
        moved = torch.einsum("mmb->mb", unique).unsqueeze(1)
        counted = has.unsqueeze(0) * has.unsqueeze(1) * (1 - torch.eye(modalities, dtype=has.dtype)).unsqueeze(2)
        uniqueness = mean_where(F.relu(unique - moved + 1.0).flatten(1), counted.flatten(1)).sum()
        alike = F.cosine_similarity(own[modalities:], without[modalities:], dim=3)  # [2, taken, B]
        synergy = mean_where(alike[0].flatten(), has.flatten())
        redundancy = mean_where(1 - alike[1].flatten(), has.flatten())
        return I2MOE_INTERACTION / self.count * (uniqueness + synergy + redundancy)

    def forward(self, batch):
        e, has = self.embeddings(batch), batch.present.squeeze(2)
        size = e.shape[1]
        rows = torch.where(self.taken, self.noise(e), e).transpose(1, 2).reshape((1 + self.modalities) * size, -1)
        outputs = self.experts(drop(rows.expand(self.count, *rows.shape), self))  # [K, (1 + M) B, C]
        extra = self.interactions(torch.softmax(outputs, 2).view(self.count, 1 + self.modalities, size, -1), has)
        weights = torch.softmax(self.weights(drop(rows[:size], self)) / I2MOE_TEMPERATURE, 1)
        return torch.einsum("kbc,bk->bc", outputs[:, :size], weights), extra, None


class Flexmoe(Fusion):
    def __init__(self, encoders, modalities, dims):
        super().__init__(encoders, modalities)
        self.bank = nn.Parameter(torch.randn(2**modalities, modalities, WIDTH) / math.sqrt(WIDTH))
        self.norm, self.router = nn.LayerNorm(WIDTH), xavier(WIDTH, FLEXMOE_EXPERTS)
        self.expert1, self.expert2 = Stacked(FLEXMOE_EXPERTS, WIDTH, 2 * WIDTH), Stacked(FLEXMOE_EXPERTS, 2 * WIDTH, WIDTH)
        self.head = Mlp(modalities * WIDTH, WIDTH, CLASSES)
        self.register_buffer("bits", 2 ** torch.arange(modalities))

    def routed(self, tokens, expert, whole):
        x = self.norm(tokens)
        scores = x @ self.router
        own = F.one_hot(expert, FLEXMOE_EXPERTS).to(scores.dtype) * (1 - whole).unsqueeze(1)
        chosen = (scores.detach() - NOWHERE * own).topk(FLEXMOE_CHOSEN, dim=1).indices
        gates = torch.softmax(scores.gather(1, chosen), 1)
        balance = squared_variation(torch.zeros_like(scores).scatter(1, chosen, gates * whole.unsqueeze(1)).sum(0, keepdim=True))
        pattern = mean_where(F.cross_entropy(scores, expert, reduction="none"), 1 - whole)

        to, order = chosen.flatten().sort(stable=True)
        counts = torch.bincount(to, minlength=FLEXMOE_EXPERTS)
        longest = int(counts.max())
        slot = to * longest + torch.arange(len(order)) - (counts.cumsum(0) - counts)[to]
        token = torch.div(order, FLEXMOE_CHOSEN, rounding_mode="floor")
        padded = x.new_zeros(FLEXMOE_EXPERTS * longest, WIDTH).index_copy(0, slot, x[token])
        hidden = drop(F.relu(self.expert1(padded.view(FLEXMOE_EXPERTS, longest, WIDTH))), self)
        answers = self.expert2(hidden).flatten(0, 1)[slot] * gates.reshape(-1, 1)[order]
        return torch.zeros_like(x).index_add(0, token, answers), FLEXMOE_ROUTING * (balance + pattern)

    def forward(self, batch):
        combination = (batch.present.squeeze(2).long() * self.bits.unsqueeze(1)).sum(0)
        e = self.embeddings(batch) + self.bank[combination].transpose(0, 1) * (1 - batch.present)
        expert = ((combination - 1) % FLEXMOE_EXPERTS).repeat(self.modalities)
        whole = batch.present.amin(0).flatten().repeat(self.modalities)
        answers, extra = self.routed(e.flatten(0, 1), expert, whole)
        mixed = e + drop(answers.view(e.shape), self)
        return self.head(drop(joined(mixed), self)), extra, None


__all__ = ["Attention", "Early", "Flexmoe", "I2moe", "Ithp", "Mcr", "Mmim", "Mult", "Qmf", "Tmc"]
