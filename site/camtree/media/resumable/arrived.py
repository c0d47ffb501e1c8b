"""A file that has arrived, in the place of one that a form brought along."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile

from camtree.media.resumable.models import ResumableUpload
from camtree.media.storages import private_storage


class ArrivedFile(UploadedFile):
    """It lies in the private storage already: storages move it there instead of reading it through this process."""

    def __init__(self, upload: ResumableUpload) -> None:
        self.upload = upload
        self.storage = private_storage()
        super().__init__(file=self.storage.open(upload.place), name=upload.name, size=upload.size)

    @property
    def lies_at(self) -> str:
        """Its name in the private storage."""
        return self.upload.place

    def chunks(self, chunk_size: int | None = None) -> Iterator[Any]:
        self.seek(0)
        return super().chunks(chunk_size)

    def __getattr__(self, name: str) -> Any:
        # What `FileSystemStorage` asks a file for, to rename it instead of copying it.
        if name == "temporary_file_path" and isinstance(self.storage, FileSystemStorage):
            return lambda: self.storage.path(self.lies_at)
        raise AttributeError(name)
