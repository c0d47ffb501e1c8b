"""What a word is, in each language, when texts are indexed and when somebody asks: the same on every database.

`folding` makes one form of the many in which a word is typed, `words` finds the words of a text, `stems` leaves off
their endings, `variants` knows words that mean the same and words that mean nothing, `tokens` puts them together.
"""
