import io
from collections.abc import Iterator

import pikepdf
import pytest

import formgen
from tests.test_printing import RECORDS


@pytest.fixture(scope="module")
def form() -> formgen.LoadedForm:
    return formgen.load("satisfaction_callback")


def many(count: int) -> Iterator[dict[str, object]]:
    return ({"record_id": f"{n}", "客户名称": f"客户{n}", "速率": n + 1} for n in range(count))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_stream_is_the_file_that_merge_writes(form: formgen.LoadedForm, kind: str) -> None:
    out = io.BytesIO()
    summary = form.merge(many(30), out, kind)
    stream = form.stream(many(30), kind)
    assert b"".join(stream) == out.getvalue()
    assert stream.summary == summary


def test_records_are_taken_as_the_bytes_are(form: formgen.LoadedForm) -> None:
    taken: list[object] = []

    def records() -> Iterator[dict[str, object]]:
        for record in many(3000):
            taken.append(record)
            yield record

    stream = form.stream(records())
    assert taken == []
    next(stream)
    assert 0 < len(taken) < 3000
    assert stream.summary is None
    assert len(b"".join(stream)) > 100_000
    assert stream.summary is not None
    assert stream.summary.sheets == 3000


def test_a_record_that_is_wrong_is_left_out_and_told_at_the_end() -> None:
    layout = """<form title="表"><text name="name" label="姓名"/>
      <choice name="verdict" options="满意"/></form>"""
    form = formgen.load("own", templates=formgen.MemoryLibrary({"own/form.xml.j2": layout}))
    stream = form.stream(RECORDS)
    with pikepdf.open(io.BytesIO(b"".join(stream))) as pdf:
        assert len(pdf.pages) == 2
    assert stream.summary is not None
    assert [result.key for result in stream.summary.rejected] == ["B"]


def test_a_stream_that_is_let_go_of_takes_no_more_records(form: formgen.LoadedForm) -> None:
    records = many(3000)
    with form.stream(records) as stream:
        next(stream)
    assert list(stream) == []
    assert next(records)
    assert stream.summary is None


def test_what_cannot_be_asked_for_is_said_at_once(form: formgen.LoadedForm) -> None:
    with pytest.raises(formgen.UsageError):
        form.stream([], "odt")
