import csv
import io
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from formgen.batch.plan import Choice, DataSource, Plan, Targets
from formgen.batch.run import run_batch
from formgen.errors import DataError, FormgenError, OutputError, UsageError
from tests.batch.conftest import Listener, contents, rows

OUT = Path("out")


def manifest(path: Path = OUT / "manifest.csv") -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def interrupt() -> None:
    raise KeyboardInterrupt


def stop_after(plan: Plan, records: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_batch(plan, Listener(records, interrupt))


def message_of(plan: Plan, kind: type[FormgenError]) -> str:
    with pytest.raises(kind) as caught:
        run_batch(plan, Listener())
    return str(caught.value)


def test_each_record_gets_a_file_named_by_its_id(plan: Plan) -> None:
    tally = run_batch(plan, Listener())
    assert (tally.sheets, tally.pages, tally.files, tally.rejected) == (6, 6, 6, 0)
    assert sorted(os.listdir(OUT)) == [*(f"R-{i}.pdf" for i in range(1, 7)), "manifest.csv"]
    with pikepdf.open(OUT / "R-1.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_a_record_without_an_id_is_named_by_its_number(plan: Plan) -> None:
    Path("data.csv").write_text("姓名\n甲\n乙\n", encoding="utf-8")
    run_batch(plan, Listener())
    assert sorted(os.listdir(OUT)) == ["000001.pdf", "000002.pdf", "manifest.csv"]


def test_the_manifest_tells_what_became_of_each_record(plan: Plan) -> None:
    Path("data.csv").write_text(rows(3, bad=[2]), encoding="utf-8")
    run_batch(plan, Listener())
    first, second, third = manifest()
    assert first | {"sheet_id": "", "sha256": ""} == {
        "index": "1", "key": "R-1", "sheet_id": "", "file": "R-1.pdf", "pages": "1",
        "sha256": "", "state": "printed", "merged_page": "", "note": "",
        "record_id": "R-1", "姓名": "李一1", "评价": "满意", "remark": "备注1",
    }  # fmt: skip
    assert first["sha256"] == contents(OUT)["R-1.pdf"]
    assert len(first["sheet_id"]) == 11
    assert (second["state"], second["file"], second["sheet_id"]) == ("rejected", "", "")
    assert second["note"].startswith("unknown-option: `很好` is not an option")
    assert third["index"] == "3"


def test_cells_that_a_spreadsheet_would_run_are_harmless_in_the_manifest(plan: Plan) -> None:
    Path("data.csv").write_text("record_id,姓名,mail\n=1+1,甲,@SUM(A1)\n", encoding="utf-8")
    run_batch(plan, Listener())
    (row,) = manifest()
    assert (row["key"], row["file"], row["mail"]) == ("'=1+1", "_1+1.pdf", "'@SUM(A1)")


def test_a_bad_record_stops_no_other_and_goes_to_the_rejects(plan: Plan) -> None:
    Path("data.csv").write_text(rows(4, bad=[2]), encoding="utf-8")
    listener = Listener()
    tally = run_batch(plan, listener)
    assert (tally.sheets, tally.rejected) == (3, 1)
    assert "unknown-option" in listener.codes
    rejects = (OUT / "rejects.csv").read_text("utf-8-sig")
    assert "R-2" in rejects
    assert "R-3" not in rejects


def test_mended_rejects_are_read_again(plan: Plan) -> None:
    Path("data.csv").write_text(rows(4, bad=[2]), encoding="utf-8")
    run_batch(plan, Listener())
    text = (OUT / "rejects.csv").read_text("utf-8-sig").replace('"很好"', '"满意"')
    Path("mended.csv").write_text(text, encoding="utf-8")
    mended = replace(plan, data=DataSource("mended.csv"), targets=Targets(folder=Path("more")))
    assert run_batch(mended, Listener()).rejected == 0
    assert sorted(os.listdir("more")) == ["R-2.pdf", "manifest.csv"]


def test_a_value_that_does_not_fit_its_place_is_rejected_too(plan: Plan) -> None:
    Path("data.csv").write_text("record_id,姓名\nR-1,甲\nR-2,\U0001f409\n", encoding="utf-8")
    listener = Listener()
    assert run_batch(plan, listener).rejected == 1
    assert manifest()[1]["state"] == "rejected"
    assert sorted(os.listdir(OUT)) == ["R-1.pdf", "manifest.csv", "rejects.csv"]


def test_two_records_of_one_name_get_two_files_and_the_manifest_says_so(plan: Plan) -> None:
    targets = replace(plan.targets, name="{{ verdict }}.pdf")
    run_batch(replace(plan, targets=targets, choice=Choice(limit=2)), Listener())
    first, second = manifest()
    assert (first["file"], first["note"]) == ("满意.pdf", "")
    assert (second["file"], second["note"]) == ("满意 (2).pdf", "the name 满意.pdf was taken")


def test_one_key_of_several_records_is_told_once(plan: Plan) -> None:
    Path("data.csv").write_text("record_id,姓名\n" + "A,甲\n" * 3, encoding="utf-8")
    listener = Listener()
    run_batch(plan, listener)
    assert listener.codes == ["duplicate-key"]
    assert listener.diagnostics[0].place.row == 3


def test_columns_of_no_field_are_told_once(plan: Plan) -> None:
    listener = Listener()
    run_batch(plan, listener)
    assert [(d.code, d.place.column) for d in listener.diagnostics] == [("unknown-field", "remark")]


def test_columns_are_mapped_to_fields(plan: Plan) -> None:
    Path("data.csv").write_text("客户,grade\n甲,满意\n", encoding="utf-8")
    source = DataSource("data.csv", rename=(("客户", "姓名"), ("grade", "verdict")))
    listener = Listener()
    assert run_batch(replace(plan, data=source), listener).rejected == 0
    assert listener.codes == []


def test_two_columns_of_one_field_stop_the_run_before_it_begins(plan: Plan) -> None:
    Path("data.csv").write_text("姓名,customer_name\n甲,乙\n", encoding="utf-8")
    assert "error[given-twice]" in message_of(plan, DataError)
    assert not os.path.exists(OUT)


def test_no_records_are_told(plan: Plan) -> None:
    Path("data.csv").write_text("record_id,姓名\n", encoding="utf-8")
    listener = Listener()
    assert run_batch(plan, listener).sheets == 0
    assert listener.codes == ["no-records"]
    assert (OUT / "manifest.csv").read_text("utf-8-sig").endswith("note,record_id,姓名\n")


def test_records_are_chosen_and_ordered(plan: Plan) -> None:
    choice = Choice(where='record_id != "R-6"', sort="-record_id", limit=2)
    run_batch(replace(plan, choice=choice), Listener())
    assert [(row["index"], row["key"]) for row in manifest()] == [("1", "R-5"), ("2", "R-4")]


def test_a_choice_by_what_the_data_has_not_is_wrong_usage(plan: Plan) -> None:
    assert "`salary` is neither" in message_of(
        replace(plan, choice=Choice("salary > 1")), UsageError
    )


# One file for all


def test_a_merged_file_has_all_records_and_a_manifest_beside_it(plan: Plan) -> None:
    Path("data.csv").write_text(rows(5, bad=[2]), encoding="utf-8")
    tally = run_batch(replace(plan, targets=Targets(merge="all.pdf")), Listener())
    assert (tally.sheets, tally.merged_pages, tally.files) == (4, 4, 0)
    with pikepdf.open("all.pdf") as pdf:
        assert len(pdf.pages) == 4
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["R-1", "R-3", "R-4", "R-5"]
    found = manifest(Path("all.pdf.manifest.csv"))
    assert [row["merged_page"] for row in found] == ["1", "", "2", "3", "4"]
    assert found[0]["file"] == "all.pdf"
    assert sorted(p for p in os.listdir() if p.startswith((".", "all"))) == [
        "all.pdf", "all.pdf.manifest.csv", "all.pdf.rejects.csv",
    ]  # fmt: skip


def test_padded_records_begin_on_odd_pages(plan: Plan) -> None:
    targets = Targets(merge="all.pdf", pad_to_even=True)
    run_batch(replace(plan, targets=targets), Listener())
    found = manifest(Path("all.pdf.manifest.csv"))
    assert [row["merged_page"] for row in found] == ["1", "3", "5", "7", "9", "11"]


def test_both_in_one_run_are_what_each_is_alone(plan: Plan, whole: dict[str, str]) -> None:
    run_batch(replace(plan, targets=Targets(merge="all.pdf")), Listener())
    alone = Path("all.pdf").read_bytes()
    both = replace(plan.targets, merge="out/all.pdf")
    run_batch(replace(plan, targets=both), Listener())
    assert Path("out/all.pdf").read_bytes() == alone
    assert manifest()[4]["merged_page"] == "5"
    sheets = {name: digest for name, digest in whole.items() if name.endswith(".pdf")}
    assert contents(OUT).items() >= sheets.items()


def test_a_record_called_like_the_merged_file_does_not_take_its_name(plan: Plan) -> None:
    targets = replace(plan.targets, merge="out/R-2.pdf")
    run_batch(replace(plan, targets=targets), Listener())
    assert manifest()[1]["file"] == "R-2 (2).pdf"
    with pikepdf.open("out/R-2.pdf") as pdf:
        assert len(pdf.pages) == 6


def test_no_merged_file_is_left_where_no_record_can_be_printed(plan: Plan) -> None:
    Path("data.csv").write_text(rows(2, bad=[1, 2]), encoding="utf-8")
    tally = run_batch(replace(plan, targets=Targets(merge="all.pdf")), Listener())
    assert (tally.sheets, tally.rejected) == (0, 2)
    assert not Path("all.pdf").exists()


def test_a_stopped_merged_file_leaves_the_older_one_and_nothing_to_resume(plan: Plan) -> None:
    Path("all.pdf").write_bytes(b"older")
    merged = replace(plan, targets=Targets(merge="all.pdf"))
    before = sorted(os.listdir())
    stop_after(merged, 3)
    assert Path("all.pdf").read_bytes() == b"older"
    assert sorted(os.listdir()) == before
    assert run_batch(merged, Listener()).sheets == 6


def test_a_full_disk_under_a_merged_file_is_one_error(plan: Plan) -> None:
    targets = Targets(merge="/dev/full", manifest_at=Path("m.csv"), rejects_at=Path("r.csv"))
    if os.path.exists("/dev/full"):
        message = message_of(replace(plan, targets=targets), OutputError)
        assert message == "/dev/full: error[disk-full]: cannot write the file: the disk is full"


# The same again


def test_two_runs_give_the_same_bytes(plan: Plan, whole: dict[str, str]) -> None:
    run_batch(plan, Listener())
    assert contents(OUT) == whole


def test_workers_give_the_same_bytes(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("data.csv").write_text(rows(60, bad=[7, 59]), encoding="utf-8")
    both = replace(plan, targets=replace(plan.targets, merge="out/all.pdf"))
    run_batch(both, Listener())
    alone = contents(OUT)
    shutil.rmtree(OUT)
    monkeypatch.setattr("formgen.batch.run.FEW", 4)
    run_batch(replace(both, jobs=2), Listener())
    assert contents(OUT) == alone


def test_workers_print_the_chosen_records(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formgen.batch.run.FEW", 2)
    run_batch(replace(plan, jobs=2, choice=Choice(sort="-record_id", limit=5)), Listener())
    assert [row["key"] for row in manifest()] == ["R-6", "R-5", "R-4", "R-3", "R-2"]


# Stopped and resumed


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("records", [1, 3, 6])
def test_a_stopped_run_is_finished_as_if_it_had_not_been(
    plan: Plan, whole: dict[str, str], records: int, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formgen.batch.run.FEW", 2)
    monkeypatch.setattr("formgen.batch.workers.CHUNK", 1)
    plan = replace(plan, jobs=jobs)
    stop_after(plan, records)
    assert ".formgen-run" in os.listdir(OUT)
    tally = run_batch(replace(plan, resume=True), Listener())
    assert (tally.files, tally.kept) == (6, max(records - 1, 0))
    assert contents(OUT) == whole


def test_a_run_may_be_stopped_again_and_again(plan: Plan, whole: dict[str, str]) -> None:
    stop_after(plan, 2)
    for _ in range(3):
        stop_after(replace(plan, resume=True), 3)
    run_batch(replace(plan, resume=True), Listener())
    assert contents(OUT) == whole


def test_files_that_are_not_whole_are_printed_again(plan: Plan, whole: dict[str, str]) -> None:
    stop_after(plan, 5)
    (OUT / "R-1.pdf").write_bytes(b"%PDF half")
    (OUT / "R-2.pdf").unlink()
    (OUT / "R-3.pdf").unlink()
    (OUT / "R-3.pdf").symlink_to("../whole/R-3.pdf")
    assert run_batch(replace(plan, resume=True), Listener()).kept == 1
    assert contents(OUT) == whole
    assert not (OUT / "R-3.pdf").is_symlink()


@pytest.mark.parametrize("cut", [1, 40, 300, 10_000])
def test_a_manifest_that_was_cut_off_is_mended(plan: Plan, whole: dict[str, str], cut: int) -> None:
    Path("data.csv").write_text(rows(6).replace("备注2", '"两\n行"'), encoding="utf-8")
    run_batch(plan, Listener())
    whole = contents(OUT)
    stop_after(plan, 6)
    size = (OUT / "manifest.csv").stat().st_size
    os.truncate(OUT / "manifest.csv", max(size - cut, 0))
    run_batch(replace(plan, resume=True), Listener())
    assert contents(OUT) == whole


def test_rejects_are_whole_after_a_stop(plan: Plan) -> None:
    Path("data.csv").write_text(rows(6, bad=[2, 5]), encoding="utf-8")
    run_batch(plan, Listener())
    whole = contents(OUT)
    shutil.rmtree(OUT)
    stop_after(plan, 4)
    run_batch(replace(plan, resume=True), Listener())
    assert contents(OUT) == whole


def test_both_outputs_are_whole_after_a_stop(plan: Plan) -> None:
    both = replace(plan, targets=replace(plan.targets, merge="out/all.pdf"))
    run_batch(both, Listener())
    whole = contents(OUT)
    shutil.rmtree(OUT)
    stop_after(both, 4)
    assert "all.pdf" not in os.listdir(OUT)
    run_batch(replace(both, resume=True), Listener())
    assert contents(OUT) == whole


def test_a_stopped_run_is_not_written_over_by_chance(plan: Plan) -> None:
    stop_after(plan, 3)
    assert message_of(plan, UsageError) == (
        "out: error[unfinished-run]: a run was stopped here before its end\n"
        "  hint: --resume finishes it; --restart begins it anew"
    )


def test_a_stopped_run_may_begin_anew(plan: Plan, whole: dict[str, str]) -> None:
    stop_after(plan, 3)
    tally = run_batch(replace(plan, restart=True), Listener())
    assert (tally.kept, contents(OUT)) == (0, whole)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("the data", lambda plan: Path("data.csv").write_text(rows(7), "utf-8") and plan),
        ("the form or its options",
         lambda plan: replace(plan, form=replace(plan.form, options=(("rows", "2"),)))),
        ("where the output goes",
         lambda plan: replace(plan, targets=replace(plan.targets, name="{{ index }}"))),
        ("which records are printed", lambda plan: replace(plan, choice=Choice(limit=3))),
        ("how the data is read",
         lambda plan: replace(plan, data=replace(plan.data, rename=(("remark", "姓名"),)))),
    ],
)  # fmt: skip
def test_a_run_goes_on_only_with_what_it_was_begun_with(
    plan: Plan, what: str, change: object
) -> None:
    stop_after(plan, 3)
    changed = change(plan)  # type: ignore[operator]
    assert message_of(replace(changed, resume=True), UsageError) == (
        "out: error[changed-since]: the run was stopped here and cannot go on: "
        f"since then {what} changed\n  hint: --restart begins it anew"
    )


def test_nothing_to_resume_is_a_run_like_any_other(plan: Plan, whole: dict[str, str]) -> None:
    run_batch(replace(plan, resume=True), Listener())
    assert contents(OUT) == whole


def test_a_run_that_failed_before_its_first_record_leaves_nothing_to_resume(plan: Plan) -> None:
    assert "bad-pattern" in message_of(
        replace(plan, targets=replace(plan.targets, name="{{ nobody }}")), UsageError
    )
    assert run_batch(plan, Listener()).sheets == 6


# Checked first


def test_a_strict_run_with_a_bad_record_writes_nothing(plan: Plan) -> None:
    Path("data.csv").write_text(rows(4, bad=[4]), encoding="utf-8")
    listener = Listener()
    tally = run_batch(replace(plan, strict=True), listener)
    assert (tally.sheets, tally.rejected) == (0, 1)
    assert "unknown-option" in listener.codes
    assert not OUT.exists()


def test_a_strict_run_of_good_records_is_a_run_like_any_other(
    plan: Plan, whole: dict[str, str]
) -> None:
    tally = run_batch(replace(plan, strict=True), Listener())
    assert (tally.read, tally.checked, tally.sheets) == (6, 6, 6)
    assert contents(OUT) == whole


def test_a_dry_run_only_checks(plan: Plan) -> None:
    Path("data.csv").write_text(rows(4, bad=[1, 3]), encoding="utf-8")
    before = sorted(os.listdir())
    tally = run_batch(replace(plan, dry_run=True), Listener())
    assert (tally.checked, tally.rejected) == (2, 2)
    assert sorted(os.listdir()) == before


def test_a_dry_run_writes_the_rejects_where_it_is_told_to(plan: Plan) -> None:
    Path("data.csv").write_text(rows(4, bad=[1]), encoding="utf-8")
    targets = Targets(rejects_at=Path("bad.csv"))
    run_batch(replace(plan, dry_run=True, targets=targets), Listener())
    assert "R-1" in Path("bad.csv").read_text("utf-8-sig")


# Where it may not write


def test_links_are_not_followed_out_of_the_folder(plan: Plan) -> None:
    OUT.mkdir()
    Path("secret").write_bytes(b"mine")
    (OUT / "R-1.pdf").symlink_to("../secret")
    (OUT / ".formgen-2.part").symlink_to("../secret")
    run_batch(plan, Listener())
    assert Path("secret").read_bytes() == b"mine"
    assert not (OUT / "R-1.pdf").is_symlink()


@pytest.mark.parametrize("name", ["manifest.csv", "rejects.csv"])
def test_a_manifest_or_rejects_that_is_a_link_is_refused(plan: Plan, name: str) -> None:
    OUT.mkdir()
    Path("secret").write_bytes(b"mine")
    (OUT / name).symlink_to("../secret")
    assert message_of(plan, OutputError).startswith(f"out/{name}: error[is-a-link]")
    assert Path("secret").read_bytes() == b"mine"


def test_a_run_does_not_write_over_its_own_data(plan: Plan) -> None:
    OUT.mkdir()
    (OUT / "rejects.csv").write_text(rows(2), encoding="utf-8")
    own = replace(plan, data=DataSource("out/rejects.csv"))
    assert message_of(own, UsageError) == (
        "out/rejects.csv: error[same-file]: the file of rejects would be written over the data\n"
        "  hint: name another file"
    )


def test_a_folder_that_is_lost_is_one_error(plan: Plan) -> None:
    def lose() -> None:
        shutil.rmtree(OUT)

    with pytest.raises(OutputError) as caught:
        run_batch(plan, Listener(2, lose))
    assert len(caught.value.diagnostics) == 1
    assert "error[no-such-folder]: the folder `out` does not exist" in str(caught.value)


def test_a_folder_where_a_file_should_be_is_one_error(plan: Plan) -> None:
    (OUT / "R-3.pdf").mkdir(parents=True)
    message = message_of(plan, OutputError)
    assert message.startswith("out/R-3.pdf: error[is-a-folder]")
    assert not list(OUT.glob("*.part"))


def test_a_file_where_the_folder_should_be_is_one_error(plan: Plan) -> None:
    OUT.write_bytes(b"")
    assert "error[not-a-folder]" in message_of(plan, OutputError)


def test_files_of_an_earlier_run_are_told_of(plan: Plan) -> None:
    run_batch(plan, Listener())
    listener = Listener()
    run_batch(replace(plan, choice=Choice(limit=4)), listener)
    found = listener.diagnostics[-1]
    assert (found.code, found.message) == (
        "earlier-files", "files of an earlier run are still there: R-5.pdf, R-6.pdf",
    )  # fmt: skip


def test_records_of_different_columns_are_told_of(plan: Plan) -> None:
    lines = '{"姓名": "甲"}\n{"姓名": "乙", "extra": [1]}\n{"姓名": "丙", "extra": {"a": 1}}\n'
    Path("data.jsonl").write_text(lines, encoding="utf-8")
    listener = Listener()
    run_batch(replace(plan, data=DataSource("data.jsonl")), listener)
    assert listener.codes == ["unknown-field", "uneven-records"]
    assert "extra" not in manifest()[0]


def test_a_list_in_a_record_stands_in_the_manifest_as_json(plan: Plan) -> None:
    Path("data.json").write_text('[{"姓名": "甲", "x": [1, null]}, {"姓名": "乙", "x": true}]')
    run_batch(replace(plan, data=DataSource("data.json")), Listener())
    assert [row["x"] for row in manifest()] == ["[1, null]", "true"]


def test_a_manifest_elsewhere_says_where_the_files_are_from_there(plan: Plan) -> None:
    Path("lists").mkdir()
    targets = replace(plan.targets, manifest_at=Path("lists/m.csv"))
    run_batch(replace(plan, targets=targets), Listener())
    (first, *_) = manifest(Path("lists/m.csv"))
    assert first["file"] == "../out/R-1.pdf"
    assert "manifest.csv" not in os.listdir(OUT)


def test_a_manifest_elsewhere_is_resumed_too(plan: Plan, whole: dict[str, str]) -> None:
    targets = replace(plan.targets, manifest_at=Path("m.csv"))
    elsewhere = replace(plan, targets=targets)
    stop_after(elsewhere, 4)
    assert run_batch(replace(elsewhere, resume=True), Listener()).kept == 3
    del whole["manifest.csv"]
    assert contents(OUT) == whole
