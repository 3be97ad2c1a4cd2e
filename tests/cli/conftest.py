from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from formgen.cli.app import app

Cli = Callable[..., Result]

FORM = """\
<form title="登记表" dated="2026-01-01">
  {% set rows = option("rows", 1, help="how many rows") %}
  <table cols="24mm 1fr">
    <tr><th>姓名</th>
      <td><text name="customer_name" label="姓名" required="yes" max-length="6"/></td></tr>
    <tr><th>评价</th><td><choice name="verdict" label="评价" options="满意|不满意"/></td></tr>
    {% for row in range(rows) %}<tr><th>备注</th><td/></tr>{% endfor %}
  </table>
</form>
"""
SAMPLES = "record_id,姓名,评价\nA-1,王小明,满意\nA-2,李𬭩,不满意\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a form of two fields in `own/`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "form.xml.j2").write_text(FORM, encoding="utf-8")
    (tmp_path / "own" / "sample.csv").write_text(SAMPLES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def cli(folder: Path) -> Cli:
    """Runs the command line in `folder`."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), prog_name="formgen")

    return run
