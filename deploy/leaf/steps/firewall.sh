#!/bin/sh
# The room reaches the Leaf's pages and nothing else; ssh comes over the overlay network alone. This is the last
# step, so that a box is never shut before there is another way in.
set -eu

install_firewall() {
  if [ "$without_ssh" = no ] && [ ! -e "$root/sys/class/net/wt0" ] && ! in_dry_run_to_come; then
    refuse "The box is in no overlay network, and ssh is let in over that alone: join one with --netbird-key, or say --without-ssh where its own keyboard is enough. Everything before the firewall is done."
  fi
  place "$here/files/nftables.conf" /etc/nftables.conf 644
  if [ "$placed" = yes ]; then act_on_system nft --file /etc/nftables.conf; fi
  enable_unit nftables.service
}

# A dry run has not joined what it would have.
in_dry_run_to_come() { [ "$dry_run" = yes ] && [ -n "$netbird_key" ]; }
