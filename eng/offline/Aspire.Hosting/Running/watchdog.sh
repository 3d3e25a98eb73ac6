# Ends process groups when its parent is gone, however that happened: the parent holds the other end of stdin.
# Reads "add <pid>" and "remove <pid>"; at the end of its input whatever is left gets TERM, then KILL.
trap '' INT TERM HUP
groups=" "
while read -r verb pid; do
  case "$verb" in
    add) groups="$groups$pid " ;;
    remove) groups="${groups%% "$pid" *} ${groups#* "$pid" }" ;;
  esac
done
for pid in $groups; do kill -TERM "-$pid" 2>/dev/null; done
tries=0
while [ "$tries" -lt 20 ]; do
  left=
  for pid in $groups; do kill -0 "-$pid" 2>/dev/null && left=yes; done
  [ -z "$left" ] && exit 0
  sleep 0.3
  tries=$((tries + 1))
done
for pid in $groups; do kill -KILL "-$pid" 2>/dev/null; done
