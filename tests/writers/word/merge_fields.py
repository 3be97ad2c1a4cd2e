"""The fields of a Word document as trees, and IF fields decided as Word decides them."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from tests.writers.word.sheets import W


@dataclass
class WordField:
    """A complex field: its code (the fields in it stand as {n}), those fields, its result."""

    code: str = ""
    inner: list[WordField] = field(default_factory=list)
    result: str = ""
    parts: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The code word by word, as Word reads it: what is quoted is one."""
        lexer = shlex.shlex(self.code, posix=True)
        lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
        return list(lexer)

    @property
    def kind(self) -> str:
        return self.words[0]

    @property
    def column(self) -> str:
        """The column that a MERGEFIELD, or the one in an IF, shows."""
        return self.words[1] if self.kind == "MERGEFIELD" else self.inner[0].column

    def decided(self, value: str) -> str:
        """Return what an IF field shows where its column has `value`."""
        _, left, operator, right, then, otherwise = self.words
        assert operator == "="
        wild = re.escape(right).replace(r"\*", ".*").replace(r"\?", ".")
        return then if re.fullmatch(wild, left.format(value), re.DOTALL) else otherwise


def fields_of(data: bytes) -> list[WordField]:
    """Return the outermost fields of a document in order; they must be whole in each paragraph."""
    found: list[WordField] = []
    with ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            if name.startswith("word/") and name.endswith(".xml"):
                for paragraph in etree.fromstring(package.read(name)).iter(f"{W}p"):
                    found += _of_paragraph(paragraph)
    return found


def _of_paragraph(paragraph: etree._Element) -> Iterator[WordField]:
    open_fields: list[WordField] = []
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p")) is not paragraph:
            continue
        told = [child for child in run if child.tag in (f"{W}fldChar", f"{W}instrText")]
        assert len(told) <= 1, "the parts of a field stand in runs of their own"
        kind = told[0].get(f"{W}fldCharType") if told else None
        if told and told[0].tag == f"{W}instrText":
            assert open_fields[-1].parts == ["begin"], "a code stands outside of its field"
            open_fields[-1].code += told[0].text
        elif kind == "begin":
            open_fields.append(WordField(parts=["begin"]))
        elif kind == "separate":
            assert open_fields[-1].parts == ["begin"]
            open_fields[-1].parts.append("separate")
        elif kind == "end":
            done = open_fields.pop()
            assert done.parts == ["begin", "separate"]
            if open_fields:
                assert open_fields[-1].parts == ["begin"], "fields are nested in codes alone"
                open_fields[-1].code += f"{{{len(open_fields[-1].inner)}}}"
                open_fields[-1].inner.append(done)
            else:
                yield done
        elif open_fields:
            open_fields[-1].result += "".join(each.text or "" for each in run.iter(f"{W}t"))
    assert not open_fields, "a field does not end"
