"""Where the ports are kept in a test: the twin, moto in this process, or the local cloud; each as fresh as asked for."""

from __future__ import annotations

import itertools
import os
import threading
from datetime import UTC, datetime

import boto3
from botocore.config import Config

from sanctionwire.store.calls import Calls
from sanctionwire.store.dynamodb import DynamoTable
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.store.s3 import SIGNED, S3Blobs

REGION = "eu-west-1"
NOW = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


class Twin:
    name = "twin"
    keeps_tokens = True
    enforces_limits = True

    def table(self):
        return MemoryTable()

    def blobs(self, **_options):
        return MemoryBlobs()


class OneAtATime:
    """A client for threads: moto undoes a cancelled transaction by putting back all tables as they were before it."""

    def __init__(self, client):
        self._client, self._lock = client, threading.Lock()

    def __getattr__(self, name):
        method = getattr(self._client, name)

        def call(*names, **arguments):
            with self._lock:
                return method(*names, **arguments)

        return call


class Aws:
    def __init__(self, name, client, *, keeps_tokens=True):
        self.name = name
        self.keeps_tokens = keeps_tokens
        self.dynamodb, self.s3 = client("dynamodb", Config(proxies={})), client("s3", SIGNED.merge(Config(proxies={})))
        self._numbers = itertools.count()

    def table(self):
        name = f"table-{os.getpid()}-{next(self._numbers)}"
        keys = ("pk", "HASH"), ("sk", "RANGE")
        self.dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
            BillingMode="PAY_PER_REQUEST",
        )
        return DynamoTable(Calls(self.dynamodb), name)

    def blobs(self, *, locked=False):
        bucket = f"bucket-{os.getpid()}-{next(self._numbers)}"
        self.s3.create_bucket(
            Bucket=bucket,
            CreateBucketConfiguration={"LocationConstraint": REGION},
            ObjectLockEnabledForBucket=locked,
        )
        return S3Blobs(Calls(self.s3), bucket, lambda: NOW)


def client(service, config, endpoint=None):
    return boto3.client(
        service,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url=endpoint,
        config=config,
    )


def one_at_a_time(service, config):
    return OneAtATime(client(service, config))
