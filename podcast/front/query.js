/* What is asked for: each word as a pattern for both forms of a text. A word may stand inside another,
   but a short one would be in every text: it stands alone. So do numbers, and the sign between their
   thousands is no matter. */

const WORD = /\d{1,3}(?:[\s'’]\d{3})+(?![\p{L}\p{N}])(?:,\d+)?|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:(?<=\d)[.,](?=\d)[\p{L}\p{N}\p{M}]+)*/gu;
const NUMBER = /^\d[\d\s.,'’]*$/;
const GROUPED = /^\d{1,3}(?:[.\s'’]\d{3})+(?=,|$)/;
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;
const SHORT = 3;          // letters from which a word is looked for inside others

const alone = text => `(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])`;

/* As it is written, with any or no sign between the thousands; "2026" is in "1.3.2026" and "2026er",
   "3" is neither in "0,3" nor in "3.000" or "MP3". */
function number(text) {
  const bare = text.replace(GROUPED, whole => whole.replace(/\D/g, "")).replaceAll(".", "\\.");
  const any = bare.replace(/^\d+/, whole => whole.replace(THOUSANDS, "[.\\s'’]?"));
  return `(?<![\\p{L}\\d]|\\d,|\\d\\.(?=\\d{3}(?!\\d)))${any}(?!\\d|,\\d|\\.\\d{3}(?!\\d))`;
}

function wanted(word) {
  const { plain, short } = forms(word), letters = Math.min(word.length, short.length);
  if (NUMBER.test(word)) {
    const pattern = new RegExp(number(word), "gu");
    return { plain: pattern, short: pattern, enough: true };
  }
  const pattern = text => {
    const literal = text.replaceAll(".", "\\.");
    return new RegExp(letters < SHORT ? alone(literal) : literal, "gu");
  };
  return { plain: pattern(plain), short: pattern(short), enough: letters > 1 };
}

/* The words of a query; none where there is nothing to look for. */
function asked(text) {
  const query = (text.normalize("NFC").match(WORD) ?? []).map(wanted);
  return query.some(one => one.enough) ? query : [];
}
