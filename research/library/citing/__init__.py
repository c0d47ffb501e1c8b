"""Citing reports: in a line of our own, in the styles that journals ask for, and as files for reference programs.

`works` gathers what a citation tells of many reports at once. Everything else here writes it down and asks nothing
more of the database.
"""
