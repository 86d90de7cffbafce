// --- The panel over the map: a counter's own card, or the list of counters. Escape closes it and gives
// the focus back. All that sources say comes as text.
const panel = make("section", box, undefined, "territory-door");
panel.hidden = true;
panel.setAttribute("role", "dialog");
panel.setAttribute("aria-labelledby", "territory-door-title");
L.DomEvent.disableClickPropagation(panel);
L.DomEvent.disableScrollPropagation(panel);
// Leaflet looks for the panel around what was clicked, which a button that changes the panel has left.
panel.addEventListener("click", event => event.stopPropagation());
let cameFrom = null;
const closePanel = () => {
  if (panel.hidden) { return; }
  panel.hidden = true;
  panel.replaceChildren();
  if (cameFrom && cameFrom.isConnected) { cameFrom.focus(); }
  cameFrom = null;
};
document.addEventListener("keydown", event => { if (event.key === "Escape") { closePanel(); } });
map.on("click", closePanel);

const button = (parent, words, name, act) => {
  const made = make("button", parent, words, name);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};
// Opens the panel on a title; `back` is what a first button goes back to, if there is one.
const openPanel = (title, back) => {
  if (panel.hidden) { cameFrom = document.activeElement; }
  hideCard();
  panel.replaceChildren();
  const bar = make("header", panel);
  if (back) { button(bar, "‹ " + now.words.back, "back", back); }
  const close = button(bar, "×", "close", closePanel);
  close.setAttribute("aria-label", now.words.close);
  close.title = now.words.close;
  const heading = make("h2", panel, title);
  heading.id = "territory-door-title";
  heading.tabIndex = -1;
  panel.hidden = false;
  panel.scrollTop = 0;
  heading.focus({preventScroll: true});
  return panel;
};

const pairs = (parent, lines) => {
  const list = make("dl", parent);
  lines.forEach(([label, value, link]) => {
    make("dt", list, label);
    const told = make("dd", list, link ? undefined : value);
    if (link) { const to = make("a", told, value); to.href = link; to.target = "_blank"; }
  });
};
// A text to take away: where the clipboard is not allowed it stands selected, to be copied by hand.
const takeaway = (parent, help, words, name) => {
  const label = make("label", parent, help);
  const text = make("textarea", label);
  text.readOnly = true;
  text.rows = name === "row" ? 3 : 8;
  text.value = words;
  const copy = button(parent, now.words.copy, "copy", async () => {
    text.select();
    try { await navigator.clipboard.writeText(words); } catch { document.execCommand("copy"); }
    copy.textContent = now.words.copied;
  });
  copy.setAttribute("aria-live", "polite");
};
const openDoor = (content, show, back) => {
  const inside = openPanel(content.title, back);
  pairs(inside, content.lines);
  // The hours of a public counter are not read: nothing is said of its week.
  if (content.week) { make("h3", inside, now.words.hours_of_day); }
  if (content.week && content.week.length) {
    const week = make("tbody", make("table", inside));
    content.week.forEach(([day, hours]) => {
      const row = make("tr", week);
      make("th", row, day).scope = "row";
      make("td", row, hours);
    });
  } else if (content.week) { make("p", inside, now.words.no_week); }
  if (content.contacts.length) {
    make("h3", inside, now.words.contact);
    pairs(inside, content.contacts);
  }
  button(inside, now.words.show, "show", show);
  if (content.report) {
    const report = make("details", inside);
    make("summary", report, now.words.report);
    takeaway(report, now.words.report_help, content.report.text, "text");
    takeaway(report, now.words.report_row_help, content.report.row, "row");
  }
  if (content.source) {
    make("small", inside, now.words.source.replace("{list}", () => content.source));
  }
};
