// Search by name, postcode or code: accents, hyphens and a typing error or two do not matter.
import { fill, get, site } from "./data.js";

const MOST = 8;

export function level(words) {
  return words.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/œ/g, "oe").replace(/[^a-z0-9]+/g, " ").replace(/\bste?\b/g, (one) => (one === "st" ? "saint" : "sainte")).trim();
}

// How many letters two words differ by; more than `most` is not counted further.
function apart(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      least = Math.min(least, next[j]);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[other.length];
}

let entries = null;

async function all() {
  if (entries) return entries;
  const names = await get("map/names.json.gz");
  const communes = names.codes.map((code, rank) => ({ level: "commune", code, rank, name: names.names[rank], context: names.departements[rank], people: names.people[rank], postcodes: names.postcodes[rank] }));
  const others = names.places.map(([kind, code, name, context, box]) => ({ level: kind, code, name, context, box, people: 1e9, postcodes: "" }));
  entries = [...others, ...communes].map((one) => ({ ...one, key: level(one.name) }));
  return entries;
}

export async function find(typed) {
  const asked = level(typed);
  if (!asked) return [];
  const code = typed.trim().toUpperCase();
  const most = asked.length > 7 ? 2 : asked.length > 3 ? 1 : 0;
  const ranked = [];
  for (const one of await all()) {
    let order = 9;
    if (one.code === code || one.postcodes.split(" ").includes(code)) order = 0;
    else if (one.key === asked) order = 1;
    else if (one.key.startsWith(asked)) order = 2;
    else if (` ${one.key}`.includes(` ${asked}`)) order = 3;
    else if (most && apart(asked, one.key, most) <= most) order = 4;
    if (order < 9) ranked.push([order, -one.people, one]);
  }
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return ranked.slice(0, MOST).map(([, , one]) => one);
}

export function offerSearch(choose, say) {
  const box = document.getElementById("search");
  const list = document.getElementById("found");
  let found = [];
  let at = -1;
  let last = 0;
  const close = () => { list.hidden = true; at = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const point = (to) => {
    at = found.length ? (to + found.length) % found.length : -1;
    [...list.children].forEach((item, rank) => item.setAttribute("aria-selected", String(rank === at)));
    if (at >= 0) { box.setAttribute("aria-activedescendant", `found-${at}`); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const take = (rank) => { const one = found[rank]; if (!one) return; box.value = one.name; close(); choose(one); };
  box.addEventListener("input", async () => {
    const turn = ++last;
    const answers = await find(box.value);
    if (turn !== last) return;
    found = answers;
    list.replaceChildren(...found.map((one, rank) => {
      const item = document.createElement("li");
      item.id = `found-${rank}`;
      item.setAttribute("role", "option");
      item.append(one.name + " ");
      const where = document.createElement("small");
      where.textContent = `${site.texts.levels[one.level]} · ${one.code}${one.context ? ` · ${one.context}` : ""}`;
      item.append(where);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(rank); });
      return item;
    }));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!!found.length));
    point(0);
    say(box.value.trim() && !found.length ? fill(site.texts.not_found, { words: box.value.trim() }) : "");
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); point(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); point(at - 1); }
    else if (event.key === "Enter") { event.preventDefault(); take(Math.max(at, 0)); }
    else if (event.key === "Escape") close();
  });
  box.addEventListener("blur", close);
  box.addEventListener("focus", all, { once: true });
}
