/* What pages gain where scripts run; without them everything still works. No state is kept here. */
(() => {
  "use strict";
  const root = document.documentElement;

  /* Larger text: switch at once, the cookie tells the server for the next page. */
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-larger]");
    if (!form) return;
    event.preventDefault();
    const on = root.classList.toggle("larger");
    document.querySelectorAll("[data-larger] button").forEach((button) => button.setAttribute("aria-pressed", String(on)));
    document.cookie = `larger=${on ? "1" : ""}; path=/; max-age=${on ? 31536000 : 0}; samesite=lax`;
  });

  /* Ask once before a step that names its consequence. */
  const ask = (words, go) => {
    const box = document.createElement("dialog");
    box.className = "ask";
    const text = document.createElement("p");
    text.id = "ask-words";
    text.textContent = words;
    const row = document.createElement("div");
    row.className = "ask-buttons";
    const button = (label, css, value) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `btn ${css}`;
      made.textContent = label;
      made.addEventListener("click", () => box.close(value));
      row.append(made);
    };
    button("取消", "btn-secondary", "");
    button("确定", "btn-primary", "go");
    box.setAttribute("aria-labelledby", text.id);
    box.append(text, row);
    box.addEventListener("close", () => {
      box.remove();
      if (box.returnValue === "go") go();
    });
    document.body.append(box);
    box.showModal();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-confirm]");
    if (!button || button.dataset.asked) return;
    event.preventDefault();
    event.stopPropagation();
    ask(button.dataset.confirm, () => {
      button.dataset.asked = "1";
      button.click();
      delete button.dataset.asked;
    });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, () => event.detail.issueRequest(true));
  });

  /* A row opens on click; its own link, which Enter opens, a button or selected text in it goes first. */
  const open = (row, event) => {
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  };
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, select, textarea, label, summary")) return;
    if (String(window.getSelection()).length) return;
    open(row, event);
  });

  /* Menus of the masthead close on Escape and on a click elsewhere. */
  const menus = () => document.querySelectorAll(".masthead-menu[open]");
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
  });

  /* Back from a refusal goes back in the history, so that the browser keeps what was typed. */
  document.addEventListener("click", (event) => {
    const way = event.target.closest("a[data-back]");
    if (!way || document.referrer !== way.href) return;
    event.preventDefault();
    window.history.back();
  });

  /* The entry where one is stands in sight also where its row is wider than the page. */
  const showPlace = (within) => within.querySelectorAll(".section-row [aria-current], .tabs [aria-current]").forEach((here) => {
    const row = here.closest("nav");
    const [at, around] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
    if (at.right > around.right) row.scrollLeft += at.left - around.left - (around.width - at.width) / 2;
  });
  showPlace(document);
  document.addEventListener("htmx:afterSettle", () => showPlace(document));

  /* Tick lists: how many are ticked. */
  const count = (list) => {
    const scope = list.closest("form") || document;
    const ticked = list.querySelectorAll(".tick > input:checked").length;
    scope.querySelectorAll("[data-tick-count]").forEach((place) => { place.textContent = String(ticked); });
  };
  document.addEventListener("change", (event) => {
    const list = event.target.closest("[data-tick-list]");
    if (list) count(list);
  });

  /* The summary of errors is read first. */
  const readFaults = (within) => {
    const faults = within.querySelector("form[method=post] #form-errors");
    if (faults) faults.focus();
  };
  readFaults(document);
  document.addEventListener("htmx:afterSettle", (event) => readFaults(event.target));

  /* Waiting, and answers that do not come. */
  let running = 0;
  let timer = 0;
  const wait = (on) => {
    const line = document.getElementById("progress-line");
    if (!line) return;
    line.classList.toggle("running", on);
    line.querySelector("#progress-words").textContent = on ? "正在处理" : "";
  };
  const start = () => {
    running += 1;
    if (running === 1) timer = window.setTimeout(wait, 300, true);
  };
  const stop = () => {
    running = Math.max(0, running - 1);
    if (running) return;
    window.clearTimeout(timer);
    wait(false);
  };
  document.addEventListener("htmx:beforeRequest", start);
  document.addEventListener("htmx:afterRequest", stop);
  const tell = (text) => {
    const place = document.getElementById("messages");
    if (!place) return;
    const box = document.createElement("div");
    box.className = "message message-error";
    box.setAttribute("role", "alert");
    const said = document.createElement("p");
    said.textContent = text;
    box.append(said);
    place.replaceChildren(box);
    place.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:sendError", () => tell("没有连接到服务器，刚才的操作没有保存。请检查网络后重试。"));
  document.addEventListener("htmx:timeout", () => tell("服务器没有及时答复。请刷新页面，核对是否已保存后再重试。"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) tell("系统出错，刚才的操作可能没有完成。请刷新页面核对后重试。");
  });

  /* A swap keeps the focus where it was, by id, also where htmx has lost it. */
  let focused = "";
  document.addEventListener("htmx:beforeSwap", () => { focused = document.activeElement ? document.activeElement.id : ""; });
  document.addEventListener("htmx:afterSettle", () => {
    if (!focused || document.activeElement !== document.body) return;
    const again = document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
  });

  /* The wall: F makes a board fill the screen; rows that do not fit turn over by themselves. */
  const TURN_MS = 20000;
  let turning = 0;
  let ticking = 0;
  let first = 0;
  let shown = "";
  const rows = () => [...document.querySelectorAll("[data-board] tbody tr")];
  const fill = (from) => {
    const all = rows();
    all.forEach((row) => row.removeAttribute("data-turned"));
    all.slice(0, from).forEach((row) => row.setAttribute("data-turned", ""));
    const legend = document.querySelector(".board-legend");
    const floor = (legend ? legend.getBoundingClientRect().top : window.innerHeight) - 8;
    const past = all.findIndex((row, index) => index > from && row.getBoundingClientRect().bottom > floor);
    const end = past < 0 ? all.length : past;
    all.slice(end).forEach((row) => row.setAttribute("data-turned", ""));
    shown = from === 0 && end === all.length ? "" : `第 ${from + 1}–${end} 行，共 ${all.length} 行　`;
    return end;
  };
  const tick = () => {
    const clock = document.querySelector("[data-clock]");
    if (clock) clock.textContent = shown + new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  };
  const turn = () => {
    const next = fill(first);
    first = next >= rows().length ? 0 : next;
    tick();
  };
  const hang = (on) => {
    root.classList.toggle("wall", on);
    window.clearInterval(turning);
    window.clearInterval(ticking);
    first = 0;
    if (!on) { rows().forEach((row) => row.removeAttribute("data-turned")); return; }
    window.scrollTo(0, 0);
    turn();
    turning = window.setInterval(turn, TURN_MS);
    ticking = window.setInterval(tick, 1000);
  };
  const toggle = () => {
    if (!document.querySelector("[data-board]")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen().catch(() => hang(!root.classList.contains("wall")));
  };
  document.addEventListener("keydown", (event) => {  // a browser that refuses full screen does not leave it either
    if (event.key === "Escape" && root.classList.contains("wall") && !document.fullscreenElement) hang(false);
  });
  document.addEventListener("fullscreenchange", () => hang(Boolean(document.fullscreenElement)));
  window.addEventListener("resize", () => { if (root.classList.contains("wall")) { first = 0; turn(); } });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    toggle();
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-board-full]")) toggle(); });
})();
