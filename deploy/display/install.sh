#!/bin/sh
# Makes a device with Debian 12 or newer (Raspberry Pi OS Lite too) a screen of Felt's. Run it as root
# in this folder:  sh install.sh https://leaf.local:7070/display
# Again with another address it only changes that. What it installs: docs/displays.md says it line by line.
set -eu

url="${1:?Say where the screens of the Leaf are, as in: sh install.sh https://leaf.local:7070/display}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ "$(id -u)" -ne 0 ]; then
  echo "Only root may set up a screen: run it with sudo." >&2
  exit 1
fi

apt-get install --yes --no-install-recommends cog seatd systemd-zram-generator

if ! id felt-display >/dev/null 2>&1; then
  useradd --system --home-dir /var/lib/felt-display --shell /usr/sbin/nologin felt-display
fi
install -D -m 0755 "$here/felt-display" /usr/local/lib/felt/felt-display
for unit in felt-display.service felt-display-anew.service felt-display-anew.timer; do
  install -D -m 0644 "$here/$unit" "/etc/systemd/system/$unit"
done
install -D -m 0644 "$here/watchdog.conf" /etc/systemd/system.conf.d/felt-watchdog.conf
install -D -m 0644 "$here/zram-generator.conf" /etc/systemd/zram-generator.conf
install -d -m 0755 /etc/felt
printf 'FELT_URL=%s\n' "$url" >/etc/felt/display.env

systemctl daemon-reload
systemctl set-default multi-user.target
systemctl enable --now felt-display.service felt-display-anew.timer
echo "The screen shows its code: type it on the tablet, under Screens."
