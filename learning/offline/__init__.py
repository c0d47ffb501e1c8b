"""A module to take along: on paper, or as a folder of files that opens without a connection.

What a learner fills in there comes back as a file of answers (`answers`), or is keyed in on the site.
"""
