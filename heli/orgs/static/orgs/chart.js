/* Draws 架构图 from its JSON: the way up, one organisation, at most forty beneath it. No state but the address. */
(() => {
  "use strict";
  const place = document.querySelector("[data-chart]");
  if (!place || !window.echarts) return;
  const frame = document.querySelector("[data-chart-frame]");
  const save = document.querySelector("[data-chart-save]");
  const SHAPES = {
    work: ["rect", "#b3141d"], body: ["diamond", "#5b3a8c"], committee: ["path://M-5,-9L5,-9L10,0L5,9L-5,9L-10,0Z", "#1f3a5f"],
    general: ["triangle", "#855611"], branch: ["circle", "#1a7f4b"], special: ["emptyCircle", "#1a7f4b"], rest: ["roundRect", "#6e7781"],
  };
  const LINE = 26;
  const LEVEL = 280;
  const NAMES = 340;
  frame.hidden = false;
  save.hidden = false;
  const chart = window.echarts.init(place, null, { renderer: "canvas" });

  const short = (text) => (text.length > 20 ? `${text.slice(0, 19)}…` : text);
  const drawn = (node, more) => ({
    name: node.name, id: String(node.id), told: node, symbol: SHAPES[node.shape][0],
    itemStyle: { color: SHAPES[node.shape][1], borderColor: SHAPES[node.shape][1] }, ...more,
  });
  const rest = (count, focus, start, words) => ({
    name: `${words} ${count} 个`, symbol: SHAPES.rest[0], goes: { focus, start },
    itemStyle: { color: SHAPES.rest[1], borderColor: SHAPES.rest[1] }, label: { color: "#57606a" },
  });

  const grow = (data) => {
    const last = data.chain[data.chain.length - 1];
    let below = data.nodes.map((node) => drawn(node));
    const focus = last ? last.id : "";
    if (data.start) below.unshift(rest(data.start, focus, 0, "前面"));
    if (data.rest) below.push(rest(data.rest, focus, data.next, "其余"));
    for (let index = data.chain.length - 1; index >= 0; index -= 1) {
      const node = data.chain[index];
      const label = { position: "top", distance: 6, align: index ? "center" : "left", fontWeight: node === last ? 600 : 400 };
      const own = drawn(node, { children: below, label: below.length ? label : {} });
      const above = index ? data.chain[index - 1].id : "";
      below = [own];
      if (data.beside[index]) below.push(rest(data.beside[index], above, 0, "同级其余"));
    }
    return below.length === 1 ? below[0] : { name: "您可以查看的组织", children: below, symbol: "roundRect" };
  };
  const words = (told) => [
    `${told.name}　${told.kind}`, `隶属：${told.parent}`, `领导：${told.leader}`,
    told.children ? `下级 ${told.children} 个，点一下展开` : "点一下打开",
  ].join("\n");

  const draw = (data) => {
    const lines = Math.max(data.nodes.length + (data.rest ? 1 : 0) + (data.start ? 1 : 0) + data.chain.length, 4);
    place.style.height = `${lines * LINE + 40}px`;
    place.style.width = `${Math.max(data.chain.length, 1) * LEVEL + NAMES + 24}px`;
    chart.resize();
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      tooltip: { trigger: "item", renderMode: "richText", confine: true, formatter: (one) => (one.data.told ? words(one.data.told) : one.name) },
      series: [{
        type: "tree", data: [grow(data)], orient: "LR", roam: false, expandAndCollapse: false, initialTreeDepth: -1,
        edgeShape: "polyline", edgeForkPosition: "75%", symbolSize: 11, left: 12, right: NAMES, top: 28, bottom: 16,
        lineStyle: { color: "#8c959f", width: 1, curveness: 0 },
        label: { position: "right", distance: 8, fontSize: 14, color: "#1f2328", formatter: (one) => short(one.name) + (one.data.told && one.data.told.children ? `（${one.data.told.children}）` : "") },
      }],
    }, true);
  };

  const source = new URL(place.dataset.chart, window.location.href);
  const load = (keep) => fetch(source, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((data) => {
      draw(data);
      if (!keep) return;
      const here = `${window.location.pathname}${source.search}`;
      window.history.pushState(null, "", here);
      window.htmx.ajax("GET", here, { target: "#chart-list", swap: "outerHTML" });
    })
    .catch(() => { frame.hidden = true; save.hidden = true; });
  const go = (focus, start) => {
    if (focus) source.searchParams.set("focus", focus); else source.searchParams.delete("focus");
    if (start) source.searchParams.set("start", start); else source.searchParams.delete("start");
    load(true);
  };

  chart.on("click", (event) => {
    const { told, goes } = event.data;
    if (goes) { go(goes.focus, goes.start); return; }
    if (!told) return;
    const isFocus = String(told.id) === source.searchParams.get("focus");
    if (told.children && !isFocus) go(told.id, 0); else window.location.assign(told.url);
  });
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#ffffff" });
    link.download = "架构图.png";
    link.click();
  });
  window.addEventListener("resize", () => chart.resize());
  window.addEventListener("popstate", () => window.location.reload());
  load(false);
})();
