"""Agent-based simulator of bureaucratic drift: the engine of the command `thermidor`, from Python.

>>> import thermidor
>>> scenario = thermidor.Scenario({"ticks": 60, "shocks.isolation": [{"start_tick": 12}]})
>>> result = thermidor.run(scenario, organizations=20, seed=1)
>>> len(result.outcomes)
20

The same scenario and seed give the same bytes as on the command line. Times are in ticks, which are months. Where a
scenario is needed, its file or a dictionary will do. Mistakes are exceptions of Python's usual classes, and
`ThermidorError` as well; see `thermidor.errors`.
"""

from collections.abc import MutableMapping

from . import errors
from ._points import points
from ._saved import merge, open, replay, report, validate, verify
from ._sweep import Sweep, sweep
from ._thermidor import (
    Ablation,
    Chart,
    Comparison,
    Replay,
    Run,
    Scenario,
    Table,
    Validation,
    Verdict,
    __version__,
    load,
    measures,
    schema,
)
from ._work import ablate, check, compare, explain, run
from .errors import ThermidorError

MutableMapping.register(Scenario)  # pyright: ignore[reportAttributeAccessIssue]

__all__ = [
    "Ablation",
    "Chart",
    "Comparison",
    "Replay",
    "Run",
    "Scenario",
    "Sweep",
    "Table",
    "ThermidorError",
    "Validation",
    "Verdict",
    "__version__",
    "ablate",
    "check",
    "compare",
    "errors",
    "explain",
    "load",
    "measures",
    "merge",
    "open",
    "points",
    "replay",
    "report",
    "run",
    "schema",
    "sweep",
    "validate",
    "verify",
]
