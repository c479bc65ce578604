// Prints as JSON what the W3C's WebVTT parser finds wrong in the captions that come in.
const { readFileSync } = require("node:fs");
const { WebVTTParser } = require("webvtt-parser");

const entities = require("webvtt-parser/html-entities.json");
const found = new WebVTTParser(entities).parse(readFileSync(0, "utf8"), "subtitles/captions/descriptions");
process.stdout.write(JSON.stringify({ cues: found.cues.length, errors: found.errors }));
