// Sheets as `territory/publish/folded.py` folds them: forms, with the digits and names lifted from them.
const HOLE = "\u0001";
const NAMES = /[\u000e-\u0015]/g;

// The text of each code in a language; a column gives its next value each time its form comes.
export function unfold(folded, language) {
  const own = folded.languages.indexOf(language);
  const values = folded.columns.map((one) => one.split(" "));
  const pieces = folded.forms.map((form) => form[own].split(HOLE));
  const columns = folded.held.map((each) => each[own].map((one) => values[one]));
  const next = pieces.map(() => 0);
  const ranks = folded.orders.map((one) => one.split(" ").map(Number));
  return Object.fromEntries(folded.codes.map((code, at) => {
    const written = ranks[folded.of[at]].map((rank) => {
      const turn = next[rank]++;
      return pieces[rank].map((piece, hole) => (hole ? columns[rank][hole - 1][turn] : "") + piece).join("");
    }).join("");
    return [code, written.replace(NAMES, (sign) => folded.names[sign.charCodeAt(0) - 14][at])];
  }));
}
