#!/bin/bash
# Makes an instance a worker. Whatever fails ends it: the group then replaces the instance.
set -Eeuo pipefail
trap 'shutdown --poweroff now' ERR
dnf install --assumeyes --quiet python3.13 amazon-cloudwatch-agent
useradd --system --no-create-home --shell /usr/sbin/nologin worker
install --directory /opt/worker /opt/worker/packages /etc/worker
install --directory --owner worker --group worker --mode 0750 /var/log/worker
cd /opt/worker

# What an object is called ends with its hash.
fetch() { # key, folder
  local digest=${1#*-}
  aws s3 cp --region @REGION@ --only-show-errors "s3://@BUCKET@/$1" fetched.tar
  echo "${digest%.tar}  fetched.tar" | sha256sum --check --quiet --strict
  tar --extract --file fetched.tar --directory "$2" --no-same-owner
  rm fetched.tar
}
fetch @CODE_KEY@ /opt/worker
fetch @PACKAGES_KEY@ /opt/worker/packages

cat > /etc/worker/environment <<'END'
@ENVIRONMENT@
HEALTH_FILE=/run/worker/health
IN_FLIGHT=@IN_FLIGHT@
AWS_DEFAULT_REGION=@REGION@
PYTHONPATH=/opt/worker:/opt/worker/packages/python
PYTHONDONTWRITEBYTECODE=1
POWERTOOLS_TRACE_DISABLED=1
END

cat > /etc/systemd/system/worker.service <<'END'
[Unit]
Description=Works on the payment queue
After=network-online.target
Wants=network-online.target
[Service]
User=worker
EnvironmentFile=/etc/worker/environment
ExecStart=/usr/bin/python3.13 -m runtime.worker
Restart=always
RestartSec=5
TimeoutStopSec=@DRAIN_SECONDS@
RuntimeDirectory=worker
StandardOutput=append:/var/log/worker/worker.log
StandardError=inherit
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
PrivateTmp=yes
PrivateDevices=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
LockPersonality=yes
SystemCallArchitectures=native
ReadWritePaths=/var/log/worker
[Install]
WantedBy=multi-user.target
END

# A worker that takes no messages any more is started anew.
cat > /usr/local/sbin/worker-health <<'END'
#!/bin/bash
set -eu
if systemctl is-active --quiet worker && [ -n "$(find /run/worker/health -mmin +@SILENT_MINUTES@)" ]; then
  systemctl restart worker
fi
END
# The group says here that it ends the instance, and waits for its hook's time.
cat > /usr/local/sbin/worker-drain <<'END'
#!/bin/bash
set -eu
base=http://169.254.169.254/latest
token=$(curl --silent --fail --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' $base/api/token)
state=$(curl --silent --header "X-aws-ec2-metadata-token: $token" $base/meta-data/autoscaling/target-lifecycle-state)
if [ "$state" = Terminated ]; then systemctl stop worker; fi
END
chmod 0755 /usr/local/sbin/worker-health /usr/local/sbin/worker-drain
for each in health drain; do
  cat > /etc/systemd/system/worker-$each.service <<END
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/worker-$each
END
  cat > /etc/systemd/system/worker-$each.timer <<END
[Timer]
OnBootSec=60
OnUnitActiveSec=@LOOK_SECONDS@
AccuracySec=1
[Install]
WantedBy=timers.target
END
done

cat > /etc/logrotate.d/worker <<'END'
/var/log/worker/worker.log {
  size 50M
  rotate 3
  copytruncate
  missingok
}
END
cat > /opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json <<'END'
@AGENT@
END
systemctl daemon-reload
systemctl enable --now amazon-cloudwatch-agent worker worker-health.timer worker-drain.timer
