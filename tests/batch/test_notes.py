"""What is noticed of sheets while a run prints them: what Word cannot say, and broken groups."""

from dataclasses import replace
from pathlib import Path

import pytest

from formgen.batch.plan import DataSource, FormSource, Plan, Targets
from formgen.batch.run import run_batch
from formgen.diagnostics import Severity
from formgen.errors import LayoutError, UsageError
from formgen.writers.options import WordOptions
from tests.batch.conftest import Listener, contents, rows
from tests.layout.sheets import wide_table

LOSS = "word-many-columns"
FORM = f"""
<form title="登记表">
  <p><text name="customer_name" label="姓名"/></p>
  <p><choice name="verdict" label="评价" options="满意|不满意"/></p>
  {wide_table(64)}
  {{% if record.customer_name == "李一1" %}}{wide_table(65)}{{% endif %}}
  <keep>{{% for n in range(90 if record.customer_name == "张三丰2" else 1) %}}
    <p>第{{{{ n }}}}行</p>{{% endfor %}}
    <p><text name="remark" overflow="grow" lines="2" ruled="yes"/></p></keep>
</form>
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A plan to print 130 records as Word documents."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lossy").mkdir()
    (tmp_path / "lossy" / "form.xml.j2").write_text(FORM, encoding="utf-8")
    (tmp_path / "data.csv").write_text(rows(130), encoding="utf-8")
    targets = Targets(kind="docx", folder=Path("out"))
    return Plan(FormSource("lossy"), DataSource("data.csv"), targets, jobs=1)


def losses(listener: Listener) -> list[str]:
    return [each.message for each in listener.diagnostics if each.code == LOSS]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("merge", ["", "all.docx"])
def test_what_word_cannot_say_is_told_once_for_all_records(
    plan: Plan, jobs: int, merge: str
) -> None:
    listener = Listener()
    run_batch(replace(plan, jobs=jobs, targets=replace(plan.targets, merge=merge)), listener)
    told = losses(listener)
    assert sorted(each.split()[3] for each in told) == ["64", "65"]
    assert Path("out/R-130.docx").exists()


def test_a_strict_run_makes_errors_of_all_that_word_cannot_say(plan: Plan) -> None:
    with pytest.raises(LayoutError) as caught:
        run_batch(replace(plan, strict=True), Listener())
    found = caught.value.diagnostics
    assert [each.code for each in found] == [LOSS] * 2
    assert {each.severity for each in found} == {Severity.ERROR}
    assert not Path("out").exists()


def test_a_dry_run_tells_what_word_cannot_say(plan: Plan) -> None:
    listener = Listener()
    run_batch(replace(plan, dry_run=True), listener)
    assert len(losses(listener)) == 2


def test_nothing_is_lost_in_a_pdf(plan: Plan) -> None:
    listener = Listener()
    run_batch(replace(plan, targets=replace(plan.targets, kind="pdf"), strict=True), listener)
    assert losses(listener) == []
    assert Path("out/R-1.pdf").exists()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("folder", [Path("out"), None])
def test_a_group_that_had_to_break_is_told_with_its_record(
    plan: Plan, kind: str, folder: Path | None
) -> None:
    merge = "" if folder else f"all.{kind}"
    targets = Targets(kind=kind, folder=folder, merge=merge)
    for data in (rows(3), rows(3).replace("备注1", "很长的备注。" * 500)):
        Path("data.csv").write_text(data, encoding="utf-8")
        listener = Listener()
        run_batch(replace(plan, targets=targets), listener)
        broken = [each for each in listener.diagnostics if each.code == "keep-broken"]
        records = [each.place.record for each in broken]
        assert records == (["R-1", "R-2"] if "很长" in data else ["R-2"])
        assert all(each.place.line for each in broken)


def test_a_strict_run_tells_each_warning_once(plan: Plan) -> None:
    listener = Listener()
    run_batch(replace(plan, targets=replace(plan.targets, kind="pdf"), strict=True), listener)
    broken = [each.place.record for each in listener.diagnostics if each.code == "keep-broken"]
    assert broken == sorted(set(broken))
    assert broken


def test_a_record_that_is_too_tall_for_a_page_is_named(plan: Plan) -> None:
    cell = '<td><text name="remark" overflow="grow"/></td>'
    form = f'<form title="t"><table cols="1fr"><tr>{cell}</tr></table></form>'
    Path("lossy/form.xml.j2").write_text(form, encoding="utf-8")
    Path("data.csv").write_text(rows(3).replace("备注2", "长" * 3000), encoding="utf-8")
    listener = Listener()
    tally = run_batch(plan, listener)
    (found,) = (each for each in listener.diagnostics if each.severity is Severity.ERROR)
    assert (found.code, found.place.record, tally.sheets) == ("taller-than-page", "R-2", 2)


def test_how_word_is_written_decides_what_a_run_goes_on_with(plan: Plan) -> None:
    from formgen.batch.journal import begin

    protected = replace(plan, targets=replace(plan.targets, word=WordOptions(protect=True)))
    run_batch(plan, Listener())
    plainly = contents(Path("out"))
    run_batch(protected, Listener())
    assert contents(Path("out"))["R-1.docx"] != plainly["R-1.docx"]
    printer = plan.printer(plan.form.load())
    begin(Path("out/.formgen-run"), plan.facts(printer), resume=False, restart=False).leave()
    with pytest.raises(UsageError, match="where the output goes changed"):
        run_batch(replace(protected, resume=True), Listener())
