"""Where pieces lie: in a file of the private storage, or as parts of an object of the private bucket."""

import shutil
from pathlib import Path
from typing import IO, Any, Final, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import FileSystemStorage, Storage

from camtree.media.resumable.models import ResumableUpload
from camtree.media.storages import private_storage

MIB: Final = 1024 * 1024


class AwayError(Exception):
    """The storage cannot be asked just now."""


class Pieces(Protocol):
    """`size` is how many bytes a piece should have, and `least` how many each but the last must have."""

    size: int
    least: int

    def begin(self, upload: ResumableUpload) -> None: ...
    def add(self, upload: ResumableUpload, piece: IO[bytes]) -> None:
        """Put a piece behind what has arrived. Done twice, nothing is there twice."""

    def finish(self, upload: ResumableUpload) -> None: ...
    def drop(self, upload: ResumableUpload) -> None: ...


class FilePieces:
    """A file that grows."""

    # Small, so that a line which breaks often gets on as well.
    size = MIB
    least = 1

    def __init__(self, storage: FileSystemStorage) -> None:
        self.storage = storage

    def begin(self, upload: ResumableUpload) -> None:
        path = Path(self.storage.path(upload.place))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def add(self, upload: ResumableUpload, piece: IO[bytes]) -> None:
        try:
            with Path(self.storage.path(upload.place)).open("r+b") as file:
                # A piece whose row was not written lies here as well: it is written over.
                file.seek(upload.offset)
                shutil.copyfileobj(piece, file)
                file.truncate()
        except OSError as error:
            raise AwayError from error

    def finish(self, upload: ResumableUpload) -> None:
        """It is whole as it lies."""

    def drop(self, upload: ResumableUpload) -> None:
        self.storage.delete(upload.place)


class BucketPieces:
    """Parts of an upload to the bucket, which takes none that is smaller than 5 MiB but the last."""

    size = 5 * MIB
    least = 5 * MIB

    def __init__(self, storage: Any) -> None:
        self.client = storage.connection.meta.client
        self.place = {"Bucket": storage.bucket_name}
        self.key_of = storage._normalize_name

    def begin(self, upload: ResumableUpload) -> None:
        begun = self._ask("create_multipart_upload", upload)
        upload.multipart = begun["UploadId"]

    def add(self, upload: ResumableUpload, piece: IO[bytes]) -> None:
        number = len(upload.parts) + 1
        answer = self._ask("upload_part", upload, UploadId=upload.multipart, PartNumber=number, Body=piece)
        upload.parts = [*upload.parts, answer["ETag"]]

    def finish(self, upload: ResumableUpload) -> None:
        parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(upload.parts, 1)]
        told = {"UploadId": upload.multipart, "MultipartUpload": {"Parts": parts}}
        self._ask("complete_multipart_upload", upload, **told)

    def drop(self, upload: ResumableUpload) -> None:
        try:
            if upload.is_whole:
                self._ask("delete_object", upload)
            else:
                self._ask("abort_multipart_upload", upload, UploadId=upload.multipart)
        except AwayError as error:
            if getattr(error.__cause__, "response", {}).get("Error", {}).get("Code") != "NoSuchUpload":
                raise

    def _ask(self, deed: str, upload: ResumableUpload, **told: Any) -> Any:
        try:
            return getattr(self.client, deed)(**self.place, Key=self.key_of(upload.place), **told)
        except (BotoCoreError, ClientError) as error:
            raise AwayError from error


def pieces() -> Pieces:
    """Those of the private storage."""
    storage: Storage = private_storage()
    return FilePieces(storage) if isinstance(storage, FileSystemStorage) else BucketPieces(storage)
