#!/usr/bin/env bash
# Does it work on a machine of someone else? Clones HEAD into a folder with a space in its name, as
# the present user and, when run by root, as an ordinary user made for the purpose; runs each of the
# commands twice in a row; prints the times. What is not committed is not tested.
#
#   tools/clean_machine.sh                      make demo SERVE=0 and make test, both users
#   tools/clean_machine.sh setup "demo SERVE=0" these targets
#   ONLY=user | ONLY=self                       one of the two users
#   NO_UV=1                                     as where uv cannot be had: pip alone
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("demo SERVE=0" "test")
only=${ONLY:-both}
work=$(mktemp -d)
chmod 755 "$work"
user="forbear-check-$$"
failed=0
rows=()
declare -A label=([self]="$(id -un)" ["$user"]="a user")

tidy() {
  in_clone self "$work/self" "make clean" >/dev/null 2>&1
  if id "$user" >/dev/null 2>&1; then
    in_clone "$user" "$work/user" "make clean" >/dev/null 2>&1
    userdel "$user" 2>/dev/null
  fi
  rm -rf "$work"
}
trap tidy EXIT
trap 'exit 130' INT TERM

# Run a command in a clone with an environment as after signing in: nothing of ours leaks in.
# Only what the way to the package index needs is handed on.
in_clone() {
  local who=$1 home=$2 command=$3 keep=() name as=()
  for name in $(compgen -e | grep -E '^(PIP_|UV_|SSL_CERT|REQUESTS_CA|.*_(proxy|PROXY)$)'); do
    keep+=("$name=${!name}")
  done
  [ "$who" = self ] || as=(setpriv --reuid="$who" --regid="$who" --init-groups)
  (cd "$home/a clone" 2>/dev/null &&
    "${as[@]}" env -i "${keep[@]}" HOME="$home" USER="$who" LANG=C.UTF-8 \
      ${NO_UV:+FORBEAR_NO_UV=1} PATH=/usr/local/bin:/usr/bin:/bin \
      bash -c "umask 022; $command" </dev/null)
}

check() {
  local who=$1 home=$2 target turn from log result took
  git clone --quiet "$root" "$home/a clone" || return 1
  [ "$who" = self ] || chown -R "$who:" "$home"
  for target in "${targets[@]}"; do
    for turn in first second; do
      log="$work/$who $target $turn.log"
      from=$(date +%s%N)
      if in_clone "$who" "$home" "make $target" >"$log" 2>&1; then
        result=ok
      else
        result=FAILED
        failed=1
        echo "--- make $target, $who, $turn: the last lines"
        tail -n 25 "$log"
      fi
      took=$((($(date +%s%N) - from) / 100000000))
      rows+=("$(printf '%-8s make %-16s %-7s %5d.%d s  %s' \
        "${label[$who]:-$who}" "$target" "$turn" $((took / 10)) $((took % 10)) "$result")")
      echo "${rows[-1]}"
    done
  done
}

if [ "$only" != user ]; then
  mkdir -p "$work/self"
  check self "$work/self"
fi
if [ "$only" != self ]; then
  if [ "$(id -u)" = 0 ]; then
    useradd --no-create-home --home-dir "$work/user" --shell /bin/bash "$user" &&
      mkdir -p "$work/user" && check "$user" "$work/user" || failed=1
  else
    echo "Not root: the check as another user is left out."
  fi
fi
echo
printf '%s\n' "${rows[@]}"
exit $failed
