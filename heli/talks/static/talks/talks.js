/* Finds a member of the list by name or pinyin initials, where scripts run and the list is long. */
(() => {
  "use strict";
  const FEW = 12;
  const tools = document.querySelector("[data-talk-search]");
  const search = document.getElementById("talk-search");
  if (!tools || !search) return;
  tools.hidden = Number(tools.dataset.talkSearch) <= FEW;
  const lines = [...document.querySelectorAll("[data-tick-list] .tick")];
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    lines.forEach((line) => { line.hidden = !line.dataset.said.toLowerCase().includes(wanted); });
    document.getElementById("talk-nobody").hidden = lines.some((line) => !line.hidden);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
})();
