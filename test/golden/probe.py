#!/usr/bin/env python3
"""Golden values of worker/backend/probe.ts, from PyTorch in float64. Run by hand; prints them as JSON."""
import json
import torch
import torch.nn.functional as F


def wave(function, step, phase, scale, *shape):
    count = torch.Size(shape).numel()
    return (scale * function(step * torch.arange(count, dtype=torch.float64) + phase)).reshape(shape)


x = wave(torch.sin, 0.7, 0.3, 1, 2, 8, 8, 2)  # NHWC
variables = [
    wave(torch.cos, 0.9, 0, 0.5, 3, 3, 2, 3),  # height, width, in, out
    wave(torch.cos, 1, 0, 0.1, 3),
    wave(torch.sin, 1.3, 1, 0.3, 27, 3),
    wave(torch.sin, 1, 0, 0.1, 3),
]
for v in variables:
    v.requires_grad = True


def loss_of(filters, filter_bias, weights, bias):
    y = F.conv2d(x.permute(0, 3, 1, 2), filters.permute(3, 2, 0, 1), filter_bias).relu()
    y = F.max_pool2d(y, 2).permute(0, 2, 3, 1).reshape(2, 27)
    return F.cross_entropy(y @ weights + bias, torch.tensor([0, 2]))


loss = loss_of(*variables)
loss.backward()
gradients = [v.grad.flatten() for v in variables]
after = loss_of(*[v - 0.1 * v.grad for v in variables])
print(json.dumps({
    'loss': loss.item(),
    'lossAfter': after.item(),
    'norms': [g.norm().item() for g in gradients],
    'projections': [(g * torch.cos(0.37 * torch.arange(len(g), dtype=torch.float64))).sum().item() for g in gradients],
}))
