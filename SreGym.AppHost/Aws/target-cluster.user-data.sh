#!/usr/bin/env bash
# Makes this instance a node of the target cluster. Inlined into target-cluster.template.yaml (a test compares the two),
# after lines that export: SREGYM_STACK, SREGYM_REGION, SREGYM_TOKEN_SECRET, SREGYM_KUBECONFIG_PARAMETER,
# SREGYM_K3S_VERSION, SREGYM_K3S_SHA256, SREGYM_K3S_URL, SREGYM_API_OPEN (true or false), SREGYM_TTL_MINUTES.
# SREGYM_ROOT puts every file below another folder (tests).
set -euo pipefail
umask 077
export PATH="$PATH:/opt/aws/bin"
root="${SREGYM_ROOT:-}"
log="$root/var/log/sregym-user-data.log"
secrets="$root/run/sregym"
node=unknown
mkdir -p "$root/var/log" "$secrets" "$root/etc/rancher/k3s" "$root/etc/systemd/system" "$root/usr/local/bin"
exec >>"$log" 2>&1

# CloudFormation waits for this: the stack is complete when the node is Ready, or it fails with the end of the log.
signal() {
  local status=$?
  trap - EXIT
  if [ "$status" -eq 0 ]; then
    cfn-signal --success true --stack "$SREGYM_STACK" --resource "$node" --region "$SREGYM_REGION"
  else
    cfn-signal --success false --reason "exit $status: $(tail -n 12 "$log" | tr '\n' ' ' | tail -c 800)" \
      --stack "$SREGYM_STACK" --resource "$node" --region "$SREGYM_REGION"
  fi
  exit "$status"
}
trap signal EXIT
say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"; }

retry() {
  local attempt
  for attempt in 1 2 3 4 5; do
    "$@" && return 0
    say "attempt $attempt of: $1 failed"
    sleep "${SREGYM_RETRY_SECONDS:-$((attempt * 5))}"
  done
  return 1
}

metadata() {
  curl -sSf --max-time 5 -H @"$secrets/imds" "http://169.254.169.254/latest/meta-data/$1"
}

# First of all, so that an instance of which nothing else works ends as well. Shutdown means termination here.
systemd-run --unit sregym-ttl --on-active="${SREGYM_TTL_MINUTES}m" systemctl poweroff

curl -sSf --max-time 5 --retry 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 900' \
  http://169.254.169.254/latest/api/token | sed 's/^/X-aws-ec2-metadata-token: /' >"$secrets/imds"
node="$(metadata tags/instance/SreGymNode)"
private_ip="$(metadata local-ipv4)"
say "$node of $SREGYM_STACK at $private_ip"

say "k3s $SREGYM_K3S_VERSION"
binary="$root/usr/local/bin/k3s"
retry curl -sSfL --max-time 300 -o "$binary.new" "$SREGYM_K3S_URL"
if ! printf '%s  %s\n' "$SREGYM_K3S_SHA256" "$binary.new" | sha256sum --check --status; then
  say "the checksum of k3s is $(sha256sum "$binary.new" | cut -d ' ' -f 1), not $SREGYM_K3S_SHA256 as pinned"
  rm -f "$binary.new"
  exit 70
fi
chmod 755 "$binary.new"
mv "$binary.new" "$binary"

# The address of the registry inside the cluster, and no credentials: those come from pull secrets.
cat >"$root/etc/rancher/k3s/registries.yaml" <<'REGISTRIES'
mirrors:
  "localhost:30500":
    endpoint: ["http://127.0.0.1:30500"]
  "127.0.0.1:30500":
    endpoint: ["http://127.0.0.1:30500"]
REGISTRIES

read_token() {
  aws secretsmanager get-secret-value --region "$SREGYM_REGION" --secret-id "$SREGYM_TOKEN_SECRET" \
    --query SecretString --output text >"$secrets/token"
}
retry read_token

config="$root/etc/rancher/k3s/config.yaml"
if [ "$node" = Server ]; then
  role=server
  cat >"$config" <<CONFIG
token-file: $secrets/token
node-name: server
node-ip: $private_ip
write-kubeconfig-mode: "0600"
disable: [traefik, servicelb]
CONFIG
  address=127.0.0.1
  if [ "$SREGYM_API_OPEN" = true ]; then
    address="$(metadata public-ipv4)"
    printf 'tls-san: ["%s"]\nnode-external-ip: %s\n' "$address" "$address" >>"$config"
  fi
else
  role=agent
  cat >"$config" <<CONFIG
token-file: $secrets/token
server: https://$(metadata tags/instance/SreGymServer):6443
node-name: ${node,,}
node-ip: $private_ip
CONFIG
fi

# k3s reads the token again when it restarts, and /run is empty after a reboot: an instance lives for one boot.
cat >"$root/etc/systemd/system/k3s.service" <<UNIT
[Unit]
Description=k3s $role of $SREGYM_STACK
Wants=network-online.target
After=network-online.target
[Service]
Type=notify
ExecStart=/usr/local/bin/k3s $role
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
TasksMax=infinity
Restart=always
RestartSec=2
TimeoutStartSec=0
[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now k3s.service

if [ "$role" = agent ]; then
  say "the agent has joined"
  exit 0
fi

retry "$binary" kubectl wait --for=condition=Ready node/server --timeout=120s
say "the node is Ready"
sed "s#https://127.0.0.1:6443#https://$address:6443#" "$root/etc/rancher/k3s/k3s.yaml" >"$secrets/kubeconfig"
# By file: a process's arguments can be read by every process.
retry aws ssm put-parameter --region "$SREGYM_REGION" --name "$SREGYM_KUBECONFIG_PARAMETER" --type SecureString \
  --tier Intelligent-Tiering --overwrite --value "file://$secrets/kubeconfig" >/dev/null
aws ssm add-tags-to-resource --region "$SREGYM_REGION" --resource-type Parameter \
  --resource-id "$SREGYM_KUBECONFIG_PARAMETER" --tags "Key=sregym:stack,Value=$SREGYM_STACK" Key=sregym:managed,Value=true
rm -f "$secrets/kubeconfig"
say "the kubeconfig is in $SREGYM_KUBECONFIG_PARAMETER"
