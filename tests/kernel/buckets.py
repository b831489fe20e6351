"""A bucket on 127.0.0.1, as any host that speaks S3 would give one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import boto3
from moto.server import ThreadedMotoServer

from filon.launcher.addresses import Bucket, parse_bucket


@contextmanager
def running_bucket() -> Iterator[Bucket]:
    """An empty bucket on a free port, gone after the block."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        bucket = parse_bucket(f"s3+http://key:s%2Fcret@{host}:{port}/filon-{port}/kept?region=eu-west-3")
        client_of(bucket).create_bucket(Bucket=bucket.name, CreateBucketConfiguration={"LocationConstraint": bucket.region})
        yield bucket
    finally:
        server.stop()


def client_of(bucket: Bucket) -> Any:
    """A client of the same bucket that is not ours."""
    assert urlsplit(bucket.endpoint).hostname == "127.0.0.1"
    session = boto3.session.Session(bucket.access_key, bucket.secret_key, region_name=bucket.region)
    return session.client("s3", endpoint_url=bucket.endpoint)
