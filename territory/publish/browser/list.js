// A click on a heading puts the rows in its order; another turns it round.
for (const table of document.querySelectorAll("table.sorted")) {
  const heads = [...table.tHead.rows[0].cells];
  const language = document.documentElement.lang;
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isDown = head.getAttribute("aria-sort") !== "descending" && !!table.tBodies[0].querySelector(`tr > :nth-child(${column + 1})[data-v]`);
      const turn = head.getAttribute("aria-sort") === "ascending" || isDown ? -1 : 1;
      const value = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const rows = [...table.tBodies[0].rows].sort((one, other) => {
        const [a, b] = [value(one), value(other)];
        if (a === "" || b === "") return (a === "") - (b === "");
        return turn * (Number.isNaN(Number(a)) || Number.isNaN(Number(b)) ? a.localeCompare(b, language) : a - b);
      });
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
      table.tBodies[0].append(...rows);
    });
  });
}
