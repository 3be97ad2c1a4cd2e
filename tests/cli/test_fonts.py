from pathlib import Path

from formgen.shipped import shipped_folder
from tests.cli.conftest import Cli


def test_the_faces_are_listed_in_the_order_in_which_they_are_asked(cli: Cli) -> None:
    result = cli("fonts")
    assert (result.exit_code, result.stderr) == (0, "")
    faces = [line.split("  ")[0] for line in result.stdout.splitlines()]
    assert faces == [
        "face",
        "Noto Sans SC Regular",
        "Noto Sans Regular",
        "Noto Sans SC Bold",
        "Noto Sans Bold",
        "HanaMinB Regular",
    ]


def test_each_character_is_said_with_its_face(cli: Cli) -> None:
    result = cli("fonts", "--check", "王𠀀王")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split() for line in result.stdout.splitlines()[1:]] == [
        ["王", "U+738B", "Noto", "Sans", "SC", "Regular"],
        ["𠀀", "U+20000", "HanaMinB", "Regular"],
    ]


def test_a_character_without_a_face_fails_the_check(cli: Cli) -> None:
    result = cli("fonts", "--check", "王\U0001f409")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].endswith("U+1F409     (no face has it)")


def test_a_face_can_be_added_by_its_path(cli: Cli) -> None:
    path = shipped_folder("fonts") / "HanaMinB.ttf"
    result = cli("fonts", "--font", str(path), "--check", "一")
    assert result.exit_code == 0


def test_a_file_that_is_no_face_is_told(cli: Cli, folder: Path) -> None:
    (folder / "a.ttf").write_bytes(b"not a font")
    result = cli("fonts", "--font", "a.ttf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("a.ttf: error[")
