/* The tree by keyboard: arrows, Home, End, Enter; / goes to the search. Without scripts every line is a link. */
(() => {
  "use strict";
  const trees = () => document.querySelectorAll("[data-tree]");
  const links = (tree) => [...tree.querySelectorAll(".tree-name")];
  const line = (link) => link.closest(".tree-line");
  const level = (link) => Number(line(link).dataset.level);
  const switchOf = (link) => line(link).querySelector(".tree-switch");
  const isOpen = (link) => { const one = switchOf(link); return one && one.getAttribute("aria-expanded") === "true"; };

  /* One line of each tree can be reached by Tab, the one that was last in focus. */
  let last = "";
  const dress = (tree) => {
    tree.setAttribute("role", "tree");
    const all = links(tree);
    all.forEach((link) => {
      line(link).setAttribute("role", "none");
      link.setAttribute("role", "treeitem");
      link.setAttribute("aria-level", String(level(link)));
      const own = switchOf(link);
      if (own) {
        link.setAttribute("aria-expanded", own.getAttribute("aria-expanded"));
        own.tabIndex = -1;
      }
      link.tabIndex = line(link).id === last ? 0 : -1;
    });
    if (all.length && !all.some((link) => link.tabIndex === 0)) all[0].tabIndex = 0;
  };
  const dressAll = () => trees().forEach(dress);

  const go = (tree, link) => {
    if (!link) return;
    links(tree).forEach((one) => { one.tabIndex = -1; });
    link.tabIndex = 0;
    last = line(link).id;
    link.focus();
  };
  const above = (all, link) => all.slice(0, all.indexOf(link)).reverse().find((one) => level(one) < level(link));
  const turn = (link) => { last = line(link).id; switchOf(link).click(); };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
      const find = document.querySelector("[data-find]");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
      return;
    }
    const link = event.target.closest("[data-tree] .tree-name");
    if (!link) return;
    const tree = link.closest("[data-tree]");
    const all = links(tree);
    const place = all.indexOf(link);
    const moves = {
      ArrowDown: () => go(tree, all[place + 1]),
      ArrowUp: () => go(tree, all[place - 1]),
      Home: () => go(tree, all[0]),
      End: () => go(tree, all[all.length - 1]),
      ArrowRight: () => { if (isOpen(link)) go(tree, all[place + 1]); else if (switchOf(link)) turn(link); },
      ArrowLeft: () => { if (isOpen(link)) turn(link); else go(tree, above(all, link)); },
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
    if (again && document.activeElement === document.body) again.querySelector(".tree-name").focus();
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest("[data-tree] .tree-name");
    if (link) last = line(link).id;
  });
  dressAll();
})();
