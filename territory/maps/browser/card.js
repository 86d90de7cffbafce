// --- The hover card: kept inside the map, beside the pointer where there is room.
const card = make("div", box, undefined, "territory-card");
card.hidden = true;
let carded = null;
let isWhole = false; // a click on a sign keeps all its lines until the next click or move
const hideCard = () => { if (!isWhole) { card.hidden = true; carded = null; } };
const dropCard = () => { isWhole = false; hideCard(); };
const showCard = (content, at) => {
  if (!content) { hideCard(); return; }
  if (isWhole && carded && carded !== content) { return; }
  if (carded !== content) {
    const first = isWhole ? [] : content.first || now.lines || [];
    const kept = content.lines.filter((_, rank) => !first.length || first.includes(rank));
    card.replaceChildren();
    make("strong", card, content.title);
    const lines = make("dl", card);
    kept.forEach(([label, value]) => { make("dt", lines, label); make("dd", lines, value); });
    if (content.first && kept.length < content.lines.length) { make("small", card, now.words.click); }
    card.classList.toggle("whole", isWhole);
    carded = content;
    card.hidden = false;
  }
  const keep = (value, room) => Math.max(4, Math.min(value, room - 4));
  const right = at.x + 18, left = at.x - 18 - card.offsetWidth;
  const fitsRight = right + card.offsetWidth < box.clientWidth;
  const isBeside = fitsRight || left > 0;
  const x = fitsRight ? right : left;
  const below = at.y + 22, above = at.y - 22 - card.offsetHeight;
  const y = isBeside ? at.y - card.offsetHeight / 2
    : below + card.offsetHeight < box.clientHeight ? below : above;
  card.style.left = keep(isBeside ? x : at.x - card.offsetWidth / 2,
    box.clientWidth - card.offsetWidth) + "px";
  card.style.top = keep(y, box.clientHeight - card.offsetHeight) + "px";
};
map.on("zoomstart dragstart click", dropCard);
const hover = (layer, contentOf, resting, raised) => {
  layer.on("mouseover mousemove", event => {
    const shape = event.propagatedFrom || event.layer;
    if (raised) { shape.setStyle(raised); if (event.type === "mouseover") { shape.bringToFront(); } }
    showCard(contentOf(shape.feature), map.mouseEventToContainerPoint(event.originalEvent));
  });
  layer.on("mouseout", event => {
    hideCard();
    if (raised) { (event.propagatedFrom || event.layer).setStyle(resting); }
  });
};
