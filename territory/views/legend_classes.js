// The legend: HTML made and escaped by the server, whose classes are buttons. A click sends the class; the
// button keeps the focus when the legend comes back.
export default ({parentElement, data, setTriggerValue}) => {
  let box = parentElement.querySelector(".legend-classes");
  if (!box) {
    box = document.createElement("div");
    box.className = "legend-classes";
    parentElement.append(box);
  }
  if (box.said !== data.html) {
    const had = box.contains(document.activeElement) ? document.activeElement.dataset.class : undefined;
    box.innerHTML = data.html;
    box.said = data.html;
    const again = had === undefined ? null : box.querySelector(`button[data-class="${had}"]`);
    if (again) { again.focus({preventScroll: true}); }
  }
  box.onclick = event => {
    const button = event.target.closest("button[data-class]");
    if (button) { setTriggerValue("clicked", button.dataset.class); }
  };
};
