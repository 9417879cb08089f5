import os
import signal
import time

import duckdb
import pandas
import pytest
from conftest import SCENARIO, same_files

import thermidor


def test_a_sweep_is_the_command_lines_byte_for_byte(experiment_file, command, tmp_path):
    ours = thermidor.sweep(experiment_file, tmp_path / "ours")
    command("sweep", experiment_file, "--out", tmp_path / "theirs")
    same_files(tmp_path / "ours", tmp_path / "theirs")
    assert ours.summary["points"] == 80 and "A small sweep" in ours.answer
    again = thermidor.sweep(experiment_file, tmp_path / "ours", resume=True)
    assert again.answer == ours.answer


def test_tables_of_a_sweep_are_read_by_all(experiment_file, tmp_path):
    swept = thermidor.sweep(experiment_file, tmp_path / "swept", charts=False)
    outcomes = swept.to_polars()
    assert len(outcomes) == len(swept.to_pandas()) == 400
    assert len(swept.to_polars("points")) == len(swept.to_polars("responses")) == 80
    assert swept.scan("trajectories").collect().height == len(swept.to_pandas("trajectories"))
    outcomes_files = f"'{swept.directory}/outcomes/*.parquet'"
    count = f'select count(*) from {outcomes_files} where "safeguards.lottery"'
    assert duckdb.sql(count).fetchall() == [(200,)]
    with pytest.raises(thermidor.ThermidorError, match="no table"):
        swept.files("outcome")


def test_trajectories_are_those_of_the_runs(scenario_file, tmp_path):
    experiment = {"replicates": 9, "block": [{"factor": [{"path": "voice.fusion", "values": [0.1, 0.6]}]}]}
    scenario = thermidor.load(scenario_file)

    def swept(**more):
        made = thermidor.sweep(experiment | more, tmp_path / str(more), scenario=scenario, charts=False)
        return made.to_pandas("trajectories")

    full, thinned, quantiles = swept(trajectories="full"), swept(trajectories="thinned", every_ticks=6), swept()
    for point, fusion in enumerate([0.1, 0.6]):
        scenario["voice.fusion"] = fusion
        run = thermidor.run(scenario, organizations=9, full=True).full.to_pandas()
        ours = full[full.point == point].drop(columns="point").reset_index(drop=True)
        pandas.testing.assert_frame_equal(ours, run)
        sixth = run[run.tick % 6 == 5].reset_index(drop=True)
        ours = thinned[thinned.point == point].drop(columns="point").reset_index(drop=True)
        pandas.testing.assert_frame_equal(ours, sixth)
        ends = run[run.tick % 12 == 11].groupby("tick").legitimacy
        ours = quantiles[(quantiles.point == point) & (quantiles.measure == "legitimacy")].set_index("tick")
        assert ours.organizations.tolist() == ends.count().tolist()
        # Of nine values the fifth is the median.
        assert ours.p50.tolist() == ends.median().tolist()
        assert ours.p05.tolist() == ends.min().tolist()


def test_an_experiment_can_be_a_dictionary(experiment_file, tmp_path):
    experiment = {
        "name": "A small sweep",
        "replicates": 5,
        "block": [
            {
                "factor": [
                    {"path": "lottery"},
                    {"path": "shocks.isolation.0.duration_ticks", "from": 3, "to": 24, "steps": 20},
                    {"path": "voice.fusion", "values": [0.1, 0.6]},
                ]
            }
        ],
    }
    ours = thermidor.sweep(experiment, tmp_path / "ours", scenario=thermidor.Scenario(SCENARIO))
    theirs = thermidor.sweep(experiment_file, tmp_path / "theirs")
    assert ours.to_polars().equals(theirs.to_polars())
    with pytest.raises(thermidor.ThermidorError, match="did you mean `block`"):
        thermidor.sweep({"blok": []}, tmp_path / "no")
    assert not (tmp_path / "no").exists()


def test_values_come_out_as_they_went_in(tmp_path):
    numpy = pytest.importorskip("numpy")
    columns = {
        "voice.fusion": [0, 0.5, 1],
        "precedent.barrier": [-1, 0, 1],
        "mandates.term_ticks": [6, 12.0, 24],
        "mandates.staggered": [True, False, True],
        "safeguards.lottery": [True, False, True],
        "safeguards.lottery.pool": ["members", "present", "members"],
    }
    given = {path: numpy.array(values) if path == "mandates.term_ticks" else values for path, values in columns.items()}

    def swept(name, columns, **more):
        factors = [{"path": path, "values": values} for path, values in columns.items()]
        experiment = {"replicates": 2, "block": [{"design": "zip", "factor": factors}]}
        return thermidor.sweep(experiment, tmp_path / name, scenario=thermidor.Scenario(SCENARIO), charts=False, **more)

    first = swept("first", given)
    for table in ("points", "responses"):
        rows = first.to_polars(table)
        assert {path: rows[path].to_list() for path in columns} == columns
    outcomes = first.to_polars().sort("point", "organization")
    assert {path: outcomes[path].to_list()[::2] for path in columns} == columns
    # The same points, written otherwise.
    again = {**columns, "voice.fusion": [0.0, 0.5, 1.0], "mandates.term_ticks": [6, 12, 24]}
    assert swept("first", again, resume=True).answer == first.answer
    for wrong in ([0.5, None], [float("nan")], ["0.5"], [True], [{1, 2}]):
        with pytest.raises(thermidor.ThermidorError, match="help:"):
            swept("wrong", {"voice.fusion": wrong})
    assert not (tmp_path / "wrong").exists()


def test_points_can_have_luck_of_their_own(tmp_path):
    def swept(name, **more):
        block = {"factor": [{"path": "capture.lock_in_months", "values": [12, 24, 36]}]}
        experiment = {"replicates": 2, "block": [block], **more}
        made = thermidor.sweep(experiment, tmp_path / name, scenario=thermidor.Scenario(SCENARIO), charts=False)
        return made, made.to_polars().sort("point", "organization")

    (shared, rows), (own, others) = swept("shared"), swept("own", luck="own")
    # A definition changes nothing that happens.
    assert rows["participation"].n_unique() == 2 and others["participation"].n_unique() == 6
    assert "share the same 2 fates" in shared.answer and "fates" not in own.answer
    seed = int(others["seed"][2].split("/")[0])
    scenario = thermidor.Scenario(SCENARIO)
    scenario["capture.lock_in_months"] = 24
    run = thermidor.run(scenario, organizations=2, seed=seed).outcomes.to_polars()
    assert run["participation"].to_list() == others["participation"][2:4].to_list()


def test_a_worker_of_another_build_makes_nothing(experiment_file, tmp_path):
    from thermidor import _thermidor

    store = _thermidor._open_sweep(experiment_file, tmp_path / "swept")
    ((identity, files),) = store.plan()
    _thermidor._make_part([(identity, files)], 0, 0)
    with pytest.raises(thermidor.ThermidorError, match="another build"):
        _thermidor._make_part([("0" * len(identity), files)], 0, 0)


def test_shards_and_what_is_added(experiment_file, command, tmp_path):
    for i in (1, 2):
        shard = thermidor.sweep(experiment_file, tmp_path / f"shard-{i}", shard=(i, 2))
        assert shard.answer == ""
    command("merge", tmp_path / "shard-1", tmp_path / "shard-2", "--out", tmp_path / "merged")
    whole = thermidor.sweep(experiment_file, tmp_path / "whole")
    same_files(tmp_path / "merged", tmp_path / "whole")
    more = thermidor.sweep(experiment_file, tmp_path / "whole", extend=True, replicates=7)
    assert len(more.to_polars()) == 560 and whole.summary["runs"] == 400


def test_an_interrupted_sweep_goes_on(experiment_file, tmp_path):
    def stop(done, total):
        if done > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        thermidor.sweep(experiment_file, tmp_path / "stopped", replicates=200, threads=1, progress=stop)
    told = []
    thermidor.sweep(
        experiment_file,
        tmp_path / "stopped",
        replicates=200,
        resume=True,
        progress=lambda done, total: told.append((done, total)),
    )
    thermidor.sweep(experiment_file, tmp_path / "whole", replicates=200)
    same_files(tmp_path / "stopped", tmp_path / "whole")
    assert told[-1][0] == told[-1][1]


def test_workers_of_dask_make_the_same_bytes_though_one_is_killed(experiment_file, tmp_path):
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        killed = []

        def kill(done, total):
            if not killed and 0 < done < total:
                workers = client.run(os.getpid)
                # One that is at work, not one that has nothing to do.
                busy = [address for address, tasks in client.processing().items() if tasks]
                if busy:
                    os.kill(workers[busy[0]], signal.SIGKILL)
                    killed.append(busy[0])

        thermidor.sweep(experiment_file, tmp_path / "cluster", replicates=100, client=client, progress=kill)
        assert killed, "the sweep was over before a worker could be killed"
        for _ in range(100):
            if killed[0] not in client.scheduler_info()["workers"]:
                break
            time.sleep(0.1)
        assert killed[0] not in client.scheduler_info()["workers"]
    thermidor.sweep(experiment_file, tmp_path / "here", replicates=100)
    same_files(tmp_path / "cluster", tmp_path / "here")


def test_a_damaged_part_is_refused_and_made_again(experiment_file, tmp_path):
    swept = thermidor.sweep(experiment_file, tmp_path / "swept", charts=False)
    first = swept.files("outcomes")[0]
    good = first.read_bytes()
    first.write_bytes(good[:200] + bytes([good[200] ^ 1]) + good[201:])
    # What was looked at once is not hashed again.
    assert swept.files("outcomes")
    with pytest.raises(thermidor.ThermidorError, match=f"{first.name} is damaged"):
        thermidor.Sweep(tmp_path / "swept").to_polars()
    with pytest.raises(thermidor.ThermidorError, match=f"{first.name} is damaged"):
        thermidor.sweep(experiment_file, tmp_path / "swept", extend=True, replicates=7)
    thermidor.sweep(experiment_file, tmp_path / "swept", resume=True, charts=False)
    assert first.read_bytes() == good
    stray = first.with_name("stray.parquet")
    stray.write_bytes(good)
    with pytest.raises(thermidor.ThermidorError, match="no finished file of this sweep"):
        thermidor.Sweep(tmp_path / "swept").scan()


def test_a_part_that_is_damaged_on_its_way_is_not_kept(experiment_file, tmp_path):
    from thermidor import _thermidor

    store = _thermidor._open_sweep(experiment_file, tmp_path / "swept")
    stage, part, _ = store.missing()[0]
    outcomes, trajectories, hashes = _thermidor._make_part(store.plan(), stage, part)
    changed = outcomes[:200] + bytes([outcomes[200] ^ 1]) + outcomes[201:]
    with pytest.raises(thermidor.ThermidorError, match="damaged on its way"):
        store.keep(stage, part, changed, trajectories, hashes)
    with pytest.raises(thermidor.ThermidorError, match="no such part"):
        store.keep(stage, 9999, outcomes, trajectories, hashes)
    assert (stage, part) in [(one, number) for one, number, _ in store.missing()]
    store.keep(stage, part, outcomes, trajectories, hashes)
    assert (stage, part) not in [(one, number) for one, number, _ in store.missing()]


def test_the_scenario_of_a_sweep_is_said_once(experiment_file, tmp_path):
    block = {"factor": [{"path": "voice.fusion", "values": [0.1, 0.5]}]}
    small = thermidor.Scenario({"ticks": 6, "organization.members": 20, "organization.local_size": 10})
    file = tmp_path / "small.toml"
    small.save(file)
    named = {"replicates": 10, "block": [block], "scenario": str(file)}
    swept = thermidor.sweep(named, tmp_path / "named", charts=False)
    given = thermidor.sweep({"replicates": 10, "block": [block]}, tmp_path / "given", scenario=small, charts=False)
    assert swept.to_pandas().equals(given.to_pandas())
    with pytest.raises(FileNotFoundError):
        thermidor.sweep({**named, "scenario": "nowhere.toml"}, tmp_path / "a", charts=False)
    with pytest.raises(ValueError, match="two scenarios"):
        thermidor.sweep(named, tmp_path / "a", scenario=small, charts=False)
    with pytest.raises(ValueError, match="its own scenario"):
        thermidor.sweep(experiment_file, tmp_path / "a", scenario=small, charts=False)
    assert not (tmp_path / "a").exists()


def test_a_client_that_is_none_makes_no_directory(tmp_path):
    with pytest.raises(TypeError, match="client is a distributed.Client; found str"):
        thermidor.sweep({"replicates": 10}, tmp_path / "none", scenario=thermidor.Scenario(), client="scheduler:8786")
    assert not (tmp_path / "none").exists()
