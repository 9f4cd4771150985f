#!/bin/sh
# The overlay network over which the box is looked after: Netbird, joined once with a key that is good for one
# box. The key is never an argument of a program, never printed, and gone when the box is in.
set -eu

join_overlay() {
  if [ -z "$netbird_key" ]; then return 0; fi
  command -v netbird >/dev/null 2>&1 ||
    refuse "There is no netbird on this box: install it from its makers' Debian archive (docs.netbird.io), then run this again."
  need jq jq
  state=$(netbird status --json 2>/dev/null | jq -r '.daemonStatus // ""') || state=''
  if [ "$state" = Connected ] || [ "$state" = Connecting ]; then
    say "The box is in the overlay network already: the key was not used."
  elif [ "$netbird_key" = - ]; then
    act netbird up --setup-key-file /dev/stdin ${netbird_url:+--management-url "$netbird_url"}
  else
    if [ ! -f "$netbird_key" ]; then refuse "There is no key in $netbird_key: make one for one box, and put it there."; fi
    act netbird up --setup-key-file "$netbird_key" ${netbird_url:+--management-url "$netbird_url"}
  fi
  if [ "$netbird_key" != - ] && [ -f "$netbird_key" ]; then act shred --remove "$netbird_key"; fi
}
