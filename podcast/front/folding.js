/* Letters are compared without case, accents and ways to write umlauts: ä, ae and a are one, and
   so are ß and ss. Each text has two forms: `plain` has ae for ä, `short` has a for both. */

const LETTERS = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", œ: "oe", ø: "oe", ł: "l", đ: "d", ð: "d",
  þ: "th", ı: "i" };

function plainLetter(letter) {
  const small = letter.toLowerCase();
  return LETTERS[small] ?? small.normalize("NFD").replace(/[\p{M}\u00ad\u200b-\u200d]/gu, "");
}

/* Only letters beyond ASCII need a look: most texts have few. */
function forms(text) {
  const plain = text.replace(/[^\x00-\x7f]/gu, plainLetter).toLowerCase();
  return { plain, short: plain.replace(/([aou])e/g, "$1") };
}

/* Where each letter of the two forms comes from, as [start, end) in the text. */
function origins(text) {
  const plain = [], short = [];
  let place = 0, before = "";
  for (const letter of text) {
    const span = [place, place + letter.length];
    for (const one of plainLetter(letter).split("")) {
      plain.push(span);
      if (!/^[aou]e$/.test(before + one)) short.push(span);
      before = one;
    }
    place += letter.length;
  }
  return { plain, short };
}
