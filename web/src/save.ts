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
  "stroke-dasharray",
  "opacity",
  "font-size",
  "font-family",
  "font-weight",
  "text-anchor",
];

/** A picture of its own: what the page's style sheet says is written into it, on white, under its title. */
export function standalone(
  svg: SVGSVGElement,
  title: string,
): { text: string; width: number; height: number } {
  const box = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const name of COPIED) copies[i]?.setAttribute(name, style.getPropertyValue(name));
    copies[i]?.removeAttribute("class");
    copies[i]?.removeAttribute("tabindex");
  }
  const head = 30;
  const [width, height] = [box.width, box.height + head];
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("viewBox", `${box.x} ${box.y - head} ${width} ${height}`);
  const make = (name: string, attributes: Record<string, string | number>, text = "") => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    node.textContent = text;
    return node;
  };
  const paper = { x: box.x, y: box.y - head, width, height, fill: "#fff" };
  const place = { x: box.x + 8, y: box.y - 10, "font-size": 16, "font-weight": 600, fill: "#222" };
  copy.prepend(make("rect", paper), make("text", { ...place, "font-family": "sans-serif" }, title));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

export async function savePicture(
  svg: SVGSVGElement,
  title: string,
  name: string,
  kind: "svg" | "png",
): Promise<void> {
  const { text, width, height } = standalone(svg, title);
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
