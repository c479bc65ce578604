#!/usr/bin/env bash
# What the tests need beside Python packages: installed quietly, and only if missing.
set -euo pipefail

declare -A package_of=([ffmpeg]=ffmpeg [ffprobe]=ffmpeg [mp3val]=mp3val [openssl]=openssl
  [espeak-ng]=espeak-ng [mpg123]=mpg123 [mp3check]=mp3check [mediainfo]=mediainfo [chromium]=chromium
  [sshd]=openssh-server [ssh-keygen]=openssh-client [gpo]=gpodder [newsboat]=newsboat
  [podboat]=newsboat [node]=nodejs [npm]=npm [java]=default-jre-headless)
# Where sshd lies, also for those whose shells do not look there.
PATH="$PATH:/usr/sbin"
missing=()
for tool in "${!package_of[@]}"; do
  command -v "$tool" >/dev/null || missing+=("${package_of[$tool]}")
done

install() {
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null
}
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && install; then
  missing=()
fi

# Packages from npm lie beside other caches; the lock file among them says which ones are there.
wanted="$(cd "$(dirname "$0")/node" && pwd)"
there="${XDG_CACHE_HOME:-$HOME/.cache}/hoerfassung-node"
if ! cmp -s "$wanted/package-lock.json" "$there/installed.json"; then
  mkdir -p "$there"
  cp "$wanted"/package*.json "$there"
  if command -v npm >/dev/null &&
    (cd "$there" && npm ci --silent --no-audit --no-fund --ignore-scripts) >/dev/null; then
    cp "$wanted/package-lock.json" "$there/installed.json"
  else
    missing+=("the npm packages of tests/node")
  fi
fi

[ ${#missing[@]} -eq 0 ] && exit 0
printf -v named '%s, ' "${missing[@]}"
echo "The tests need: ${named%, }. Install them to run everything; without them some tests skip." >&2
[ -z "${CI:-}" ]
