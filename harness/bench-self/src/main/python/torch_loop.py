"""The study's network on Fashion-MNIST in Python's PyTorch, with the same levers as enginebench's loop.

torch_loop.py DATA_FOLDER ROWS EPOCHS OUTPUT_FILE

Channels last, max-pool before ReLU, one gather an epoch with slices of it, the loss summed on the device and read once an
epoch. Writes what LoopTimes reads. Debian: apt-get install python3-torch python3-numpy
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

BATCH = 32
EVALUATION_BATCH = 250


def rows(folder, prefix, most):
    """Images (row, channel, height, width), channels last in memory, and classes (row)."""
    x = torch.from_numpy(np.load(folder / f"{prefix}x.npy", allow_pickle=False)[:most].astype(np.float32))
    y = torch.from_numpy(np.load(folder / f"{prefix}y.npy", allow_pickle=False)[:most].astype(np.int64))
    return x.contiguous(memory_format=torch.channels_last), y.reshape(-1)


def network():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(32, 64, 3), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.Flatten(), nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10),
    ).to(memory_format=torch.channels_last)


def train_epoch(net, adam, loss_of, x, y):
    order = torch.randperm(len(x))
    # Indexed as (row, height, width, channel) and seen as channels first again: a gather of channels-last rows may lose
    # their layout.
    x = x.permute(0, 2, 3, 1)[order].permute(0, 3, 1, 2)
    y = y[order]
    total = torch.zeros(())
    for start in range(0, len(x), BATCH):
        adam.zero_grad(set_to_none=True)
        loss = loss_of(net(x[start:start + BATCH]), y[start:start + BATCH])
        loss.backward()
        adam.step()
        total += loss.detach()
    return total.item()


def main(folder, most, epochs, output):
    folder = Path(folder)
    x, y = rows(folder, "train_", int(most))
    test_x, _ = rows(folder, "test_", None)
    net = network()
    adam = torch.optim.Adam(net.parameters(), lr=1e-3, eps=1e-7)
    loss_of = nn.CrossEntropyLoss()
    durations = []
    for _ in range(int(epochs)):
        start = time.perf_counter_ns()
        train_epoch(net, adam, loss_of, x, y)
        durations.append(time.perf_counter_ns() - start)
    start = time.perf_counter_ns()
    with torch.no_grad():
        answers = torch.cat([net(batch) for batch in test_x.split(EVALUATION_BATCH)]).numpy()
    predicted = time.perf_counter_ns() - start
    if not np.isfinite(answers).all():
        sys.exit("outputs must be finite, got others")
    Path(output).write_text(json.dumps({"epoch_durations_ns": durations, "predict_duration_ns": predicted}))


if __name__ == "__main__":
    main(*sys.argv[1:])
