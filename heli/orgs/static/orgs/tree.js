/* The tree by keyboard: arrows, Home, End, Enter; / goes to the search. Without scripts every line is a link. */
(() => {
  "use strict";
  const lines = (tree) => [...tree.querySelectorAll(".tree-line")];
  const level = (line) => Number(line.dataset.level);
  const nameOf = (line) => line.querySelector(".tree-name");
  const switchOf = (line) => line.querySelector(".tree-switch");
  const isOpen = (line) => { const one = switchOf(line); return one && one.getAttribute("aria-expanded") === "true"; };

  /* One line of each tree can be reached by Tab, the one that was last in focus. */
  let last = "";
  const dress = (tree) => {
    tree.setAttribute("role", "tree");
    const all = lines(tree);
    all.forEach((line) => {
      line.setAttribute("role", "treeitem");
      line.setAttribute("aria-level", String(level(line)));
      line.setAttribute("aria-label", `${nameOf(line).textContent.trim()}，${line.querySelector(".tree-words").textContent.trim()}`);
      if (switchOf(line)) line.setAttribute("aria-expanded", switchOf(line).getAttribute("aria-expanded"));
      line.querySelectorAll("a").forEach((link) => { link.tabIndex = -1; });
      line.tabIndex = line.id === last ? 0 : -1;
    });
    if (all.length && !all.some((line) => line.tabIndex === 0)) all[0].tabIndex = 0;
  };
  const dressAll = () => document.querySelectorAll("[data-tree]").forEach(dress);

  const go = (tree, line) => {
    if (!line) return;
    lines(tree).forEach((one) => { one.tabIndex = -1; });
    line.tabIndex = 0;
    last = line.id;
    line.focus();
  };
  const above = (all, line) => all.slice(0, all.indexOf(line)).reverse().find((one) => level(one) < level(line));
  const turn = (line) => { last = line.id; switchOf(line).click(); };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
      const find = document.querySelector("[data-find]");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
      return;
    }
    const line = event.target;
    if (!line.matches("[data-tree] > .tree-line")) return;
    const tree = line.closest("[data-tree]");
    const all = lines(tree);
    const place = all.indexOf(line);
    const moves = {
      ArrowDown: () => go(tree, all[place + 1]),
      ArrowUp: () => go(tree, all[place - 1]),
      Home: () => go(tree, all[0]),
      End: () => go(tree, all[all.length - 1]),
      ArrowRight: () => { if (isOpen(line)) go(tree, all[place + 1]); else if (switchOf(line)) turn(line); },
      ArrowLeft: () => { if (isOpen(line)) turn(line); else go(tree, above(all, line)); },
      Enter: () => nameOf(line).click(),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });

  /* After a swap the line that was opened keeps the focus. */
  document.addEventListener("htmx:afterSettle", () => {
    const before = last;
    dressAll();
    const again = before && document.getElementById(before);
    if (again) again.focus({ preventScroll: true });
  });
  document.addEventListener("focusin", (event) => {
    const line = event.target.closest("[data-tree] > .tree-line");
    if (line) last = line.id;
  });
  dressAll();
})();
