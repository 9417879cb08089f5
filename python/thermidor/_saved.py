"""What is made of results that were saved: opened, verified, told again, merged, and put on a page."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from . import _thermidor
from ._progress import Progress, telling
from ._sweep import Sweep
from ._thermidor import Ablation, Comparison, Replay, Run, Validation, Verdict
from ._work import AnyScenario
from .errors import InvalidTypeError

PathLike = str | os.PathLike[str]


def open(path: PathLike) -> Run | Comparison | Ablation | Sweep:
    """Open a result as it was saved, here or by the command: its tables and its answer.

    Every file is compared with its hash first; a result that is damaged, incomplete, or made by another version is
    refused.

    >>> import pathlib, tempfile, thermidor
    >>> place = pathlib.Path(tempfile.mkdtemp(), "small")
    >>> thermidor.run({"ticks": 24, "organization.members": 60}, organizations=4).save(place, charts=False)
    >>> len(thermidor.open(place).outcomes)
    4
    """
    found: Run | Comparison | Ablation | None = _thermidor._open(Path(path))
    if found is not None:
        return found
    place = Path(path)
    answer = (place / "answer.txt").read_text(encoding="utf-8").rstrip()
    return Sweep(place, answer, json.loads((place / "summary.json").read_text(encoding="utf-8")))


def verify(
    result: PathLike,
    sample: str | float | int = "5%",
    *,
    sample_seed: int = 0,
    threads: int | None = None,
    progress: Progress = None,
) -> Verdict:
    """Find out whether a result, or a page that `report` made, is what the program makes.

    Its files are compared with their hashes, and a sample of its organizations (of a sweep, of its parts) is
    simulated again: a share such as "5%" or 0.05, or a number. With "100%" every file is made again. The verdict is
    true where nothing differs, and has `differences` where something does.

    >>> import pathlib, tempfile, thermidor
    >>> place = pathlib.Path(tempfile.mkdtemp(), "small")
    >>> thermidor.run({"ticks": 24, "organization.members": 60}, organizations=4).save(place, charts=False)
    >>> bool(thermidor.verify(place, "100%"))
    True
    """
    with telling(progress, Path(result).name) as tell:
        return _thermidor._verify(Path(result), sample, sample_seed, threads, tell)


def replay(
    result: PathLike,
    organization: int,
    *,
    variant: str | None = None,
    change: str | Iterable[str] = (),
    offices: bool = False,
    out: PathLike | None = None,
) -> Replay:
    """Make one run of a saved result again, and tell what happened in it.

    `variant` names a future of a comparison. With `change`, as in "tick 40: lottery.share=0.5", the run is also told
    with something changed from a month on. With `offices`, every change of office is told. `out` is a directory for
    the files that the command would write.

    >>> import pathlib, tempfile, thermidor
    >>> place = pathlib.Path(tempfile.mkdtemp(), "small")
    >>> thermidor.run({"ticks": 24, "organization.members": 60}, organizations=4).save(place, charts=False)
    >>> len(thermidor.replay(place, 2).trajectory)
    24
    """
    return _thermidor._replay(Path(result), organization, variant, change, offices, None if out is None else Path(out))


def report(*results: PathLike, out: PathLike | None = None) -> str:
    """Make one page of saved results that needs no network; gives its HTML, and writes it to `out`.

    >>> import pathlib, tempfile, thermidor
    >>> place = pathlib.Path(tempfile.mkdtemp(), "small")
    >>> thermidor.run({"ticks": 24, "organization.members": 60}, organizations=4).save(place, charts=False)
    >>> thermidor.report(place)[:15]
    '<!doctype html>'
    """
    if not results:
        hint = "name the directories of results"
        raise InvalidTypeError(f"error: there is nothing to report\n  help: {hint}", "wrong_type", None, hint)
    html = _thermidor._report([Path(result) for result in results])
    if out is not None:
        _thermidor._write_page(html, Path(out))
    return html


def merge(*shards: PathLike, out: PathLike, charts: bool = True) -> Sweep:
    """Put the shards of a sweep together in a new directory.

    >>> import pathlib, tempfile, thermidor
    >>> place = pathlib.Path(tempfile.mkdtemp())
    >>> block = {"factor": [{"path": "voice.fusion", "values": [0.1, 0.5]}]}
    >>> experiment = {"replicates": 60, "block": [block], "trajectories": "none"}
    >>> small = {"ticks": 6, "organization.members": 20, "organization.local_size": 10}
    >>> for i in (1, 2):
    ...     _ = thermidor.sweep(experiment, place / f"shard-{i}", scenario=small, shard=(i, 2))
    >>> thermidor.merge(place / "shard-1", place / "shard-2", out=place / "whole", charts=False).summary["points"]
    2
    """
    answer, summary = _thermidor._merge([Path(shard) for shard in shards], Path(out), charts)
    return Sweep(Path(out), answer, summary)


def validate(
    *scenarios: AnyScenario,
    patterns: bool = False,
    statements: bool = False,
    full: bool = False,
    threads: int | None = None,
    progress: Progress = None,
) -> Validation:
    """Hold the engine to known results: theory and simulation side by side.

    `scenarios` are scenarios with a `theory`; those that come with the program where there are none. With `patterns`,
    the patterns that the defaults should show are looked at instead. With `statements`, the statements over draws of
    all free constants are. `full` takes sixteen times as many runs and the patterns as well, four times as many runs
    of the patterns, or all 48 draws of the statements. The result is true where everything holds.

    >>> import thermidor
    >>> urn = {"theory": "urn", "ticks": 100}
    >>> try:
    ...     thermidor.validate(urn)
    ... except ValueError as error:
    ...     print(error.code)
    bad_value
    """
    with telling(progress, "validate") as tell:
        return _thermidor._validate(list(scenarios) or None, patterns, statements, full, threads, tell)
