import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "target/debug/thermidor"

SCENARIO = """
name = "Small"
ticks = 36
organizations = 30
[organization]
members = 60
local_size = 10
[[shocks.isolation]]
start_tick = 6
duration_ticks = 18
[safeguards.rotation]
term_ticks = 6
[[variant]]
name = "bare"
without = ["rotation"]
"""

EXPERIMENT = """
name = "A small sweep"
scenario = "scenario.toml"
replicates = 5
[[block]]
[[block.factor]]
path = "lottery"
[[block.factor]]
path = "shocks.isolation.0.duration_ticks"
from = 3
to = 24
steps = 20
[[block.factor]]
path = "voice.fusion"
values = [0.1, 0.6]
"""


@pytest.fixture
def scenario_file(tmp_path):
    path = tmp_path / "scenario.toml"
    path.write_text(SCENARIO)
    return path


@pytest.fixture
def experiment_file(scenario_file):
    path = scenario_file.with_name("experiment.toml")
    path.write_text(EXPERIMENT)
    return path


@pytest.fixture
def command():
    def call(*args, fails=False):
        done = subprocess.run([PROGRAM, *map(str, args)], capture_output=True, text=True)
        assert (done.returncode != 0) == fails, done.stderr
        return done

    return call


def same_files(one, two, but=()):
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(two)) for path in two.rglob("*") if path.is_file())
    for name in names:
        if name not in but:
            assert (one / name).read_bytes() == (two / name).read_bytes(), name
