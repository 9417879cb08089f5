#!/usr/bin/env python3
"""A slow, readable twin of the simulation model, in plain Python and its standard library.

It was written from docs/odd.md alone, with the JSON Schema of scenario files for names and defaults of parameters, by
somebody who had not seen the engine's source. Each function names the section of the description that it follows.

    python3 twin.py SCENARIO.toml RUNS [SEED]

prints {"runs": R, "ticks": T, "measures": {name: [[value per run] after T//4, T//2, 3T//4 and T months]}}; a run that has
collapsed before has null. The schema is read from docs/ of this repository, or from the path in TWIN_SCHEMA.
"""

import json
import os
import random
import sys
from pathlib import Path

from measures import Books
from scenario import load
from world import World

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "scenario.schema.json"


def history(p, seed):
    """Measures of the first organization of a world, month by month, until it collapses."""
    world, books, rows = World(p, random.Random(seed)), Books(), []
    o = world.organizations[0]
    for t in range(p.ticks):
        world.month(t)
        rows.append(books.read(o))
        if o.collapsed:
            break
    return rows


def main(path, runs, seed):
    p = load(path, os.environ.get("TWIN_SCHEMA", SCHEMA))
    histories = [history(p, seed * 1000003 + run) for run in range(runs)]
    months = [p.ticks * k // 4 for k in (1, 2, 3, 4)]
    at = lambda rows, name, t: rows[t - 1][name] if len(rows) >= t else None
    measures = {name: [[at(rows, name, t) for rows in histories] for t in months] for name in histories[0][0]}
    print(json.dumps({"runs": runs, "ticks": p.ticks, "measures": measures}))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) == 4 else 1)
