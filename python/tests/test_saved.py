import pytest
from conftest import ROOT, same_files

import thermidor


def test_a_result_is_opened_as_it_was_saved(scenario_file, command, tmp_path):
    scenario = thermidor.load(scenario_file)
    made = {
        "run": thermidor.run(scenario, organizations=6, full=True),
        "compare": thermidor.compare(scenario, with_="lottery", organizations=6),
        "ablate": thermidor.ablate(scenario.with_("lottery"), organizations=6),
    }
    tables = {
        "run": ["outcomes", "trajectories", "full", "events"],
        "compare": ["outcomes", "contrasts", "endings", "survival"],
        "ablate": ["safeguards", "pairs", "sets"],
    }
    for name, result in made.items():
        result.save(tmp_path / name)
        opened = thermidor.open(tmp_path / name)
        assert type(opened) is type(result) and opened.summary == result.summary
        assert opened.answer.strip() == result.answer.strip() and opened.scenario == result.scenario
        for table in tables[name]:
            assert getattr(opened, table).to_polars().equals(getattr(result, table).to_polars()), table
        opened.save(tmp_path / f"{name}-again")
        same_files(tmp_path / name, tmp_path / f"{name}-again")
        assert opened.plot().svg == result.plot().svg
        assert thermidor.verify(tmp_path / name, "100%") and bool(thermidor.verify(tmp_path / name))
        command("verify", tmp_path / f"{name}-again", "--sample", "100%")
    with pytest.raises(KeyError, match="profile"):
        made["run"].plot("profil")
    damaged = tmp_path / "run/outcomes.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    with pytest.raises(thermidor.ThermidorError, match="not the file that was written"):
        thermidor.open(tmp_path / "run")
    verdict = thermidor.verify(tmp_path / "run")
    assert not verdict and not verdict.holds and any("outcomes.parquet" in told for told in verdict.differences)


def test_an_ablation_is_the_command_lines_byte_for_byte(scenario_file, command, tmp_path):
    scenario = thermidor.load(scenario_file, {"lottery.share": 0.5})
    thermidor.ablate(scenario, organizations=6, on="legitimacy", better="more").save(tmp_path / "ours")
    command(
        *("ablate", scenario_file, "--set", "safeguards.lottery.share=0.5", "--organizations", 6),
        *("--on", "legitimacy", "--better", "more", "--out", tmp_path / "theirs"),
    )
    same_files(tmp_path / "ours", tmp_path / "theirs", but=["manifest.json"])
    for wrong, why in (({"on": "legitimacy"}, "better"), ({"on": "locked_in"}, "only"), ({"better": "best"}, "more")):
        with pytest.raises(ValueError, match=why):
            thermidor.ablate(scenario, **wrong)
    with pytest.raises(ValueError, match="no safeguards"):
        thermidor.ablate({"ticks": 12})


def test_precision_adds_organizations_as_on_the_command_line(scenario_file, command, tmp_path):
    ours = thermidor.run(scenario_file, organizations=2, on="participation", precision=0.02)
    ours.save(tmp_path / "ours")
    command(
        *("run", scenario_file, "--organizations", 2, "--on", "participation"),
        *("--precision", 0.02, "--out", tmp_path / "theirs"),
    )
    same_files(tmp_path / "ours", tmp_path / "theirs", but=["manifest.json"])
    assert len(ours.outcomes) >= 100
    compared = thermidor.compare(scenario_file, organizations=2, on="participation", precision=0.05)
    assert len(compared.outcomes) >= 200


def test_a_run_is_told_again(scenario_file, command, tmp_path):
    thermidor.run(scenario_file, organizations=5).save(tmp_path / "run", charts=False)
    change = "tick 10: lottery.share=0.5"
    told = thermidor.replay(tmp_path / "run", 3, change=change, out=tmp_path / "ours")
    command(
        *("replay", tmp_path / "run", "--organization", 3, "--change", change, "--out", tmp_path / "theirs"),
    )
    same_files(tmp_path / "ours", tmp_path / "theirs", but=["manifest.json"])
    assert told.story == (tmp_path / "ours/story.txt").read_text()
    assert told.story_changed == (tmp_path / "ours/story-changed.txt").read_text()
    assert len(told.trajectory) == 36 and "same" in told.apart and len(told.events_changed) > 0
    assert "<svg" in told.plot().svg
    alone = thermidor.replay(tmp_path / "run", 3)
    assert alone.apart is None and alone.trajectory_changed is None and alone.story == told.story
    for wrong in ({"organization": 5}, {"organization": -1}, {"organization": 1, "change": "tomorrow: rotation"}):
        with pytest.raises(ValueError, match="help"):
            thermidor.replay(tmp_path / "run", **wrong)


def test_results_become_a_page(scenario_file, command, tmp_path):
    thermidor.run(scenario_file, organizations=5).save(tmp_path / "run")
    html = thermidor.report(tmp_path / "run", out=tmp_path / "ours.html")
    command("report", tmp_path / "run", "--out", tmp_path / "theirs.html")
    assert html == (tmp_path / "ours.html").read_text() == (tmp_path / "theirs.html").read_text()
    assert thermidor.verify(tmp_path / "ours.html", "100%")
    with pytest.raises(FileExistsError):
        thermidor.report(tmp_path / "run", out=tmp_path / "ours.html")


def test_shards_are_merged_and_a_sweep_is_opened(experiment_file, tmp_path):
    whole = thermidor.sweep(experiment_file, tmp_path / "whole")
    shards = [thermidor.sweep(experiment_file, tmp_path / f"shard-{i}", shard=(i, 2)).directory for i in (1, 2)]
    merged = thermidor.merge(*shards, out=tmp_path / "merged")
    same_files(tmp_path / "merged", tmp_path / "whole")
    opened = thermidor.open(tmp_path / "merged")
    assert opened.answer.strip() == merged.answer.strip() == whole.answer.strip()
    assert opened.summary == merged.summary == whole.summary and len(opened.to_polars()) == 400
    assert thermidor.verify(tmp_path / "merged", 1)
    with pytest.raises(thermidor.ThermidorError, match="shard"):
        thermidor.open(shards[0])
    with pytest.raises(FileExistsError):
        thermidor.merge(*shards, out=tmp_path / "merged")


def test_theory_is_held_to():
    held = thermidor.validate(ROOT / "scenarios/limits/condorcet.toml")
    assert held and held.holds and held.patterns == [] and held.statements is None and len(held.limits) > 0
    assert {"scenario", "quantity", "theory", "engine", "z", "holds"} <= set(held.limits[0])
    with pytest.raises(ValueError, match="names no theory"):
        thermidor.validate({"ticks": 12})


def test_one_subject_is_validated_at_a_time():
    with pytest.raises(ValueError, match="cannot be checked together"):
        thermidor.validate(patterns=True, statements=True)
    for subject in ("patterns", "statements"):
        with pytest.raises(ValueError, match="cannot be checked together"):
            thermidor.validate(ROOT / "scenarios/limits/condorcet.toml", **{subject: True})


@pytest.mark.parametrize("subject", ["patterns", "statements"])
def test_patterns_and_statements_begin_and_can_be_stopped(subject):
    class Enough(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Enough(total)

    with pytest.raises(Enough) as stopped:
        thermidor.validate(**{subject: True}, progress=stop)
    assert stopped.value.args[0] > 1000
