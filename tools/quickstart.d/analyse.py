"""One task of a batch array: estimates pi from random points, with the task's own seed, for a few seconds."""
import os
import random
import sys
import time

task = int(os.environ.get("BERTH_ARRAY_TASK_ID", "0"))
seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
luck = random.Random(task)
inside = points = 0
end = time.monotonic() + seconds
while time.monotonic() < end:
    for _ in range(10_000):
        x, y = luck.random(), luck.random()
        inside += x * x + y * y < 1
    points += 10_000
    # Half of the time only: a quickstart should not keep a whole machine busy.
    time.sleep(0.005)
print(f"task {task}: pi is about {4 * inside / points:.4f} after {points} points")
