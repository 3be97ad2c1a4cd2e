"""What is installed from the tree: all of it, in an empty environment, from any folder."""

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pikepdf
import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("fonts", "templates")
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
)
FOR_READERS = re.compile(r"templates/(README\.md|_reference/.*|\w+/preview\.png)")
"""What is looked at in the source tree and not installed."""
NO_INDEX = ("Could not find a version", "No matching distribution", "Connection", "timed out")


def run(*command: str | Path, cwd: Path) -> str:
    """Return what `command` printed, run without this source tree in its environment."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{command} exited with {done.returncode}\n{done.stderr}")
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of the tree."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment with the wheel, and what it needs, in it."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    [wheel] = built.glob("*.whl")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        run(*pip, wheel, cwd=folder)
    except AssertionError as error:
        if any(sign in str(error) for sign in NO_INDEX) and not os.environ.get("CI"):
            pytest.skip("pip reaches no package index to install what the wheel needs")
        raise
    return programs


def test_the_wheel_carries_every_font_and_template_and_no_pictures_of_them(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    carried = [name.removeprefix("formgen/_shipped/") for name in names if "/_shipped/" in name]
    assert sorted(carried) == [name for name in SHIPPED if not FOR_READERS.fullmatch(name)]
    assert "formgen/py.typed" in names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"formgen"}


def test_the_wheel_names_its_licences(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        metadata = BytesParser().parsebytes(archive.read(name))
    assert metadata["License-Expression"] == "MIT"
    assert "LICENSE" in (metadata.get_all("License-File") or [])
    assert len(metadata.get_all("License-File") or []) == 4


def test_the_source_archive_carries_what_the_tree_is_built_from(built: Path) -> None:
    [sources] = built.glob("*.tar.gz")
    with tarfile.open(sources) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        *SHIPPED,
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "Makefile",
        "tests/test_package.py",
    }
    assert wanted <= names
    assert not [
        name for name in names if "__pycache__" in name or name.startswith(("out", ".venv"))
    ]


def test_an_installed_wheel_renders_every_shipped_form_from_any_folder(
    installed: Path, tmp_path: Path
) -> None:
    forms = [line.split()[0] for line in _table(installed, "list", cwd=tmp_path)]
    assert "satisfaction_callback" in forms
    for form in forms:
        run(installed / "formgen", "render", form, cwd=tmp_path)
        with pikepdf.open(tmp_path / f"{form}.pdf") as pdf:
            assert len(pdf.pages) >= 1


def test_an_installed_wheel_starts_a_form_and_shows_it(installed: Path, tmp_path: Path) -> None:
    run(installed / "formgen", "new", "visit", cwd=tmp_path)
    run(installed / "formgen", "preview", "visit", "--sample", "1", "-o", "a.png", cwd=tmp_path)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_an_installed_wheel_uses_its_own_fonts(installed: Path, tmp_path: Path) -> None:
    for line in _table(installed, "fonts", cwd=tmp_path):
        assert str(installed.parent) in line


def _table(programs: Path, command: str, cwd: Path) -> list[str]:
    """Return the rows of the table that a command prints, without its headings."""
    return run(programs / "formgen", command, cwd=cwd).splitlines()[1:]
