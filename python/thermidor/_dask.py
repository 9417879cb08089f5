"""Sweeps on Dask: workers make parts of the plan, and this process keeps them.

A part is made from the texts of the experiment and its number alone. A worker that dies loses the part it was
making; Dask gives that to another one, and the bytes are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import _thermidor

if TYPE_CHECKING:
    from ._thermidor import Store


def sweep_on(client: Any, store: Store, threads: int = 1, tell: Callable[[int, int], object] | None = None) -> None:
    """Make all missing parts of a store on the workers of a `distributed.Client`.

    `threads` is how many threads a part may take on its worker. Parts are kept as they come, so an interrupted sweep
    goes on with `resume=True`, here or on a cluster.
    """
    from distributed import as_completed

    missing = store.missing()
    total, done = sum(runs for _, _, runs in missing), 0
    plan = client.scatter(store.plan(), broadcast=True)
    futures = {
        client.submit(_thermidor._make_part, plan, stage, part, threads, pure=False): (stage, part, runs)
        for stage, part, runs in missing
    }
    try:
        for future, (outcomes, trajectories, hashes) in as_completed(list(futures), with_results=True):  # type: ignore[no-untyped-call]
            stage, part, runs = futures[future]
            store.keep(stage, part, outcomes, trajectories, hashes)
            # What is kept here need not be kept there.
            future.release()
            done += runs
            if tell:
                tell(done, total)
    finally:
        client.cancel([future for future in futures if not future.done()])
