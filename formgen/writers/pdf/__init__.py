"""The PDF writer: a laid-out sheet and the marks of one record, as a PDF file."""
