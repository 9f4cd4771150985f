#!/bin/sh
# The Leaf's own user, who has no shell and owns the data and nothing else; Felt's program is root's.
set -eu

make_users() {
  place "$here/files/sysusers.conf" /etc/sysusers.d/felt.conf 644
  if ! grep -q '^felt:' "$root/etc/passwd"; then
    act systemd-sysusers ${root:+--root="$root"} "$here/files/sysusers.conf"
  fi
  # After the disk is mounted, and not at every boot: without it, nothing may be made in its place.
  if [ ! -d "$root/srv/felt/data" ] || [ "$(stat -c %a "$root/srv/felt/data")" != 700 ] ||
    [ "$(stat -c %u "$root/srv/felt/data")" != "$(felt_user_id)" ] ||
    [ ! -d "$root/opt/felt" ] || [ ! -d "$root/etc/felt" ]; then
    act systemd-tmpfiles --create ${root:+--root="$root"} "$here/files/folders.conf"
  fi
}

felt_user_id() { sed -n 's/^felt:[^:]*:\([0-9]*\):.*/\1/p' "$root/etc/passwd"; }
