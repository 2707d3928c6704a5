"""One member of a training gang: logistic regression by data-parallel gradient descent over TCP.

Each member holds its own shard of a made-up data set. In every step it computes the gradient on its shard; member 0 averages all
gradients and sends the average back, so that all members take the same step. The members meet by the names that torchrun uses:
RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.
"""
import math
import os
import random
import socket
import struct
import sys
import time

FEATURES = 12
SAMPLES = 1500
LEARNING_RATE = 0.8
REPORT_EVERY = 50


def make_shard(rank):
    """Points on both sides of one hidden plane, the same plane for all members, other points for each; one in fifty is mislabelled."""
    plane = [random.Random(7).gauss(0, 1) for _ in range(FEATURES)]
    luck = random.Random(100 + rank)
    shard = []
    for _ in range(SAMPLES):
        point = [luck.gauss(0, 1) for _ in range(FEATURES)]
        side = sum(a * b for a, b in zip(plane, point)) > 0
        shard.append((point, 1.0 if side != (luck.random() < 0.02) else 0.0))
    return shard


def gradient(weights, shard):
    """The mean gradient of the log loss, and the mean loss as the last entry."""
    total = [0.0] * FEATURES
    loss = 0.0
    for point, label in shard:
        score = sum(w * x for w, x in zip(weights, point))
        chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
        loss -= math.log(chance if label else 1 - chance)
        error = chance - label
        for index, x in enumerate(point):
            total[index] += error * x
    return [value / len(shard) for value in total] + [loss / len(shard)]


def send(connection, values):
    connection.sendall(struct.pack(f"!I{len(values)}d", len(values), *values))


def receive(connection):
    (count,) = struct.unpack("!I", read(connection, 4))
    return list(struct.unpack(f"!{count}d", read(connection, 8 * count)))


def read(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            sys.exit("a member is gone")
        data += piece
    return data


def meet(rank, world, address, port):
    """Member 0 returns one connection to each other member; the others return the one to member 0."""
    if rank == 0:
        listener = socket.create_server((address, port), backlog=world)
        return [listener.accept()[0] for _ in range(world - 1)]
    for _ in range(200):
        try:
            return [socket.create_connection((address, port))]
        except OSError:
            time.sleep(0.05)
    sys.exit(f"member 0 is not listening on {address}:{port}")


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
    rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    peers = meet(rank, world, os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
    shard, weights, step, end = make_shard(rank), [0.0] * FEATURES, 0, time.monotonic() + seconds
    while True:
        own = gradient(weights, shard)
        if rank == 0:
            everybody = [own] + [receive(peer) for peer in peers]
            mean = [sum(column) / world for column in zip(*everybody)]
            is_last = time.monotonic() > end
            if step % REPORT_EVERY == 0 or is_last:
                print(f"step {step:4}  loss {mean[-1]:.4f}  ({world} members)", flush=True)
            mean.append(1.0 if is_last else 0.0)
            for peer in peers:
                send(peer, mean)
        else:
            send(peers[0], own)
            mean = receive(peers[0])
        if mean[-1]:
            return
        weights = [w - LEARNING_RATE * g for w, g in zip(weights, mean)]
        step += 1


if __name__ == "__main__":
    main()
