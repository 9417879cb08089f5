"""Thousands of points in one call, from any kind of table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from . import _thermidor
from ._progress import Progress, telling
from ._thermidor import Table
from ._work import AnyScenario
from .errors import InvalidTypeError, InvalidValueError


def points(
    frame: Any,
    scenario: AnyScenario | None = None,
    *,
    replicates: int = 1,
    measures: str | Iterable[str] | None = None,
    luck: Literal["same", "own"] = "same",
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Table:
    """Simulate a scenario at points that are given, in memory.

    `frame` has a column a path and a row a point: a dictionary of lists or arrays, a list of dictionaries, or a table
    of pandas, Polars, Arrow or thermidor. A column can also be "variant", or a safeguard that is True or False.
    `scenario` is what holds besides (the default scenario where it is None). Each point has `replicates`
    organizations; with `luck="same"` organization n has the same luck at all points, with "own" every point has luck
    of its own, as in sweeps.

    The table has a row an organization, in the order of the points: the number of the point, the values of its
    parameters, how it ended and all measures in its last month, under the names that a sweep uses. With `measures`,
    it has `point`, `organization` and `sibling`, and the outcomes and measures that are named ("captured_at_end",
    "participation"). `reason` says why a run failed; it is empty for all others. `table.mean("point")` gives one row
    a point.

    A point that cannot be simulated is an error that names its row (from 0) and its column; nothing is simulated then.

    >>> import thermidor
    >>> small = {"ticks": 24, "organization.members": 40, "organization.local_size": 10}
    >>> frame = {"voice.fusion": [0.1, 0.5, 0.9], "lottery": [True, False, True]}
    >>> table = thermidor.points(frame, small, replicates=2, measures=["participation", "captured_at_end"])
    >>> table.columns
    ['point', 'organization', 'sibling', 'participation', 'captured_at_end', 'reason']
    >>> table.mean("point")["point"].tolist()
    [0, 1, 2]
    """
    base = _thermidor._scenario({} if scenario is None else scenario)
    columns = _columns(frame)
    with telling(progress, base.name) as tell:
        return _thermidor._points(columns, base, replicates, measures, luck, seed, threads, tell)


def _columns(frame: Any) -> dict[str, list[Any]]:
    """Columns of any kind of table, as lists."""
    names = getattr(frame, "column_names", None) or getattr(frame, "columns", None)
    if names is not None and not callable(names):
        return {_path(name): _values(frame[name]) for name in names}
    if isinstance(frame, Mapping):
        return {_path(name): _values(values) for name, values in frame.items()}
    if isinstance(frame, str) or not isinstance(frame, Iterable):
        raise InvalidTypeError(
            f"error: points are not in an object of the class {type(frame).__name__}\n"
            "  help: use a dictionary of lists, a list of dictionaries, or a table of pandas, Polars or Arrow",
            "wrong_type",
            "frame",
            "use a dictionary of lists, a list of dictionaries, or a table of pandas, Polars or Arrow",
        )
    rows = list(frame)
    paths = list(rows[0]) if rows and isinstance(rows[0], Mapping) else []
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping) or len(row) != len(paths) or any(path not in row for path in paths):
            hint = "give every row a dictionary with the same paths"
            raise InvalidValueError(
                f"error: row {number} does not have the paths of row 0\n  help: {hint}", "bad_value", "frame", hint
            )
    return {_path(path): [row[path] for row in rows] for path in paths}


def _values(column: Any) -> list[Any]:
    """Take the values of a column of any library."""
    for own in ("tolist", "to_list", "to_pylist"):
        if hasattr(column, own):
            values = getattr(column, own)()
            break
    else:
        values = column
    if isinstance(values, str) or not isinstance(values, Iterable):
        hint = "give each path a list of values, one a point"
        raise InvalidTypeError(f"error: {values!r} is no column\n  help: {hint}", "wrong_type", "frame", hint)
    return list(values)


def _path(name: Any) -> str:
    if isinstance(name, str):
        return name
    hint = 'name each column by a path, such as "voice.fusion"'
    raise InvalidTypeError(f"error: {name!r} is no path\n  help: {hint}", "wrong_type", "frame", hint)
