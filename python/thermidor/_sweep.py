"""Sweeps: a scenario at many points of an experiment, into a directory that survives being killed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _thermidor
from ._progress import Progress, telling
from ._work import AnyScenario
from .errors import UnknownKeyError

if TYPE_CHECKING:
    import pandas
    import polars

Experiment = str | os.PathLike[str] | Mapping[str, Any]


class Sweep:
    """A sweep that is complete: its directory, its answer, and its tables."""

    def __init__(self, directory: Path, answer: str = "", summary: dict[str, Any] | None = None) -> None:
        self.directory = directory
        """Where it is."""
        self.answer = answer
        """What came out, in words; empty for a shard."""
        self.summary = summary or {}
        """The same as a dictionary."""
        self._checked: set[str] = set()

    def __repr__(self) -> str:
        return f"<Sweep in {self.directory}>\n{self.answer}"

    def files(self, table: str) -> list[Path]:
        """Parquet files of a table: "points", "outcomes", "trajectories" or "responses".

        A file that is not what was written is refused.
        """
        room = self.directory / table
        found = sorted(room.glob("*.parquet")) if room.is_dir() else [self.directory / f"{table}.parquet"]
        if not found or not all(file.exists() for file in found):
            hint = "tables are points, outcomes, trajectories (where they are kept) and responses"
            what = f"there is no table {table} in {self.directory}"
            raise UnknownKeyError(f"error: {what}\n  help: {hint}", "unknown_key", table, hint)
        names = [file.relative_to(self.directory).as_posix() for file in found]
        new = [name for name in names if name not in self._checked]
        _thermidor._check_sweep(self.directory, new)
        self._checked.update(new)
        return found

    def to_polars(self, table: str = "outcomes") -> polars.DataFrame:
        """Read a table as a `polars.DataFrame`."""
        import polars

        return polars.read_parquet(self.files(table))

    def scan(self, table: str = "outcomes") -> polars.LazyFrame:
        """Look at a table with Polars without reading all of it."""
        import polars

        return polars.scan_parquet(self.files(table))

    def to_pandas(self, table: str = "outcomes") -> pandas.DataFrame:
        """Read a table as a `pandas.DataFrame`."""
        import pandas

        return pandas.concat([pandas.read_parquet(file) for file in self.files(table)], ignore_index=True)


def sweep(
    experiment: Experiment,
    out: str | os.PathLike[str],
    *,
    scenario: AnyScenario | None = None,
    resume: bool = False,
    extend: bool = False,
    retry_failed: bool = False,
    shard: tuple[int, int] | None = None,
    set: Mapping[str, Any] | str | Iterable[str] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    charts: bool = True,
    progress: Progress = None,
    client: Any = None,
) -> Sweep:
    """Simulate a scenario at every point of an experiment.

    `experiment` is an experiment file, or a dictionary of the same form. A dictionary's scenario is `scenario`, or
    the file that its key "scenario" names. `out` is a directory that does not exist yet; with `resume` the sweep in
    it goes on where it was stopped or killed, and with `extend` the replicates and points are added that the
    experiment has more. `shard=(1, 4)` makes only the first of four shares, which `thermidor merge` puts together.
    With `luck = "own"` in the experiment every point has luck of its own; by default run n has the same luck at all
    points. With `client`, a `distributed.Client`, its workers make the parts; the bytes are the same. `points` does
    the same in memory, for points that are given.

    >>> import pathlib, tempfile, thermidor
    >>> block = {"factor": [{"path": "voice.fusion", "values": [0.1, 0.5]}]}
    >>> place = pathlib.Path(tempfile.mkdtemp(), "swept")
    >>> small = {"ticks": 6, "organization.members": 20, "organization.local_size": 10}
    >>> swept = thermidor.sweep({"replicates": 10, "block": [block]}, place, scenario=small, charts=False)
    >>> swept.summary["points"], swept.summary["runs"]
    (2, 20)
    """
    if resume and extend:
        raise TypeError("resume and extend exclude each other: leave one of them out")
    how = "extend" if extend else "resume" if resume or retry_failed else "new"
    if isinstance(experiment, Mapping):
        experiment = dict(experiment)
    if client is not None:
        # A missing Dask and a wrong client are refused before the store exists.
        import distributed

        if not isinstance(client, distributed.Client):
            raise TypeError(f"client is a distributed.Client; found {type(client).__name__}")
    base = None if scenario is None else _thermidor._scenario(scenario)
    store = _thermidor._open_sweep(
        experiment, Path(out), base, how, shard, set, replicates, seed, retry_failed, threads
    )
    if store.note:
        print(store.note)
    with telling(progress, Path(out).name) as tell:
        if client is None:
            store.make(threads, tell)
        else:
            from ._dask import sweep_on

            sweep_on(client, store, 1 if threads is None or threads == -1 else threads, tell)
    answer, summary = store.conclude(charts) or ("", None)
    return Sweep(Path(out), answer, summary)
