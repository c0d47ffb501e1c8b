"""Where the files of packages lie: in the private storage, a folder for each package."""

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.files import File
from django.utils.translation import gettext as _

from camtree.media.storages import private_storage
from learning.packages.faults import PackageError
from learning.packages.h5p import H5P, read_h5p
from learning.packages.manifests import MANIFEST, Read, read_manifest
from learning.packages.unpacking import Bounds, Measure, Unpacked, measure, nothing_more, unpack


@dataclass(frozen=True)
class Opened:
    """A package that was taken apart into a folder which is gone when the block ends."""

    read: Read
    files: Unpacked


def measured(file: IO[bytes], bounds: Bounds | None = None) -> Measure:
    """What a package lists. Raises PackageError with a sentence where that alone says that it cannot be taken."""
    found = measure(file, bounds)
    refuse_other(found.names)
    return found


def refuse_other(names: Collection[str]) -> None:
    """Raise PackageError for files of which none says that they are a package."""
    if not {MANIFEST, H5P} & set(names):
        raise PackageError(_("This is no package: neither imsmanifest.xml (SCORM) nor h5p.json (H5P) lies at its top."))


@contextmanager
def opened(
    file: IO[bytes], bounds: Bounds | None = None, after_each: Callable[[], None] = nothing_more
) -> Iterator[Opened]:
    """Take a package apart and read what it is. Raises PackageError with a sentence where it cannot be taken."""
    with tempfile.TemporaryDirectory(prefix="camtree-package-") as place:
        folder = Path(place)
        files = unpack(file, folder, bounds, after_each)
        names = frozenset(files.names)
        refuse_other(names)
        read = read_manifest(folder, names) if MANIFEST in names else read_h5p(folder, names)
        yield Opened(read, files)


def folder_of(key: str) -> str:
    """Where the files of a package lie in the private storage."""
    return f"packages/{key}"


def keep_files(key: str, files: Unpacked, after_each: Callable[[], None] = nothing_more) -> None:
    """Copy the files of a package to their place. Where one fails, none stays."""
    storage = private_storage()
    try:
        for name in files.names:
            with (files.folder / name).open("rb") as source:
                storage.save(f"{folder_of(key)}/{name}", File(source))
            after_each()
    except BaseException:
        forget_files(key)
        raise


def forget_files(key: str) -> None:
    """Delete the files of a package, and the folders they lay in."""
    _forget(folder_of(key))


def _forget(folder: str) -> None:
    storage = private_storage()
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in folders:
        _forget(f"{folder}/{name}")
    for name in names:
        storage.delete(f"{folder}/{name}")
    # An empty folder, where folders are things; a bucket has none.
    storage.delete(folder)
