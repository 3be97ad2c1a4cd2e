import json
from pathlib import Path

from tests.cli.conftest import Cli


def test_the_map_goes_to_standard_output_by_itself(cli: Cli) -> None:
    result = cli("map", "own")
    assert (result.exit_code, result.stderr) == (0, "")
    fields = [entry.get("field") for entry in json.loads(result.stdout)["entries"]]
    assert "customer_name" in fields
    assert fields.count("verdict") == 2


def test_the_map_goes_to_a_file(cli: Cli, folder: Path) -> None:
    result = cli("map", "own", "-o", "own.json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote own.json\n")
    content = (folder / "own.json").read_text("utf-8")
    assert content == cli("map", "own").stdout
    assert json.loads(content)["title"] == "登记表"
