// --- The list of counters: the way to a counter's card without a pointer.
const doorsButton = make("a", zoom.getContainer(), undefined, "territory-doors");
doorsButton.href = "#";
doorsButton.setAttribute("role", "button");
doorsButton.innerHTML = '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path fill="none" '
  + `stroke="${look.ink}" stroke-width="2" d="M1 3H3M6 3H15M1 8H3M6 8H15M1 13H3M6 13H15"/></svg>`;
// Accents, hyphens and apostrophes are not asked of whoever looks for a name.
const plainly = words => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[^a-z0-9]+/g, " ").trim();

function listDoors(file, places) {
  const inside = openPanel(`${now.words.list} (${places.length})`);
  const label = make("label", inside, now.words.list_filter);
  const filter = make("input", label);
  filter.type = "search";
  const list = make("ul", inside);
  const none = make("p", inside, now.words.list_none);
  none.setAttribute("role", "status");
  const back = () => { const words = filter.value; listDoors(file, places).refill(words); };
  const lines = [...places]
    .sort((one, other) => one.commune.localeCompare(other.commune) || one.name.localeCompare(other.name))
    .map(place => {
      const line = make("li", list);
      const to = button(line, undefined, "", () => openSign(file, place, back));
      to.innerHTML = forms[place.form];
      const said = make("span", to, place.name);
      if (place.commune) { make("small", said, place.commune); }
      return [line, plainly(`${place.name} ${place.commune}`)];
    });
  const keep = () => {
    const wanted = plainly(filter.value);
    lines.forEach(([line, words]) => { line.hidden = !words.includes(wanted); });
    none.hidden = lines.some(([line]) => !line.hidden);
  };
  filter.addEventListener("input", keep);
  keep();
  return {refill: words => { filter.value = words; keep(); }};
}
const counted = () => {
  const found = (now.signs || []).find(({file}) => file.family === "counter");
  return found ? {file: found.file, places: found.places.filter(place => place.inside)} : null;
};
function drawDoors() {
  const found = counted();
  doorsButton.hidden = !found || !found.places.length;
  doorsButton.style.display = doorsButton.hidden ? "none" : "";
  const words = found ? `${now.words.list} (${found.places.length})` : "";
  doorsButton.title = words;
  doorsButton.setAttribute("aria-label", words);
}
doorsButton.addEventListener("click", event => {
  L.DomEvent.stop(event);
  const found = counted();
  if (found) { listDoors(found.file, found.places); }
});
doorsButton.addEventListener("keydown", event => { if (event.key === " ") { doorsButton.click(); event.preventDefault(); } });
