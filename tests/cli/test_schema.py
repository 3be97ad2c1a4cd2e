from pathlib import Path

import lxml.etree

from tests.cli.conftest import Cli


def test_the_schema_is_relax_ng_that_takes_the_simplest_form(cli: Cli, folder: Path) -> None:
    result = cli("schema", "-o", "formgen.rng")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote formgen.rng\n")
    schema = lxml.etree.RelaxNG(lxml.etree.parse(folder / "formgen.rng"))
    assert schema.validate(lxml.etree.fromstring('<form title="表"><p>x</p></form>'))
    assert not schema.validate(lxml.etree.fromstring('<form title="表"><pp>x</pp></form>'))


def test_the_schema_goes_to_standard_output_by_itself(cli: Cli) -> None:
    assert cli("schema").stdout.startswith("<?xml")
