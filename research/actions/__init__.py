"""Deeds of the research section, by what they are about."""
