# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Device trees with mistakes, made from QEMU's own: for run-payloads.

TREES: name -> changes. Each change is a text in dtc's output and what it becomes. HELD: the payload attack_frames, with
the frames that must abort and those that must answer. REFUSED: what the monitor says before it ends."""
import os
import subprocess

ITS = "its@8080000 {"
ITS_REG = "reg = <0x00 0x8080000 0x00 0x20000>;"
GIC = "intc@8000000 {"
GIC_REG = "reg = <0x00 0x8000000 0x00 0x10000 0x00 0x80a0000 0x00 0xf60000>;"
OFF = 'status = "disabled"; '
FAILED = 'status = "fail"; '
NODE = 'compatible = "arm,gic-v3-its"; '

TREES = {
    # Ranges that the firmware keeps, for attack_reserved.
    "reserved": [("/ {", "/memreserve/ 0x52000000 0x100000;\n/ {"),
                 ("cpus {", "reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; "
                  "secret@50000000 { reg = <0 0x50000000 0 0x100000>; no-map; }; "
                  "shared@54000000 { reg = <0 0x54000000 0 0x100000>; }; }; cpus {")],
    # Odd, but understood.
    # What QEMU's does not say: nothing snoops, and a pre-ITS has its window at the clock.
    "quirks": [(GIC_REG, GIC_REG + "dma-noncoherent;"),
               (ITS_REG, ITS_REG + "socionext,synquacer-pre-its = <0x9010000 0x1000>;")],
    "its-of-2-mib": [(ITS_REG, "reg = <0x00 0x8080000 0x00 0x200000>;")],
    "its-in-capitals": [("arm,gic-v3-its", "ARM,GIC-v3-ITS")],
    "its-outside": [(ITS, "other@0 {"), ('compatible = "arm,gic-v3-its";', 'compatible = "none";'),
                    ("cpus {", "its { " + ITS_REG + NODE + "}; cpus {")],
    "its-twice": [(ITS, "twin { " + ITS_REG + NODE + OFF + "}; " + ITS)],
    "stride-of-one-cell": [(GIC_REG, GIC_REG + "redistributor-stride = <0x40000>;")],
    "its-disabled": [(ITS_REG, ITS_REG + OFF)],
    "its-disabled-of-2-mib": [(ITS_REG, "reg = <0x00 0x8080000 0x00 0x200000>;" + OFF)],
    "stride-skips": [(GIC_REG, GIC_REG + "redistributor-stride = <0 0x40000>;"), ("cpu@1 {", "cpu@1 { " + FAILED)],
    # Not understood.
    "gic-disabled": [(GIC, GIC + OFF)],
    "no-gic": [('compatible = "arm,gic-v3";', 'compatible = "none";'), ("arm,gic-v3-its", "none")],
    "stride-skips-last": [(GIC_REG, GIC_REG + "redistributor-stride = <0 0x40000>;")],
    "region-short": [(GIC_REG, GIC_REG.replace("0xf60000", "0x60000"))],
    "region-elsewhere": [(GIC_REG, GIC_REG.replace("0x80a0000", "0x80b0000"))],
    "cpu-without-redistributor": [("reg = <0x03>;", "reg = <0x103>;")],
    "its-not-aligned": [(ITS_REG, ITS_REG.replace("0x8080000", "0x8081000"))],
    "its-disabled-of-no-size": [(ITS_REG, ITS_REG.replace("0x20000", "0x00") + OFF)],
    "its-disabled-without-ranges": [(ITS_REG, ITS_REG + OFF), ("\t\tranges;\n", "")],
    "its-disabled-below-three-cells": [("cpus {", "bus { #address-cells = <3>; #size-cells = <2>; ranges; its { "
                                        "reg = <0 0 0x8080000 0 0x20000>; " + NODE + OFF + "}; }; cpus {")],
    "its-on-a-redistributor": [(ITS_REG, ITS_REG.replace("0x8080000", "0x80c0000"))],
    "its-in-memory": [(ITS_REG, ITS_REG.replace("0x8080000", "0x60000000"))],
    "gic-twice": [(GIC, "twin { " + GIC_REG + ' compatible = "arm,gic-v3"; }; ' + GIC)],
}

# CPUs, frames that must abort, frames that must answer.
DISTRIBUTOR, ITS_FRAMES = 1 << 0, 3 << 8


def rd(n, both=3):
    return both << 10 + 2 * n


HELD = {
    "its-disabled": (4, ITS_FRAMES, DISTRIBUTOR | rd(0) | rd(1) | rd(2) | rd(3)),
    "its-disabled-of-2-mib": (4, ITS_FRAMES, DISTRIBUTOR | rd(0) | rd(1) | rd(2) | rd(3)),
    "stride-skips": (3, rd(1), DISTRIBUTOR | ITS_FRAMES & 1 << 8 | rd(0) | rd(2)),
}

NO_CPU = "a CPU without a redistributor, or no CPU at all"
REG = "a reg property cannot be used"
OVERLAP = "an interrupt controller lies in memory, or in another"
SILENT = "nothing answers where the device tree has an interrupt controller"
REFUSED = {
    "gic-disabled": NO_CPU,
    "no-gic": NO_CPU,
    "cpu-without-redistributor": NO_CPU,
    "stride-skips-last": SILENT,
    "region-elsewhere": "no GICv3 frame where the device tree says",
    "region-short": "a redistributor region ends before its last redistributor",
    "its-not-aligned": REG,
    "its-disabled-of-no-size": REG,
    "its-disabled-without-ranges": "an address cannot be translated",
    "its-disabled-below-three-cells": "#address-cells or #size-cells cannot be used",
    "its-on-a-redistributor": OVERLAP,
    "its-in-memory": OVERLAP,
    "gic-twice": OVERLAP,
}


def make(machine, name, folder):
    """Writes the tree NAME for a QEMU of this command line. Returns the path of the blob."""
    plain, path = os.path.join(folder, "plain.dtb"), os.path.join(folder, name + ".dtb")
    os.makedirs(folder, exist_ok=True)
    dump = [part + ",dumpdtb=" + plain if part.startswith("virt,") else part for part in machine]
    subprocess.run(dump, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    text = subprocess.run(["dtc", "-q", "-I", "dtb", "-O", "dts", plain], check=True, stdout=subprocess.PIPE,
                          text=True).stdout
    for old, new in TREES[name]:
        if text.count(old) != 1:
            raise ValueError(f"{name}: QEMU's device tree has {text.count(old)} times {old!r}")
        text = text.replace(old, new)
    subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", path], input=text, check=True, text=True)
    return path
