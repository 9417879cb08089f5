import doctest
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat

import thermidor

PYTHON = Path(__file__).parents[1]


def test_the_version_is_the_commands(command):
    assert command("--version").stdout.strip() == f"thermidor {thermidor.__version__}"


def test_everything_is_described():
    for name in thermidor.__all__:
        if not name.startswith("__"):
            assert getattr(thermidor, name).__doc__, name


def test_every_example_runs():
    shown = 0
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    public = [thermidor, thermidor.errors, *(getattr(thermidor, name) for name in thermidor.__all__)]
    for thing in public:
        for example in finder.find(thing, getattr(thing, "__name__", "version"), module=False, globs={}):
            shown += len(example.examples)
            runner.run(example)
    assert runner.failures == 0 and shown > 40
    # Every function has one.
    for name in thermidor.__all__:
        if callable(thing := getattr(thermidor, name)) and not isinstance(thing, type):
            assert ">>> " in thing.__doc__, name


def test_stubs_agree_with_the_module(tmp_path):
    for check in (
        ["mypy.stubtest", "--ignore-disjoint-bases", "thermidor._thermidor"],
        ["mypy", "--strict", "--package", "thermidor"],
    ):
        done = subprocess.run([sys.executable, "-m", *check], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_notebook_runs(tmp_path):
    notebook = nbformat.read(PYTHON / "examples/first-steps.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
