"""`Blobs` on S3."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from botocore.config import Config

from sanctionwire.store.calls import Calls, Refused
from sanctionwire.store.ports import Part, checked_parts

IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a body up to which it is not kept on disk while it is read."""

CHUNK = 1024 * 1024

SIGNED = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
"""What the client must be built with: links signed the older way are not honoured for encrypted objects, and without
the style they name the global endpoint, which sends the reader of a new bucket on to where the signature is wrong."""

ABSENT = {"404", "NoSuchKey", "NotFound", "NoSuchUpload"}
CHECKSUMS = ("ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumSHA1", "ChecksumSHA256")


@dataclass(frozen=True, slots=True)
class S3Blobs:
    """One bucket. `clock` is asked only for the day until which an object is locked."""

    call: Calls
    bucket: str
    clock: Callable[[], datetime]

    def put(
        self,
        key: str,
        body: bytes | BinaryIO,
        *,
        content_type: str = "application/octet-stream",
        lock_days: int | None = None,
    ) -> None:
        """See `Blobs`."""
        lock: dict[str, Any] = {}
        if lock_days:
            until = self.clock() + timedelta(days=lock_days)
            lock = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": until}

        def upload() -> None:
            if not isinstance(body, bytes):
                body.seek(0)
            self.call.client.put_object(
                Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, IfNoneMatch="*", **lock
            )

        try:
            self.call.persist("put_object", upload)
        except Refused as refused:
            if refused.code not in {"PreconditionFailed", "412"}:
                raise

    def open(self, key: str) -> BinaryIO:
        """See `Blobs`; fetched whole first, so that a slow reader is not cut off."""
        try:
            return cast("BinaryIO", self.call.persist("get_object", lambda: self._fetched(key)))
        except Refused as refused:
            raise _absent(refused, key) from refused

    def _fetched(self, key: str) -> Any:
        answer = self.call.client.get_object(Bucket=self.bucket, Key=key)
        if answer["ContentLength"] <= IN_MEMORY:
            return io.BytesIO(answer["Body"].read())
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the reader closes it
        try:
            shutil.copyfileobj(answer["Body"], file, CHUNK)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file

    def exists(self, key: str) -> bool:
        """See `Blobs`."""
        try:
            self.call("head_object", Bucket=self.bucket, Key=key)
        except Refused as refused:
            if refused.code in ABSENT:
                return False
            raise
        return True

    def keys(self, prefix: str = "") -> Iterator[str]:
        """See `Blobs`."""
        arguments = {"Bucket": self.bucket, "Prefix": prefix}
        while True:
            answer = self.call("list_objects_v2", **arguments)
            yield from (found["Key"] for found in answer.get("Contents", ()))
            if not answer.get("IsTruncated"):
                return
            arguments["ContinuationToken"] = answer["NextContinuationToken"]

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """See `Blobs`."""
        filename = "".join(char for char in filename if char.isprintable())
        plain = "".join(char if char.isascii() and (char.isalnum() or char in "._- ") else "_" for char in filename)
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
        parameters = {"Bucket": self.bucket, "Key": key, "ResponseContentDisposition": disposition}
        return str(self.call.client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds))

    def start(self, key: str, *, content_type: str = "application/octet-stream") -> str:
        """See `Blobs`."""
        answer = self.call("create_multipart_upload", Bucket=self.bucket, Key=key, ContentType=content_type)
        return str(answer["UploadId"])

    def part(self, key: str, upload: str, number: int, body: bytes) -> None:
        """See `Blobs`."""
        try:
            self.call("upload_part", Bucket=self.bucket, Key=key, UploadId=upload, PartNumber=number, Body=body)
        except Refused as refused:
            raise _absent(refused, upload) from refused

    def parts(self, key: str, upload: str) -> list[Part]:
        """See `Blobs`."""
        return [Part(part["PartNumber"], part["Size"], part["ETag"]) for part in self._listed(key, upload)]

    def _listed(self, key: str, upload: str) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        arguments: dict[str, Any] = {"Bucket": self.bucket, "Key": key, "UploadId": upload}
        while True:
            try:
                answer = self.call("list_parts", **arguments)
            except Refused as refused:
                raise _absent(refused, upload) from refused
            parts += answer.get("Parts", ())
            if not answer.get("IsTruncated"):
                return parts
            arguments["PartNumberMarker"] = answer["NextPartNumberMarker"]

    def finish(self, key: str, upload: str) -> None:
        """See `Blobs`."""
        checked_parts(self.parts(key, upload))
        wanted = ("PartNumber", "ETag", *CHECKSUMS)
        parts = [{name: part[name] for name in wanted if name in part} for part in self._listed(key, upload)]
        self.call(
            "complete_multipart_upload",
            Bucket=self.bucket,
            Key=key,
            UploadId=upload,
            MultipartUpload={"Parts": parts},
        )

    def abort(self, key: str, upload: str) -> None:
        """See `Blobs`."""
        try:
            self.call("abort_multipart_upload", Bucket=self.bucket, Key=key, UploadId=upload)
        except Refused as refused:
            if refused.code not in ABSENT:
                raise


def _absent(refused: Refused, key: str) -> Exception:
    return KeyError(key) if refused.code in ABSENT else refused
