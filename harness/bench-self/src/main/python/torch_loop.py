"""Networks of images and of texts in Python's PyTorch, with the same levers as enginebench's loop.

torch_loop.py DATA_FOLDER MODEL PARAMETERS BATCH ROWS EPOCHS OUTPUT_FILE

Channels last, max-pool before ReLU, one gather an epoch with slices of it, the loss summed on the device and read once an
epoch. The network must have so many trainable PARAMETERS as enginebench's of that name. Writes what LoopTimes reads. Debian: apt-get install python3-torch python3-numpy
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

EVALUATION_BATCH = 250


def rows(folder, prefix, most):
    """Images (row, channel, height, width), channels last in memory, or token ids (row, position); and classes (row)."""
    x = torch.from_numpy(np.load(folder / f"{prefix}x.npy", allow_pickle=False)[:most].astype(np.float32))
    y = torch.from_numpy(np.load(folder / f"{prefix}y.npy", allow_pickle=False)[:most].astype(np.int64))
    return x.contiguous(memory_format=torch.channels_last) if x.dim() == 4 else x.long(), y.reshape(-1)


class Residual(nn.Module):
    """Two 3x3 convolutions beside the input, or beside a 1x1 convolution of it where its shape does not fit."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters))
        self.beside = nn.Identity() if stride == 1 and channels == filters else nn.Sequential(
            nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        return torch.relu(self.body(x) + self.beside(x))


def study_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(32, 64, 3), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.Flatten(), nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10))


def mlp():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))


def resnet18():
    units = [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2), (512, 512, 1)]
    return nn.Sequential(
        nn.Conv2d(1, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        *(Residual(*unit) for unit in units),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


WORDS, LENGTH, FEATURES, KINDS = 10_000, 128, 64, 2


class Lstm(nn.Module):
    """One layer from left to right, and a linear output of its last state."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, FEATURES)
        self.lstm = nn.LSTM(FEATURES, 64, batch_first=True)
        self.output = nn.Linear(64, KINDS)

    def forward(self, x):
        return self.output(self.lstm(self.embedding(x))[0][:, -1])


class Transformer(nn.Module):
    """Two layers of an encoder with learnt positions, the mean over the positions and a linear output."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, FEATURES)
        self.positions = nn.Parameter(torch.randn(LENGTH, FEATURES) * 0.02)
        self.layers = nn.Sequential(*(
            nn.TransformerEncoderLayer(FEATURES, 4, 256, 0.1, "gelu", batch_first=True) for _ in range(2)))
        for layer in self.layers:
            layer.dropout = nn.Identity()  # Enginebench's network has none between its two dense layers.
        self.output = nn.Linear(FEATURES, KINDS)

    def forward(self, x):
        return self.output(self.layers(self.embedding(x) + self.positions).mean(1))


NETWORKS = {"study-cnn": study_cnn, "mlp": mlp, "resnet18": resnet18, "lstm": Lstm, "transformer": Transformer}


def train_epoch(net, adam, loss_of, x, y, size):
    order = torch.randperm(len(x))
    # Images are indexed as (row, height, width, channel) and seen as channels first again: a gather of channels-last rows
    # may lose their layout.
    x = x.permute(0, 2, 3, 1)[order].permute(0, 3, 1, 2) if x.dim() == 4 else x[order]
    y = y[order]
    total = torch.zeros(())
    for start in range(0, len(x), size):
        adam.zero_grad(set_to_none=True)
        loss = loss_of(net(x[start:start + size]), y[start:start + size])
        loss.backward()
        adam.step()
        total += loss.detach()
    return total.item()


def answer(net, x):
    """Nanoseconds for the outputs of all rows."""
    net.eval()
    start = time.perf_counter_ns()
    with torch.no_grad():
        answers = torch.cat([net(part) for part in x.split(EVALUATION_BATCH)]).numpy()
    duration = time.perf_counter_ns() - start
    net.train()
    if not np.isfinite(answers).all():
        sys.exit("outputs must be finite, got others")
    return duration


def main(folder, model, parameters, batch, most, epochs, output):
    folder = Path(folder)
    x, y = rows(folder, "train_", int(most))
    test_x, _ = rows(folder, "test_", None)
    net = NETWORKS[model]()
    if x.dim() == 4:
        net = net.to(memory_format=torch.channels_last)
    trained = sum(weights.numel() for weights in net.parameters())
    if trained != int(parameters):
        sys.exit(f"parameters of {model} must be {parameters}, got {trained}")
    adam = torch.optim.Adam(net.parameters(), lr=1e-3, eps=1e-7)
    loss_of = nn.CrossEntropyLoss()
    durations = []
    passes = []
    for _ in range(int(epochs)):
        start = time.perf_counter_ns()
        train_epoch(net, adam, loss_of, x, y, int(batch))
        durations.append(time.perf_counter_ns() - start)
        passes.append(answer(net, test_x))
    Path(output).write_text(json.dumps({"epoch_durations_ns": durations, "predict_durations_ns": passes}))


if __name__ == "__main__":
    main(*sys.argv[1:])
