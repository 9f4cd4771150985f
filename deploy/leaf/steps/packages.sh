#!/bin/sh
# What the box needs of Debian's. Node and nats-server come with Felt's releases, tested together.
set -eu

PACKAGES="ca-certificates cryptsetup curl jq nftables openssl systemd-timesyncd unattended-upgrades"

install_packages() {
  missing=''
  for package in $PACKAGES; do
    state=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null) || state=''
    if [ "$state" != installed ]; then missing="$missing $package"; fi
  done
  if [ -z "$missing" ]; then return 0; fi
  # Standard input may be the overlay network's key. Split into words on purpose: these are names of packages.
  # shellcheck disable=SC2086
  act apt-get install --yes --no-install-recommends $missing </dev/null
}
