#!/usr/bin/env python3
"""Golden values of test/experiments/deepdream.spec.ts, from PyTorch in float64. Run by hand; prints them as JSON.

Two octaves of Keras' deep_dream on the network of test/experiments/dream-network.ts: losses, the gradient of the
first step, and the picture in the end."""
import json
import torch
import torch.nn.functional as F

HEIGHT, WIDTH, OCTAVES, SCALE, STEPS, STEP_SIZE = 24, 20, 2, 1.4, 3, 0.02
COEFFICIENTS = {'norm': 0.5, 'last_relu': 2.0}


def wave(step, phase, scale, *shape):
    count = torch.Size(shape).numel()
    return (scale * torch.sin(step * torch.arange(count, dtype=torch.float64) + phase)).reshape(shape)


first = wave(0.9, 0, 0.4, 3, 3, 3, 4)  # height, width, in, out
first_bias = wave(1, 0.5, 0.2, 4)
gamma, beta = 1 + wave(1, 0, 0.3, 4), wave(1, 1, 0.1, 4)
moving_mean, moving_variance = wave(1, 2, 0.1, 4), 1 + wave(1, 3, 0.5, 4)
depth = wave(1.7, 0.2, 0.8, 3, 3, 4, 1)  # height, width, channel, multiplier
depth_norm = dict(weight=None, bias=wave(1, 4, 0.2, 4), running_mean=wave(1, 5, 0.1, 4), running_var=1 + wave(1, 6, 0.4, 4))
last = wave(0.8, 0.7, 0.9, 1, 1, 4, 6)
last_bias = wave(1, 0.1, 0.3, 6)
last_norm = dict(weight=1 + wave(1, 1, 0.2, 6), bias=wave(1, 2, 0.3, 6), running_mean=wave(1, 3, 0.2, 6), running_var=1 + wave(1, 0, 0.3, 6))


def layers(x):
    """x: [1, 3, height, width]"""
    x = F.conv2d(x, first.permute(3, 2, 0, 1), first_bias, padding=1).relu()
    norm = F.batch_norm(x, moving_mean, moving_variance, gamma, beta, eps=1e-3)
    x = F.max_pool2d(norm, 2)
    x = F.conv2d(x, depth.permute(2, 3, 0, 1), padding=1, groups=4)
    x = F.batch_norm(x, **depth_norm, eps=1e-3).clamp(0, 6)
    x = F.conv2d(x, last.permute(3, 2, 0, 1), last_bias)
    return {'norm': norm, 'last_relu': F.batch_norm(x, **last_norm, eps=1e-3).relu()}


def loss_of(x):
    total = 0
    for name, y in layers(x).items():
        inner = y[:, :, 2:-2, 2:-2] if min(y.shape[2:]) > 4 else y
        total = total + COEFFICIENTS[name] * inner.square().sum() / y.numel()
    return total


def resize(x, size):
    return F.interpolate(x, size=size, mode='bilinear', align_corners=False)


pixels = torch.arange(HEIGHT * WIDTH * 3, dtype=torch.float64)
original = torch.round(128 + 100 * torch.sin(0.37 * pixels) * torch.cos(0.011 * pixels)).reshape(1, HEIGHT, WIDTH, 3)
original = (original / 255 - 0.5).mul(2).permute(0, 3, 1, 2)
sizes = [(int(HEIGHT / SCALE ** i), int(WIDTH / SCALE ** i)) for i in range(OCTAVES)][::-1]
shrunk = resize(original, sizes[0])
image = original
losses, first_gradient = [], None
for size in sizes:
    image = resize(image, size)
    for _ in range(STEPS):
        x = image.detach().requires_grad_()
        loss = loss_of(x)
        loss.backward()
        losses.append(loss.item())
        if first_gradient is None:
            first_gradient = x.grad.permute(0, 2, 3, 1).flatten()
        image = (x + STEP_SIZE * x.grad / x.grad.abs().mean().clamp_min(1e-7)).detach()
    detail = resize(original, size) - resize(shrunk, size)
    image = image + detail
    shrunk = resize(original, size)

final = ((image / 2 + 0.5) * 255).clamp(0, 255).permute(0, 2, 3, 1).flatten()
project = lambda v: (v * torch.cos(0.37 * torch.arange(len(v), dtype=torch.float64))).sum().item()
print(json.dumps({
    'losses': losses,
    'gradient': {'norm': first_gradient.norm().item(), 'projection': project(first_gradient)},
    'picture': {'mean': final.mean().item(), 'projection': project(final)},
}, indent=2))
