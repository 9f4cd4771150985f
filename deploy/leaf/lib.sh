#!/bin/sh
# What the steps share: they say what they do, do it only where it is needed, and not at all in a dry run.
set -eu

: "${dry_run:?This is no program of its own: run install.sh.}"
root=${root:-}
changes=0

say() { printf '%s\n' "$*"; }

# One sentence that says what is wrong and what to do; nothing after it is done.
refuse() {
  printf '%s\n' "$*" >&2
  exit 1
}

# step "what it is about" function
step() {
  say "== $1"
  "$2"
}

# Every change of the box goes through here, so a dry run cannot forget one.
act() {
  changes=$((changes + 1))
  if [ "$dry_run" = yes ]; then
    say "would: $*"
    return 0
  fi
  say "does: $*"
  "$@"
}

# The same for what starts or reloads something, which a folder given by --root has not.
act_on_system() {
  if [ -z "$root" ]; then act "$@"; fi
}

# place SOURCE TARGET MODE: the file is there, with this content and these rights. Sets `placed`.
placed=no
place() {
  placed=no
  if cmp -s "$1" "$root$2" && [ "$(stat -c %a "$root$2")" = "$3" ]; then return 0; fi
  act install -D -m "0$3" "$1" "$root$2"
  placed=yes
}

# enable_unit UNIT: it starts with the box. (systemctl knows a folder's units as well as this system's.)
enable_unit() {
  if systemctl ${root:+--root="$root"} is-enabled --quiet "$1" 2>/dev/null; then return 0; fi
  act systemctl ${root:+--root="$root"} enable "$1"
}

# A tool that the looking itself needs: it cannot be made up for in a dry run.
need() {
  command -v "$1" >/dev/null 2>&1 || refuse "This needs $1: apt-get install $2, then run it again."
}
