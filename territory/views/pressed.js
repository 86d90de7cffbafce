// HTML made and escaped by the server, whose buttons say what they are by `data-key`. A click sends it; the
// button keeps the focus when the HTML comes back.
export default ({parentElement, data, setTriggerValue}) => {
  let box = parentElement.querySelector(".pressed");
  if (!box) {
    box = document.createElement("div");
    box.className = "pressed";
    parentElement.append(box);
  }
  if (box.said !== data.html) {
    const had = box.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    box.innerHTML = data.html;
    box.said = data.html;
    const again = had === undefined ? null : box.querySelector(`button[data-key="${had}"]`);
    if (again) { again.focus({preventScroll: true}); }
  }
  box.onclick = event => {
    const button = event.target.closest("button[data-key]");
    if (button) { setTriggerValue("pressed", button.dataset.key); }
  };
};
