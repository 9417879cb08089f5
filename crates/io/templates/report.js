"use strict";
// Draws the chart to explore from the data in the page. Without scripts the still pictures tell the same.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
  const make = (name, attributes, parent, text) => {
    const element = document.createElementNS(SVG, name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  };
  const show = (x) => (Math.abs(x) >= 100 ? x.toFixed(0) : Math.abs(x) >= 10 ? x.toFixed(1) : x.toFixed(3));

  for (const box of document.querySelectorAll(".explore")) {
    const data = JSON.parse(box.querySelector("script").textContent);
    const select = box.querySelector("select");
    const drawing = box.querySelector("svg");
    const legend = box.querySelector(".legend");
    const reading = box.querySelector(".reading");
    const left = 70, right = 14, top = 14, bottom = 46;
    let width, height;
    const x = (tick) => left + (tick / Math.max(1, data.ticks - 1)) * (width - left - right);
    let measure, y, cursor, at = data.ticks - 1;

    const month = (tick) => {
      if (!data.start) return `Month ${tick}`;
      const [year, first] = data.start.split("-").map(Number);
      const months = tick + first - 1;
      return `${year + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")} (month ${tick})`;
    };
    const path = (points) => points.map(([a, b], i) => `${i ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
    const area = (low, high) => `${path(low)}${path(high.slice().reverse()).replace("M", "L")}Z`;

    const draw = () => {
      measure = data.measures[select.value];
      // As wide as it is shown, so that words stay readable on a phone.
      width = Math.max(340, Math.min(960, box.clientWidth - 26));
      height = Math.max(260, width * 0.44);
      drawing.replaceChildren();
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
      drawing.setAttribute("aria-label", `${measure.label}, ${measure.unit}`);
      // Points are [tick, …]; a fan has five quantiles, a difference has low, estimate and high.
      const values = measure.lines.flatMap((line) => line.points.flatMap((point) => point.slice(1)));
      let low = Math.min(0, ...values), high = Math.max(0, ...values);
      if (data.kind === "fan" && measure.share && high > 0.4) high = 1;
      const room = (high - low || 1) * 0.05;
      low -= low < 0 ? room : 0;
      high += room;
      y = (value) => top + ((high - value) / (high - low)) * (height - top - bottom);
      const step = 10 ** Math.floor(Math.log10((high - low) / 4));
      const size = [1, 2, 5, 10].map((m) => m * step).find((s) => (high - low) / s <= 7);
      for (let value = Math.ceil(low / size) * size; value <= high; value += size) {
        make("line", { x1: left, x2: width - right, y1: y(value), y2: y(value), stroke: Math.abs(value) < size / 2 ? "#888" : "#e2e2e2" }, drawing);
        make("text", { x: left - 8, y: y(value) + 5, "text-anchor": "end", "font-size": 15 }, drawing, show(Math.abs(value) < size / 1e6 ? 0 : value));
      }
      const years = Math.max(1, Math.ceil(data.ticks / 12 / Math.floor(width / 90)));
      for (let tick = 0; tick <= data.ticks - 1; tick += 12 * years) {
        make("text", { x: x(tick), y: height - 18, "text-anchor": "middle", "font-size": 15 }, drawing, data.start ? month(tick).slice(0, 4) : tick);
      }
      legend.replaceChildren();
      measure.lines.forEach((line, i) => {
        const colour = colours[i % colours.length];
        if (line.name) {
          const entry = document.createElement("span");
          entry.textContent = line.name;
          entry.style.borderColor = colour;
          legend.appendChild(entry);
        }
        const column = (k) => line.points.map((point) => [point[0], point[k]]);
        if (!line.points.length) return;
        const bands = data.kind === "fan" ? [[1, 5, 0.16], [2, 4, 0.3]] : [[1, 3, 0.2]];
        for (const [a, b, opacity] of bands) make("path", { d: area(column(a), column(b)), fill: colour, opacity }, drawing);
        make("path", { d: path(column(data.kind === "fan" ? 3 : 2)), fill: "none", stroke: colour, "stroke-width": 2.5 }, drawing);
      });
      cursor = make("line", { y1: top, y2: height - bottom, stroke: "#222", "stroke-dasharray": "4 3" }, drawing);
      point(at);
    };

    const point = (tick) => {
      at = Math.max(0, Math.min(data.ticks - 1, Math.round(tick)));
      cursor.setAttribute("x1", x(at));
      cursor.setAttribute("x2", x(at));
      const rows = measure.lines.map((line) => {
        const found = line.points.find((point) => point[0] === at);
        if (!found) return `${line.name}: nothing to show`;
        return data.kind === "fan"
          ? `half of the organizations from ${show(found[2])} to ${show(found[4])}, median ${show(found[3])}, nine in ten from ${show(found[1])} to ${show(found[5])}`
          : `${line.name}: ${found[2] > 0 ? "+" : ""}${show(found[2])} (${show(found[1])} to ${show(found[3])})`;
      });
      reading.textContent = `${month(at)}: ${rows.join("; ")}`;
    };

    data.measures.forEach((measure, i) => select.add(new Option(`${measure.label} (${measure.unit})`, i)));
    select.addEventListener("change", draw);
    drawing.addEventListener("pointermove", (event) => {
      const place = drawing.getBoundingClientRect();
      const inside = ((event.clientX - place.left) / place.width) * width;
      point(((inside - left) / (width - left - right)) * (data.ticks - 1));
    });
    drawing.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, PageDown: -12, PageUp: 12 }[event.key];
      if (by) { point(at + by); event.preventDefault(); }
    });
    box.hidden = false;
    draw();
    let drawn = box.clientWidth;
    window.addEventListener("resize", () => {
      if (box.clientWidth !== drawn) { drawn = box.clientWidth; draw(); }
    });
  }
})();
