"""The Word writer: a laid-out sheet as a document of native Word structures.

What stands where is read off the layout; nothing is measured here. The document of a sheet is
built once, with gaps for what a record brings, and is then filled like any other template.
"""
