#!/bin/sh
# Stands beside a recording and puts everything back when the recorder ends, however it ends: its end of our standard
# input closes then. What there is to put back is told line by line:
#   traced PID     the strace at work        child PID      a command that runs without strace
#   instance PATH  our instance of tracefs   folder PATH    where the logs are
#   over           the processes are gone    end            end them now
trap '' HUP INT TERM
traced='' child='' instance='' folder=''

# A process that is there, and is no zombie, with all that descends from it.
family() {
  grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$1/status" || return
  echo "$1"
  for of in $(cat "/proc/$1/task/"*/children 2>/dev/null); do family "$of"; done
}

# The processes that strace follows, wherever they are.
followed() {
  if [ -n "$traced" ] && [ "$(cat "/proc/$traced/comm" 2>/dev/null)" = strace ]; then
    grep -ls "^TracerPid:[[:space:]]*$traced\$" /proc/[0-9]*/status | cut -d/ -f3
  fi
  [ -z "$child" ] || family "$child"
}

# Ends them all; one that forks meanwhile is met again.
end() {
  round=0
  while [ "$round" -lt 50 ]; do
    found=$(followed)
    [ -n "$found" ] || break
    # shellcheck disable=SC2086
    kill -KILL $found 2>/dev/null
    sleep 0.05
    round=$((round + 1))
  done
}

while read -r what value; do
  case $what in
    traced) traced=$value ;;
    child) child=$value ;;
    instance) instance=$value ;;
    folder) folder=$value ;;
    over) traced='' child='' ;;
    end) end ;;
  esac
done
end
case $instance in
  */instances/leasecheck-*)
    round=0
    while [ -d "$instance" ] && ! rmdir "$instance" 2>/dev/null && [ "$round" -lt 50 ]; do
      sleep 0.05
      round=$((round + 1))
    done
    ;;
esac
case $folder in
  */leasecheck-*) rm -rf -- "$folder" ;;
esac
