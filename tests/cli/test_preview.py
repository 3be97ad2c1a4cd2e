import io
import os
from pathlib import Path

import PIL.Image
import pytest

from tests.cli.conftest import Cli


def size_of(picture: bytes) -> tuple[int, int]:
    with PIL.Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        return image.size


def test_the_first_page_becomes_a_picture(cli: Cli, folder: Path) -> None:
    result = cli("preview", "own", "-o", "a.png")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote a.png\n")
    assert size_of((folder / "a.png").read_bytes()) == (1241, 1754)


def test_standard_output_takes_the_picture(cli: Cli) -> None:
    result = cli("preview", "own", "--sample", "A-1", "--dpi", "72", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    assert size_of(result.stdout_bytes) == (596, 842)


def test_all_pages_get_files_with_their_numbers(cli: Cli, folder: Path) -> None:
    layout = '<form title="表"><p>一</p><pagebreak/><p>二</p></form>'
    (folder / "own" / "form.xml.j2").write_text(layout, encoding="utf-8")
    result = cli("preview", "own", "--page", "all", "--dpi", "36", "-o", "a.png")
    assert (result.exit_code, result.stderr) == (0, "wrote a-1.png\nwrote a-2.png\n")
    assert sorted(os.listdir()) == ["a-1.png", "a-2.png", "own"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["-o", "a.pdf"],
            "error[unknown-kind]: `a.pdf` is not a .png file\n"
            "  hint: a preview is a .png; render writes .pdf\n",
        ),
        (
            ["-o", "-", "--page", "all"],
            "error[not-one-file]: --page all makes several files; standard output takes one\n",
        ),
        (
            ["-o", "a.png", "--page", "2"],
            "error[no-such-page]: there is no page 2; the sheet has only page 1\n",
        ),
        (
            ["-o", "a.png", "--dpi", "9"],
            "error[bad-resolution]: a preview of 9 dpi; it must be 18 to 1200\n",
        ),
    ],
)
def test_what_cannot_be_shown_is_wrong_usage(cli: Cli, arguments: list[str], message: str) -> None:
    result = cli("preview", "own", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)
    assert os.listdir() == ["own"]


def test_a_page_is_a_number_or_all(cli: Cli) -> None:
    result = cli("preview", "own", "-o", "a.png", "--page", "last")
    assert result.exit_code == 2
    assert "`last` is neither the number of a page nor `all`" in result.stderr
