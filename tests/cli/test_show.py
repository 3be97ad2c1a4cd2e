from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_fields_and_options_are_shown(cli: Cli) -> None:
    result = cli("show", "own")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "登记表 (own)\n"
        "\n"
        "field          label  type    takes                 required\n"
        "customer_name  姓名   text    at most 6 characters  yes\n"
        "verdict        评价   choice  满意 | 不满意\n"
        "\n"
        "--option  value  takes  help\n"
        "rows      1             how many rows\n"
    )


def test_an_option_that_was_set_shows_what_it_is_by_itself(cli: Cli) -> None:
    assert "rows      3 (by itself 1)" in cli("show", "own", "--option", "rows=3").stdout


def test_the_names_of_the_samples_come_one_a_line(cli: Cli) -> None:
    result = cli("show", "own", "--samples")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "A-1\nA-2\n", "")


def test_a_form_without_samples_has_no_names(cli: Cli, folder: Path) -> None:
    (folder / "own" / "sample.csv").unlink()
    assert cli("show", "own", "--samples").stdout == ""


KINDS = [
    ('<text name="a" label="甲" pattern="[a-z]+"/>', "a 甲 text [a-z]+"),
    ('<text name="a" label="甲" pattern="[a-z]+" pattern-help="小写"/>', "a 甲 text 小写"),
    ('<number name="a" label="甲" unit="M" min="1" max="9"/>', "a 甲 number from 1 to 9 in M"),
    ('<number name="a" label="甲"/>', "a 甲 number"),
    ('<date name="a" label="甲" format="%Y-%m-%d"/>', "a 甲 date %Y-%m-%d"),
    ('<date name="a" label="甲" time="yes"/>', "a 甲 date and time"),
    ('<choice name="a" label="甲" multiple="yes" options="是|否"/>', "a 甲 choices 是 | 否"),
    ('<choice name="a" label="甲"><option code="y">是</option></choice>', "a 甲 choice 是 (y)"),
    ('<checkbox name="a" label="甲"/>', "a 甲 check yes | no"),
    ('<photo name="a" label="甲"/>', "a 甲 image a PNG or JPEG file"),
    ('<number name="b"/><computed name="a" label="甲" expr="b * 2"/>', "a 甲 computed b * 2"),
]


@pytest.mark.parametrize(("entry", "row"), KINDS)
def test_each_kind_of_field_says_what_it_takes(
    cli: Cli, folder: Path, entry: str, row: str
) -> None:
    layout = f'<form title="表"><p>{entry}</p></form>'
    (folder / "own" / "form.xml.j2").write_text(layout, encoding="utf-8")
    result = cli("show", "own")
    assert result.exit_code == 0, result.stderr
    assert row in [" ".join(line.split()) for line in result.stdout.splitlines()]
