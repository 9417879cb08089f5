import copy
import pickle

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
    assert str(mistake.value).strip() == told.stderr.strip()
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
