#!/bin/sh
# Collects what Plumb needs to know of this machine into one tar file. Sends nothing, changes nothing, needs no root.
# Activate the environment of the evaluation first, then:
#   sh capture.sh [-o FILE] [-p PYTHON] [-e ENV] [-n LINES] [-l LOG]... [-c CHECKPOINT]...
#   -o FILE        the tar file to write (plumb-capture.tar)
#   -p PYTHON      the interpreter of the evaluation (python3, else python); none is needed
#   -e ENV         folder of the environment, where no Python can be run ($VIRTUAL_ENV, $CONDA_PREFIX)
#   -n LINES       lines from the end of each log that follows (20000)
#   -l LOG         a log of the evaluation, with the command line in its first lines; may be repeated
#   -c CHECKPOINT  a checkpoint or its folder: its listing is taken, never its data; may be repeated
# Of the environment's variables only those named below are taken. Look inside before you pass it on: tar -tf FILE
set -u
umask 077
export LC_ALL=C

out=plumb-capture.tar python='' env=${VIRTUAL_ENV:-${CONDA_PREFIX:-}} lines=20000 count=0
work=$(mktemp -d 2>/dev/null) || { work=${TMPDIR:-/tmp}/plumb-capture.$$ && mkdir "$work"; } || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
top=$work/plumb-capture
mkdir "$top" "$top/logs" || exit 1

has() { command -v "$1" >/dev/null 2>&1; }
say() { printf '%s\n' "$*" >&2; }
run() { # what a command says, its failure included; a hanging driver gets 30 seconds
  printf '$ %s\n' "$*"
  if ! has "$1"; then echo '(not found)'; return 0; fi
  if has timeout; then timeout 30 "$@" 2>&1; else "$@" 2>&1; fi || echo "(exit status $?)"
}
hide() { sed 's#//[^/@[:space:]]*@#//***@#g'; } # no passwords of addresses

take_log() {
  [ -f "$1" ] && [ -r "$1" ] || { say "skipped, no readable file: $1"; return 0; }
  count=$((count + 1))
  total=$(($(wc -l <"$1")))
  log=$top/logs/$count-$(basename -- "$1" .log | tr -c 'A-Za-z0-9._\n-' '_').log
  if [ "$total" -le "$lines" ]; then cat -- "$1" >"$log"; return 0; fi
  { head -n 50 -- "$1"; echo "[plumb: $((total - lines - 50)) lines left out]"; tail -n "$lines" -- "$1"; } >"$log"
}
take_listing() {
  { printf '%s\n' "$1"; ls -lLd -- "$1"; [ ! -d "$1" ] || ls -lL -- "$1"; echo; } >>"$top/checkpoints.txt" 2>&1
}

while getopts o:p:e:n:l:c:h option; do
  case $option in
    o) out=$OPTARG ;;
    p) python=$OPTARG ;;
    e) env=$OPTARG python=$OPTARG/bin/python ;;
    n) case $OPTARG in '' | *[!0-9]*) say "-n takes a number: $OPTARG"; exit 2 ;; esac; lines=$OPTARG ;;
    l) take_log "$OPTARG" ;;
    c) take_listing "$OPTARG" ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
if [ -z "$python" ]; then
  if has python3; then python=python3; elif has python; then python=python; fi
fi

# Python, and the folders that it imports packages from: asked of it, or looked for where there is none to ask
version=''
if [ -n "$python" ] && has "$python"; then
  version=$("$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || version=''
  { run "$python" -VV; printf '%s\n' "$python"; } >"$top/python.txt"
  "$python" -c 'import sys; print("\n".join(p for p in sys.path if p.endswith("-packages")))' >"$work/sites" 2>/dev/null
  "$python" -m pip --disable-pip-version-check freeze 2>/dev/null | hide >"$top/pip-freeze.txt"
  [ -s "$top/pip-freeze.txt" ] || rm -f "$top/pip-freeze.txt"
else
  echo 'no Python could be run' >"$top/python.txt"
fi
if [ ! -s "$work/sites" ] || [ -z "$version" ]; then
  for site in "$env"/lib/python3*/site-packages; do [ ! -d "$site" ] || printf '%s\n' "$site"; done >"$work/sites"
fi

# of each package the headers of its METADATA; of transformers the lists of model types
while IFS= read -r site; do
  name=$(basename -- "$(dirname -- "$site")")
  case $name in python3*) ;; *) name=python${version%.*} ;; esac
  to=$top/env/lib/$name/site-packages
  mkdir -p "$to"
  printf '%s\n' "$site" >>"$top/site-packages.txt"
  for info in "$site"/*.dist-info "$site"/*.egg-info; do
    base=$to/$(basename -- "$info")
    [ -e "$info" ] && [ ! -e "$base" ] || continue
    if [ -f "$info" ]; then sed '/^[[:space:]]*$/q' "$info" >"$base"; continue; fi
    mkdir "$base"
    for file in METADATA PKG-INFO; do [ ! -f "$info/$file" ] || sed '/^[[:space:]]*$/q' "$info/$file" >"$base/$file"; done
    [ ! -f "$info/direct_url.json" ] || hide <"$info/direct_url.json" >"$base/direct_url.json"
  done
  for file in configuration_auto.py modeling_auto.py auto_mappings.py; do
    auto=transformers/models/auto
    [ -f "$site/$auto/$file" ] && [ ! -f "$to/$auto/$file" ] || continue
    mkdir -p "$to/$auto" && cat "$site/$auto/$file" >"$to/$auto/$file"
  done
  [ ! -f "$site/torch/version.py" ] || { echo "torch/version.py"; cat "$site/torch/version.py"; } >>"$top/cuda.txt"
done <"$work/sites"
[ -z "$version" ] || [ ! -d "$top/env" ] || printf '# written by capture.sh\nversion = %s\n' "$version" >"$top/env/pyvenv.cfg"

{ run nvidia-smi; run nvcc --version; cat /proc/driver/nvidia/version 2>/dev/null; } >>"$top/cuda.txt"
{
  echo '# variables'
  env | grep -E '^(MUJOCO_[A-Z_]*|PYOPENGL_PLATFORM|[A-Z_]*EGL_[A-Z_]*|DISPLAY|LD_LIBRARY_PATH|CUDA_[A-Z_]*|NVIDIA_[A-Z_]*|HF_HOME|HF_HUB_OFFLINE|TRANSFORMERS_[A-Z_]*|LIBERO_[A-Z_]*|PYTHONPATH)=' | grep -vi 'token\|key\|secret'
  echo '# libraries'
  { ldconfig -p || /sbin/ldconfig -p || echo '(no ldconfig) lib'; } 2>/dev/null | grep -E '^\(no|lib(EGL|OSMesa|GL|GLX|OpenGL)[._]'
  echo '# devices'
  ls -l /dev/dri /dev/nvidia* /usr/share/glvnd/egl_vendor.d /etc/glvnd/egl_vendor.d 2>/dev/null
} >"$top/gl.txt"
config=${LIBERO_CONFIG_PATH:-${HOME:-}/.libero}/config.yaml
if [ -f "$config" ]; then { printf '# %s\n' "$config"; cat -- "$config"; } >"$top/libero-config.yaml"; fi
{ uname -srm; cat /etc/os-release 2>/dev/null; } >"$top/system.txt"

( cd "$top" && find . -type f | sort ) >"$work/list" && mv "$work/list" "$top/contents.txt"
tar -cf "$work/out.tar" -C "$work" plumb-capture && cat "$work/out.tar" >"$out" || { say "could not write $out"; exit 1; }
say "$out: $(grep -c METADATA "$top/contents.txt") packages, logs: $count. Have it read with: plumb diagnose $out"
