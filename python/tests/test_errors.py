import errno
import os
import pickle

import pytest

import thermidor
from thermidor import ThermidorError, errors

SMALL = {"ticks": 6, "organization.members": 20, "organization.local_size": 10}


def mistake(work):
    with pytest.raises(ThermidorError) as found:
        work()
    error = found.value
    again = pickle.loads(pickle.dumps(error))
    for name in ("code", "path", "hint"):
        assert getattr(again, name) == getattr(error, name)
    assert type(again) is type(error) and str(again) == str(error)
    assert str(error).startswith("error: ") and error.hint in str(error)
    return error


def test_mistakes_are_of_the_usual_classes(tmp_path):
    scenario = thermidor.Scenario(SMALL)
    missing = mistake(lambda: thermidor.load(tmp_path / "nowhere.toml"))
    assert isinstance(missing, FileNotFoundError) and missing.code == "not_found"
    assert (missing.errno, missing.filename, missing.path) == (errno.ENOENT,) + (str(tmp_path / "nowhere.toml"),) * 2
    assert isinstance(mistake(lambda: thermidor.load(tmp_path)), IsADirectoryError)
    assert isinstance(mistake(lambda: thermidor.open(tmp_path / "nowhere")), FileNotFoundError)
    assert isinstance(mistake(lambda: thermidor.merge(tmp_path / "no", out=tmp_path / "x")), FileNotFoundError)
    result = thermidor.run(scenario, 2)
    result.save(tmp_path / "there", charts=False)
    there = mistake(lambda: result.save(tmp_path / "there"))
    assert isinstance(there, FileExistsError) and there.errno == errno.EEXIST and there.path == str(tmp_path / "there")
    assert isinstance(mistake(lambda: scenario.save(tmp_path / "no/where.toml")), FileNotFoundError)
    if os.getuid() != 0:
        (tmp_path / "closed").mkdir(mode=0o500)
        assert isinstance(mistake(lambda: result.save(tmp_path / "closed/run")), PermissionError)


@pytest.mark.parametrize(
    ("change", "kind", "code", "path"),
    [
        (("voice.fusion", 7.0), ValueError, "bad_value", "voice.fusion"),
        (("voice.fusion", float("nan")), ValueError, "bad_value", "voice.fusion"),
        (("organization.members", 50.5), ValueError, "bad_value", "organization.members"),
        (("organization.members", 2**70), ValueError, "bad_value", "organization.members"),
        (("voice.fusion", "much"), TypeError, "wrong_type", "voice.fusion"),
        (("voice.fusion", object()), TypeError, "wrong_type", "voice.fusion"),
        (("voice.fuson", 0.5), KeyError, "unknown_key", "voice.fuson"),
        (("lotery", True), KeyError, "unknown_key", "safeguards.lotery"),
    ],
)
def test_a_value_that_does_not_fit_is_told_by_its_class(change, kind, code, path):
    scenario = thermidor.Scenario(SMALL)
    error = mistake(lambda: scenario.__setitem__(*change))
    assert isinstance(error, kind) and (error.code, error.path) == (code, path)
    assert scenario == thermidor.Scenario(SMALL)


def test_a_key_that_is_not_there_is_told_without_quotes():
    scenario = thermidor.Scenario(SMALL)
    error = mistake(lambda: scenario["voice.fuson"])
    assert isinstance(error, KeyError) and error.hint == "did you mean `fusion`?"
    for work in (lambda: scenario["lottery"], lambda: scenario.__delitem__("lottery"), lambda: scenario.pop("lottery")):
        assert isinstance(mistake(work), KeyError)
    assert scenario.pop("lottery", 3) == 3 and scenario.get("lottery") is None
    assert isinstance(mistake(lambda: scenario[3]), KeyError)


SCENARIO = thermidor.Scenario(SMALL)
EXPERIMENT = {"block": [{"factor": [{"path": "voice.fusion", "values": [0.1]}]}]}


@pytest.mark.parametrize(
    "arguments",
    [{"organizations": wrong} for wrong in (-1, 0, 1.5, 2**70, "3", True, float("nan"), 1e300, [3], {"n": 3}, object())]
    + [{"seed": wrong} for wrong in (-1, 2**70, 2**63, 0.5, "x", None.__class__)]
    + [{"threads": wrong} for wrong in (0, -2, 1.5, 2**70, -(2**70), "all", True)]
    + [{"precision": wrong} for wrong in (0, -0.1, "x", float("nan"), float("inf"), [])]
    + [{"full": wrong} for wrong in ("no", 1, [])]
    + [{"on": wrong} for wrong in (3, "capturd")],
)
def test_arguments_are_refused_in_words(arguments):
    error = mistake(lambda: thermidor.run(SCENARIO, **arguments))
    assert isinstance(error, (ValueError, TypeError)) and not isinstance(error, OverflowError)


@pytest.mark.parametrize(
    "arguments",
    [{"shard": wrong} for wrong in ((0, 4), (5, 4), (1,), 3, "1/4", (1.5, 4), (-1, 2), (1, 2**70))]
    + [{"replicates": wrong} for wrong in (0, -1, 2**70, 1.5)]
    + [{"charts": "no"}, {"retry_failed": "no"}, {"threads": 0}],
)
def test_arguments_of_a_sweep_are_refused_in_words(arguments, tmp_path):
    arguments = {"replicates": 1, **arguments}
    error = mistake(lambda: thermidor.sweep(EXPERIMENT, tmp_path / "swept", scenario=SCENARIO, **arguments))
    assert isinstance(error, (ValueError, TypeError)) and not isinstance(error, OverflowError)


def test_what_is_no_scenario_or_future_is_refused(tmp_path):
    for wrong in (3, None, [1], object()):
        assert isinstance(mistake(lambda wrong=wrong: thermidor.run(wrong, 2)), TypeError)
    for wrong in (3, [3], [["rotation"]]):
        assert isinstance(mistake(lambda wrong=wrong: thermidor.compare(SCENARIO, with_=wrong)), TypeError)
        assert isinstance(mistake(lambda wrong=wrong: thermidor.compare(SCENARIO, without=wrong)), TypeError)
    error = mistake(lambda: thermidor.compare(SCENARIO, with_={"lotery.share": 0.5}))
    assert isinstance(error, KeyError) and "`lottery`" in error.hint


def test_what_is_not_there_is_told(tmp_path):
    table = thermidor.run(SCENARIO, 3).outcomes
    assert isinstance(mistake(lambda: table["participatio"]), KeyError)
    assert isinstance(mistake(lambda: table[3]), IndexError) and table[-1]["organization"] == 2
    assert isinstance(mistake(lambda: table[1.5]), TypeError)
    (tmp_path / "file").write_text("")
    assert isinstance(mistake(lambda: thermidor.open(tmp_path / "file/inside")), NotADirectoryError)
    assert isinstance(mistake(thermidor.report), TypeError)
    assert isinstance(mistake(lambda: SCENARIO["organization/members"]), KeyError)
    for wrong in ("\ud800", [[[]] * 2], {"voice": {1: 2}}):
        assert isinstance(mistake(lambda wrong=wrong: thermidor.Scenario({"name": wrong})), (ValueError, TypeError))
    around = []
    around.append(around)
    assert isinstance(mistake(lambda: thermidor.Scenario({"name": around})), ValueError)
    for empty in ("", {}):
        assert isinstance(mistake(lambda empty=empty: thermidor.compare(SCENARIO, with_=empty)), TypeError)


def test_an_experiment_is_refused_by_what_is_wrong_with_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "experiment.toml").write_text('scenario = "none.toml"\n[[block]]\n[[block.factor]]\npath = "lottery"\n')
    missing = mistake(lambda: thermidor.sweep("experiment.toml", out="out"))
    assert isinstance(missing, FileNotFoundError) and missing.path.endswith("none.toml")
    for wrong in (3, 3.5, True, [1]):
        error = mistake(lambda wrong=wrong: thermidor.sweep(wrong, out="out"))
        assert isinstance(error, TypeError) and error.path == "experiment"
    with pytest.raises(TypeError, match="exclude each other"):
        thermidor.sweep({}, out="out", resume=True, extend=True)


def test_a_table_that_is_gone_is_a_missing_file(tmp_path):
    thermidor.run(thermidor.Scenario(SMALL), 2).save(tmp_path / "run", charts=False)
    (tmp_path / "run/outcomes.csv").unlink()
    gone = mistake(lambda: thermidor.replay(tmp_path / "run", 0))
    assert isinstance(gone, FileNotFoundError) and gone.path == str(tmp_path / "run/outcomes.csv")


def test_no_message_speaks_of_options_of_the_command():
    scenario = thermidor.Scenario(SMALL)
    wrong = [
        lambda: scenario.with_("lottery.share=7"),
        lambda: scenario.without("rotation"),
        lambda: thermidor.compare(scenario, with_="lotery=1"),
        lambda: thermidor.load("scenario.toml", set="x"),
    ]
    for work in wrong:
        assert "--" not in str(mistake(work))


def test_every_class_is_an_error_of_both_kinds():
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, ThermidorError):
            assert kind.__doc__, name
