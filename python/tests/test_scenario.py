import collections.abc
import copy
import decimal
import fractions
import pickle

import numpy
import pandas
import polars
import pyarrow
import pytest

import thermidor
from thermidor import ThermidorError


def test_parameters_are_read_and_set_by_path(scenario_file):
    scenario = thermidor.load(scenario_file)
    assert scenario["safeguards.rotation.term_ticks"] == 6
    assert scenario["rotation.term_ticks"] == 6
    scenario["rotation.term_ticks"] = 12
    assert scenario["safeguards.rotation.term_ticks"] == 12
    scenario["lottery.share"] = 0.25
    assert "lottery" in scenario and "recall" not in scenario
    scenario["name"] = "A free, town = ours"
    assert scenario.name == "A free, town = ours"
    with pytest.raises(KeyError):
        scenario["safeguards.lotery"]


def test_edits_make_others_and_leave_the_first_alone(scenario_file):
    scenario = thermidor.load(scenario_file)
    other = scenario.with_("lottery.share=0.5, transparency").without("rotation")
    assert "lottery" in other and "rotation" not in other
    assert "lottery" not in scenario and "rotation" in scenario
    twin = copy.deepcopy(scenario)
    twin["voice.fusion"] = 0.9
    assert twin != scenario and scenario == thermidor.load(scenario_file)
    assert pickle.loads(pickle.dumps(twin)) == twin
    assert [variant.name for variant in scenario.variants] == ["bare"]


def test_a_scenario_is_written_and_read_again(scenario_file, tmp_path):
    scenario = thermidor.load(scenario_file, {"voice.fusion": 0.4})
    assert thermidor.Scenario(scenario.to_toml()) == thermidor.Scenario(scenario.to_dict())
    scenario.save(tmp_path / "again.toml")
    assert thermidor.load(tmp_path / "again.toml")["voice.fusion"] == 0.4
    assert "rotation" in repr(scenario) and "Small" in scenario.explain()


@pytest.mark.parametrize(
    "setting",
    [
        ("voice.fusion", 7.0),
        ("safeguards.rotaton.term_ticks", 6),
        ("shocks.isolation.4.severity", 0.5),
        ("ticks", -3),
    ],
)
def test_mistakes_are_told_as_on_the_command_line(scenario_file, command, setting):
    path, value = setting
    with pytest.raises(ThermidorError) as mistake:
        thermidor.load(scenario_file, {path: value})
    told = command("scenario", "check", scenario_file, "--set", f"{path}={value}", fails=True)
    # Python knows no options.
    assert str(mistake.value).strip() == told.stderr.strip().replace(f"--set {path}={value}:", f"{path} = {value}:")
    with pytest.raises(ThermidorError):
        scenario = thermidor.load(scenario_file)
        scenario[path] = value
    assert scenario == thermidor.load(scenario_file)


def test_a_broken_file_is_told_as_on_the_command_line(tmp_path, command):
    path = tmp_path / "broken.toml"
    path.write_text("tiks = 3\n[voice]\nfusion = 4\n")
    with pytest.raises(ThermidorError) as mistake:
        thermidor.load(path)
    assert str(mistake.value).strip() == command("scenario", "check", path, fails=True).stderr.strip()
    with pytest.raises(ThermidorError, match="cannot be a value"):
        thermidor.Scenario()["voice.fusion"] = float("nan")


def test_measures_are_told():
    names = [measure["name"] for measure in thermidor.measures()]
    assert "participation" in names and len(names) == len(set(names))


def test_a_scenario_is_a_mapping(scenario_file):
    scenario = thermidor.load(scenario_file)
    assert isinstance(scenario, collections.abc.MutableMapping) and not isinstance(scenario, collections.abc.Hashable)
    everything = dict(scenario)
    assert everything["safeguards.rotation.term_ticks"] == 6 and everything["shocks.isolation.0.start_tick"] == 6
    assert list(scenario) == list(everything) == list(scenario.keys()) and len(scenario) == len(everything) > 100
    assert list(scenario.items()) == list(everything.items()) and list(scenario.values()) == list(everything.values())
    assert pandas.Series(everything)["ticks"] == 36 and scenario == everything and {**scenario} == everything
    # What is there is what makes it.
    assert thermidor.Scenario(everything) == thermidor.Scenario(scenario.to_toml())
    assert scenario["safeguards.rotation"]["term_ticks"] == 6 and "safeguards.rotation" not in everything
    assert scenario.get("lottery", "none") == "none" and scenario.setdefault("ticks", 3) == 36
    assert scenario.setdefault("lottery.share", 0.25) == 0.25 and scenario.pop("lottery")["share"] == 0.25
    assert "lottery" not in scenario
    with pytest.raises(TypeError, match="clear"):
        scenario.popitem()
    scenario.clear()
    assert scenario == thermidor.Scenario() and scenario.variants == []


def test_safeguards_are_switched_and_parameters_put_back(scenario_file):
    scenario = thermidor.load(scenario_file)
    scenario["lottery"] = True
    assert scenario["lottery"] == thermidor.Scenario({"lottery": {}})["lottery"]
    scenario["lottery.share"] = 0.25
    scenario["lottery"] = True
    assert scenario["lottery.share"] == 0.25
    scenario["lottery"] = numpy.bool_(False)
    assert "lottery" not in scenario
    scenario["safeguards.lottery"] = {"share": 0.5}
    assert scenario["lottery.share"] == 0.5
    del scenario["lottery"]
    del scenario["rotation.term_ticks"]
    assert "lottery" not in scenario and scenario["rotation"] == thermidor.Scenario({"rotation": True})["rotation"]
    del scenario["organization.members"]
    assert scenario["organization.members"] == 1000
    scenario["shocks.isolation"] = [{"start_tick": 3}, {"start_tick": numpy.int64(4)}]
    del scenario["shocks.isolation.0"]
    assert [shock["start_tick"] for shock in scenario["shocks.isolation"]] == [4]
    scenario["lottery"] = {"share": 0.5, "until_tick": 12}
    scenario["lottery.until_tick"] = None
    assert "lottery.until_tick" not in scenario and scenario["lottery.share"] == 0.5
    scenario["mandates.staggered"] = True
    assert scenario["mandates.staggered"] is True


def test_several_changes_are_checked_together():
    scenario = thermidor.Scenario({"organization.local_size": 40})
    with pytest.raises(ValueError, match="larger than the organization"):
        scenario["organization.members"] = 30
    changes = {"organization.members": 30, "organization.local_size": 10}
    scenario.update(changes)
    assert (scenario["organization.members"], scenario["organization.local_size"]) == (30, 10)
    before = copy.copy(scenario)
    with pytest.raises(KeyError):
        scenario.update({"voice.fusion": 0.9, "voice.fuson": 0.9})
    with pytest.raises(ValueError):
        scenario.update([("voice.fusion", 0.9), ("organization.members", 1000), ("organization.local_size", 2000)])
    assert scenario == before
    scenario.update([("voice.fusion", 0.9)], ticks=12)
    assert (scenario["voice.fusion"], scenario["ticks"]) == (0.9, 12)
    assert scenario.set_params(organization__members=40, lottery__share=0.5) is scenario
    assert scenario.get_params()["organization.members"] == 40 and scenario["lottery.share"] == 0.5
    with pytest.raises(AttributeError, match=r"scenario\[\"organization\"\]"):
        scenario.organization  # noqa: B018


@pytest.mark.parametrize(
    "number",
    [
        *(kind(50) for kind in (int, float, numpy.int8, numpy.uint64, numpy.float32, numpy.float64, numpy.array)),
        fractions.Fraction(50),
        decimal.Decimal(50),
        pyarrow.scalar(50),
        numpy.array(50.0),
    ],
)
def test_numbers_of_all_libraries_are_numbers(number, scenario_file):
    scenario = thermidor.Scenario()
    scenario["organization.members"] = number
    given = {"ticks": 6, "organization": {"members": number, "local_size": 10}}
    assert scenario["organization.members"] == thermidor.Scenario(given)["organization.members"] == 50
    loaded = thermidor.load(scenario_file, {"organization.members": number})
    assert loaded["organization.members"] == 50
    outcomes = thermidor.run(given, number, seed=number, threads=1).outcomes
    assert len(outcomes) == 50


def test_fractions_are_exact_and_bool_stays_bool():
    scenario = thermidor.Scenario()
    scenario["voice.fusion"] = fractions.Fraction(1, 4)
    assert scenario["voice.fusion"] == 0.25
    for number in (fractions.Fraction(1, 3), True, numpy.True_):
        with pytest.raises((ValueError, TypeError)):
            scenario["voice.fusion"] = number
    assert scenario["voice.fusion"] == 0.25


@pytest.mark.parametrize("kind", [list, tuple, numpy.array, pandas.Series, pandas.Index, polars.Series, pyarrow.array])
def test_arrays_of_all_libraries_are_lists(kind, tmp_path):
    factor = {"path": "voice.fusion", "values": kind([0.1, 0.5])}
    small = {"ticks": 6, "organization.members": 20, "organization.local_size": 10}
    experiment = {"replicates": numpy.int64(2), "block": [{"factor": [factor]}]}
    swept = thermidor.sweep(
        experiment, tmp_path / "swept", scenario=small, charts=False, replicates=2.0, seed=numpy.int32(4)
    )
    assert swept.to_polars("points")["voice.fusion"].to_list() == [0.1, 0.5]


def test_one_text_is_one_future(scenario_file):
    def futures(**edits):
        compared = thermidor.compare(scenario_file, organizations=2, **edits)
        return [variant.name for variant in compared.variants[1:]], compared

    assert futures(with_="lottery")[0] == ["with lottery"]
    assert futures(without="rotation")[0] == ["without rotation"]
    names, text = futures(with_="lottery.share=0.5, recall")
    again, mapping = futures(with_={"lottery.share": numpy.float64(0.5), "recall": True})
    assert names == again == ["with lottery.share=0.5, recall"]
    assert text.outcomes.to_polars().equals(mapping.outcomes.to_polars())
    assert len(futures(with_=["lottery", {"recall": {}}])[0]) == 2
    assert thermidor.load(scenario_file, "voice.fusion=0.4") == thermidor.load(scenario_file, {"voice.fusion": 0.4})


def test_what_is_off_is_off_wherever_it_is_said():
    with_lottery = thermidor.Scenario({"lottery.share": 0.5, "ticks": 24})
    for off in (False, None):
        assert "lottery" not in thermidor.Scenario({**with_lottery, "lottery": off})
        assert "lottery" not in thermidor.Scenario({"lottery": off, "lottery.share": 0.5})
        assert "lottery" not in with_lottery.with_({"lottery": off, "lottery.share": 0.5})
        assert "lottery" not in with_lottery.with_({"lottery.share": 0.5, "lottery": off})
    assert thermidor.Scenario({"lottery": True, "lottery.share": 0.25})["lottery.share"] == 0.25


def test_what_is_missing_is_no_default():
    scenario = thermidor.Scenario({"voice.fusion": 0.9})
    for missing in (numpy.ma.masked, numpy.array(None), numpy.nan, pandas.NA):
        with pytest.raises(thermidor.ThermidorError):
            scenario["voice.fusion"] = missing
    assert scenario["voice.fusion"] == 0.9
    scenario["voice.fusion"] = numpy.longdouble(0.5)
    assert scenario["voice.fusion"] == scenario[" voice.fusion "] == 0.5
    scenario.update(scenario)
    with pytest.raises(KeyError, match="start_tick"):
        scenario["shocks.isolation"]
