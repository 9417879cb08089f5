import numpy
import pandas
import polars
import pyarrow
import pytest
from conftest import SCENARIO

import thermidor

COLUMNS = {
    "voice.fusion": [0.1, 0.5, 0.9, 0.5],
    "mandates.term_ticks": [6, 12, 24, 12],
    "lottery": [True, False, True, False],
    "variant": ["base", "bare", "base", "bare"],
}


@pytest.mark.parametrize("luck", ["same", "own"])
def test_points_are_a_sweep_in_memory(luck, tmp_path):
    scenario = thermidor.Scenario(SCENARIO)
    factors = [{"path": path, "values": values} for path, values in COLUMNS.items()]
    experiment = {"replicates": 3, "block": [{"design": "zip", "factor": factors}]}
    experiment["luck"] = {"same": "shared", "own": "own"}[luck]
    swept = thermidor.sweep(experiment, tmp_path / "swept", scenario=scenario, seed=5, charts=False)
    ours = thermidor.points(COLUMNS, scenario, replicates=3, luck=luck, seed=5).to_polars()
    assert ours.equals(swept.to_polars().sort("point", "organization", "sibling").select(ours.columns))
    assert ours.columns == swept.to_polars().columns


@pytest.mark.parametrize(
    "kind",
    [
        pandas.DataFrame,
        polars.DataFrame,
        pyarrow.table,
        lambda columns: {path: numpy.array(values) for path, values in columns.items()},
        lambda columns: [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)],
    ],
)
def test_all_kinds_of_frames_are_the_same_points(kind):
    scenario = thermidor.Scenario(SCENARIO)
    wanted = thermidor.points(COLUMNS, scenario, threads=1)
    made = thermidor.points(kind(COLUMNS), scenario, threads=-1)
    assert made.to_polars().equals(wanted.to_polars())


def test_what_is_asked_is_given_and_points_have_means():
    asked = ["participation", "captured_at_end", "outcome"]
    table = thermidor.points({"voice.fusion": [0.1, 0.9]}, SCENARIO_DICT, replicates=20, measures=asked)
    assert table.columns == ["point", "organization", "sibling", *asked, "reason"]
    assert len(table) == 40 and table["point"].tolist() == [0] * 20 + [1] * 20
    mean = table.mean("point").to_pandas().set_index("point")
    frame = table.to_pandas().groupby("point")
    assert mean["runs"].tolist() == [20, 20]
    numpy.testing.assert_allclose(mean["participation"], frame["participation"].mean(), rtol=1e-6)
    numpy.testing.assert_allclose(mean["captured_at_end"], frame["captured_at_end"].mean(), rtol=1e-6)
    one = thermidor.points([{"voice.fusion": 0.9}], SCENARIO_DICT, measures="participation")
    assert one["participation"].tolist() == table["participation"].tolist()[20:21]
    told = []
    thermidor.points([{}] * 3, SCENARIO_DICT, replicates=2, progress=lambda done, total: told.append((done, total)))
    assert len(thermidor.points({}, SCENARIO_DICT)) == len(thermidor.points([], SCENARIO_DICT)) == 0


SCENARIO_DICT = {"ticks": 12, "organization.members": 40, "organization.local_size": 10}


@pytest.mark.parametrize(
    ("frame", "place", "kind"),
    [
        ({"voice.fusion": [0.1, 7.0]}, "row 1, column voice.fusion: 7 is out of range", ValueError),
        ({"voice.fusion": [0.1, None]}, "row 1, column voice.fusion", ValueError),
        ({"voice.fusion": [0.1, float("nan")]}, "row 1, column voice.fusion", ValueError),
        ({"voice.fusion": [0.1, "0.5"]}, "row 1, column voice.fusion", TypeError),
        ({"organization.local_size": [10, 900]}, "row 1, column organization.local_size", ValueError),
        ({"mandates.term_ticks": [6, 6.5]}, "row 1, column mandates.term_ticks: 6.5", ValueError),
        ({"variant": ["base", "bear"]}, "row 1, column variant", ValueError),
        ({"voice.fuson": [0.1]}, "column voice.fuson", KeyError),
        ({"seed": [1]}, "cannot vary", ValueError),
        ({"voice.fusion": [0.1], "voice.tolerance": []}, "as many values", ValueError),
        ({"voice.fusion": 0.1}, "no column", TypeError),
        ([{"voice.fusion": 0.1}, {"voice.tolerance": 0.1}], "row 1", ValueError),
        ({3: [0.1]}, "no path", TypeError),
        (3, "class int", TypeError),
        ("points.csv", "class str", TypeError),
    ],
)
def test_a_bad_point_names_its_row_and_column(frame, place, kind):
    with pytest.raises(thermidor.ThermidorError) as found:
        thermidor.points(frame, SCENARIO_DICT)
    assert place in str(found.value) and isinstance(found.value, kind)


def test_bad_questions_are_refused():
    for wrong in ({"replicates": 0}, {"luck": "none"}, {"measures": "participaton"}, {"measures": 3}, {"seed": -1}):
        with pytest.raises(thermidor.ThermidorError, match="help"):
            thermidor.points({"voice.fusion": [0.1]}, SCENARIO_DICT, **wrong)


def test_points_of_any_kind_are_read_as_they_are_meant():
    small = {"ticks": 6, "organization.members": 20, "organization.local_size": 10}

    def rows(frame):
        return thermidor.points(frame, small, measures="participation").to_dict()["point"].tolist()

    by_index = {"voice.fusion": {0: 0.1, 1: 0.2}}
    assert rows(by_index) == [0, 1]
    same = thermidor.points({"voice.fusion": [0.1, 0.2]}, small)["voice.fusion"].tolist()
    assert thermidor.points(by_index, small)["voice.fusion"].tolist() == same
    assert rows([{}]) == [0] and rows([{}, {}, {}]) == [0, 1, 2] and rows([]) == []
    assert rows(polars.DataFrame({"voice.fusion": [0.1, 0.2]}).lazy()) == [0, 1]
    assert rows(numpy.array([(0.1,), (0.2,)], dtype=[("voice.fusion", "f8")])) == [0, 1]
    assert rows(pandas.DataFrame(index=range(3))) == [0, 1, 2]


@pytest.mark.parametrize(
    "frame",
    [
        {"voice.fusion": {0.1, 0.2}},
        {"voice.fusion": b"12"},
        pandas.Series([0.1, 0.2]),
        numpy.ones((2, 2)),
        pandas.DataFrame([[0.1, 0.2]], columns=["voice.fusion", "voice.fusion"]),
        pyarrow.table([[0.1], [0.2]], names=["voice.fusion", "voice.fusion"]),
        {"voice.fusion": [0.1], "voice.tolerance": [0.1, 0.2]},
    ],
)
def test_what_is_no_table_of_points_is_refused_in_words(frame):
    with pytest.raises(thermidor.ThermidorError) as refused:
        thermidor.points(frame)
    assert refused.value.hint


def test_a_measure_is_asked_for_once():
    with pytest.raises(ValueError, match="twice"):
        thermidor.points({"voice.fusion": [0.1]}, measures=["participation"] * 2)
