// Beside the map: the sheet of a commune, as the app says it, or the card of a counter.
import { get, site } from "./data.js";
import { unfold } from "./unfold.js";

const side = document.getElementById("sheet");
const summary = document.getElementById("summary");

function open(content, close) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.textContent = site.texts.close;
  button.addEventListener("click", close);
  side.replaceChildren(button, ...content);
  side.hidden = false;
  summary.hidden = true;
}

export function closeSheet() {
  side.replaceChildren();
  side.hidden = true;
  summary.hidden = false;
}

const opened = new Map();

async function sheetsOf(departement) {
  if (!opened.has(departement)) opened.set(departement, unfold(await get(`map/sheets/${departement}.json.gz`), site.lang));
  return opened.get(departement);
}

export async function openSheet(code, departement, close) {
  const sheets = await sheetsOf(departement);
  const held = document.createElement("div");
  held.innerHTML = sheets[code];
  const page = site.pages === "commune" ? `${site.home}commune/${code}.html` : "";
  if (page) {
    const link = document.createElement("p");
    link.innerHTML = `<a></a>`;
    link.firstChild.href = page;
    link.firstChild.textContent = site.texts.own_page;
    held.append(link);
  }
  open([held], close);
}

export function openPlace([, , , title, , lines, week], close) {
  const held = document.createElement("article");
  held.className = "territory-sheet";
  const heading = document.createElement("h2");
  heading.textContent = title;
  const list = document.createElement("dl");
  for (const [label, value] of [...lines, ...week]) {
    const [term, said] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = label;
    said.textContent = value;
    list.append(term, said);
  }
  held.append(heading, list);
  open([held], close);
}
