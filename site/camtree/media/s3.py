"""How buckets are asked: with little patience, and so that services other than Amazon's understand."""

from urllib.parse import urlsplit

from botocore.config import Config


def client_config(*, path_style: bool) -> Config:
    """Settings of the client. A bucket that is away or silent is given up after 2 or 3 seconds."""
    return Config(
        signature_version="s3v4",
        # "auto" signs for the host of all regions, which those that came later do not take.
        s3={"addressing_style": "path" if path_style else "virtual"},
        connect_timeout=2,
        read_timeout=3,
        # To try again is the visitor's to do: a web process that waits answers nobody.
        retries={"total_max_attempts": 1},
        # Some services store the checksum that is sent behind a file as a part of it.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def origins(*, bucket: str, endpoint: str, region: str, public_host: str, path_style: bool) -> list[str]:
    """Where browsers fetch what lies in the public bucket, as the policy of pages names it."""
    scheme = urlsplit(endpoint).scheme or "https"
    if public_host:
        return [f"{scheme}://{public_host}"]
    if endpoint:
        # The client puts the bucket in front of a name, and behind a bare address.
        host = urlsplit(endpoint).netloc
        return [f"{scheme}://{host}"] if path_style else [f"{scheme}://{host}", f"{scheme}://{bucket}.{host}"]
    hosts = ["s3.amazonaws.com", *([f"s3.{region}.amazonaws.com"] if region else [])]
    return [f"https://{host}" if path_style else f"https://{bucket}.{host}" for host in hosts]
