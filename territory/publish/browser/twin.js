// What the map shows, as a table: for who does not see it, and for who reads rather than looks.
import { fill, number, site } from "./data.js";
import { kindOf } from "./places.js";

const MOST = 100;
const twin = document.getElementById("twin");
const twinPlaces = document.getElementById("twin-places");
const order = new Intl.Collator(site.lang);

// `contains` says whether a place on the earth is in the frame of the map.
export function tellTwin(contains, names, layer, labels, classes, choose) {
  const inside = [];
  for (let rank = 0; rank < names.codes.length; rank++) {
    const [x, y] = [names.x[rank] / 1e4, names.y[rank] / 1e4];
    if (names.x[rank] !== null && contains([x, y])) inside.push(rank);
  }
  inside.sort((a, b) => classes[b] - classes[a] || names.people[b] - names.people[a]);
  const shown = inside.slice(0, MOST);
  const said = inside.length > shown.length ? site.texts.twin_some : site.texts.twin_all;
  twin.querySelector("p").textContent = fill(said, { count: number(inside.length), shown: number(shown.length), layer: layer.title });
  twin.querySelector("tbody").replaceChildren(...shown.map((rank) => {
    const row = document.createElement("tr");
    const first = document.createElement("th");
    first.scope = "row";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = names.names[rank];
    button.addEventListener("click", () => choose(rank));
    first.append(button);
    const cells = [names.departements[rank], "", names.people[rank] < 0 ? site.texts.unknown : number(names.people[rank])].map((text) => {
      const cell = document.createElement("td");
      cell.textContent = text;
      return cell;
    });
    const swatch = document.createElement("i");
    const one = classes[rank];
    if (one < 0) swatch.className = "none";
    else swatch.style.background = layer.colours[one];
    cells[1].className = "words";
    cells[1].append(swatch, one < 0 ? site.texts.no_data : labels[one]);
    row.append(first, ...cells);
    return row;
  }));
}

// The places drawn, those of the territory first: each opens its card.
export function tellPlaces(contains, names, places, choose) {
  if (!twinPlaces) return;
  const communeOf = (place) => (place.isInside ? names.names[place.commune] : place.commune);
  const inside = places.filter((place) => contains(place.at));
  const said = inside.map((place) => [place, communeOf(place)]);
  said.sort(([one, at], [other, there]) => other.isInside - one.isInside || order.compare(at, there) || order.compare(one.name, other.name));
  const shown = said.slice(0, MOST);
  twinPlaces.querySelector("p").textContent = fill(inside.length > shown.length ? site.texts.places_some : site.texts.places_all, { count: number(inside.length), shown: number(shown.length) });
  twinPlaces.querySelector("tbody").replaceChildren(...shown.map(([place, commune]) => {
    const row = document.createElement("tr");
    const first = document.createElement("th");
    first.scope = "row";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = place.name;
    button.addEventListener("click", () => choose(place, button));
    first.append(button);
    row.append(first);
    for (const text of [kindOf(place), commune]) {
      const cell = row.insertCell();
      cell.className = "words";
      cell.textContent = text;
    }
    return row;
  }));
}
