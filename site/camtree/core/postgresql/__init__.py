"""Django's backend of PostgreSQL, with little patience while somebody waits for a page."""
