# Sourced by the scripts of this folder. Keeps the caller's folder as the working folder, so that
# relative paths in arguments mean what the caller meant; $root is the repository.
# shellcheck shell=bash
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# The comment at the top of a script is its help.
show_help() {
    sed -n '2,/^[^#]\|^$/{/^#/s/^# \{0,1\}//p}' "$0"
}

wants_help() {
    [[ ${1:-} == --help || ${1:-} == -h ]]
}

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

bootstrap() {
    "$root/script/bootstrap" "$@"
}

# One compiler per core, but no more than memory allows: a file with coroutines takes most of a GB.
jobs() {
    local cores memory
    cores="$(nproc)"
    memory="$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)"
    ((memory >= 1)) || memory=1
    say "$((cores < memory ? cores : memory))"
}

# Configures a preset again when the presets changed; CMake itself sees to all other build files.
configure() {
    local preset=$1
    local stamp="$root/build/$preset/configured"
    [[ -f $root/build/$preset/build.ninja && $stamp -nt $root/CMakePresets.json ]] && return
    local log="$root/build/configure-$preset.log"
    mkdir -p "$root/build"
    (cd "$root" && cmake --preset "$preset") >"$log" 2>&1 || {
        cat "$log" >&2
        fail "CMake could not configure '$preset'"
    }
    touch "$stamp"
}

build() {
    local preset=$1
    local quiet=()
    configure "$preset"
    # In a log the names of files that compile are noise; on a terminal they are one moving line.
    [[ -t 1 ]] || quiet=(--quiet)
    ninja -C "$root/build/$preset" -j "$(jobs)" "${quiet[@]}" "${@:2}"
}
