"""What the Python programs have in common: arguments, names of the measures, the line of JSON."""

import json
import sys
import time

MEASURES = [
    "central_share_stakes",
    "influence_gini",
    "influence_top1",
    "deference",
    "participation",
    "legitimacy",
    "skill",
    "grievance",
    "voice",
    "tenure",
    "delay",
    "backlog",
    "done",
    "kept",
    "bench",
]
MONTHS = 120


def main(simulate):
    """Run what the arguments ask for; `simulate(members, seed)` gives a row of measures for each month."""
    members, runs, seed = (int(argument) for argument in sys.argv[1:4])
    begun = time.perf_counter()
    histories = [simulate(members, seed * 1_000_003 + run) for run in range(runs)]
    seconds = time.perf_counter() - begun

    def mean(rows, k):
        return float(sum(row[k] for row in rows)) / len(rows)

    half = MONTHS // 2
    measures = {
        name: [[mean(rows[:half], k), mean(rows[half:], k)] for rows in histories] for k, name in enumerate(MEASURES)
    }
    print(json.dumps({"seconds": seconds, "measures": measures}))
