from pathlib import Path

from tests.cli.conftest import Cli


def test_the_shipped_forms_are_listed_by_id_and_title(cli: Cli) -> None:
    result = cli("list")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0].split() == ["form", "title"]
    assert ["satisfaction_callback", "客户满意度回访表"] in [line.split() for line in lines]


def test_own_templates_are_listed_too(cli: Cli) -> None:
    assert ["own", "登记表"] in [
        s.split() for s in cli("list", "--templates", ".").stdout.splitlines()
    ]


def test_a_broken_form_is_listed_with_where_to_look(cli: Cli, folder: Path) -> None:
    (folder / "own" / "form.xml.j2").write_text("<form>", encoding="utf-8")
    assert "own" in (result := cli("list", "--templates", ".")).stdout
    assert "(has errors; see `formgen check own`)" in result.stdout
    assert result.exit_code == 0
