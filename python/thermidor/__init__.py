"""Agent-based simulator of bureaucratic drift: the engine of the command `thermidor`, from Python.

>>> import thermidor
>>> scenario = thermidor.Scenario({"ticks": 60, "shocks": {"isolation": [{"start_tick": 12}]}})
>>> result = thermidor.run(scenario, organizations=20, seed=1)
>>> len(result.outcomes)
20

The same scenario and seed give the same bytes as on the command line. Times are in ticks, which are months.
"""

from ._sweep import Sweep, sweep
from ._thermidor import (
    Comparison,
    Run,
    Scenario,
    Table,
    ThermidorError,
    __version__,
    load,
    measures,
)
from ._work import compare, run

__all__ = [
    "Comparison",
    "Run",
    "Scenario",
    "Sweep",
    "Table",
    "ThermidorError",
    "__version__",
    "compare",
    "load",
    "measures",
    "run",
    "sweep",
]
