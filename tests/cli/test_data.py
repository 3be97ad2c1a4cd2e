"""`formgen data`, and options files on the command line."""

from pathlib import Path

from tests.cli.conftest import Cli


def test_a_data_sheet_is_filled_in_and_printed(cli: Cli, folder: Path) -> None:
    result = cli("data", "own", "-o", "customers.xlsx")
    assert (result.exit_code, result.stderr) == (0, "wrote customers.xlsx\n")
    result = cli("batch", "own", "customers.xlsx", "-o", "sheets")
    assert result.exit_code == 0, result.stderr
    assert (folder / "sheets" / "000001.pdf").exists()


def test_without_a_name_it_is_called_as_the_form_is(cli: Cli, folder: Path) -> None:
    assert cli("data", "own").exit_code == 0
    assert (folder / "own.xlsx").exists()


def test_a_file_that_is_there_is_left_alone(cli: Cli, folder: Path) -> None:
    (folder / "own.xlsx").write_bytes(b"filled in")
    for arguments in (["data", "own"], ["data", "own", "-o", "own.xlsx"]):
        result = cli(*arguments)
        assert result.exit_code == 1
        assert "own.xlsx: error[already-there]" in result.stderr
    assert (folder / "own.xlsx").read_bytes() == b"filled in"


def test_csv_goes_to_standard_output(cli: Cli) -> None:
    result = cli("data", "own", "-o", "-", "--header", "name", "--no-example")
    assert result.stdout.lstrip("\ufeff").splitlines() == ["customer_name,verdict"]


def test_another_kind_is_wrong_usage(cli: Cli) -> None:
    result = cli("data", "own", "-o", "own.pdf")
    assert result.exit_code == 2
    assert "a data sheet cannot be `pdf`; allowed: .xlsx and .csv" in result.stderr


# ---- options files --------------------------------------------------------------------------


def rows(folder: Path, count: int) -> Path:
    """The options file of a folder that says how many rows the form has."""
    folder.mkdir(exist_ok=True)
    file = folder / "formgen.toml"
    file.write_text(f"[forms.own]\nrows = {count}\n", encoding="utf-8")
    return file


def shown(cli: Cli, *arguments: str) -> str:
    """The value of the option `rows` as a command shows it."""
    result = cli("show", "own", *arguments)
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("rows"))
    return line.split()[1]


def test_an_options_file_here_holds_where_none_is_named(cli: Cli, folder: Path) -> None:
    assert shown(cli) == "1"
    rows(folder, 2)
    assert shown(cli) == "2"
    assert shown(cli, "--options", str(rows(folder / "other", 3))) == "3"
    assert shown(cli, "--option", "rows=4") == "4"


def test_the_one_beside_the_data_goes_over_the_one_here(cli: Cli, folder: Path) -> None:
    rows(folder, 2)
    data = rows(folder / "march", 3).with_name("customers.csv")
    data.write_text("姓名\n王小明\n", encoding="utf-8")
    record = data.with_name("one.json")
    record.write_text('{"姓名": "王小明"}', encoding="utf-8")
    three, four = folder / "three.pdf", folder / "four.pdf"
    cli("render", "own", "--data", str(record), "--option", "rows=3", "-o", "three.pdf")
    cli("render", "own", "--data", str(record), "-o", "four.pdf")
    assert three.read_bytes() == four.read_bytes()
    for run in (["batch", "own", str(data), "--merge", "all.pdf"], ["check", "own", str(data)]):
        data.with_name("formgen.toml").write_text("[forms.own]\nrow = 3\n", encoding="utf-8")
        result = cli(*run)
        assert result.exit_code == 1
        assert "march/formgen.toml:2: error[unknown-option]" in result.stderr


def test_all_commands_that_load_a_form_take_options(cli: Cli, folder: Path) -> None:
    file = folder / "office.toml"
    file.write_text("[options]\nrow = 3\n", encoding="utf-8")
    (folder / "customers.csv").write_text("姓名\n王小明\n", encoding="utf-8")
    for command in (
        ["render"], ["map"], ["show"], ["check"], ["data"], ["preview", "-o", "a.png"],
        ["batch", "customers.csv", "--merge", "a.pdf"],
    ):  # fmt: skip
        name, *rest = command
        result = cli(name, "own", *rest, "--options", "office.toml")
        assert "office.toml:2: error[unknown-option]: no form has an option `row`" in result.stderr
        assert result.exit_code == 2


def test_show_says_what_an_option_takes(cli: Cli) -> None:
    result = cli("show", "service_order", "--option", "accent=#f00")
    lines = {line.split()[0]: line for line in result.stdout.splitlines() if line}
    assert "#ff0000 (by itself nothing)" in lines["accent"]
    assert "a PNG or JPEG file" in lines["logo"]
