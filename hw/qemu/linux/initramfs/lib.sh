# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the phases share. A phase is a file of /rig/phases, run in a shell of its own: it says `note key=value` for
# its line, and `fail why` to end it.

note() {
	echo -n " $*" >>/tmp/note
}

fail() {
	echo -n " reason=$*" >>/tmp/note
	exit 1
}

# Asks the recorder to read what has been sent so far. Called where Linux is about to start its ring again.
step() {
	[ -n "$rig_step" ] || return 0
	echo "itsguard-rig: step"
	read -r _
}

# Runs a phase under `timeout`: if it hangs this is reported, and the others still come.
run_phase() {
	: >/tmp/note
	verdict=ok
	[ -f "/rig/phases/$1" ] || echo -n " reason=no such phase" >/tmp/note
	timeout "${rig_limit:-300}" sh -c '. /rig/lib.sh; . "/rig/phases/$1"' sh "$1" || {
		[ $? != 143 ] || echo -n " reason=out of time" >>/tmp/note
		verdict=FAIL
	}
	echo "itsguard-rig: phase=$1 $verdict$(cat /tmp/note)"
	[ -z "$rig_step" ] || read -r _
	[ $verdict = ok ]
}

# ---- devices -------------------------------------------------------------------------------------

# Starts the NVMe controllers one after the other. If the driver probes both at once, right after the boot, QEMU 7.2
# sometimes lets one of them read its first command as zeros (README.md). The driver gives it up after a minute.
bind_nvme() {
	for path in /sys/bus/pci/devices/*; do
		[ "$(cat "$path/class")" = 0x010802 ] && [ ! -e "$path/driver" ] || continue
		echo "${path##*/}" >/sys/bus/pci/drivers/nvme/bind || fail "bind ${path##*/}"
	done
}

load_drivers() {
	load_modules virtio_pci virtio_net virtio_blk virtio_rng
	echo 0 >/sys/bus/pci/drivers_autoprobe
	load_modules nvme
	bind_nvme
	echo 1 >/sys/bus/pci/drivers_autoprobe
}

load_modules() {
	for module in "$@"; do
		modprobe $module 2>/dev/null || modprobe "${module/_rng/-rng}" 2>/dev/null ||
			grep -q "/$module.ko\|/${module/_/-}.ko" "/lib/modules/$(uname -r)/modules.builtin" ||
			fail "modprobe $module"
	done
}

# wait_for SECONDS COMMAND...: waits until the command succeeds.
wait_for() {
	turns=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		turns=$((turns - 1))
		[ $turns -gt 0 ] || return 1
		usleep 50000
	done
}

disks() {
	cd /sys/block && echo nvme*n1 vd*
}

# The block device with a serial number (machine.py). The number stays, while names may change.
disk_of() {
	for path in /sys/block/nvme*n1 /sys/block/vd*; do
		if [ "$(cat "$path/serial" "$path/device/serial" 2>/dev/null | tr -d ' ')" = "$1" ]; then
			echo "/dev/${path##*/}"
		fi
	done
}

disks_there() {
	for disk in nvme0n1 nvme1n1 vda vdb; do
		[ -b /dev/$disk ] || return 1
	done
}

devices_there() {
	disks_there && [ -d /sys/class/net/eth0 ] && [ -d /sys/class/net/eth1 ] && [ -n "$(rng_current)" ]
}

rng_current() {
	read -r name </sys/class/misc/hw_random/rng_current && case $name in virtio*) echo "$name" ;; esac
}

# read_disk DISK [CPU]: one direct read, which ends with an interrupt.
read_disk() {
	taskset -c "${2:-0-3}" timeout 20 dd if="/dev/$1" of=/dev/null bs=4096 count=2 iflag=direct 2>/dev/null
}

read_rng() {
	timeout 20 dd if=/dev/hwrng of=/dev/null bs=64 count=2 2>/dev/null
}

# Every disk and the rng answer: their interrupts arrive.
traffic() {
	for disk in $(disks); do
		read_disk "$disk" || fail "no answer from $disk ($1)"
	done
	read_rng || fail "no answer from the rng ($1)"
}

# ---- interrupts ----------------------------------------------------------------------------------

# Number of MSIs that go through the ITS.
msi_count() {
	grep -c 'ITS-\(MSI\|PCI-MSI\)' /proc/interrupts
}

# Interrupt numbers whose name contains a word.
irqs_of() {
	sed -n "/ITS-.*$1/s/^ *\([0-9]*\):.*/\1/p" /proc/interrupts
}

# How often one interrupt came on one CPU (a column of /proc/interrupts for each one that is online).
irq_count() {
	awk -v irq="$1:" -v cpu="CPU$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == cpu) column = i + 1 }
		$1 == irq { print column ? $column : 0 }' /proc/interrupts
}

# MSIs that have arrived on a CPU.
cpu_count() {
	awk -v cpu="CPU$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == cpu) column = i + 1 }
		column && /ITS-/ { sum += $column } END { print sum + 0 }' /proc/interrupts
}

online_cpus() {
	sed -n 's/^processor.*: //p' /proc/cpuinfo
}

# The interrupt of the rng's queue: it can be moved to any CPU, which the managed ones of disks cannot.
rng_irq() {
	for path in /sys/bus/virtio/drivers/virtio_rng/virtio*; do
		irqs_of "${path##*/}-input"
	done
}

# ---- the ITS, seen through /dev/mem --------------------------------------------------------------

its_base() {
	dmesg | sed -n 's/.*ITS \[mem 0x\([0-9a-f]*\)-.*/0x\1/p' | head -1
}

its_read() {
	devmem $(($(cat /tmp/its) + $1)) 32
}

# ring_sample: adds up how far CWRITER has moved. Exact as long as less than a whole ring lies between two samples.
ring_start() {
	its_base >/tmp/its
	echo "0 $(($(its_read 0x88)))" >/tmp/ring
}

ring_sample() {
	read -r total last </tmp/ring
	now=$(($(its_read 0x88)))
	size=$(((($(its_read 0x80) & 0xff) + 1) * 4096))
	echo "$((total + (now - last + size) % size)) $now" >/tmp/ring
}

# Commands counted.
ring_commands() {
	read -r total _ </tmp/ring
	echo $((total / 32))
}
