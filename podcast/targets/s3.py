"""Amazon S3 and what speaks its language (MinIO, R2, Spaces …), through s3fs.

Keys, region and endpoint come from where AWS's own tools find them: the environment
(AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL …) or ~/.aws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from podcast.errors import UserError
from podcast.media import media_type
from podcast.targets.address import Address
from podcast.targets.base import BaseTarget, chunks
from podcast.targets.faults import AGAIN, FORBIDDEN, LOST, disk_fault

if TYPE_CHECKING:
    from s3fs import S3FileSystem

_PART_BYTES = 8 << 20
_PARTS_AT_ONCE = 4
_HASHED = re.compile(r"\.[0-9a-f]{8}\.")
_CONNECTING = {"connect_timeout": 20, "read_timeout": 30, "retries": {"max_attempts": 1}}
_KEYS = ("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to those of a user of this storage,"
         " or write them into ~/.aws/credentials.")
_BUCKET = ("Make it, or correct the name; the address of another storage than Amazon's goes into"
           " AWS_ENDPOINT_URL.")
_FORBIDDEN = (FORBIDDEN[0], "The key needs s3:ListBucket on the bucket and s3:GetObject,"
              " s3:PutObject and s3:DeleteObject on what is in it.")
_REFUSED = {
    "NoSuchBucket": ("there is no such bucket", _BUCKET),
    "InvalidBucketName": ("this is no name of a bucket", _BUCKET),
    "InvalidAccessKeyId": ("the access key is not known there", _KEYS),
    "SignatureDoesNotMatch": ("the secret key is wrong", _KEYS),
    "ExpiredToken": ("the access key has expired", _KEYS),
    "AccessDenied": _FORBIDDEN,
    "403": _FORBIDDEN,
    "RequestTimeTooSkewed": ("this machine's clock is wrong", "Set it and publish again."),
}
_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_UNKNOWN = {"NotImplemented", "501"}


class S3(BaseTarget):
    """Objects below a prefix of a bucket; each is replaced in one step by S3 itself."""

    def __init__(self, address: Address) -> None:
        try:
            from aiohttp import ClientError
            from botocore.exceptions import BotoCoreError
            from botocore.parsers import ResponseParserError
            from s3fs import S3FileSystem
        except ImportError:
            raise UserError("what speaks to S3 is not installed", address.where,
                            "Install it: pip install 'hoerfassung[s3]'.") from None
        super().__init__(address, (OSError, BotoCoreError, ClientError, ResponseParserError,
                                   # An AWS_ENDPOINT_URL that is no address.
                                   ValueError))
        self._make = S3FileSystem
        self._opened: S3FileSystem | None = None

    def close(self) -> None:
        """Forget the connection; its pool ends it."""
        self._opened = None

    def fault(self, error: Exception) -> tuple[str, str]:
        """What S3 answered, or why there was no answer."""
        code = _code(error)
        if code:
            return _REFUSED.get(code, (f"the storage refuses it ({code})", AGAIN))
        return _unanswered(error)

    def _storage(self) -> S3FileSystem:
        """The connection, proved by a question that also names a missing bucket or right."""
        if self._opened is None:
            opened = self._make(skip_instance_cache=True, use_listings_cache=False,
                                config_kwargs=_CONNECTING)
            opened.retries = 2
            place = self._object("")
            opened.call_s3("list_objects_v2", Bucket=place["Bucket"], Prefix=place["Key"],
                           MaxKeys=1)
            self._opened = opened
        return self._opened

    def _object(self, path: str) -> dict[str, str]:
        prefix = f"{self.address.path}/".lstrip("/")
        return {"Bucket": self.address.host, "Key": prefix + path}

    def _named(self, path: str) -> str:
        return "/".join(self._object(path).values())

    def _size(self, path: str) -> int | None:
        try:
            found = self._storage().call_s3("head_object", **self._object(path))
        except FileNotFoundError as error:
            if _code(error) == "NoSuchBucket":
                raise
            return None
        return int(found["ContentLength"])

    def _read(self, path: str) -> bytes:
        # In one answer: what is replaced between two would be told as a failure.
        return bytes(self._storage().cat_file(self._named(path), max_concurrency=1))

    def _receive(self, path: str) -> Iterator[bytes]:
        with self._storage().open(self._named(path), "rb", block_size=_PART_BYTES) as file:
            yield from chunks(file)

    def _put(self, path: str, file: BinaryIO, size_bytes: int) -> None:
        told = _told(path)
        if isinstance(file, BytesIO):
            self._storage().call_s3("put_object", Body=file.read(), **self._object(path), **told)
        else:
            self._storage().put_file(file.name, self._named(path), chunksize=_PART_BYTES,
                                     max_concurrency=_PARTS_AT_ONCE, **told)
        self._prove(path, self._size(path), size_bytes)

    def _remove(self, path: str) -> None:
        self._storage().call_s3("delete_object", **self._object(path))

    def _create(self, path: str, payload: bytes) -> bool:
        if self._size(path) is not None:
            return False
        object_ = {"Body": payload, **self._object(path), **_told(path)}
        try:
            self._storage().call_s3("put_object", IfNoneMatch="*", **object_)
        except OSError as error:
            if _code(error) in _TAKEN:
                return False
            if _code(error) not in _UNKNOWN:
                raise
            # Some storages know no conditions; then the question before must do.
            self._storage().call_s3("put_object", **object_)
        return True


def _unanswered(error: Exception) -> tuple[str, str]:
    """Why nothing was asked, or no answer came."""
    for kinds, answer in _answers():
        if isinstance(error, kinds):
            return answer
    if isinstance(error, OSError) and error.errno:
        return disk_fault(error)
    return (f"the storage cannot be used ({type(error).__name__})",
            "Check the settings in ~/.aws and the variables that begin with AWS_.")


def _answers() -> Iterator[tuple[tuple[type[Exception], ...], tuple[str, str]]]:
    from aiohttp import ClientError
    from botocore import exceptions, parsers
    from s3fs.utils import FileExpired

    yield ((exceptions.NoCredentialsError, exceptions.PartialCredentialsError),
           ("the access key is missing", _KEYS))
    yield ((exceptions.EndpointConnectionError, exceptions.ConnectTimeoutError),
           ("nobody answers there",
            "Check your connection and AWS_ENDPOINT_URL, the address of the storage."))
    yield ((exceptions.SSLError,),
           ("the server's certificate is not valid", "If it was signed by an authority of your"
            " own, name its certificate in AWS_CA_BUNDLE."))
    yield (exceptions.HTTPClientError, ClientError, TimeoutError), LOST
    yield (exceptions.ParamValidationError,), _REFUSED["InvalidBucketName"]
    yield (FileExpired,), ("the file was replaced while it was fetched", "Fetch it again.")
    yield ((parsers.ResponseParserError,),
           ("what answers there is no S3 storage", "Check AWS_ENDPOINT_URL."))


def _told(path: str) -> dict[str, Any]:
    """What the storage tells apps about a file; one named after its content never changes."""
    named = _HASHED.search(path.rpartition("/")[2])
    return {"ContentType": media_type(path),
            "CacheControl": "public, max-age=31536000, immutable" if named else "no-cache"}


def _code(error: BaseException | None) -> str:
    """The word S3 has for a refusal; empty if the error is none of S3's."""
    response = getattr(error, "response", None) or getattr(
        getattr(error, "__cause__", None), "response", None)
    return str(response["Error"].get("Code", "")) if response else ""
