#!/usr/bin/env bash
# What the way from a clone to the demo's first line takes, at one commit beside another: eng/first-line.sh COMMIT [COMMIT ...]
# Wall time, and the processor time of every process of it, compiler servers too, which takes a control group and so root. Each commit is run once
# before, which is not counted: packages of it that this machine lacks are downloaded then.
set -euo pipefail
repository=$(realpath "$(dirname "$0")/..")
folder=$(mktemp -d "${TMPDIR:-/tmp}/shardwise-first-line-XXXXXX")
[ -d /sys/fs/cgroup/cpuacct ] && parent=/sys/fs/cgroup/cpuacct || parent=/sys/fs/cgroup
group=$parent/shardwise-first-line-$$
mkdir "$group"
trap 'rm -rf "$folder"; rmdir "$group" 2>/dev/null || true' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# No server that outlives a run, or was there before, but the one that build.cs starts and ends.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

processor_time() { # seconds, of all that was ever in the group
  if [ -f "$group/cpuacct.usage" ]; then
    awk '{ printf "%.1f", $1 / 1e9 }' "$group/cpuacct.usage"
  else
    awk '$1 == "usage_usec" { printf "%.1f", $2 / 1e6 }' "$group/cpu.stat"
  fi
}

first_line() { # COMMIT: clones it and runs its demo until it says what it replays
  rm -rf "$folder/clone"
  git clone -q "$repository" "$folder/clone"
  cd "$folder/clone"
  git checkout -q "$1"
  dotnet run build.cs -- demo --minutes 10 --plain >"$folder/said" 2>&1 &
  local demo=$!
  until grep -q 'user records' "$folder/said"; do
    kill -0 "$demo" 2>/dev/null || { cat "$folder/said"; return 1; }
    sleep 0.2
  done
  echo "$(date +%s%N) $(processor_time)" >"$folder/then"
  wait "$demo" # To its end, ten minutes of traffic, so that nothing of it runs beside what comes next.
}

for commit in "$@"; do
  for run in 'not counted' counted; do
    begin=$(date +%s%N)
    before=$(processor_time)
    (echo "$BASHPID" >"$group/cgroup.procs" && first_line "$commit")
    read -r end after <"$folder/then"
  done
  awk -v commit="$commit" -v wall="$((end - begin))" -v processor="$after $before" \
    'BEGIN { split(processor, p); printf "%s: %.0f s, %.1f s of processor time\n", commit, wall / 1e9, p[1] - p[2] }'
done
