/* The hall by keys: ← → (also PageUp, PageDown and space, as presenters send them), F for full screen.
   Without scripts the same links turn the pages. Slides are fetched and put in place, so that full screen stays. */
(() => {
  "use strict";
  const root = document.documentElement;
  const link = (name) => document.querySelector(`[data-hall-${name}]`);
  let turning = false;

  const put = (text, url, push) => {
    const next = new DOMParser().parseFromString(text, "text/html");
    if (!next.querySelector("[data-hall]")) { window.location.assign(url); return; }
    ["hall-head", "hall-main", "hall-foot"].forEach((part) => {
      document.querySelector(`.${part}`).replaceWith(next.querySelector(`.${part}`));
    });
    document.title = next.title;
    if (push) window.history.pushState(null, "", url);
    show();
    document.getElementById("content").focus();
  };
  const turn = async (url, push = true) => {
    if (turning) return;
    turning = true;
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.ok) put(await answer.text(), url, push);
      else window.location.assign(url);
    } catch {
      window.location.assign(url);
    } finally {
      turning = false;
    }
  };
  const go = (name) => { const way = link(name); if (way) turn(way.getAttribute("href")); };
  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen().catch(() => {});
  };
  const show = () => { link("full").hidden = !document.fullscreenEnabled; };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const on = event.target.closest("a, button");
    if (event.key === "ArrowRight" || event.key === "PageDown" || (event.key === " " && !on)) { event.preventDefault(); go("after"); }
    if (event.key === "ArrowLeft" || event.key === "PageUp") { event.preventDefault(); go("before"); }
    if (event.key.toLowerCase() === "f") full();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-hall-full]")) { full(); return; }
    const way = event.target.closest(".hall-turn a, .hall-acts a");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn(way.getAttribute("href"));
  });
  window.addEventListener("popstate", () => turn(window.location.href, false));
  show();
})();
