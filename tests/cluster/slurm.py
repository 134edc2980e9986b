"""A whole SLURM of three nodes on one machine, in a folder of its own, without accounting."""

import getpass
import os
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

NODES = ("n1", "n2", "n3")
TIME_LIMIT = 30

# Nothing listens but on this machine. Its nodes claim more than it has, and jobs spread over them.
# A node whose daemon is gone is down after ten seconds, and its jobs are repeated five later.
CONFIG = """\
ClusterName=mini
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CryptoType=crypto/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation={folder}/state
SlurmctldPidFile={folder}/slurmctld.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdSpoolDir={folder}/%n/spool
SlurmdPidFile={folder}/%n/slurmd.pid
SlurmdLogFile={folder}/%n/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=sched_interval=2,bf_interval=5,batch_sched_delay=0
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
MinJobAge=3600
KillWait=5
SlurmdTimeout=10
MessageTimeout=3
SlurmdParameters=config_overrides
{nodes}
PartitionName=main Nodes=ALL Default=YES MaxTime=1-00:00:00 LLN=YES State=UP
"""
NODE = (
    "NodeName={name} NodeHostname=localhost NodeAddr=127.0.0.1 Port={port} CPUs=8 RealMemory=8000"
)

# The executor starts srun without any variable of SLURM, so that it would look for its
# configuration in /etc/slurm.
SRUN = """\
#!/bin/sh
export SLURM_CONF={config}
exec {srun} "$@"
"""


class Job(NamedTuple):
    """What SLURM says of a job; the comment is Snakemake's and names the rule or the group."""

    state: str
    node: str
    comment: str


class Slurm:
    """A cluster that runs from entry to exit; what it started is ended, also after a failure.

    Args:
        folder: An empty folder, for its configuration, logs, state and socket.
        programs: The paths of munged, slurmctld, slurmd and srun, by name.
    """

    def __init__(self, folder: Path, programs: Mapping[str, str]) -> None:
        self.folder = folder
        self.programs = programs
        self.config = folder / "slurm.conf"
        self.variables = {
            "SLURM_CONF": str(self.config),
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }

    def __enter__(self) -> "Slurm":
        with ExitStack() as after_failure:
            after_failure.callback(self.stop)
            self.configure()
            self.start()
            after_failure.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def configure(self) -> None:
        """Writes the configuration and the key by which the daemons know each other."""
        for name in ("bin", *NODES):
            (self.folder / name).mkdir()
        port, *ports = free_ports(1 + len(NODES))
        nodes = [NODE.format(name=node, port=port) for node, port in zip(NODES, ports, strict=True)]
        values = {"folder": self.folder, "port": port, "user": getpass.getuser()}
        self.config.write_text(CONFIG.format(nodes="\n".join(nodes), **values), encoding="utf-8")
        srun = self.folder / "bin" / "srun"
        srun.write_text(
            SRUN.format(config=self.config, srun=self.programs["srun"]), encoding="utf-8"
        )
        srun.chmod(0o755)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)

    def start(self) -> None:
        """Starts the daemons and waits until every node is idle."""
        files = {"key": "key", "pid": "pid", "log": "log", "seed": "seed"}
        options = [f"--{name}-file={self.folder}/munge.{file}" for name, file in files.items()]
        self.run("munged", "--force", f"--socket={self.folder}/munge.socket", *options)
        self.run("slurmctld", "-i")
        for node in NODES:
            self.start_node(node)
        wait_until(lambda: self.ask("sinfo --noheader --format=%T").split() == ["idle"], "idle")

    def start_node(self, node: str) -> None:
        """Starts the daemon of a node."""
        self.run("slurmd", "-N", node)

    def run(self, program: str, *arguments: str) -> None:
        """Starts a daemon, which leaves the terminal by itself."""
        subprocess.run(
            [self.programs[program], *arguments],
            env=os.environ | self.variables,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIME_LIMIT,
        )

    def ask(self, command: str) -> str:
        """What a command of SLURM, such as squeue, answers."""
        return subprocess.run(
            shlex.split(command),
            env=os.environ | self.variables,
            check=True,
            capture_output=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
        ).stdout

    def jobs(self) -> dict[str, Job]:
        """Every job there ever was, by its number."""
        lines = self.ask("squeue --states=all --noheader --format='%i|%T|%N|%k'").splitlines()
        return {number: Job(*rest) for number, *rest in (line.split("|", 3) for line in lines)}

    def fail(self, node: str) -> None:
        """Ends a node as a power failure does: its daemon and all that it runs are gone at once."""
        kill(self.processes(node))

    def stop(self) -> None:
        """Ends all that the cluster started, jobs included."""
        while started := self.processes():
            kill(started)
            time.sleep(0.1)

    def processes(self, node: str = "") -> list[int]:
        """The processes of a node, or of all: daemons work in its folder, jobs know its name."""
        marks = [os.fsencode(self.folder / "bin")]
        if node:
            marks.append(os.fsencode(f"SLURMD_NODENAME={node}"))
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has ended, or is somebody else's
                works_in = (process / "cwd").readlink()
                environment = (process / "environ").read_bytes()
                if works_in.is_relative_to(self.folder / node) or all(
                    mark in environment for mark in marks
                ):
                    found.append(int(process.name))
        return found


def kill(processes: list[int]) -> None:
    """Ends processes at once; some may have ended already."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def wait_until(condition: Callable[[], bool], what: str, time_limit: float = TIME_LIMIT) -> None:
    """Waits for a condition; fails if it is not met within the time limit, in seconds."""
    deadline = time.monotonic() + time_limit
    while not condition():
        assert time.monotonic() < deadline, f"not {what} after {time_limit} s"
        time.sleep(0.05)
