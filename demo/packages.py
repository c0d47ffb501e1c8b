"""Packages of the demo: folders of text, made into ZIP files when they are loaded."""

import io
import zipfile
from functools import partial
from pathlib import Path

from demo.loading import CONTENT, keep
from learning.models import CoursePackage
from learning.packages.actions.packages import add_package


def load_packages() -> None:
    """Every package that is not there yet. Before the courses: their lessons point at them."""
    for folder in sorted((CONTENT / "packages").iterdir()):
        keep(f"packages/{folder.name}", partial(load_package, folder))


def load_package(folder: Path) -> CoursePackage:
    """The package of a folder, taken in as if an editor had uploaded it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in sorted(found for found in folder.rglob("*") if found.is_file()):
            archive.write(place, place.relative_to(folder).as_posix())
    return add_package(file=file)
