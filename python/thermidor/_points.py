"""Thousands of points in one call, from any kind of table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
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
    rows, columns = _columns(frame)
    with telling(progress, base.name) as tell:
        return _thermidor._points(rows, columns, base, replicates, measures, luck, seed, threads, tell)


def _columns(frame: Any) -> tuple[int, dict[str, list[Any]]]:
    """Count the points, and give the columns of any kind of table as lists."""
    if hasattr(frame, "collect") and hasattr(frame, "collect_schema") and not hasattr(frame, "rows"):
        frame = frame.collect()  # a LazyFrame of Polars
    kinds = getattr(getattr(frame, "dtype", None), "names", None)
    if kinds:
        return _named(len(frame), [(name, frame[name]) for name in kinds])
    if hasattr(frame, "column_names") and hasattr(frame, "num_rows"):
        return _named(frame.num_rows, list(zip(frame.column_names, frame.columns, strict=True)))
    names = getattr(frame, "columns", None)
    if names is not None and hasattr(frame, "__len__"):
        # In pandas two columns may have one name, by which neither is found.
        pairs = frame.items() if hasattr(frame, "items") else ((name, frame[name]) for name in names)
        return _named(len(frame), list(pairs))
    if isinstance(frame, Mapping):
        columns = _named(0, list(frame.items()))[1]
        return max(map(len, columns.values()), default=0), columns
    if isinstance(frame, str | bytes) or not isinstance(frame, Iterable):
        raise _wrong(f"points are not in an object of the class {type(frame).__name__}", _TABLES)
    rows = list(frame)
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise _wrong(f"row {number} is no dictionary", _TABLES)
        if row.keys() != rows[0].keys():
            raise _bad(
                f"row {number} does not have the paths of row 0", "give every row a dictionary with the same paths"
            )
    return len(rows), {_path(path): [row[path] for row in rows] for path in (rows[0] if rows else ())}


_TABLES = "use a dictionary of lists, a list of dictionaries, or a table of pandas, Polars or Arrow"


def _named(rows: int, pairs: list[tuple[Any, Any]]) -> tuple[int, dict[str, list[Any]]]:
    """Columns by their paths; none may come twice."""
    columns: dict[str, list[Any]] = {}
    for name, values in pairs:
        path = _path(name)
        if path in columns:
            raise _bad(f"there are two columns {path}", "name each column once")
        columns[path] = _values(values)
    return rows, columns


def _values(column: Any) -> list[Any]:
    """Take the values of a column of any library."""
    for own in ("tolist", "to_list", "to_pylist"):
        if hasattr(column, own):
            values = getattr(column, own)()
            break
    else:
        # `DataFrame.to_dict` gives a mapping from the index.
        values = column.values() if isinstance(column, Mapping) else column
    if isinstance(values, str | bytes | Set) or not isinstance(values, Iterable):
        raise _wrong(f"{values!r} is no column", "give each path a list of values, one a point")
    return list(values)


def _wrong(what: str, hint: str) -> InvalidTypeError:
    return InvalidTypeError(f"error: {what}\n  help: {hint}", "wrong_type", "frame", hint)


def _bad(what: str, hint: str) -> InvalidValueError:
    return InvalidValueError(f"error: {what}\n  help: {hint}", "bad_value", "frame", hint)


def _path(name: Any) -> str:
    if isinstance(name, str):
        return name
    hint = 'name each column by a path, such as "voice.fusion"'
    raise _wrong(f"{name!r} is no path", hint)
