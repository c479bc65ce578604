// Prints as JSON what podcast-partytime makes of the feed that comes in.
const { readFileSync } = require("node:fs");
const { parseFeed } = require("podcast-partytime");

process.stdout.write(JSON.stringify(parseFeed(readFileSync(0, "utf8"))));
