/* What the page 记录会议 gains where scripts run: a quick roster, the outline, and a draft that outlives a reload. */
(() => {
  "use strict";
  const form = () => document.getElementById("record-form");

  /* The roster: find somebody, tick all, tick the rest, tick nobody. */
  const FEW = 12;
  const ready = () => document.querySelectorAll("[data-roster-tools]").forEach((tools) => {
    tools.hidden = Number(tools.dataset.rosterTools) <= FEW;
  });
  const lines = () => [...document.querySelectorAll("[data-tick-list] .tick")];
  const find = (words) => {
    const wanted = words.trim().toLowerCase();
    lines().forEach((line) => { line.hidden = !line.dataset.said.toLowerCase().includes(wanted); });
    document.getElementById("roster-nobody").hidden = lines().some((line) => !line.hidden);
  };
  const tick = (which) => {
    lines().forEach((line) => {
      const reason = line.querySelector("select");
      if (which === "all") reason.value = "";
      line.querySelector("input").checked = which === "all" || (which === "rest" && reason.value === "");
    });
    const list = document.querySelector("[data-tick-list]");
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("input", (event) => {
    if (event.target.id === "roster-search") find(event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "roster-search" && event.key === "Enter") event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-roster]");
    if (!button) return;
    const search = document.getElementById("roster-search");
    search.value = "";
    find("");
    tick(button.dataset.roster);
  });

  /* The outline goes to the end of the minutes; nothing is sent for it. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert-outline]");
    if (!button) return;
    event.preventDefault();
    const text = document.getElementById(button.dataset.insertOutline);
    const outline = document.querySelector("[data-outline]").textContent;
    text.value = [text.value.trimEnd(), outline].filter(Boolean).join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });

  /* The draft stays in this browser until it is saved, for three days at most, and for this account alone. */
  const PREFIX = "heli-draft:";
  const KEPT_MS = 3 * 24 * 60 * 60 * 1000;
  const name = () => PREFIX + form().dataset.draft;
  const read = (key) => {
    const kept = window.localStorage.getItem(key);
    return kept ? JSON.parse(kept) : null;
  };
  const keep = () => {
    const entered = new FormData(form());
    const fields = {};
    for (const key of new Set(entered.keys())) {
      if (key !== "csrfmiddlewaretoken" && key !== "do") fields[key] = entered.getAll(key);
    }
    window.localStorage.setItem(name(), JSON.stringify({ at: Date.now(), address: window.location.search, fields }));
  };
  const forget = (account, now) => {
    Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
      const draft = read(key);
      if (!key.startsWith(`${PREFIX}${account}:`) || now - draft.at > KEPT_MS) window.localStorage.removeItem(key);
    });
  };
  let waiting = 0;
  const changed = (event) => {
    if (!form() || !form().contains(event.target) || event.target.id === "roster-search") return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => { if (form()) keep(); }, 300);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-secondary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };
  const tell = (words, ...buttons) => {
    const box = document.createElement("div");
    box.className = "message draft-note";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = words;
    box.append(text, ...buttons);
    document.getElementById("messages").replaceChildren(box);
  };
  const drop = () => {
    window.clearTimeout(waiting);
    window.localStorage.removeItem(name());
    window.location.assign(window.location.href);
  };
  const restore = (draft) => {
    const values = { ...draft.fields, do: "check" };
    const how = { target: "#record-form", select: "#record-form", swap: "outerHTML", values };
    window.htmx.ajax("POST", form().getAttribute("action"), how).then(() => {
      const at = new Date(draft.at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
      tell(`已恢复 ${at} 填写、尚未保存的内容`, button("清空重填", drop));
    });
  };
  const begin = () => {
    ready();
    if (!form() || document.getElementById("form-errors")) return;
    forget(form().dataset.draft.split(":")[0], Date.now());
    const draft = read(name());
    if (!draft) return;
    if (draft.address === window.location.search) restore(draft);
    else tell("有一份尚未保存的会议记录", button("继续填写", () => restore(draft)), button("删除", drop));
  };
  const done = () => {
    const saved = document.querySelector("[data-draft-done]");
    if (!saved) return;
    window.clearTimeout(waiting);
    window.localStorage.removeItem(PREFIX + saved.dataset.draftDone);
  };
  document.addEventListener("htmx:afterSettle", () => { ready(); done(); });
  done();
  begin();
})();
