"""The package, a program that uses it, and the code of the guides, as mypy and pyright see them."""

import json
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT
from use import use

PYTHON = ROOT / "python"
GUIDES = [ROOT / "README.md", PYTHON / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

# Of Arrow, Dask, Matplotlib and pandas, not all types are known. What users see of the package is checked in full in
# `use.py`, which asks for it.
PYRIGHT = {
    "typeCheckingMode": "strict",
    "pythonVersion": "3.10",
    "reportMissingModuleSource": False,
    "reportPrivateUsage": False,
    "reportUnknownArgumentType": False,
    "reportUnknownMemberType": False,
    "reportUnknownVariableType": False,
    "reportUnusedExpression": False,
}


def check(*command, cwd):
    done = subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True)
    return None if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The package, the program, and the code of each guide and of the notebook."""
    place = tmp_path_factory.mktemp("types")
    shutil.copytree(PYTHON / "thermidor", place / "thermidor", ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    shutil.copy(PYTHON / "tests/use.py", place)
    (place / "guides").mkdir()
    for guide in GUIDES:
        blocks = re.findall(r"```python\n(.*?)```", guide.read_text(), re.S)
        if blocks:
            name = f"{guide.parent.name}_{guide.stem}".replace("-", "_").lower()
            (place / f"guides/{name}.py").write_text("\n".join(blocks))
    cells = nbformat.read(PYTHON / "examples/first-steps.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    (place / "guides/notebook.py").write_text(code)
    assert {path.name for path in (place / "guides").iterdir()} >= {
        "docs_sweeps.py",
        "notebook.py",
        "python_readme.py",
    }
    (place / "pyrightconfig.json").write_text(json.dumps(PYRIGHT))
    return place


def test_the_program_runs(tmp_path):
    assert use(tmp_path) == 2


def test_mypy_accepts_them(place):
    assert check("mypy", "--strict", "use.py", "thermidor", cwd=place) is None
    # Functions of other libraries that a guide calls need not have types.
    assert check("mypy", "guides", cwd=place) is None


def test_pyright_accepts_them(place):
    assert check("pyright", "--pythonpath", sys.executable, "--warnings", cwd=place) is None


def test_a_wrong_type_is_found(place, tmp_path):
    (tmp_path / "wrong.py").write_text("import thermidor\n\nthermidor.run(5)\n")
    assert "arg-type" in check("mypy", "--strict", "wrong.py", cwd=tmp_path)
    assert "reportArgumentType" in check("pyright", "--pythonpath", sys.executable, "wrong.py", cwd=tmp_path)
