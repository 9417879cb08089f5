"""What a typed program of a user looks like; checked by mypy and pyright, and run."""

# pyright: strict

from pathlib import Path

import pandas
import polars
from typing_extensions import assert_type

import thermidor


def use(directory: Path) -> int:
    scenario = thermidor.Scenario({"ticks": 24, "shocks": {"isolation": [{"start_tick": 6}]}})
    assert_type(scenario.with_("lottery"), thermidor.Scenario)
    scenario["organization.members"] = 60
    result = thermidor.run(scenario, organizations=2, seed=1, progress=lambda done, of: None)
    assert_type(result, thermidor.Run)
    assert_type(result.answer, str)
    assert_type(result.outcomes.to_polars(), polars.DataFrame)
    assert_type(result.outcomes.to_pandas(), pandas.DataFrame)
    comparison = thermidor.compare(scenario, with_=["lottery"], organizations=2)
    assert_type(comparison.contrasts.columns, list[str])
    experiment = {"replicates": 2, "block": [{"factor": [{"path": "lottery"}]}]}
    swept = thermidor.sweep(experiment, directory / "swept", scenario=scenario, charts=False)
    assert_type(swept, thermidor.Sweep)
    assert_type(swept.to_polars("responses"), polars.DataFrame)
    return len(result.outcomes)
