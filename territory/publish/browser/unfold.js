// Sheets as `territory/publish/folded.py` folds them: forms, with the digits and names lifted from them.
const HOLE = "\u0001";
const NAMES = /[\u000e-\u0015]/g;

// What gives the text of a code in a language. A column gives its next value each time its form comes:
// the orders before a code's are counted, and nothing of them is written.
export function unfold(folded, language) {
  const own = folded.languages.indexOf(language);
  const values = folded.columns.map((one) => one.split(" "));
  const ranks = folded.orders.map((one) => one.split(" ").map(Number));
  return (code) => {
    const at = folded.codes.indexOf(code);
    if (at < 0) return "";
    const next = folded.forms.map(() => 0);
    for (const order of folded.of.slice(0, at)) for (const rank of ranks[order]) next[rank]++;
    const written = ranks[folded.of[at]].map((rank) => {
      const turn = next[rank]++;
      const columns = folded.held[rank][own];
      return folded.forms[rank][own].split(HOLE).map((piece, hole) => (hole ? values[columns[hole - 1]][turn] : "") + piece).join("");
    });
    return written.join("").replace(NAMES, (sign) => folded.names[sign.charCodeAt(0) - 14][at]);
  };
}
