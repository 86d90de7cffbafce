// The search field and the list under it: the combobox of the ARIA patterns. What is typed is sent once
// the fingers rest; the list lies over the page and pushes nothing. Words go in as text nodes.
const REST_MS = 160;
let made = 0;

const element = (tag, parent, attributes = {}, words = "") => {
  const one = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => one.setAttribute(name, value));
  one.textContent = words;
  parent.append(one);
  return one;
};

const build = parent => {
  made += 1;
  const id = `territory-search-${made}`;
  const root = element("div", parent, {class: "territory-search"});
  const input = element("input", root, {type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id});
  const panel = element("div", root, {class: "territory-proposals"});
  const said = element("div", panel, {role: "status"});
  const list = element("ul", panel, {role: "listbox", id});
  const box = {root, input, panel, said, list, rows: [], active: -1, isUnfolded: false, entered: null, timer: 0};
  panel.hidden = true;

  const send = () => { clearTimeout(box.timer); box.send.setStateValue("typed", input.value.trim()); };
  input.addEventListener("input", () => {
    clearTimeout(box.timer);
    box.isUnfolded = false;
    box.entered = null;
    box.timer = setTimeout(send, REST_MS);
    if (!input.value.trim()) { draw(box); }
  });
  input.addEventListener("focus", () => { box.isOpen = true; draw(box); });
  root.addEventListener("focusout", event => {
    if (!root.contains(event.relatedTarget)) { box.isOpen = false; draw(box); }
  });
  input.addEventListener("keydown", event => {
    const last = box.rows.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      box.isOpen = true;
      const step = event.key === "ArrowDown" ? 1 : -1;
      box.active = box.active + step > last ? -1 : box.active + step < -1 ? last : box.active + step;
      mark(box);
    } else if (event.key === "Escape") {
      if (panel.hidden) { input.value = ""; send(); }
      box.isOpen = false;
      draw(box);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (box.active >= 0 && box.rows[box.active]) {
        box.rows[box.active].choose();
      } else if (input.value.trim()) {
        clearTimeout(box.timer);
        box.isOpen = true;
        enter(box);
      }
    }
  });
  // A press on a row must not take the focus away before it is a click.
  list.addEventListener("mousedown", event => event.preventDefault());
  return box;
};

// Enter with nothing marked opens what the words name without doubt; else the first proposal is marked,
// and a second Enter opens it. What is not yet answered is asked first.
const enter = box => {
  const {data} = box;
  box.entered = box.input.value.trim();
  if (data.typed !== box.entered) {
    box.send.setTriggerValue("entered", box.entered);
  } else if (data.only) {
    box.choose(data.only);
  } else {
    draw(box);
    box.entered = null;
    box.active = box.rows.length ? 0 : -1;
    mark(box);
  }
};

const mark = box => {
  box.rows.forEach(({row}, rank) => row.setAttribute("aria-selected", String(rank === box.active)));
  const row = box.rows[box.active]?.row;
  if (row) {
    box.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({block: "nearest"});
  } else {
    box.input.removeAttribute("aria-activedescendant");
  }
};

const draw = box => {
  const {data, input, list, said, panel} = box;
  const isEmpty = !input.value.trim();
  list.replaceChildren();
  said.replaceChildren();
  box.rows = [];
  const add = (words, choose, name) => {
    const row = element("li", list, {role: "option", id: `${list.id}-${box.rows.length}`, "aria-selected": "false"});
    if (name && words.startsWith(name)) {
      element("b", row, {}, name);
      row.append(words.slice(name.length));
    } else {
      row.append(words);
    }
    row.addEventListener("click", choose);
    box.rows.push({row, choose});
  };
  const propose = one => add(one.said, () => box.choose(one.key), one.name);
  if (isEmpty) {
    if (data.recent.length) { element("p", said, {}, data.words.recent); }
    data.recent.forEach(propose);
  } else if (data.typed) {
    data.said.forEach(words => element("p", said, {}, words));
    data.options.forEach(propose);
    if (data.others.length && box.isUnfolded) {
      data.others.forEach(propose);
    } else if (data.others.length) {
      add(data.words.others, () => {
        const rank = data.options.length;
        box.isUnfolded = true;
        draw(box);
        box.active = rank;
        mark(box);
      });
    }
  }
  box.active = -1;
  panel.hidden = !box.isOpen || !(box.rows.length || said.childElementCount);
  input.setAttribute("aria-expanded", String(!panel.hidden && box.rows.length > 0));
  list.hidden = !box.rows.length;
  mark(box);
};

export default function ({data, parentElement, setStateValue, setTriggerValue}) {
  const box = parentElement.searchBox ?? (parentElement.searchBox = build(parentElement));
  const hasOpened = box.data !== undefined && box.data.opened !== data.opened;
  box.data = data;
  box.send = {setStateValue, setTriggerValue};
  box.choose = key => { box.isOpen = false; draw(box); setTriggerValue("chosen", key); };
  box.input.setAttribute("aria-label", data.words.label);
  box.input.placeholder = data.words.placeholder;
  box.list.setAttribute("aria-label", data.words.label);
  if (hasOpened) {
    clearTimeout(box.timer);
    box.input.value = "";
    box.isOpen = false;
    box.entered = null;
  }
  draw(box);
  if (box.entered !== null && box.entered === data.typed && !data.only) { enter(box); }
}
