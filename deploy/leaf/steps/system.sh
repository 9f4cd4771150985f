#!/bin/sh
# What keeps the box well while nobody looks: right time, security fixes in the morning, logs with an end, and
# the hardware's own watchdog.
set -eu

install_system() {
  place "$here/files/timesyncd.conf" /etc/systemd/timesyncd.conf.d/felt.conf 644
  if [ "$placed" = yes ]; then act_on_system systemctl try-restart systemd-timesyncd.service; fi
  place "$here/files/journald.conf" /etc/systemd/journald.conf.d/felt.conf 644
  if [ "$placed" = yes ]; then act_on_system systemctl restart systemd-journald.service; fi
  place "$here/files/watchdog.conf" /etc/systemd/system.conf.d/felt-watchdog.conf 644
  place "$here/files/unattended-upgrades.conf" /etc/apt/apt.conf.d/52felt 644
  place "$here/files/upgrade-timer.conf" /etc/systemd/system/apt-daily-upgrade.timer.d/felt.conf 644
  if [ "$placed" = yes ]; then act_on_system systemctl daemon-reload; fi
  enable_unit systemd-timesyncd.service
  enable_unit apt-daily-upgrade.timer
}
