// Files that visitors take home, made in the browser.

export function save(name: string, kind: string, content: string | Blob): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type: kind });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const COPIED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-size",
  "font-family",
  "font-weight",
  "text-anchor",
];
const MARGIN = 18;
const GAP = 10;

export interface Picture {
  text: string;
  width: number;
  height: number;
}

type Attributes = Record<string, string | number>;

function make(name: string, attributes: Attributes, text = ""): SVGElement {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.textContent = text;
  return node;
}

/** A drawing with what the page's style sheet says written into it, and without what follows the pointer. */
function styled(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const name of COPIED) {
      const value = style.getPropertyValue(name);
      // Other programs draw what is transparent by its alpha in black.
      copies[i]?.setAttribute(name, value === "rgba(0, 0, 0, 0)" ? "none" : value);
    }
    if (original.classList.contains("cursor")) copies[i]?.remove();
    for (const name of ["class", "tabindex", "style"]) copies[i]?.removeAttribute(name);
  }
  return copy;
}

/** A sheet of a width that is filled from the top. */
class Sheet {
  private readonly width: number;
  private readonly family: string;
  private readonly drawn: SVGElement[] = [];
  private readonly pen = document.createElement("canvas").getContext("2d");
  private y = MARGIN;

  constructor(width: number, family: string) {
    this.width = width;
    this.family = family;
  }

  private wide(text: string, size: number, weight: number): number {
    if (!this.pen) return text.length * size;
    this.pen.font = `${weight} ${size}px ${this.family}`;
    return this.pen.measureText(text).width;
  }

  private put(text: string, x: number, y: number, size: number, weight: number, fill: string): void {
    const font = { "font-size": size, "font-weight": weight, "font-family": this.family };
    this.drawn.push(make("text", { x, y, fill, ...font }, text));
  }

  /** A paragraph, in as many lines as it takes. */
  say(text: string, size: number, weight: number, fill: string): void {
    const lines: string[] = [];
    for (const word of text.split(" ")) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      if (lines.length > 0 && this.wide(longer, size, weight) <= this.width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    for (const line of lines) {
      this.y += Math.round(size * 1.3);
      this.put(line, MARGIN, this.y - Math.round(size * 0.3), size, weight, fill);
    }
    this.y += GAP / 2;
  }

  draw(svg: SVGSVGElement): void {
    const { width, height } = svg.viewBox.baseVal;
    const copy = styled(svg);
    const place = { x: MARGIN, y: this.y, width, height, overflow: "visible" };
    for (const [key, value] of Object.entries(place)) copy.setAttribute(key, String(value));
    this.drawn.push(copy);
    this.y += height + GAP;
  }

  /** Marks and what they stand for, in as many lines as they take. */
  explain(key: Element): void {
    const [size, line] = [13, 20];
    let x = 0;
    for (const entry of key.children) {
      const text = entry.textContent?.trim() ?? "";
      const mark = entry.querySelector("i");
      const wide = this.wide(text, size, 400) + (mark ? 20 : 0);
      if (x > 0 && x + wide > this.width) {
        x = 0;
        this.y += line;
      }
      if (mark) this.drawn.push(this.mark(mark, MARGIN + x, this.y + 3));
      this.put(text, MARGIN + x + (mark ? 20 : 0), this.y + 14, size, 400, getComputedStyle(entry).color);
      x += wide + 18;
    }
    this.y += line + GAP / 2;
  }

  private mark(mark: Element, x: number, y: number): SVGElement {
    const style = getComputedStyle(mark);
    if (style.borderTopStyle === "dashed") {
      const look = { stroke: style.borderTopColor, "stroke-width": 3, "stroke-dasharray": "6 4" };
      return make("line", { x1: x, x2: x + 16, y1: y + 6.5, y2: y + 6.5, ...look });
    }
    const rx = Math.min(6.5, Number.parseFloat(style.borderTopLeftRadius));
    const look = { fill: style.backgroundColor, stroke: "#777", "stroke-width": 0.7 };
    return make("rect", { x, y, width: 13, height: 13, rx, ...look });
  }

  finish(): Picture {
    const [width, height] = [this.width + 2 * MARGIN, this.y + MARGIN];
    const xmlns = "http://www.w3.org/2000/svg";
    const whole = make("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    whole.append(make("rect", { width, height, fill: "#fff" }), ...this.drawn);
    whole.setAttribute("xmlns", xmlns);
    return { text: new XMLSerializer().serializeToString(whole), width, height };
  }
}

/**
 * A picture that can be read away from the page: every drawing of a chart with its captions, its key and the month that
 * it shows, one below the other, under what the chart is called and how it is read.
 */
export function standalone(chart: Element, title: string, scenario: string, hint: string): Picture {
  const drawings = [...chart.querySelectorAll("svg")];
  const width = Math.max(480, ...drawings.map((svg) => svg.viewBox.baseVal.width));
  const sheet = new Sheet(width, getComputedStyle(chart).fontFamily);
  sheet.say(title, 18, 650, "#1c2430");
  if (scenario) sheet.say(scenario, 14, 400, "#1c2430");
  if (hint) sheet.say(hint, 12, 400, "#55606e");
  for (const part of chart.querySelectorAll("figcaption, .moment b, svg, .key, .clock output")) {
    if (part instanceof SVGSVGElement) sheet.draw(part);
    else if (part.classList.contains("key")) sheet.explain(part);
    else sheet.say(part.textContent ?? "", 14, 600, "#1c2430");
  }
  return sheet.finish();
}

export async function savePicture(picture: Picture, name: string, kind: "svg" | "png"): Promise<void> {
  const { text, width, height } = picture;
  if (kind === "svg") {
    save(name, "image/svg+xml", text);
    return;
  }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const scale = 2;
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const context = canvas.getContext("2d");
  context?.scale(scale, scale);
  context?.drawImage(image, 0, 0, width, height);
  canvas.toBlob((blob) => blob && save(name, "image/png", blob), "image/png");
}
