"""What people do in a hall, one verb a file.

A command is a pure function `(hall, now, *, …) -> list[Fact]`: it decides over the hall in memory and returns the
facts to record, or raises a refusal. It knows no clock, no database and no screen. The writer seals the facts, commits
them and tells those who follow the log.
"""
