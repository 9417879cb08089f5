"""Running and comparing, with progress."""

from __future__ import annotations

from collections.abc import Iterable

from . import _thermidor
from ._progress import Progress, telling
from ._thermidor import Comparison, Run, Scenario


def run(
    scenario: Scenario,
    *,
    organizations: int | None = None,
    seed: int | None = None,
    full: bool = False,
    on: str = "captured_at_end",
    threads: int | None = None,
    progress: Progress = None,
) -> Run:
    """Simulate the organizations of a scenario.

    `organizations` and `seed` take the place of the scenario's own. With `full`, every month of every organization
    and the chronicle are kept too. `on` is what the interval in the answer is about: an outcome such as
    "captured_at_end" or "collapsed", or a measure. `progress` is True for a bar, or is called with how many
    organizations are done and how many there are. Results are the same with any number of threads.
    """
    with telling(progress, scenario.name) as tell:
        return _thermidor._run(scenario, organizations, seed, full, on, threads, tell)


def compare(
    scenario: Scenario,
    *others: Scenario,
    with_: Iterable[str] = (),
    without: Iterable[str] = (),
    organizations: int | None = None,
    seed: int | None = None,
    on: str = "captured_at_end",
    threads: int | None = None,
    progress: Progress = None,
) -> Comparison:
    """Compare a scenario with other futures of the same organizations, the same luck decision by decision.

    The futures are the variants in the scenario's file, `others`, and what `with_` and `without` make of it: each
    text is one future, such as "lottery.share=0.5, rotation". Where there are none, it is compared with itself
    without any safeguards.
    """
    with telling(progress, scenario.name) as tell:
        return _thermidor._compare(
            scenario,
            *others,
            with_=list(with_),
            without=list(without),
            organizations=organizations,
            seed=seed,
            on=on,
            threads=threads,
            progress=tell,
        )
