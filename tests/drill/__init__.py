"""`make drill`: people go on while one part of the server after the other is stopped, and the database is counted."""
