"""Simulating a scenario: by itself, beside others, and without its safeguards."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from . import _thermidor
from ._progress import Progress, telling
from ._thermidor import Ablation, Comparison, Run, Scenario

AnyScenario = Scenario | Mapping[str, Any] | str | os.PathLike[str]
"""A scenario, a dictionary of parameters, or the path of a scenario file."""

Edits = str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]]
"""One future as a text or a dictionary, or several of them."""


def run(
    scenario: AnyScenario,
    organizations: int | None = None,
    seed: int | None = None,
    *,
    full: bool = False,
    on: str = "captured_at_end",
    precision: float | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Run:
    """Simulate the organizations of a scenario.

    `organizations` (1 to 100 000 000) and `seed` (0 to 2⁶³ - 1) take the place of the scenario's own. With `full`,
    every month of every organization and the chronicle are kept too. `on` is what the interval in the answer is
    about: an outcome such as "captured_at_end" or "collapsed", or a measure. With `precision`, organizations are
    added until the 95 % interval of `on` is no wider than that on either side; at least a hundred. `threads` is one a
    core where it is None or -1; results are the same with any number. `progress` is True for a bar, or is called with
    how many organizations are done and how many there are.

    >>> import thermidor
    >>> result = thermidor.run({"ticks": 24, "organization.members": 60}, organizations=4, seed=1)
    >>> result.outcomes["organization"].tolist()
    [0, 1, 2, 3]
    """
    scenario = _thermidor._scenario(scenario)
    with telling(progress, scenario.name) as tell:
        return _thermidor._run(scenario, organizations, seed, full, on, precision, threads, tell)


def compare(
    scenario: AnyScenario,
    *others: AnyScenario,
    with_: Edits = (),
    without: str | Iterable[str] = (),
    organizations: int | None = None,
    seed: int | None = None,
    on: str = "captured_at_end",
    precision: float | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Comparison:
    """Compare a scenario with other futures of the same organizations, the same luck decision by decision.

    The futures are the variants in the scenario's file, `others`, and what `with_` and `without` make of it. One text
    such as "lottery.share=0.5, rotation" is one future, and so is a dictionary such as {"lottery.share": 0.5}; a list
    makes several. Where there are none, the scenario is compared with itself without any safeguards. The other
    arguments are those of `run`.

    >>> import thermidor
    >>> scenario = {"ticks": 24, "organization.members": 60}
    >>> result = thermidor.compare(scenario, with_=["rotation", {"lottery.share": 0.5}], organizations=4)
    >>> [variant.name for variant in result.variants]
    ['with rotation', 'with lottery.share=0.5']
    """
    scenario = _thermidor._scenario(scenario)
    with telling(progress, scenario.name) as tell:
        return _thermidor._compare(
            scenario,
            *others,
            with_=with_,
            without=without,
            organizations=organizations,
            seed=seed,
            on=on,
            precision=precision,
            threads=threads,
            progress=tell,
        )


def ablate(
    scenario: AnyScenario,
    *,
    organizations: int | None = None,
    seed: int | None = None,
    on: str = "captured_at_end",
    better: Literal["more", "less"] | None = None,
    through: Literal["both", "rules", "definition"] = "both",
    precision: float | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Ablation:
    """Measure what each safeguard of a scenario contributes: alone, left out, in pairs, and its share of the whole.

    Up to ten safeguards every subset is simulated, which doubles the work with each. `better` says whether more or
    less of `on` is better; it is needed where `on` is a measure. `through` is the way on which effects go, where `on`
    is "captured" or "central_share_stakes": through what people do under the rules, through the definition of `on`
    alone (what a rule keeps from the centre, and the chance that lots give), or both. The other arguments are those
    of `run`.

    >>> import thermidor
    >>> scenario = {"ticks": 24, "organization.members": 60, "rotation": True, "lottery": True}
    >>> thermidor.ablate(scenario, organizations=4).sets.shape
    (4, 4)
    """
    scenario = _thermidor._scenario(scenario)
    with telling(progress, scenario.name) as tell:
        return _thermidor._ablate(scenario, organizations, seed, on, better, precision, threads, tell, through)


def check(scenario: AnyScenario) -> Scenario:
    """Give a scenario, or raise an error that names everything that is wrong with it.

    >>> import thermidor
    >>> thermidor.check({"ticks": 24}).name
    'An organization'
    """
    return _thermidor._scenario(scenario)


def explain(scenario: AnyScenario) -> str:
    """Say in words what a scenario assumes and does.

    >>> import thermidor
    >>> "2 years" in thermidor.explain({"ticks": 24}) or "24" in thermidor.explain({"ticks": 24})
    True
    """
    return _thermidor._scenario(scenario).explain()
