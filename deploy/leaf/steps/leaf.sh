#!/bin/sh
# The Leaf's unit and settings, the command `felt`, and the first release, if none is there.
set -eu

install_leaf() {
  place "$here/felt" /usr/local/bin/felt 755
  place "$here/felt-settle" /usr/local/lib/felt/felt-settle 755
  place "$here/felt-leaf.service" /etc/systemd/system/felt-leaf.service 644
  unit=$placed
  place "$here/felt-settle.service" /etc/systemd/system/felt-settle.service 644
  unit=$unit$placed
  place "$here/felt-backup.service" /etc/systemd/system/felt-backup.service 644
  unit=$unit$placed
  place "$here/felt-backup.timer" /etc/systemd/system/felt-backup.timer 644
  case "$unit$placed" in *yes*) act_on_system systemctl daemon-reload ;; esac
  # What a person has set stays.
  if [ ! -e "$root/etc/felt/leaf.env" ]; then
    act install -D -m 0600 "$here/leaf.env.example" "$root/etc/felt/leaf.env"
  fi
  if [ -n "$release_key" ]; then place "$release_key" /etc/felt/release.pub 644; fi
  if [ -n "$release" ] && [ ! -e "$root/opt/felt/current" ]; then install_first_release; fi
  enable_unit felt-leaf.service
  enable_unit felt-settle.service
  enable_unit felt-backup.timer
  if [ -e "$root/opt/felt/current" ]; then
    if [ -z "$root" ] && ! systemctl is-active --quiet felt-leaf.service; then
      act systemctl start felt-leaf.service
    fi
  else
    say "No release is there yet: run this again with --release and --release-key."
  fi
}

# Every later one is installed by the release before it: felt release install. An archive holds three files:
# what it consists of, the signature of that, and the files themselves.
install_first_release() {
  need openssl openssl
  key=$release_key
  if [ -z "$key" ]; then key="$root/etc/felt/release.pub"; fi
  if [ ! -e "$key" ]; then refuse "Give the key with which releases are checked as well: --release-key."; fi
  work=$(mktemp -d)
  for member in manifest.json manifest.sig; do
    tar --extract --to-stdout --file "$release" "$member" >"$work/$member" ||
      refuse "$release is no release of Felt's: it has no $member."
  done
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/manifest.json" \
    -sigfile "$work/manifest.sig" >/dev/null 2>&1 ||
    refuse "$release was not signed with the key in $key: nothing of it was unpacked. Get it again."
  wanted=$(jq -r .filesSha256 "$work/manifest.json")
  found=$(tar --extract --to-stdout --file "$release" files.tar.gz | sha256sum | cut -d ' ' -f 1)
  if [ "$found" != "$wanted" ]; then refuse "$release is damaged: nothing of it was unpacked. Get it again."; fi
  act unpack_first_release "$work/manifest.json"
  rm -r "$work"
}

# Under its final name only once it is whole and on the disk.
unpack_first_release() {
  rm -rf "$root/opt/felt/a"
  install -d -m 0755 "$root/opt/felt/a"
  tar --extract --to-stdout --file "$release" files.tar.gz |
    tar --extract --gzip --no-same-owner --directory "$root/opt/felt/a"
  jq -r '.emptyFolders[]' "$1" | while read -r folder; do
    install -d -m 0755 "$root/opt/felt/a/$folder"
  done
  sync
  ln -s a "$root/opt/felt/current"
}
