# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The rig's machine: the one place of QEMU's command line, its console and its QMP socket."""
import json
import os
import socket
import subprocess
import threading
import time

LIMIT_S = 300
IMAGE_AT = 0x41000000  # where the monitor looks for the Linux Image
TRACE_EVENTS = ("gicv3_its_read", "gicv3_its_write", "gicv3_its_badread", "gicv3_its_badwrite",
                "gicv3_its_translation_write", "gicv3_its_process_command", "gicv3_redist_write")


def devices(kernel, initrd):
    """All of them have MSI-X except edu, which is there for its DMA engine. vmlinuz and initrd are disks as well, for
    kexec."""
    null = "driver=null-co,read-zeroes=on,size=67108864,node-name="
    return [
        "-blockdev", null + "zero0", "-blockdev", null + "zero1",
        "-drive", f"file={kernel},format=raw,if=none,id=image,snapshot=on",
        "-drive", f"file={initrd},format=raw,if=none,id=initrd,snapshot=on",
        "-device", "pcie-root-port,id=port0,chassis=1,slot=1",
        "-device", "nvme,serial=zero,drive=zero0,max_ioqpairs=4",
        "-device", "nvme,serial=image,drive=image,max_ioqpairs=4,bus=port0",
        "-device", "virtio-blk-pci,serial=initrd,drive=initrd,num-queues=4,disable-legacy=on",
        "-device", "virtio-blk-pci,serial=zero,drive=zero1,num-queues=4",
        "-netdev", "hubport,id=net0,hubid=0", "-netdev", "hubport,id=net1,hubid=0",
        "-device", "virtio-net-pci,netdev=net0,romfile=,mac=52:54:00:00:00:01",
        "-device", "virtio-net-pci,netdev=net1,romfile=,mac=52:54:00:00:00:02",
        "-device", "virtio-rng-pci",
        "-device", "edu,dma_mask=0xffffffff",
    ]


def command(kernel, initrd, append, monitor=None, qmp=None, trace=None, cpu="cortex-a72"):
    """Plain: Linux at EL1, nothing at EL2. With a monitor: QEMU starts the monitor at EL2, and the monitor starts Linux."""
    machine = "virt,gic-version=3,its=on" + (",virtualization=on" if monitor else "")
    line = ["qemu-system-aarch64", "-M", machine, "-cpu", cpu, "-smp", "4", "-m", "1G", "-nodefaults", "-display", "none",
            "-no-reboot", "-serial", "stdio", "-initrd", initrd, "-append", append]
    if monitor:
        line += ["-kernel", monitor, "-device", f"loader,file={kernel},addr={IMAGE_AT:#x},force-raw=on"]
    else:
        line += ["-kernel", kernel]
    if qmp:
        line += ["-qmp", f"unix:{qmp},server=on,wait=off"]
    if trace:
        line += ["-D", trace]
        for event in TRACE_EVENTS:
            line += ["-trace", event]
    return line + devices(kernel, initrd)


class Machine:
    """A running QEMU. lines() gives the console line by line until it ends. The log has all of it, too."""

    def __init__(self, line, log, limit=LIMIT_S, echo=False):
        self.started = time.monotonic()
        self.log = open(log, "wb", buffering=0)
        self.errors = open(log + ".stderr", "wb")
        self.echo = echo
        # SIGKILL after 5 s more; the limit holds even if this program dies.
        self.process = subprocess.Popen(["timeout", "-k", "5", str(limit)] + line, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.errors)
        self.on_line = None

    def elapsed(self):
        return time.monotonic() - self.started

    def lines(self):
        for raw in self.process.stdout:
            self.log.write(raw)
            text = raw.decode("utf-8", "replace").rstrip("\r\n")
            if self.echo:
                print(text, flush=True)
            yield text

    def say(self, text):
        try:
            self.process.stdin.write(text.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def end(self):
        """The exit status: 124 or 137 when the time limit ended it."""
        status = self.process.wait()
        self.log.close()
        self.errors.close()
        return status

    def kill(self):
        self.process.terminate()


class Qmp:
    """Stops the machine, goes on, and saves its memory."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        for _ in range(600):
            try:
                self.socket.connect(path)
                break
            except OSError:
                time.sleep(0.05)
        self.file = self.socket.makefile("rw")
        self.lock = threading.Lock()
        self.file.readline()
        self.do("qmp_capabilities")

    def do(self, name, **arguments):
        with self.lock:
            self.file.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
            self.file.flush()
            while True:
                answer = json.loads(self.file.readline())
                if "error" in answer:
                    raise RuntimeError(f"QMP {name}: {answer['error']}")
                if "return" in answer:
                    return answer["return"]

    def memory(self, address, size, scratch):
        self.do("pmemsave", val=address, size=size, filename=os.path.abspath(scratch))
        with open(scratch, "rb") as saved:
            return saved.read()
