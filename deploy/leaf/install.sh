#!/bin/sh
# Makes an ARM64 device with Debian 12 or newer a venue's box. Run it as root in this folder; README.md has
# what comes before. Run again it changes only what is not as it should be. Each step is a file in steps/.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
usage="Use: sh install.sh [--dry-run] [--release ARCHIVE --release-key PUBLIC_KEY]
  [--netbird-key FILE|- [--netbird-url ADDRESS]] [--without-ssh] [--root FOLDER]"

dry_run=no
release=''
release_key=''
netbird_key=''
netbird_url=''
without_ssh=no
# Everything is written below this folder and nothing is started: for an image, and for the tests.
root=''
while [ $# -gt 0 ]; do
  case "$1" in
  --dry-run) dry_run=yes ;;
  --without-ssh) without_ssh=yes ;;
  --release | --release-key | --netbird-key | --netbird-url | --root)
    if [ $# -lt 2 ]; then
      echo "$1 needs a value. $usage" >&2
      exit 2
    fi
    case "$1" in
    --release) release=$2 ;;
    --release-key) release_key=$2 ;;
    --netbird-key) netbird_key=$2 ;;
    --netbird-url) netbird_url=$2 ;;
    --root) root=$2 ;;
    esac
    shift
    ;;
  *)
    echo "There is no \"$1\". $usage" >&2
    exit 2
    ;;
  esac
  shift
done

# shellcheck source=deploy/leaf/lib.sh
. "$here/lib.sh"
if [ "$dry_run" = no ] && [ -z "$root" ] && [ "$(id -u)" -ne 0 ]; then
  refuse "Only root may set up a box: run it with sudo, or look first with --dry-run."
fi

# shellcheck source=deploy/leaf/steps/disk.sh
. "$here/steps/disk.sh"
# shellcheck source=deploy/leaf/steps/packages.sh
. "$here/steps/packages.sh"
# shellcheck source=deploy/leaf/steps/users.sh
. "$here/steps/users.sh"
# shellcheck source=deploy/leaf/steps/leaf.sh
. "$here/steps/leaf.sh"
# shellcheck source=deploy/leaf/steps/system.sh
. "$here/steps/system.sh"
# shellcheck source=deploy/leaf/steps/overlay.sh
. "$here/steps/overlay.sh"
# shellcheck source=deploy/leaf/steps/firewall.sh
. "$here/steps/firewall.sh"

step "the data disk is encrypted, and keeps its order" check_disk
step "packages of Debian's" install_packages
step "users and folders" make_users
step "the Leaf" install_leaf
step "time, upgrades, logs, hardware watchdog" install_system
step "the overlay network" join_overlay
step "the firewall" install_firewall

if [ "$changes" -eq 0 ]; then
  say "Nothing to change: the box is as it should be."
elif [ "$dry_run" = yes ]; then
  say "$changes changes would be made; nothing was touched."
else
  say "$changes changes were made."
fi
