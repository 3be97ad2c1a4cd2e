"""Faces, the font book, measuring and line breaking."""
