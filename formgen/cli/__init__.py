"""The command line: one file a command, no logic.

Nothing heavy is imported before it is needed, so that help comes at once.
"""
