# Ends the processes of a parent that died without doing so itself, even by kill -9.
# Reads "hold PID" and "free PID" from the parent's pipe; the pipe closes when the parent is gone.
held=
while read -r word pid; do
  case $word in
    hold) held="$pid $held" ;;
    free)
      rest=
      for other in $held; do
        [ "$other" = "$pid" ] || rest="$rest $other"
      done
      held=$rest
      ;;
  esac
done

for pid in $held; do kill -TERM "$pid" 2>/dev/null; done
tries=0
while [ "$tries" -lt 50 ]; do
  alive=
  for pid in $held; do kill -0 "$pid" 2>/dev/null && alive="$alive $pid"; done
  [ -n "$alive" ] || exit 0
  sleep 0.2
  tries=$((tries + 1))
done
for pid in $alive; do kill -KILL "$pid" 2>/dev/null; done
