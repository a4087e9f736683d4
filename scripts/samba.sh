#!/usr/bin/env bash
# A real server held against the model: Samba with kernel oplocks on loopback, a client that takes oplocks, and local
# processes that open the files meanwhile, all recorded (strace, and ftrace where permitted) and judged.
#   scripts/samba.sh [--log FILE] [TEST…]     tests of smbtorture; default: those of kernel oplocks
# Wants smbd and smbtorture (Debian: samba samba-testsuite, better with samba-vfs-modules), strace, root, and a build. Installs nothing, uses a port and
# folders of its own, and leaves nothing behind. Exit status: that of leasecheck validate; 3 when something is missing.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)

# Whether Samba can keep streams, which half of the tests open (Debian: samba-vfs-modules).
streams() { compgen -G "/usr/lib*/*/samba/vfs/streams_xattr.so" >/dev/null || compgen -G "/usr/lib*/samba/vfs/streams_xattr.so" >/dev/null; }

# The scene that is recorded: FOLDER TEST…
serve() {
  local folder=$1 port tries=0 status=0
  shift
  port=$((20000 + $$ % 20000))
  mkdir -p "$folder"/{share,state,private,cache,run}
  chmod 755 "$folder" && chmod 777 "$folder/share"
  cat >"$folder/smb.conf" <<CONF
[global]
  server role = standalone
  map to guest = bad user
  interfaces = 127.0.0.1
  bind interfaces only = yes
  smb ports = $port
  server services = smb
  disable spoolss = yes
  load printers = no
  state directory = $folder/state
  lock directory = $folder/run
  pid directory = $folder/run
  cache directory = $folder/cache
  private dir = $folder/private
  ncalrpc dir = $folder/run/ncalrpc
  log file = $folder/smbd.log
  kernel oplocks = yes
  smb2 leases = no
[share]
  path = $folder/share
  guest ok = yes
  force user = root
  read only = no
  $(streams && echo "vfs objects = streams_xattr")
CONF
  smbd --foreground --configfile="$folder/smb.conf" </dev/null >"$folder/smbd.out" 2>&1 &
  local server=$!
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 200 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "samba.sh: smbd does not answer" >&2
      tail -n 5 "$folder/smbd.out" "$folder/smbd.log" >&2
      return 1
    fi
    sleep 0.1
  done
  for test in "$@"; do
    # In this one a local process holds a lease for three seconds after it was asked, and wants it not to expire.
    if [[ $test == *kernel_oplocks8 && $(cat /proc/sys/fs/lease-break-time) -lt 5 ]]; then
      echo "samba.sh: $test skipped: fs.lease-break-time is below 5"
      continue
    fi
    smbtorture -p "$port" --user=% --option="torture:localdir=$folder/share" \
      --option="client min protocol=SMB2" "//127.0.0.1/share" "$test" </dev/null || status=1
  done
  kill -TERM "$server"
  wait "$server"
  return "$status"
}

if [ "${1-}" = --serve ]; then
  shift
  serve "$@"
  exit
fi

for program in smbd smbtorture strace node; do
  command -v "$program" >/dev/null || { echo "samba.sh: skipped: there is no $program" >&2; exit 3; }
done
[ "$(id -u)" -eq 0 ] || { echo "samba.sh: skipped: smbd wants root" >&2; exit 3; }
log=()
if [ "${1-}" = --log ]; then
  log=(--log "$2")
  shift 2
fi
if [ $# -eq 0 ]; then
  set -- 1 3 7 8
  streams && set -- 1 2 3 4 5 6 7 8
  set -- "${@/#/smb2.kernel-oplocks.kernel_oplocks}"
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/leasecheck-samba-XXXXXX") || exit 3
trap 'rm -rf "$folder"' EXIT
node "$here/dist/src/cli/main.js" validate --record "${log[@]}" -- "$here/scripts/samba.sh" --serve "$folder" "$@"
