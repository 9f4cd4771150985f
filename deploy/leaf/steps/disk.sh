#!/bin/sh
# The data folder's disk: LUKS beneath, ext4 with ordered data on it, mounted where the Leaf looks. Making the
# encrypted disk needs a person's passphrase and empties it, so README.md has that; this refuses without.
set -eu

DEVICE=/dev/mapper/felt-data
DATA_DISK=/srv/felt
MOUNT_OPTIONS=defaults,noatime,data=ordered,barrier=1,errors=remount-ro

# From a device down to the disks: each way must lead through a LUKS container, so a mirror or a volume that
# has one plain disk among its parts will not do.
# shellcheck disable=SC2016
IS_ON_LUKS='
  def kept: if .type == "crypt" then ((.children // []) | length > 0 and all(.fstype == "crypto_LUKS"))
    else ((.children // []) | length > 0 and all(kept)) end;
  (.blockdevices // []) | length > 0 and all(kept)'

check_disk() {
  need jq jq
  need findmnt util-linux
  tree=$(lsblk --json --inverse --output NAME,KNAME,TYPE,FSTYPE "$DEVICE" 2>/dev/null) ||
    refuse "There is no $DEVICE: make and open the encrypted disk as README.md says, under \"The disk\"."
  if [ "$(printf '%s' "$tree" | jq "$IS_ON_LUKS")" != true ]; then
    refuse "$DEVICE is not on LUKS in all its parts: names and money are not put on a plain disk. README.md says how to make one, under \"The disk\"."
  fi

  line="$DEVICE $DATA_DISK ext4 $MOUNT_OPTIONS 0 2"
  if ! grep -qxF "$line" "$root/etc/fstab"; then
    if grep -qE "^[^#[:space:]]+[[:space:]]+${DATA_DISK}[[:space:]]" "$root/etc/fstab"; then
      refuse "/etc/fstab mounts $DATA_DISK in another way: put this line in its place, mount it anew, and run this again: $line"
    fi
    act add_line "$line" "$root/etc/fstab"
  fi
  mounted=$(findmnt --json --mountpoint "$DATA_DISK" --output SOURCE,FSTYPE,OPTIONS) || mounted=''
  if [ -z "$mounted" ]; then
    if [ ! -d "$root$DATA_DISK" ]; then act install -d -m 0755 "$root$DATA_DISK"; fi
    act_on_system mount "$DATA_DISK"
    if [ "$dry_run" = yes ] || [ -n "$root" ]; then return 0; fi
    mounted=$(findmnt --json --mountpoint "$DATA_DISK" --output SOURCE,FSTYPE,OPTIONS)
  fi
  check_mount "$mounted"
}

# What is mounted now, whatever /etc/fstab says.
check_mount() {
  source=$(printf '%s' "$1" | jq -r '.filesystems[0].source')
  kind=$(printf '%s' "$1" | jq -r '.filesystems[0].fstype')
  if [ "$source" != "$DEVICE" ]; then
    refuse "$DATA_DISK is $source, not $DEVICE: unmount it, and run this again."
  fi
  if [ "$kind" != ext4 ]; then refuse "$DATA_DISK is $kind: format $DEVICE with ext4, as README.md says."; fi
  # The kernel leaves out of the mount's own options what is the default; here it tells all of them.
  options="$root/proc/fs/ext4/$(printf '%s' "$tree" | jq -r '.blockdevices[0].kname')/options"
  for option in data=ordered barrier; do
    grep -qx "$option" "$options" ||
      refuse "$DATA_DISK is not mounted with $option: mount it anew with the options in /etc/fstab (umount $DATA_DISK; mount $DATA_DISK)."
  done
}

add_line() { printf '%s\n' "$1" >>"$2"; }
