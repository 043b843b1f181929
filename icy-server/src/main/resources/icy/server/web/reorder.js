// A list whose rows are moved by their grips: dragged with a finger or a mouse, or by keys.

const DRAG_FROM = 6; // pixels: less is a press of the grip
const EDGE = 70; // of the window, where dragging scrolls
const SCROLL = 14; // pixels a frame

const TO = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: (index, last) => last,
};

/**
 * @param list has a button .grip in each li
 * @param does move(from, to), remove(index), press(index) of a grip, and restore() when a drag comes to nothing
 * @returns isDragging(): whether a row is in the air, so that the list must be left as it is
 */
export function reorderable(list, { move, remove, press, restore }) {
  let drag = null;
  let dropped = false; // the pointer's next click is the one that ends a drag
  const indexOf = (row) => Array.prototype.indexOf.call(list.children, row);

  list.addEventListener("keydown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const from = indexOf(grip.closest("li"));
    const last = list.children.length - 1;
    if (event.key in TO) {
      event.preventDefault();
      const to = TO[event.key](from, last);
      if (to !== from && to >= 0 && to <= last) move(from, to);
    } else if (event.key === "Delete") {
      remove(from);
    }
  });

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (grip && event.button === 0 && !drag) {
      const row = grip.closest("li");
      dropped = false;
      grip.setPointerCapture(event.pointerId);
      const y = event.clientY;
      const hold = y - row.getBoundingClientRect().top; // where the row is held
      drag = { row, from: indexOf(row), pointer: event.pointerId, hold, began: y, y, moved: false };
    }
  });

  list.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) {
      return;
    }
    drag.y = event.clientY;
    if (!drag.moved && Math.abs(drag.y - drag.began) > DRAG_FROM) {
      drag.moved = true;
      drag.row.classList.add("dragged");
      requestAnimationFrame(scroll);
    }
    if (drag.moved) follow();
  });

  /** The row goes where the pointer is, and its neighbours make room; it stays in the document, or it would be let go. */
  function follow() {
    const { row, y, hold } = drag;
    row.style.transform = "";
    for (;;) {
      const { previousElementSibling: above, nextElementSibling: below } = row;
      if (above && y < middle(above)) row.after(above);
      else if (below && y > middle(below)) row.before(below);
      else break;
    }
    row.style.transform = `translateY(${y - hold - row.getBoundingClientRect().top}px)`;
  }

  function middle(row) {
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2;
  }

  function scroll() {
    if (!drag) {
      return;
    }
    const by = drag.y < EDGE ? -SCROLL : drag.y > innerHeight - EDGE ? SCROLL : 0;
    if (by) {
      scrollBy(0, by);
      follow();
    }
    requestAnimationFrame(scroll);
  }

  function end(event, keep) {
    if (!drag || event.pointerId !== drag.pointer) {
      return;
    }
    const { row, from, moved } = drag;
    const to = indexOf(row);
    row.classList.remove("dragged");
    row.style.transform = "";
    drag = null;
    dropped = moved;
    if (keep && moved && to !== from) move(from, to);
    else if (moved) restore();
  }
  list.addEventListener("pointerup", (event) => end(event, true));
  list.addEventListener("pointercancel", (event) => end(event, false));

  list.addEventListener("click", (event) => {
    const grip = event.target.closest(".grip");
    const byKey = event.detail === 0;
    if (grip && (byKey || !dropped)) press(indexOf(grip.closest("li")));
  });

  return { isDragging: () => drag !== null };
}
