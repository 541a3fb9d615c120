"""The embedded local cloud: starts it, deploys the template into it with the stock tools, and says where things are.

python tools/localcloud.py [NAME=VALUE ...]    start, build, deploy with these parameters, stay up until interrupted
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
LOGS = CACHE / "logs"
REGION = "eu-west-1"
STACK = "sanctionwire"
READY_WITHIN = 60.0

# Ends the emulator when whoever started it is gone, however that came about: its end of the pipe closes.
_EMULATOR = """
import os, signal, sys, threading
def follow():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=follow, daemon=True).start()
from ministack.app import main
sys.argv = ["ministack"]
main()
"""


class LocalCloudError(Exception):
    """The local cloud could not be started or deployed to; the text says what and where the log is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """A local cloud that runs."""

    endpoint: str
    folder: Path
    """Its scratch and its log; gone when it stops."""

    @property
    def log(self) -> Path:
        """What the emulator and the functions say."""
        return self.folder / "cloud.log"

    def environment(self) -> dict[str, str]:
        """The process environment for tools and commands that are to work against this cloud, and no other."""
        return {
            **_plain_environment(),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }

    def client(self, service: str) -> Any:
        """A boto3 client."""
        any_client: Any = boto3.client  # its types know each service by a literal name alone
        return any_client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - the local cloud takes any
            config=Config(proxies={}, retries={"total_max_attempts": 1}, read_timeout=960),
        )

    def outputs(self, stack: str = STACK) -> dict[str, str]:
        """What the deployed stack says of itself."""
        (found,) = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}

    def invoke(self, function: str, event: Mapping[str, Any] | None = None) -> Any:
        """What a function answers; LocalCloudError if it fails."""
        answer = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event or {}))
        body = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            message = f"{function} failed: {json.dumps(body)[:2000]}"
            raise LocalCloudError(message)
        return body


@contextlib.contextmanager
def running(*, enforce_iam: bool = True) -> Iterator[Cloud]:
    """A local cloud of one's own, on loopback and a free port, empty at first and gone at the end.

    Permissions are enforced as on AWS unless told otherwise, so that a policy that lacks an action shows here.
    """
    folder, lock = _folder()
    port = _free_port()
    cloud = Cloud(endpoint=f"http://127.0.0.1:{port}", folder=folder)
    environment = {
        **_plain_environment(),
        "AUTH": str(enforce_iam).lower(),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "MINISTACK_REGION": REGION,
        "S3_DATA_DIR": str(folder / "s3"),
        "TMPDIR": str(_made(folder / "tmp")),
    }
    with cloud.log.open("wb") as log:
        process = subprocess.Popen(
            [CACHE / "ministack/bin/python", "-c", _EMULATOR],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # an interrupt is for whoever started it, who then stops it in order
        )
    try:
        _wait_until_ready(process, cloud)
        yield cloud
    finally:
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)
        lock.close()


def deploy(cloud: Cloud, *, stack: str = STACK, **parameters: str) -> dict[str, str]:
    """Build the template and deploy it; the stack's outputs. `parameters` are the template's."""
    template = build(cloud.folder / "build")
    given = {**_here(), "LocalCloud": cloud.endpoint, **parameters}
    bucket = f"artifacts-{stack}"
    cloud.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    _sam(
        "deploy",
        *("--template-file", str(template), "--stack-name", stack, "--s3-bucket", bucket),
        *("--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-fail-on-empty-changeset"),
        *("--on-failure", "DELETE", "--parameter-overrides", *_overrides(given)),
        environment=cloud.environment(),
    )
    outputs = cloud.outputs(stack)
    # The one property of the template that the emulator's CloudFormation passes over.
    cloud.client("s3").put_object_lock_configuration(
        Bucket=outputs["EvidenceBucket"], ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"}
    )
    return outputs


def build(into: Path) -> Path:
    """Build the template for this machine; the built template's path. One at a time, since builds share their cache."""
    with (_made(CACHE) / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _sam(
            "build",
            *("--template-file", str(ROOT / "template.yaml"), "--build-dir", str(into)),
            *("--parallel", "--cached", "--cache-dir", str(CACHE / "build-cache")),
            *("--parameter-overrides", *_overrides(_here())),
            environment={**_plain_environment(), "AWS_DEFAULT_REGION": REGION},
        )
    return into / "template.yaml"


def _here() -> dict[str, str]:
    """The parameters that this machine decides."""
    arm = platform.machine().lower() in {"arm64", "aarch64"}
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {"Runtime": version, "Architecture": "arm64" if arm else "x86_64"}


def _overrides(parameters: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in parameters.items()]


def _sam(*arguments: str, environment: Mapping[str, str]) -> None:
    log = _made(LOGS) / f"sam-{arguments[0]}-{os.getpid()}.log"
    with log.open("wb") as out:
        done = subprocess.run(
            [CACHE / "sam/bin/sam", *arguments],
            cwd=_made(CACHE / "sam-work"),  # it keeps notes where it runs, and those of builds for AWS are not ours
            env={
                **environment,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}",
                "SAM_CLI_TELEMETRY": "0",
                "__SAM_CLI_APP_DIR": str(_made(CACHE / "sam-home")),
            },
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
        message = f"sam {arguments[0]} failed; the end of {log.relative_to(ROOT)} says:\n{tail}"
        raise LocalCloudError(message)
    log.unlink()


def _plain_environment() -> dict[str, str]:
    """This process's environment without anything that leads to a real account, loopback never by way of a proxy."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON", "SAM_"))}
    direct = ",".join(filter(None, ("127.0.0.1", "localhost", kept.get("NO_PROXY") or kept.get("no_proxy"))))
    return {
        **kept,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": direct,
        "no_proxy": direct,
    }


def _folder() -> tuple[Path, IO[str]]:
    """A folder of one's own, held by a lock for as long as its cloud runs; those that nobody holds any more go."""
    clouds = _made(CACHE / "clouds")
    for left in clouds.iterdir():
        with contextlib.suppress(OSError), (left / "held").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="cloud-", dir=clouds))
    lock = (folder / "held").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], cloud: Cloud) -> None:
    url = f"{cloud.endpoint}/_ministack/health"
    deadline = time.monotonic() + READY_WITHIN
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), opener.open(url, timeout=5):
            return
        time.sleep(0.05)
    tail = "\n".join(cloud.log.read_text(errors="replace").splitlines()[-20:])
    message = f"the local cloud did not start; its log ends:\n{tail}"
    raise LocalCloudError(message)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main(arguments: list[str]) -> None:
    """Start, deploy, tell, and stay."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parameters = dict(argument.split("=", 1) for argument in arguments)
    with contextlib.suppress(KeyboardInterrupt), running() as cloud:
        print(f"local cloud at {cloud.endpoint}, log {cloud.log}; deploying ...", flush=True)
        for name, value in deploy(cloud, **parameters).items():
            print(f"{name:22} {value}", flush=True)
        print("It stays up until interrupted (Ctrl-C).", flush=True)
        signal.pause()


if __name__ == "__main__":
    main(sys.argv[1:])
