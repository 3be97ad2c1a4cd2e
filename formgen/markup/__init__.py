"""From a layout source to the frozen form of `formgen.model`; `compile.compile_form` is the way in.

The phases: `expand` (Jinja in a sandbox) → `tree` (safe XML) → `checked` (against the one table of
`vocabulary`) → `build_form`. Nothing is imported here, for Jinja is slow to load.
"""
