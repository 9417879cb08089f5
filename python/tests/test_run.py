import os
import signal
import subprocess
import sys
import threading
import time

import numpy
import pandas
import polars
import pyarrow
import pytest
from conftest import same_files

import thermidor


def test_a_run_is_the_command_lines_byte_for_byte(scenario_file, command, tmp_path):
    ours = thermidor.run(thermidor.load(scenario_file), organizations=20, full=True)
    ours.save(tmp_path / "ours")
    command("run", scenario_file, "--organizations", 20, "--full", "--out", tmp_path / "theirs")
    same_files(tmp_path / "ours", tmp_path / "theirs", but=["manifest.json"])
    assert ours.answer.strip() == (tmp_path / "theirs/answer.txt").read_text().strip()
    command("verify", tmp_path / "ours", "--sample", "100%")
    with pytest.raises(thermidor.ThermidorError, match="exists"):
        ours.save(tmp_path / "ours")


def test_a_comparison_is_the_command_lines_byte_for_byte(scenario_file, command, tmp_path):
    scenario = thermidor.load(scenario_file)
    ours = thermidor.compare(scenario, with_=["lottery"], without=["rotation"], organizations=12)
    ours.save(tmp_path / "ours")
    command(
        *("compare", scenario_file, "--with", "lottery", "--without", "rotation"),
        *("--organizations", 12, "--out", tmp_path / "theirs"),
    )
    same_files(tmp_path / "ours", tmp_path / "theirs", but=["manifest.json"])
    assert {"bare", "with lottery", "without rotation"} < set(ours.outcomes.to_polars()["variant"])
    assert ours.endings.columns and ours.survival.columns and len(ours.contrasts) > 0


def test_tables_go_to_other_libraries_without_a_copy(scenario_file):
    table = thermidor.run(thermidor.load(scenario_file), organizations=8).outcomes
    one, two = pyarrow.table(table), pyarrow.table(table)
    address = [t["participation"].chunk(0).buffers()[1].address for t in (one, two)]
    assert address[0] == address[1]
    assert table.to_polars().equals(polars.from_arrow(one))
    frame = table.to_pandas()
    assert isinstance(frame, pandas.DataFrame) and list(frame.columns) == table.columns and len(frame) == len(table)
    assert frame["organization"].tolist() == list(range(8))
    # What is handed out lives on when the table is gone.
    kept = one["participation"].to_pylist()
    del table, two
    assert one["participation"].to_pylist() == kept


def test_a_table_is_used_as_tables_are(scenario_file):
    table = thermidor.run(scenario_file, 8, 3, full=True).outcomes
    frame = table.to_pandas()
    assert table.shape == frame.shape and "participation" in table and "nothing" not in table
    for name in table.columns:
        column = table[name]
        assert isinstance(column, numpy.ndarray) and len(column) == 8
        assert column.tolist() == frame[name].tolist() or frame[name].isna().any()
    assert numpy.isnan(thermidor.run({"ticks": 1}, 2).outcomes["captured_at"]).all()
    mine = table["participation"]
    mine[0] = 7
    assert table["participation"][0] != 7
    assert [row["organization"] for row in table] == list(range(8)) and table[-1] == table[7]
    assert len(table.head()) == len(table.tail(5)) == len(table[1:6]) == 5 and len(table.head(-1)) == 7
    assert table.tail(2)["organization"].tolist() == [6, 7] and len(table.head(100)) == 8
    assert pandas.DataFrame(table).equals(pandas.DataFrame(list(table)))
    assert table.to_dict().keys() == frame.to_dict().keys()
    assert table._repr_html_().count("<tr>") == 9
    by = table.mean("outcome").to_pandas().set_index("outcome")
    wanted = frame.groupby("outcome")["participation"].mean()
    numpy.testing.assert_allclose(by["participation"].sort_index(), wanted.sort_index(), rtol=1e-6)


def test_columns_are_lists_without_numpy(scenario_file):
    program = (
        "import sys\nsys.modules['numpy'] = None\nimport thermidor\n"
        "outcomes = thermidor.run(thermidor.Scenario({'ticks': 1}), 2).outcomes\n"
        "assert outcomes['organization'] == [0, 1] and outcomes['captured_at'] == [None, None]\n"
        "assert len(thermidor.points({'voice.fusion': [0.1, 0.2]}, {'ticks': 1}).mean('point')) == 2\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_path_or_a_dictionary_is_a_scenario(scenario_file):
    wanted = thermidor.run(thermidor.load(scenario_file), organizations=4).outcomes.to_polars()
    for scenario in (scenario_file, str(scenario_file), dict(thermidor.load(scenario_file))):
        assert thermidor.run(scenario, 4).to_polars().equals(wanted)
    compared = thermidor.compare(scenario_file, str(scenario_file), organizations=4)
    assert len(compared.variants) == 2 and "<pre>" in compared._repr_html_() and len(compared.to_pandas()) == 12
    assert thermidor.explain(scenario_file) == thermidor.check(scenario_file).explain()


def test_results_do_not_depend_on_threads_and_luck_does_on_the_seed(scenario_file):
    scenario = thermidor.load(scenario_file)
    run = lambda **more: thermidor.run(scenario, organizations=8, **more).outcomes.to_polars()  # noqa: E731
    assert run(threads=1).equals(run(threads=2))
    assert not run(seed=1).equals(run(seed=2))


def test_threads_are_refused_or_fewer_with_a_warning(scenario_file, experiment_file, tmp_path):
    scenario = thermidor.load(scenario_file)
    for work in [
        lambda threads: thermidor.run(scenario, organizations=2, threads=threads),
        lambda threads: thermidor.compare(scenario, with_=["lottery"], organizations=2, threads=threads),
        lambda threads: thermidor.sweep(experiment_file, tmp_path / f"sweep-{threads}", threads=threads),
    ]:
        with pytest.raises(thermidor.ThermidorError, match="at least 1"):
            work(0)
        with pytest.warns(UserWarning, match="are used and not 100000"):
            work(100_000)
    assert not (tmp_path / "sweep-0").exists()


def test_what_cannot_be_saved_is_refused_and_nothing_is_left(scenario_file, tmp_path):
    run = thermidor.run(thermidor.load(scenario_file), organizations=2)
    (tmp_path / "file").write_text("mine")
    for place in ["", ".", tmp_path / "file", tmp_path / "file/inside", tmp_path / ("x" * 300)]:
        with pytest.raises(thermidor.ThermidorError, match="help"):
            run.save(place, charts=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "scenario.toml"]


def test_python_goes_on_meanwhile_and_progress_is_told(scenario_file):
    scenario = thermidor.load(scenario_file)
    told = []
    counted = 0
    stop = threading.Event()

    def count():
        nonlocal counted
        while not stop.is_set():
            counted += 1
            time.sleep(0.001)

    other = threading.Thread(target=count)
    other.start()
    thermidor.run(scenario, organizations=600, progress=lambda done, total: told.append((done, total)))
    stop.set()
    other.join()
    assert counted > 10
    assert told[-1] == (600, 600) and told == sorted(told)


def test_an_exception_in_progress_stops_the_work(scenario_file):
    def refuse(done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        thermidor.run(thermidor.load(scenario_file), organizations=100_000, progress=refuse)


def test_ctrl_c_is_honoured(scenario_file):
    program = (
        "import thermidor, sys\n"
        f"scenario = thermidor.load({str(scenario_file)!r})\n"
        "print('at work', flush=True)\n"
        "try:\n    thermidor.run(scenario, organizations=10_000_000)\n"
        "except KeyboardInterrupt:\n    sys.exit(7)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout.readline().strip() == b"at work"
    time.sleep(0.5)
    os.kill(child.pid, signal.SIGINT)
    assert child.wait(timeout=30) == 7


def test_wrong_questions_are_refused(scenario_file):
    scenario = thermidor.load(scenario_file)
    with pytest.raises(thermidor.ThermidorError, match="did you mean `captured`"):
        thermidor.run(scenario, on="capturd")
    with pytest.raises(thermidor.ThermidorError, match="as long"):
        thermidor.compare(scenario, scenario.with_("ticks=12"))
    with pytest.raises(thermidor.ThermidorError, match="nothing to compare"):
        thermidor.compare(thermidor.Scenario())
