#!/usr/bin/env bash
# System packages the tests need: installed quietly, and only if missing.
set -euo pipefail

declare -A package_of=([ffmpeg]=ffmpeg [ffprobe]=ffmpeg [mp3val]=mp3val [mpg123]=mpg123 [mediainfo]=mediainfo)
missing=()
for tool in "${!package_of[@]}"; do
  command -v "$tool" >/dev/null || missing+=("${package_of[$tool]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null
elif [ -n "${CI:-}" ]; then
  echo "missing for the tests: ${missing[*]}" >&2
  exit 1
else
  echo "The tests that need ${missing[*]} will be skipped; install them to run everything."
fi
