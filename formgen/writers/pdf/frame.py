"""What every file has around its pages: page tree, catalog and document information."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.layout.boxes import Page
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.section import Section
from formgen.writers.pdf.syntax import Description, catalog_of, dictionary, text_string


def put_pages(
    section: Section, tree: int, pages: Iterable[tuple[Page, int]], resources: int
) -> list[str]:
    """Write pages and, as object `tree`, the root of their tree; return references to the pages.

    Each comes with the number of its content; all share the object `resources`.
    """
    kids = [
        section.add_dictionary(
            {
                "Type": "/Page",
                "Parent": f"{tree} 0 R",
                "MediaBox": f"[0 0 {numbers(page.width, page.height)}]",
                "Contents": f"{content} 0 R",
                "Resources": f"{resources} 0 R",
            }
        )
        for page, content in pages
    ]
    entries = {"Type": "/Pages", "Count": str(len(kids)), "Kids": f"[{' '.join(kids)}]"}
    section.put(tree, dictionary(entries))
    return kids


def add_catalog(section: Section, tree: int, said: Description) -> dict[str, str]:
    """Write catalog and information, and return the entries of the trailer that name them."""
    texts = {name: text_string(text) for name, text in said.information().items()}
    root = section.add_dictionary(catalog_of(said, f"{tree} 0 R"))
    return {"Root": root, "Info": section.add_dictionary(texts)}
