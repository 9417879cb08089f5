import re

from conftest import ROOT

import thermidor


def test_the_guide_runs_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    guide = (ROOT / "docs/sweeps.md").read_text()
    shown = re.search(r"```toml\n(.*?)```", guide, re.S)[1]
    code = {line.split("#")[0].rstrip() for line in shown.splitlines()}
    kept = (ROOT / "scenarios/sweeps/siege-and-lottery.toml").read_text().splitlines()
    assert {line for line in kept if not line.startswith("description")} == code
    thermidor.sweep(ROOT / "scenarios/sweeps/siege-and-lottery.toml", "outputs/siege", replicates=4, charts=False)
    blocks = re.findall(r"```python\n(.*?)```", guide, re.S)
    assert len(blocks) == 3
    made = {}
    exec("\n".join(blocks), made)
    for table in ("responses", "by_length", "worst", "legitimacy", "pairs"):
        assert len(made[table]) > 0, table
    assert (tmp_path / "siege.pdf").stat().st_size > 1000


def test_the_reference_runs_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text(), re.S)
    made = {}
    for block in blocks:
        exec(block, made)
    assert (
        len(blocks) == 5
        and len(made["by_point"]) == 50
        and made["again"].answer.strip() == made["result"].answer.strip()
    )
    assert (tmp_path / "outputs/page.html").stat().st_size > 1000
    assert made["scenario"]["organization.members"] == 60
