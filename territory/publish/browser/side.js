// Beside the map: the sheet of a commune, as the app says it, or the card of a place.
import { get, site } from "./data.js";
import { unfold } from "./unfold.js";

const side = document.getElementById("sheet");
const summary = document.getElementById("summary");

let turn = 0; // what was asked for last is what is shown

function open(content, close) {
  turn++;
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
  turn++;
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
  const mine = ++turn;
  const sheetOf = await sheetsOf(departement);
  if (mine !== turn) return;
  const held = document.createElement("div");
  held.innerHTML = sheetOf(code);
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

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  parent?.append(made);
  return made;
}

function cardNamed(title) {
  const made = document.createElement("article");
  made.className = "territory-sheet";
  element("h2", title, made);
  return made;
}

// What is published of a week: its days, or that there are none; nothing where hours are not read.
function tellWeek(week, parent) {
  if (!week) return;
  element("h3", site.texts.hours_of_day, parent);
  if (!week.length) { element("p", site.texts.no_week, parent); return; }
  const table = element("table", "", parent);
  table.className = "week";
  for (const [day, hours] of week) {
    const row = table.insertRow();
    element("th", day, row).scope = "row";
    element("td", hours, row);
  }
}

export function openPlace({ title, lines, week }, close) {
  const card = cardNamed(title);
  const list = element("dl", "", card);
  for (const [label, value] of lines) {
    element("dt", label, list);
    element("dd", value, list);
  }
  tellWeek(week, card);
  open([card], close);
}

// Places that no zoom parts: the way to the card of each.
export function listPlaces(title, places, choose, close) {
  const card = cardNamed(title);
  const list = element("ul", "", card);
  list.className = "places";
  for (const place of places) {
    const button = element("button", place.name, element("li", "", list));
    button.type = "button";
    button.addEventListener("click", () => choose(place));
  }
  open([card], close);
}
