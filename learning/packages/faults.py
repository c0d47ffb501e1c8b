"""Why a file cannot be taken as a package."""


class PackageError(Exception):
    """The file is refused. The text is a sentence for the person who chose it."""
