"""An Apache Kafka broker of our own: one KRaft node on the loopback, from Kafka's own jars."""

import signal
import time
import uuid
from base64 import urlsafe_b64encode
from functools import cached_property
from pathlib import Path

from local_stack.failures import StackError, tail
from local_stack.java import java
from local_stack.kafka_jars import provide_jars
from local_stack.ports import LOOPBACK, is_open
from local_stack.processes import alive, end, run, spawn, with_arguments

# A laptop's broker: little memory, quick to start.
_JVM = ("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
_LOGGING = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",  # at info it lists two thousand settings
    "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
    "-Dorg.slf4j.simpleLogger.logFile=System.out",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
)
_STARTED = "Kafka Server started"
_PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "auto.create.topics.enable": "false",  # deploy/kafka/topics.yaml names every topic
    "num.network.threads": "2",
    "num.io.threads": "2",
    "background.threads": "2",
    "log.cleaner.dedupe.buffer.size": "8388608",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",  # nobody else is about to join
    # A broker that was killed waits at its next start until its former life counts as over.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
}


class KafkaBroker:
    """One broker with its data folder, detached from the command that starts it.

    `jars_dir` is the folder with Kafka's jars; without it they come from the shared cache, where
    a first use downloads them (about 45 MB). Methods raise StackError with the way out.
    """

    def __init__(
        self, data_dir: Path, port: int, controller_port: int, jars_dir: Path | None = None
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self.controller_port = controller_port
        self.log = self.data_dir.parent / f"{self.data_dir.name}.log"
        self._given_jars = jars_dir
        self._properties = self.data_dir / "server.properties"

    @property
    def bootstrap(self) -> str:
        """Return the address for clients: `127.0.0.1:8130`."""
        return f"{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start the broker and wait until it serves; does nothing when it already does."""
        pid = self.pid()
        if pid is not None and is_open(self.port):
            return
        if pid is not None:  # half way up, or half way down: neither can be waited for
            self.stop()
        self._format()
        self._launch()

    def stop(self) -> None:
        """Let the broker write everything down and end. Waits until the process is gone."""
        pid = self.pid()
        if pid is not None:
            end(pid, signal.SIGTERM, patience=30)

    def is_running(self) -> bool:
        """Tell whether the broker of this data folder runs."""
        return self.pid() is not None

    def pid(self) -> int | None:
        """Return the process id of the broker of this data folder, None when it does not run."""
        return with_arguments("java", str(self._properties))

    @cached_property
    def _jars(self) -> Path:
        return self._given_jars or provide_jars()

    def _format(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        listeners = f"PLAINTEXT://{self.bootstrap},CONTROLLER://{LOOPBACK}:{self.controller_port}"
        settings = _PROPERTIES | {
            "listeners": listeners,
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "controller.quorum.voters": f"1@{LOOPBACK}:{self.controller_port}",
            "log.dirs": str(self.data_dir / "data"),
        }
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        self._properties.write_text("".join(lines), encoding="utf-8")
        if (self.data_dir / "data" / "meta.properties").exists():
            return
        cluster = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # In one word: one id in sixty-four begins with a dash, and would be read as an option.
        named = f"--cluster-id={cluster}"
        command = self._command("kafka.tools.StorageTool", "format", named, "-c")
        done = run([*command, self._properties])
        if done.returncode != 0:
            raise StackError(
                f"Kafka could not lay out {self.data_dir}:\n{done.stdout}{done.stderr}",
                remedy=f"remove {self.data_dir} when nothing in it matters, and start again",
            )

    def _launch(self, seconds: float = 120) -> None:
        self.log.touch()
        before = self.log.stat().st_size
        pid = spawn(self._command("kafka.Kafka", str(self._properties)), log=self.log)
        deadline = time.monotonic() + seconds
        while not self._said_started(before):
            if not alive(pid) or time.monotonic() > deadline:
                raise StackError(
                    f"Kafka did not start on port {self.port}:\n{tail(self.log)}",
                    remedy=f"read {self.log}",
                )
            time.sleep(0.05)

    def _said_started(self, since: int) -> bool:
        # Its own word: an open port might be a stranger's, and opens before the broker serves.
        with self.log.open("rb") as log:
            log.seek(since)
            return _STARTED.encode() in log.read()

    def _command(self, *program: str) -> list[str]:
        return [str(java()), *_JVM, *_LOGGING, "-cp", f"{self._jars}/*", *program]
