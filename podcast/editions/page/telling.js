"use strict";
/* What every page of the show does: find its parts, tell what was done, copy an address. */

const part = name => document.getElementById(name);

/* Regions that speak, and only of what the user has just done. */
function say(text, place = "status") {
  const status = part(place);
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = text; });
}

async function copy(text, done, place) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea"), before = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    before?.focus();
  }
  say(done, place);
}

function clock(seconds) {
  const whole = Math.floor(seconds), hours = Math.floor(whole / 3600);
  const rest = [Math.floor(whole / 60) % 60, whole % 60].map(one => String(one).padStart(2, "0"));
  return hours ? `${hours}:${rest.join(":")}` : `${Number(rest[0])}:${rest[1]}`;
}
