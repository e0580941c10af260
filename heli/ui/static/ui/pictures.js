/* Draws a picture over each table that asks for one (data-picture): what is drawn is what the table says.
   Cells carry their number in data-v; a cell without one is not known and stays a gap. */
(() => {
  "use strict";
  if (!window.echarts) return;
  const INK = "#1f2328";
  const OWN = "#1f3a5f";
  const OTHER = "#b7791f";
  const GAIN = "#1a7f4b";
  const LOSS = "#b3141d";
  const DASH = [6, 4];
  const SHADES = ["#f4f6f8", "#9fb3c8", "#1f3a5f"];

  const value = (cell) => (cell && cell.dataset.v !== undefined && cell.dataset.v !== "" ? Number(cell.dataset.v) : null);
  const read = (table) => ({
    heads: [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim()),
    rows: [...table.tBodies[0].rows].map((row) => ({
      name: row.cells[0].textContent.trim(), values: [...row.cells].slice(1).map(value), goes: row.dataset.href || "",
    })),
  });
  const common = {
    animation: false, aria: { enabled: true, decal: { show: true } }, textStyle: { color: INK, fontSize: 14 },
    grid: { left: 24, right: 16, top: 36, bottom: 8, containLabel: true },
  };
  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const names = (rows) => rows.map((row) => row.name);

  const KINDS = {
    heat: ({ heads, rows }, label) => ({
      height: 90 + rows.length * 28,
      option: {
        tooltip: { confine: true, formatter: (one) => `${rows[one.data[1]].name}　${heads[one.data[0]]}：${one.data[2]}%` },
        xAxis: { type: "category", data: heads, position: "top", axisLabel: { interval: 0, formatter: (text) => short(text, 7) } },
        yAxis: { type: "category", data: names(rows), inverse: true, axisLabel: label },
        visualMap: { min: 0, max: 100, show: false, inRange: { color: SHADES } },
        series: [{
          type: "heatmap", itemStyle: { borderColor: "#fff", borderWidth: 1 },
          data: rows.flatMap((row, y) => row.values.map((number, x) => [x, y, number]).filter((one) => one[2] !== null)),
          label: { show: true, formatter: (one) => String(one.data[2]) },
        }],
      },
    }),
    radar: ({ heads, rows }) => ({
      height: 380,
      option: {
        tooltip: { confine: true }, legend: { bottom: 0, data: heads },
        radar: { indicator: rows.map((row) => ({ name: short(row.name, 8), max: 100, min: 0 })), radius: "62%", axisName: { color: INK } },
        series: [{
          type: "radar",
          data: heads.map((head, n) => ({
            name: head, value: rows.map((row) => row.values[n]), symbol: n ? "rect" : "circle",
            lineStyle: { type: n ? DASH : "solid", color: n ? OTHER : OWN }, itemStyle: { color: n ? OTHER : OWN },
            areaStyle: n ? undefined : { color: OWN, opacity: 0.15 },
          })),
        }],
      },
    }),
    waterfall: ({ rows }, label) => ({
      height: 90 + rows.length * 34,
      option: {
        tooltip: { confine: true, formatter: (one) => `${rows[one.dataIndex].name}：${rows[one.dataIndex].values[0]} 分` },
        xAxis: { type: "value", max: (range) => Math.max(100, Math.ceil(range.max)) },
        yAxis: { type: "category", data: names(rows), inverse: true, axisLabel: label },
        series: [
          { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent", decal: { symbol: "none" } }, data: rows.map((row) => row.values[1]) },
          {
            type: "bar", stack: "all", barMaxWidth: 22,
            data: rows.map((row) => ({
              value: Math.abs(row.values[0]),
              itemStyle: { color: row.values[0] < 0 ? LOSS : row.values[1] === 0 ? OWN : GAIN },
            })),
            label: { show: true, position: "right", formatter: (one) => String(rows[one.dataIndex].values[0]) },
          },
        ],
      },
    }),
    trend: ({ heads, rows }) => ({
      height: 300,
      option: {
        tooltip: { trigger: "axis", confine: true }, legend: { top: 0, data: heads },
        xAxis: { type: "category", data: names(rows) }, yAxis: { type: "value", max: 100 },
        series: heads.map((head, n) => ({
          name: head, type: "line", data: rows.map((row) => row.values[n]), symbolSize: 8, symbol: n ? "rect" : "circle",
          lineStyle: { type: n ? DASH : "solid", color: n ? OTHER : OWN }, itemStyle: { color: n ? OTHER : OWN },
        })),
      },
    }),
    boxes: ({ heads, rows }, label) => ({
      height: 100 + rows.length * 44,
      option: {
        tooltip: {
          confine: true,
          formatter: (one) => `${rows[one.dataIndex].name}<br>${heads.map((head, n) => `${head} ${rows[one.dataIndex].values[n]}`).join("　")}`,
        },
        xAxis: { type: "value", max: 100 },
        yAxis: { type: "category", data: names(rows), inverse: true, axisLabel: label },
        series: [{ type: "boxplot", data: rows.map((row) => row.values), itemStyle: { color: "#dbe4ee", borderColor: OWN } }],
      },
    }),
  };

  const draw = (table) => {
    const data = read(table);
    data.rows = data.rows.filter((row) => row.values.some((number) => number !== null));
    if (!data.rows.length) return;
    const frame = document.createElement("figure");
    frame.className = "picture";
    const place = document.createElement("div");
    const save = document.createElement("button");
    save.type = "button";
    save.className = "btn btn-secondary picture-save";
    save.textContent = "下载图片";
    frame.append(place, save);
    table.before(frame);
    const label = { width: Math.min(240, Math.round(place.clientWidth * 0.36)), overflow: "break", fontSize: 13, color: INK };
    const { height, option } = KINDS[table.dataset.picture](data, label);
    place.style.height = `${height}px`;
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption({ ...common, ...option });
    chart.on("click", (one) => { const row = data.rows[one.dataIndex]; if (row && row.goes) window.location.assign(row.goes); });
    save.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
      link.download = `${table.caption.textContent.trim()}.png`;
      link.click();
    });
    window.addEventListener("resize", () => chart.resize());
  };
  document.querySelectorAll("table[data-picture]").forEach(draw);
})();
