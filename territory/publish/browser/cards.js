// The cards of places: kept by columns, so that what repeats from one to the next stands once.
import { get, site } from "./data.js";

const opened = new Map();

async function read(family) {
  const told = await get(`map/places/${family}.${site.lang}.json.gz`);
  const next = told.values.map(() => 0);
  const said = (value) => (typeof value === "number" ? told.often[value] : value);
  return told.kind.map((kind, rank) => ({
    lines: told.kinds[kind].map((label) => [told.labels[label], said(told.values[label][next[label]++])]),
    week: told.weeks[told.week[rank]],
  }));
}

export async function cardOf(place) {
  if (!opened.has(place.family)) {
    const coming = read(place.family);
    coming.catch(() => opened.delete(place.family));
    opened.set(place.family, coming);
  }
  return { title: place.name, ...(await opened.get(place.family))[place.rank] };
}
