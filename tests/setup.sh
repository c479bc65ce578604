#!/usr/bin/env bash
# System packages the tests need: installed quietly, and only if missing.
set -euo pipefail

declare -A package_of=([ffmpeg]=ffmpeg [ffprobe]=ffmpeg [mp3val]=mp3val [openssl]=openssl
  [espeak-ng]=espeak-ng [mpg123]=mpg123 [mp3check]=mp3check [mediainfo]=mediainfo [chromium]=chromium
  [sshd]=openssh-server [ssh-keygen]=openssh-client)
# Where sshd lies, also for those whose shells do not look there.
PATH="$PATH:/usr/sbin"
missing=()
for tool in "${!package_of[@]}"; do
  command -v "$tool" >/dev/null || missing+=("${package_of[$tool]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

install() {
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null
}
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && install; then
  exit 0
fi
echo "The tests need: ${missing[*]}. Install them to run everything; without them some tests skip." >&2
[ -z "${CI:-}" ]
