// Where the keyboard goes on when the button that was pressed goes away: otherwise it would start at the top again.

/** Moves the focus to a part of the page, as soon as that is drawn; the part needs a `tabIndex`. */
export function focusOn(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
